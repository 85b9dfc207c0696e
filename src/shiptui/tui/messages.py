"""What screens ask of the app. Each names the thing it was shown, never a row number.

Nobody compares or prints them, and to make what could do so takes longer than all else here.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from shiptui.model.account import Pending
from shiptui.model.catalog import Call, Take, Tool
from shiptui.model.facts import Matchup
from shiptui.model.own import Claim


@dataclass(eq=False, repr=False)
class VoteCast(Message):
    """A pick on a matchup; None takes the vote back.

    `advance` goes on to the next unvoted; it names the side, tie or neither, as the key does.
    """

    matchup: Matchup
    pick: str | None
    advance: str | None = None


@dataclass(eq=False, repr=False)
class ToolVoteCast(Message):
    """Ship or skip on one tool; the same call again takes it back."""

    tool: Tool
    call: Call


@dataclass(eq=False, repr=False)
class BookmarkToggled(Message):
    """Save it, or let it go."""

    what: Matchup | Tool


@dataclass(eq=False, repr=False)
class NoteWritten(Message):
    """A note and tags for a matchup or a tool."""

    what: Matchup | Tool
    note: str
    tags: tuple[str, ...]


@dataclass(eq=False, repr=False)
class SeenMarked(Message):
    """A matchup was seen or shall count as new; `quiet` when the program noted it by itself."""

    matchup: Matchup
    seen: bool
    quiet: bool


@dataclass(eq=False, repr=False)
class DecisionWritten(Message):
    """Write down the decision on a matchup, with the evidence of the day."""

    matchup: Matchup


@dataclass(eq=False, repr=False)
class TakeWritten(Message):
    """A take of the reader's own on a tool; one that says nothing takes it away."""

    tool: Tool
    take: Take


@dataclass(eq=False, repr=False)
class ClaimWritten(Message):
    """A claim that will come due."""

    claim: Claim


@dataclass(eq=False, repr=False)
class EntryWritten(Message):
    """An entry of the reader's own, new or changed."""

    entry: Tool


@dataclass(eq=False, repr=False)
class EntryDropped(Message):
    """Take an entry of the reader's own away."""

    entry: Tool


class EntriesAsked(Message):
    """Show the reader's own entries."""


class ClaimsAsked(Message):
    """Show the ledger of claims."""


class UndoAsked(Message):
    """Take the last change back."""


class RedoAsked(Message):
    """Do again what was undone."""


@dataclass(eq=False, repr=False)
class AddressOpened(Message):
    """Show an address in the browser."""

    address: str | None


@dataclass(eq=False, repr=False)
class TextCopied(Message):
    """Put a text on the clipboard; `what` names it."""

    text: str
    what: str


@dataclass(eq=False, repr=False)
class JsonCopied(Message):
    """Put a matchup on the clipboard as `shiptui show --json` prints it."""

    matchup: Matchup


@dataclass(eq=False, repr=False)
class ViewAsked(Message):
    """Go to a view, by its name."""

    view: str


@dataclass(eq=False, repr=False)
class ToolAsked(Message):
    """Show one tool's own screen."""

    slug: str


@dataclass(eq=False, repr=False)
class PersonaAsked(Message):
    """Show one persona's own screen."""

    slug: str


@dataclass(eq=False, repr=False)
class MatchupAsked(Message):
    """Go to a matchup by its id; `pair` is given for two tools that no list holds."""

    id: str
    pair: Matchup | None = None


@dataclass(eq=False, repr=False)
class KeyOvertaken(Message):
    """A key reached a screen that another one had covered meanwhile."""

    key: str
    character: str | None


@dataclass(eq=False, repr=False)
class SpellingAsked(Message):
    """A filter found nothing; another spelling of it may."""

    query: str


@dataclass(eq=False, repr=False)
class ErrandAsked(Message):
    """Do something about the program itself, by the id of its key."""

    id: str


class StopAsked(Message):
    """Give up what takes a while."""


@dataclass(eq=False, repr=False)
class SyncAsked(Message):
    """Show what is new and look for more; `full` reads all feeds anew."""

    full: bool = False


@dataclass(eq=False, repr=False)
class RetryAsked(Message):
    """Send an act again that an account has refused."""

    refused: Pending


@dataclass(eq=False, repr=False)
class DropAsked(Message):
    """Let go of an act that an account has refused."""

    refused: Pending


class OptionsAsked(Message):
    """Show the view options."""


@dataclass(eq=False, repr=False)
class OptionTurned(Message):
    """Take a value of a view option, its next one where none is named."""

    key: str
    value: str | None = None


class WelcomeDismissed(Message):
    """The reader has seen the welcome strip."""


class JudgementAsked(Message):
    """A screen wants to know what the votes and takes add up to now."""


class AgreementAsked(Message):
    """Show the reader against each persona."""
