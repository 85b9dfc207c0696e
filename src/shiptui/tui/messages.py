"""What screens ask of the app. Each names the matchup it was shown, never a row number."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from shiptui.model.facts import Matchup


@dataclass
class VoteCast(Message):
    """A pick on a matchup; None takes the vote back. `advance` goes on to the next unvoted."""

    matchup: Matchup
    pick: str | None
    advance: bool = False


@dataclass
class BookmarkToggled(Message):
    """Save it, or let it go."""

    matchup: Matchup


@dataclass
class NoteWritten(Message):
    """A note and tags for a matchup."""

    matchup: Matchup
    note: str
    tags: tuple[str, ...]


@dataclass
class SeenMarked(Message):
    """A matchup was seen or shall count as new; `quiet` when the program noted it by itself."""

    matchup: Matchup
    seen: bool
    quiet: bool


class UndoAsked(Message):
    """Take the last change back."""


class RedoAsked(Message):
    """Do again what was undone."""


@dataclass
class AddressOpened(Message):
    """Show an address in the browser."""

    address: str | None


@dataclass
class TextCopied(Message):
    """Put a text on the clipboard; `what` names it."""

    text: str
    what: str


class WelcomeDismissed(Message):
    """The reader has seen the welcome strip."""
