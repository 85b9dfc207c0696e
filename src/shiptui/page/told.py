"""What the program says after an act: one sentence, and the key that takes it back."""

from __future__ import annotations

from shiptui.model.facts import Change, Kind, Matchup
from shiptui.page.words import pick_words

NAMES = {
    Kind.VOTE: "your vote on",
    Kind.TOOL_VOTE: "your call on",
    Kind.BOOKMARK: "the bookmark of",
    Kind.SEEN: "the mark on",
}


def voted_words(matchup: Matchup, pick: str | None, change: Change | None) -> str:
    """Acknowledge a vote, after it was committed."""
    changed = change is not None and change.number is not None
    if pick is None:
        return "Vote taken back. Press u to undo." if changed else "There was no vote to take back."
    name = pick_words(matchup, pick)
    return f"Voted {name}. Press u to undo." if changed else f"Your vote stands: {name}."


def saved_words(change: Change | None) -> str:
    """Acknowledge a bookmark."""
    if change is None or change.number is None:
        return "Nothing to change."
    if change.after is None:
        return f"No longer saved: {change.title}. Press u to undo."
    return f"Saved: {change.title}. Press u to undo."


def seen_words(change: Change | None, *, seen: bool) -> str:
    """Acknowledge a mark."""
    if change is None or change.number is None:
        return "Nothing to change."
    return f"Marked as {'seen' if seen else 'new'}. Press u to undo."


def undone_words(change: Change | None) -> str:
    """Name what was undone; it may be off screen."""
    if change is None:
        return "Nothing to undo."
    return f"Undone: {NAMES[change.kind]} {change.title}. Press U to redo."


def redone_words(change: Change | None) -> str:
    """Name what was redone."""
    if change is None:
        return "Nothing to redo."
    return f"Redone: {NAMES[change.kind]} {change.title}. Press u to undo."
