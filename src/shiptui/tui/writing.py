"""The writing half of the app: what screens ask for is done here, and told after the commit."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.timer import Timer

from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Change, Matchup
from shiptui.page import told
from shiptui.page.words import title
from shiptui.store.store import Store
from shiptui.text.clean import clean
from shiptui.tui import messages
from shiptui.tui.acts.matchups import go_unvoted
from shiptui.tui.pen import Pen, Write
from shiptui.tui.screens.browse import BrowseScreen
from shiptui.tui.screens.frame import Frame, Outfit
from shiptui.tui.veiled import VeiledReader

if TYPE_CHECKING:
    from shiptui.model.catalog import Tool

LONGEST_PASTE = 500
"""Characters of one pasted line."""

MOMENT = 0.01
"""Seconds after which to see whether a popup has taken the focus."""

HELD = 0.2
"""Seconds within which a vote that goes on is a held key, not a decision."""

Tell = Callable[[Frame, Change | None], str]


class WritingApp(App[int], inherit_bindings=False):
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
        self._early: list[events.Key] = []
        self._settled: ModalScreen[Any] | None = None
        self._looking: Timer | None = None
        self._advanced: tuple[str | None, float] = (None, -HELD)

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted, and let no key come before the popup that it is for."""
        if isinstance(event, events.Paste) and not event.is_forwarded:
            lines = (clean(each, LONGEST_PASTE) for each in event.text.splitlines())
            event = events.Paste("\n".join(lines))
        elif isinstance(event, events.Key) and not event.is_forwarded and self._is_early():
            self._early.append(event)
            self._wait_for_focus()
            return
        await super().on_event(event)

    def on_key_overtaken(self, message: messages.KeyOvertaken) -> None:
        """Give a key to the screen that opened while it was on its way."""
        self._early.append(events.Key(message.key, message.character))
        self._wait_for_focus()

    def _is_early(self) -> bool:
        """Tell whether keys must wait: others do already, or a popup has yet to take the focus."""
        screen = self.screen
        if isinstance(screen, ModalScreen) and screen.focused is not None:
            self._settled = screen
        opening = isinstance(screen, ModalScreen) and screen is not self._settled
        return bool(self._early) or opening

    def _wait_for_focus(self) -> None:
        """Look again in a moment, unless that is arranged."""
        if self._looking is None:
            self._looking = self.set_timer(MOMENT, self._hand_out)

    async def _hand_out(self) -> None:
        """Give the keys that came too soon to whoever has the focus now."""
        self._looking = None
        keys, self._early = self._early, []
        if self._is_early():
            self._early = keys
            self._wait_for_focus()
            return
        for key in keys:
            await super().on_event(key)

    @property
    def frame(self) -> Frame:
        """The main screen in front, below any popup."""
        found = (screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame))
        return next(found)

    def _write(self, write: Write, tell: Tell) -> None:
        """Write, then show what holds now and say so: never before the commit."""

        async def run() -> None:
            try:
                change = await self._pen.write(write)
            except ShiptuiError as error:
                self.frame.say(str(error), "warn")
                return
            frame = self.frame
            frame.refresh_facts()
            if said := tell(frame, change):
                frame.say(said)

        self.run_worker(run(), group="write")

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

    def on_address_opened(self, message: messages.AddressOpened) -> None:
        """Show an address in the browser, or say why not."""
        from shiptui.tui.desktop import open_address

        async def run() -> None:
            said = await asyncio.to_thread(
                open_address, message.address, os.environ, self._outfit.open_command
            )
            self.frame.say(said)

        self.run_worker(run(), group="open")

    def on_text_copied(self, message: messages.TextCopied) -> None:
        """Put a text on the clipboard and say by which way."""
        from shiptui.tui.desktop import copy_text

        async def run() -> None:
            way = await asyncio.to_thread(copy_text, message.text, os.environ)
            if way is None:
                self.copy_to_clipboard(message.text)
                way = "the terminal (OSC 52)"
            self.frame.say(f"Copied the {message.what} by {way}.")

        self.run_worker(run(), group="copy")

    async def on_unmount(self) -> None:
        """Let the last write reach the disk."""
        await asyncio.to_thread(self._pen.close)


def _bookmark_of(what: Matchup | Tool) -> tuple[str, str, tuple[str, str] | None]:
    """Key, shown name and, for a matchup, the pair of slugs."""
    if isinstance(what, Matchup):
        return f"matchup:{what.id}", title(what), (what.left.slug, what.right.slug)
    return f"tool:{what.slug}", what.name, None
