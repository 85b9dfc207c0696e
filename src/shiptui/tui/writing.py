"""The writing half of the app: what screens ask for is done here, and told after the commit."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Change, Kind, Matchup
from shiptui.page import told
from shiptui.page.syncing import BUNDLED
from shiptui.page.words import title
from shiptui.store.store import Store
from shiptui.tui import messages
from shiptui.tui.acts.matchups import go_unvoted
from shiptui.tui.beside import beside
from shiptui.tui.outfit import Outfit
from shiptui.tui.pen import Pen, Write
from shiptui.tui.screens.browse import BrowseScreen
from shiptui.tui.screens.frame import Frame
from shiptui.tui.typed import TypedApp
from shiptui.tui.veiled import VeiledReader

if TYPE_CHECKING:
    from shiptui.model.catalog import Tool

HELD = 0.2
"""Seconds within which a vote that goes on is a held key, not a decision."""

Screen = TypeVar("Screen", bound=Frame)

Tell = Callable[[Frame, Change | None], str]


class WritingApp(TypedApp, inherit_bindings=False):
    """Writes on one thread of its own; a screen shows what holds only after it is on the disk."""

    def __init__(
        self,
        store: Store,
        reader: VeiledReader,
        outfit: Outfit,
        *,
        ansi_color: bool | None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        # Textual asks for the variables of the stylesheet while it is being made.
        self._outfit = outfit
        super().__init__(ansi_color=ansi_color)
        self._store = store
        self._reader = reader
        self._pen = Pen(store)
        self._clock = clock
        self._advanced: tuple[str | None, float] = (None, -HELD)

    def phrase(self) -> str:
        """Say how things stand with the feeds."""
        return BUNDLED

    def dressed(self, screen: Screen) -> Screen:
        """Put on a screen what holds for all of them."""
        screen.dress(self._outfit, self.phrase)
        return screen

    @property
    def frame(self) -> Frame:
        """The main screen in front, below any popup."""
        found = (screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame))
        return next(found)

    @property
    def _standing(self) -> Frame | None:
        """The same, but None once the program is leaving and takes its screens down."""
        screens = (screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame))
        return next((screen for screen in screens if screen.query("#list")), None)

    def frames(self) -> list[Frame]:
        """All main screens, also those that others lie over."""
        stacks = self._screen_stacks.values()
        return [screen for stack in stacks for screen in stack if isinstance(screen, Frame)]

    def renew(self) -> None:
        """Let every screen read anew what the catalog holds."""
        for frame in self.frames():
            if frame.query("#list"):
                frame.renew()

    def _tell(self, sentence: str, role: str = "good") -> None:
        """Say what came of an act, if there still is somebody to tell."""
        frame = self._standing
        if frame is not None and sentence:
            frame.say(sentence, role)

    def _write(self, write: Write, tell: Tell) -> None:
        """Write, then show what holds now and say so: never before the commit."""

        async def run() -> None:
            try:
                change = await self._pen.write(write)
            except ShiptuiError as error:
                self._tell(str(error), "warn")
                return
            if change is not None and change.kind is Kind.ENTRY:
                self.renew()
            frame = self._standing
            if frame is not None:
                self.written()
                frame.refresh_facts()
                self._tell(tell(frame, change))

        beside(self, run, "write")

    def written(self) -> None:
        """Do what follows a commit, before it is shown; here nothing does."""

    def on_vote_cast(self, message: messages.VoteCast) -> None:
        """Cast or take back a vote."""
        if message.advance and self._is_held(message.advance):
            return
        matchup, pick = message.matchup, message.pick

        def tell(frame: Frame, change: Change | None) -> str:
            # Read again: what was hidden before the vote is not hidden now.
            now = self._reader.matchup(matchup.id) or matchup
            said = told.voted_words(now, pick, change)
            if matchup.veiled and now.vote is not None:
                said += f" {told.revealed_words(now, now.vote)}"
            if isinstance(frame, BrowseScreen):
                if frame.welcoming and pick is not None:
                    frame.dismiss_welcome(voted=True)
                if message.advance:
                    go_unvoted(frame, 1)
            return said

        self._write(lambda store: store.facts.cast_vote(matchup, pick), tell)

    def _is_held(self, pick: str) -> bool:
        """Tell a held key from a decision: the same vote that goes on, again within a moment."""
        now = self._clock()
        last, self._advanced = self._advanced, (pick, now)
        return last[0] == pick and now - last[1] < HELD

    def on_tool_vote_cast(self, message: messages.ToolVoteCast) -> None:
        """Ship or skip one tool; the same call again takes it back."""
        tool = message.tool

        def write(store: Store) -> Change:
            standing = store.facts.tool_vote(tool.slug)
            again = standing is not None and standing.call is message.call
            return store.facts.cast_tool_vote(tool, None if again else message.call)

        self._write(write, lambda _, change: told.called_words(tool.name, change))

    def on_bookmark_toggled(self, message: messages.BookmarkToggled) -> None:
        """Save or unsave."""
        key, name, pair = _bookmark_of(message.what)

        def write(store: Store) -> Change:
            # Decided here, not on the screen: two quick presses are two acts.
            if store.facts.bookmark(key) is not None:
                return store.facts.unsave(key, name)
            return store.facts.save(key, name, pair=pair)

        self._write(write, lambda _, change: told.saved_words(name, change))

    def on_note_written(self, message: messages.NoteWritten) -> None:
        """Keep a note and tags."""
        key, name, pair = _bookmark_of(message.what)
        self._write(
            lambda store: store.facts.save(
                key, name, note=message.note, tags=message.tags, pair=pair
            ),
            lambda _, change: told.saved_words(name, change),
        )

    def on_seen_marked(self, message: messages.SeenMarked) -> None:
        """Note that a matchup was seen."""
        matchup = message.matchup
        self._write(
            lambda store: store.facts.mark_seen(
                matchup.id, title(matchup), message.seen, quiet=message.quiet
            ),
            lambda _, change: "" if message.quiet else told.seen_words(change, seen=message.seen),
        )

    def on_undo_asked(self) -> None:
        """Take the last change back."""
        self._write(lambda store: store.facts.undo(), self._telling(told.undone_words))

    def on_redo_asked(self) -> None:
        """Do it again."""
        self._write(lambda store: store.facts.redo(), self._telling(told.redone_words))

    def _telling(self, words: Callable[[Change | None, str | None], str]) -> Tell:
        """Tell of a change without naming what is hidden."""
        return lambda _, change: words(
            change, self._reader.hidden_name(change) if change is not None else None
        )

    def _keep(self, key: str, value: str) -> None:
        def write(store: Store) -> None:
            if store.writable:
                store.settings.put(key, value)

        self._write(write, lambda _frame, _change: "")

    def on_decision_written(self, message: messages.DecisionWritten) -> None:
        """Write a decision record as a file, with the evidence of the day."""
        from shiptui.export.decision import DecisionRecord
        from shiptui.export.filing import file_record, place_of

        matchup = message.matchup
        written: list[Path] = []

        def write(store: Store) -> None:
            record = DecisionRecord(matchup, store.catalog.personas(), date.today().isoformat())  # noqa: DTZ011 - the reader's own day
            path = place_of(record)
            file_record(record, path)
            written.append(path)
            store.decisions.note(matchup.id, path)

        self._write(write, lambda _frame, _change: told.recorded_words(matchup, written[0]))

    def on_address_opened(self, message: messages.AddressOpened) -> None:
        """Show an address in the browser, or say why not."""
        from shiptui.tui.desktop import open_address

        async def run() -> None:
            said = await asyncio.to_thread(
                open_address, message.address, os.environ, self._outfit.open_command
            )
            self._tell(said)

        beside(self, run, "open")

    def on_text_copied(self, message: messages.TextCopied) -> None:
        """Put a text on the clipboard and say by which way."""
        from shiptui.tui.desktop import copy_text

        async def run() -> None:
            way = await asyncio.to_thread(copy_text, message.text, os.environ)
            if way is None:
                self.copy_to_clipboard(message.text)
                way = "the terminal (OSC 52)"
            self._tell(f"Copied the {message.what} by {way}.")

        beside(self, run, "copy")

    async def on_unmount(self) -> None:
        """Let the last write reach the disk."""
        await asyncio.to_thread(self._pen.close)


def _bookmark_of(what: Matchup | Tool) -> tuple[str, str, tuple[str, str] | None]:
    """Key, shown name and, for a matchup, the pair of slugs."""
    if isinstance(what, Matchup):
        return f"matchup:{what.id}", title(what), (what.left.slug, what.right.slug)
    return f"tool:{what.slug}", what.name, None
