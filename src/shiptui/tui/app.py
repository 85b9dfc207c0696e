"""The app: the only one with hands. It writes what screens ask for and says what came of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding

from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Change, View
from shiptui.page.told import (
    redone_words,
    saved_words,
    seen_words,
    undone_words,
    voted_words,
)
from shiptui.page.words import title
from shiptui.store.store import Store
from shiptui.tui import messages
from shiptui.tui.palette import Commands
from shiptui.tui.screens.browse import BrowseScreen
from shiptui.tui.screens.browse_acts import go_unvoted
from shiptui.tui.theme import THEMES

if TYPE_CHECKING:
    from shiptui.settings import Settings

UNWANTED = ("TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT", "SSLKEYLOGFILE")
"""Environment variables that could steer the program from outside; removed before it starts."""

WELCOMED = "welcomed"
"""The setting that says the first-run strip was seen."""

Write = Callable[[Store], Change | None]


class ShiptuiApp(App[int], inherit_bindings=False):
    """Opens the store, shows the browse screen, writes on one thread of its own."""

    CSS_PATH = "shiptui.tcss"
    TITLE = "shiptui"
    COMMANDS = {Commands}  # noqa: RUF012 - Textual's own declaration
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]  # noqa: RUF012 - as above

    def __init__(
        self,
        store: Store,
        *,
        theme: str = "dark",
        view: View | None = None,
        query: str = "",
        notices: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self._store = store
        self._view, self._query = view or View.FEED, query
        self._notices = (*notices, *store.notices)
        # One thread, so that acts reach the disk in the order of the keys.
        self._pen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
        self._ink: Store | None = None
        for each in THEMES.values():
            self.register_theme(each)
        self.theme = THEMES[theme].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every variable of the stylesheet a value in foreign themes, too."""
        return dict(THEMES["dark"].variables)

    def on_mount(self) -> None:
        """Open on content."""
        self.push_screen(
            BrowseScreen(
                self._store.catalog,
                self._store.facts.can_undo,
                view=self._view,
                query=self._query,
                welcome=self._store.settings.get(WELCOMED) is None,
                notice=" ".join(self._notices),
            )
        )
        self.app_resume_signal.subscribe(self, lambda _: self.call_later(self._repaint))

    def _repaint(self) -> None:
        """Draw everything anew: after `fg` Textual leaves the terminal blank."""
        self.refresh(repaint=True, layout=True)
        self.screen.refresh(repaint=True, layout=True)

    @property
    def browse(self) -> BrowseScreen | None:
        """The browse screen, wherever it lies in the stack."""
        found = (screen for screen in self.screen_stack if isinstance(screen, BrowseScreen))
        return next(found, None)

    async def _commit(self, write: Write) -> Change | None:
        """Write on the writing thread; returns after the commit, raises NotSavedError."""
        return await asyncio.get_running_loop().run_in_executor(self._pen, self._inked, write)

    def _inked(self, write: Write) -> Change | None:
        if self._ink is None:
            self._ink = self._store.another()
        return write(self._ink)

    def _write(self, write: Write, tell: Callable[[BrowseScreen, Change | None], str]) -> None:
        """Write, then show what holds now and say so: never before the commit."""

        async def run() -> None:
            browse = self.browse
            if browse is None:
                return
            try:
                change = await self._commit(write)
            except ShiptuiError as error:
                browse.say(str(error), "warn")
                return
            browse.refresh_facts()
            if said := tell(browse, change):
                browse.say(said)

        self.run_worker(run(), group="write")

    def on_vote_cast(self, message: messages.VoteCast) -> None:
        """Cast or take back a vote."""
        matchup = message.matchup

        def tell(browse: BrowseScreen, change: Change | None) -> str:
            said = voted_words(matchup, message.pick, change)
            if browse.welcoming and message.pick is not None:
                browse.dismiss_welcome()
                said += " That is it: n goes to the next one, s keeps one for later."
            if message.advance:
                go_unvoted(browse, 1)
            return said

        self._write(lambda store: store.facts.cast_vote(matchup, message.pick), tell)

    def on_bookmark_toggled(self, message: messages.BookmarkToggled) -> None:
        """Save or unsave."""
        matchup = message.matchup
        key, name = f"matchup:{matchup.id}", title(matchup)

        def write(store: Store) -> Change:
            # Decided here, not on the screen: two quick presses are two acts.
            if store.facts.bookmark(key) is not None:
                return store.facts.unsave(key, name)
            return store.facts.save(key, name, pair=(matchup.left.slug, matchup.right.slug))

        self._write(write, lambda _, change: saved_words(change))

    def on_note_written(self, message: messages.NoteWritten) -> None:
        """Keep a note and tags."""
        matchup = message.matchup
        self._write(
            lambda store: store.facts.save(
                f"matchup:{matchup.id}",
                title(matchup),
                note=message.note,
                tags=message.tags,
                pair=(matchup.left.slug, matchup.right.slug),
            ),
            lambda _, change: saved_words(change),
        )

    def on_seen_marked(self, message: messages.SeenMarked) -> None:
        """Note that a matchup was seen."""
        matchup = message.matchup
        self._write(
            lambda store: store.facts.mark_seen(
                matchup.id, title(matchup), message.seen, quiet=message.quiet
            ),
            lambda _, change: "" if message.quiet else seen_words(change, seen=message.seen),
        )

    def on_undo_asked(self) -> None:
        """Take the last change back."""
        self._write(lambda store: store.facts.undo(), lambda _, change: undone_words(change))

    def on_redo_asked(self) -> None:
        """Do it again."""
        self._write(lambda store: store.facts.redo(), lambda _, change: redone_words(change))

    def on_welcome_dismissed(self) -> None:
        """Never show the first-run strip again."""

        def write(store: Store) -> None:
            if store.writable:
                store.settings.put(WELCOMED, "yes")

        self._write(write, lambda _browse, _change: "")

    def on_address_opened(self, message: messages.AddressOpened) -> None:
        """Show an address in the browser, or say why not."""
        from shiptui.tui.desktop import open_address

        async def run() -> None:
            said = await asyncio.to_thread(open_address, message.address, os.environ)
            if self.browse is not None:
                self.browse.say(said)

        self.run_worker(run(), group="open")

    def on_text_copied(self, message: messages.TextCopied) -> None:
        """Put a text on the clipboard and say by which way."""
        from shiptui.tui.desktop import copy_text

        async def run() -> None:
            way = await asyncio.to_thread(copy_text, message.text, os.environ)
            if way is None:
                self.copy_to_clipboard(message.text)
                way = "the terminal (OSC 52)"
            if self.browse is not None:
                self.browse.say(f"Copied the {message.what} by {way}.")

        self.run_worker(run(), group="copy")

    async def on_unmount(self) -> None:
        """Let the last write reach the disk."""
        self._pen.shutdown(wait=True)


def run(settings: Settings) -> int:
    """Run the terminal program until the reader quits; returns the exit code."""
    for name in list(os.environ):
        if name.startswith(UNWANTED):
            del os.environ[name]
    with Store.open(settings.db, settings.seed) as store:
        app = ShiptuiApp(
            store,
            theme=settings.theme or "dark",
            view=settings.view,
            query=settings.filter_text,
            notices=settings.notices,
        )
        return app.run(mouse=settings.mouse) or 0
