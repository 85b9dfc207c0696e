"""What the program says after an act: one sentence, and the key that takes it back."""

from __future__ import annotations

import json
from pathlib import Path

from shiptui.model.facts import NEITHER, TIE, Change, Kind, Matchup, Vote
from shiptui.page.words import pick_words

NAMES = {
    Kind.VOTE: "your vote on",
    Kind.TOOL_VOTE: "your call on",
    Kind.BOOKMARK: "the bookmark of",
    Kind.SEEN: "the mark on",
    Kind.TAKE: "your take on",
    Kind.ENTRY: "your entry",
    Kind.CLAIM: "the claim",
}


OWN = (Kind.TAKE, Kind.ENTRY, Kind.CLAIM)


def own_step_words(kind: Kind, about: str, before: str | None, after: str | None) -> str:
    """A step of the reader's own words, from one stored value to another."""
    what = {Kind.TAKE: "a take on", Kind.ENTRY: "an entry of your own,", Kind.CLAIM: "a claim,"}
    if kind is Kind.CLAIM and before and after:
        outcome = _members(after).get("outcome")
        return f"settled a claim as {outcome}, {about}" if outcome else f"opened a claim, {about}"
    if after is None:
        return f"took away {what[kind]} {about}"
    return f"{'changed' if before else 'wrote'} {what[kind]} {about}"


def own_words(change: Change) -> str:
    """Acknowledge words of one's own."""
    if change.number is None:
        return "Nothing to change."
    words = own_step_words(change.kind, change.title, change.before, change.after)
    return f"{words[0].upper()}{words[1:]}. Press u to undo."


def voted_words(matchup: Matchup, pick: str | None, change: Change | None) -> str:
    """Acknowledge a vote, after it was committed."""
    changed = change is not None and change.number is not None
    if pick is None:
        return "Vote taken back. Press u to undo." if changed else "There was no vote to take back."
    name = pick_words(matchup, pick)
    return f"Voted {name}. Press u to undo." if changed else f"Your vote stands: {name}."


def revealed_words(matchup: Matchup, vote: Vote) -> str:
    """Say, after a blind vote, what was hidden and how the vote compares with the panels."""
    left, right = matchup.left, matchup.right
    if vote.panels is None or None in vote.panels:
        return "Shown now. The panels' shares are unknown."
    shares = {left.slug: vote.panels[0] or 0, right.slug: vote.panels[1] or 0}
    told = f"{left.name} {shares[left.slug]} %, {right.name} {shares[right.slug]} %"
    if shares[left.slug] == shares[right.slug]:
        return f"The panels are even: {told}."
    favourite = max(shares, key=lambda slug: shares[slug])
    if vote.pick in (TIE, NEITHER):
        return f"The panels differ: {told}."
    return f"The panels {'agree' if vote.pick == favourite else 'disagree'}: {told}."


def saved_words(name: str, change: Change | None) -> str:
    """Acknowledge a bookmark of what is shown under `name`."""
    if change is None or change.number is None:
        return "Nothing to change."
    if change.after is None:
        return f"No longer saved: {name}. Press u to undo."
    return f"Saved: {name}. Press u to undo."


def refused_words(count: int) -> str:
    """Say that a server did not accept acts, and where the reasons stand."""
    return f"{count} {'act was' if count == 1 else 'acts were'} not accepted. Press 7 to see why."


def dropped_words(change: Change, name: str | None) -> str:
    """Acknowledge that a refused act is let go of; `name` stands in for a title that is hidden."""
    return f"Dropped, as the account has it: {name or change.title}. Press u to undo."


def recorded_words(matchup: Matchup, path: Path) -> str:
    """Say where a decision record was written, and what it still lacks."""
    if matchup.vote is None:
        return f"Proposal written to {path}. Press a or b, then d, to decide."
    return f"Decision written to {path}."


def called_words(name: str, change: Change | None) -> str:
    """Acknowledge a ship or skip on a tool."""
    call = _value(change).get("call")
    if call is None:
        return f"Call on {name} taken back. Press u to undo."
    return f"Voted {call} on {name}. Press u to undo."


def change_words(change: Change, name: str | None = None) -> str:
    """One act of the history in words; `name` stands in for a title that is hidden.

    Of an act that changed many things the first is named and the others are counted.
    """
    words = _step_words(change, name) + _others(change)
    if change.elsewhere:
        return f"another device: {words}"
    return f"imported: {words}" if change.imported else words


def _others(change: Change) -> str:
    return f", and {change.more} more" if change.more else ""


def _step_words(change: Change, name: str | None) -> str:
    about, value = name or change.title, _value(change)
    if change.kind is Kind.VOTE:
        pick = value.get("pick")
        if not pick:
            return f"took back the vote on {about}"
        return f"voted {_pick_name(change, str(pick), named=name is None)} on {about}"
    if change.kind is Kind.TOOL_VOTE:
        call = value.get("call")
        return f"voted {call} on {about}" if call else f"took back the call on {about}"
    if change.kind is Kind.BOOKMARK:
        return f"saved {about}" if value else f"let go of {about}"
    if change.kind in OWN:
        return own_step_words(change.kind, about, change.before, change.after)
    return f"marked {about} as {'seen' if value else 'new'}"


def _pick_name(change: Change, pick: str, *, named: bool) -> str:
    """The name of the tool that was picked, as far as the title tells the two apart."""
    if pick in (TIE, NEITHER) or not named:
        return "a tie" if pick == TIE else "neither" if pick == NEITHER else "for one of the two"
    names = change.title.split(" vs ")
    if len(names) != 2:  # noqa: PLR2004 - a name may hold the word, then the slug has to do
        return pick
    return names[0] if change.key.startswith(f"{pick}-vs-") else names[1]


def _value(change: Change | None) -> dict[str, object]:
    """The value a change left behind; empty when it took something back."""
    return _members(change.after) if change else {}


def _members(text: str | None) -> dict[str, object]:
    value = json.loads(text or "{}")
    return value if isinstance(value, dict) else {}


def seen_words(change: Change | None, *, seen: bool) -> str:
    """Acknowledge a mark."""
    if change is None or change.number is None:
        return "Nothing to change."
    return f"Marked as {'seen' if seen else 'new'}. Press u to undo."


def undone_words(change: Change | None, name: str | None = None) -> str:
    """Name what was undone; it may be off screen. `name` stands in for a hidden title."""
    if change is None:
        return "Nothing to undo."
    return f"Undone: {NAMES[change.kind]} {name or change.title}{_others(change)}. Press U to redo."


def redone_words(change: Change | None, name: str | None = None) -> str:
    """Name what was redone."""
    if change is None:
        return "Nothing to redo."
    return f"Redone: {NAMES[change.kind]} {name or change.title}{_others(change)}. Press u to undo."


def imported_words(facts: int, refused: int, *, whole: bool) -> str:
    """What an import brought; a whole history brings what `undo` would undo with it."""
    left_out = f" Left out: {refused}." if refused else ""
    if not facts:
        return f"Nothing is new, so nothing was imported.{left_out}"
    if whole:
        return f"Imported the whole history (facts: {facts}).{left_out}"
    return f"Imported (facts: {facts}).{left_out} Press u to undo."


def about_words(version: str) -> str:
    """The program in one sentence."""
    return f"shiptui {version}: two tools side by side, one key to vote. MIT licence."
