"""The app: the only one with hands. It writes what screens ask for and says what came of it."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.timer import Timer

from shiptui.model.facts import Sort, View
from shiptui.store.store import Store
from shiptui.tui import messages
from shiptui.tui.acts.matchups import MATCHUP_ACTS
from shiptui.tui.beside import beside
from shiptui.tui.errands import ErrandApp
from shiptui.tui.outfit import Outfit
from shiptui.tui.owning import OwningApp
from shiptui.tui.palette import Commands, Palette
from shiptui.tui.preferences import WELCOMED, Preferences, is_new
from shiptui.tui.screens.browse import BrowseScreen
from shiptui.tui.screens.sought import SoughtScreen
from shiptui.tui.seeking import Seeker
from shiptui.tui.sending import SendingApp
from shiptui.tui.spelling import another_spelling
from shiptui.tui.stage import Stage
from shiptui.tui.syncing import NEVER, Plan
from shiptui.tui.terminal import Terminal
from shiptui.tui.theme import DARK, THEMES
from shiptui.tui.veiled import VeiledReader
from shiptui.tui.views import ACTIVITY, STANDINGS, TOOLS

if TYPE_CHECKING:
    from shiptui.tui.screens.activity import ActivityScreen
    from shiptui.tui.screens.tools import ToolsScreen

ANY_TERMINAL = Terminal()
DEFAULT_PREFERENCES = Preferences()
DEFAULT_OUTFIT = Outfit()


NAME_WINDOW = "\x1b[22;2t\x1b]2;shiptui\x07"
UNNAME_WINDOW = "\x1b[23;2t"
"""The window's title, put on top of the reader's own and taken off again."""

REST = 0.2
"""Seconds after which a reader who votes one after the other is taken to look at something."""

BROWSE = "browse"


class ShiptuiApp(ErrandApp, SendingApp, OwningApp, inherit_bindings=False):
    """Opens the screens, goes from one to another, keeps the choices."""

    CSS_PATH = "shiptui.tcss"
    TITLE = "shiptui"
    COMMANDS = {Commands}  # noqa: RUF012 - Textual's own declaration
    COMMAND_PALETTE_BINDING = "ctrl+p"
    DEFAULT_MODE = BROWSE
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]  # noqa: RUF012 - as above

    def __init__(  # noqa: PLR0913 - what a start needs, named where it is called
        self,
        store: Store,
        preferences: Preferences = DEFAULT_PREFERENCES,
        *,
        terminal: Terminal = ANY_TERMINAL,
        outfit: Outfit = DEFAULT_OUTFIT,
        log: Path | None = None,
        view: View | None = None,
        query: str = "",
        notices: tuple[str, ...] = (),
        clock: Callable[[], float] = monotonic,
        plan: Plan = NEVER,
    ) -> None:
        super().__init__(
            store,
            VeiledReader(store.catalog, preferences.blind, store.decisions),
            outfit,
            ansi_color=True if terminal.no_colour else None,
            clock=clock,
            plan=plan,
        )
        self._preferences = preferences
        self._terminal = terminal
        self._log_path = log
        self._styled_with: dict[str, str] = {}
        self._is_ready = False
        self._view, self._query = view or View.FEED, query
        self._at: str | None = None
        self._rest: Callable[[], object] | None = None
        self._resting: Timer | None = None
        self._notices = (*notices, *store.notices)
        self._matchups, self._tools, self._names = (Seeker(store) for _ in range(3))
        for each in THEMES.values():
            self.register_theme(each)
        self._paint()
        self.add_mode(BROWSE, self._browse_screen)
        self.add_mode(TOOLS, self._tools_screen)
        self.add_mode(STANDINGS, self.standings_screen)
        self.add_mode(ACTIVITY, self._activity_screen)

    def take_over(
        self, stage: Stage, at: str | None = None, rest: Callable[[], object] | None = None
    ) -> None:
        """Draw on a terminal on which a first frame may stand, with the cursor on this matchup.

        `rest` is what to do when nothing is written for a while after something was.
        """
        from shiptui.tui.driver import QuickDriver

        self._at, self._rest = at, rest
        self.driver_class = partial(QuickDriver, stage)  # type: ignore[assignment]  # it is only called

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every variable of the stylesheet a value in foreign themes, too."""
        widths = {
            "list-wide": str(self._outfit.list_wide),
            "list-ultra": str(self._outfit.list_ultra),
        }
        return DARK.variables | widths

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - as Textual has it
        """Style everything anew. At a start Textual does so twice, for one and the same theme."""
        colours = self.get_css_variables()
        if self._is_ready or colours != self._styled_with:
            self._styled_with = colours
            super().refresh_css(animate)

    def on_load(self) -> None:
        """Let tasks begin in their turn, on every Python.

        From 3.12 on Textual lets them begin at once. A screen would then ask for the screen in
        front while it is being made, before it stands there.
        """
        asyncio.get_running_loop().set_task_factory(None)

    def on_mount(self) -> None:
        """Listen to signals, name the window."""
        # A loop outside the main thread takes no signals; then there is no terminal to give back.
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit, 128 + number)
        self._write_terminal(NAME_WINDOW)
        self.app_resume_signal.subscribe(self, lambda _: self.call_later(self._repaint))

    def on_ready(self) -> None:
        """Collect garbage from here on; what is here by now stays, and need not be looked at."""
        self._is_ready = True
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def _browse_screen(self) -> BrowseScreen:
        screen = BrowseScreen(
            MATCHUP_ACTS,
            self.look,
            self._reader,
            self._store.facts,
            seek=self._matchups.seek,
            seek_names=self._names.seek,
            view=self._view,
            welcome=is_new(self._store.settings, self._store.catalog.counts()),
            notice=" ".join(self._notices),
        )
        self.dressed(screen)
        screen.at = self._at
        screen.query_text = self._query
        screen.sort = Sort(self._preferences.sort)
        screen.by_worth = self._preferences.by_worth
        return screen

    def _tools_screen(self) -> ToolsScreen:
        from shiptui.tui.acts.tools import TOOL_ACTS
        from shiptui.tui.screens.tools import ToolsScreen

        catalog, facts = self._store.catalog, self._store.facts
        screen = ToolsScreen(TOOL_ACTS, self.look, catalog, facts, self._tools.seek)
        screen.crowd_hidden = self._preferences.blind.crowd
        return self.dressed(screen)

    def _activity_screen(self) -> ActivityScreen:
        from shiptui.tui.acts.activity import ACTIVITY_ACTS
        from shiptui.tui.screens.activity import ActivityScreen

        screen = ActivityScreen(
            ACTIVITY_ACTS,
            self.look,
            self._reader,
            self._store.facts,
            self._store.feeds,
            self._store.accounts,
        )
        return self.dressed(screen)

    def _repaint(self) -> None:
        """Draw everything anew: after `fg` Textual leaves the terminal blank."""
        self.silence_mouse()
        self.refresh(repaint=True, layout=True)
        self.screen.refresh(repaint=True, layout=True)

    def written(self) -> None:
        """Prepare the next start when nothing more is written for a while."""
        super().written()
        if self._resting is not None:
            self._resting.stop()
        if self._rest is not None:
            self._resting = self.set_timer(REST, self._rest)

    def on_welcome_dismissed(self) -> None:
        """Never show the first-run strip again."""
        self._keep(WELCOMED, "yes")

    async def on_view_asked(self, message: messages.ViewAsked) -> None:
        """Go to a view."""
        if message.view in (TOOLS, STANDINGS, ACTIVITY):
            await self._switch(message.view)
            return
        browse = await self._to_browse()
        kind, _, number = message.view.partition("_")
        if kind == "tab":
            browse.open_saved(int(number))
        else:
            browse.query_text = ""
            browse.open_view(View(message.view))

    async def _switch(self, mode: str) -> None:
        if self.current_mode != mode:
            await self.switch_mode(mode)

    async def _to_browse(self) -> BrowseScreen:
        """Go to the lists of matchups, whatever lies over them."""
        await self._switch(BROWSE)
        while not isinstance(self.screen, BrowseScreen):
            await self.pop_screen()
        return self.screen

    async def on_matchup_asked(self, message: messages.MatchupAsked) -> None:
        """Go to a matchup."""
        browse = await self._to_browse()
        if message.pair is not None:
            browse.compare(message.pair)
        else:
            browse.jump_to(message.id)

    def on_tool_asked(self, message: messages.ToolAsked) -> None:
        """Show one tool's own screen."""
        from shiptui.tui.acts.tools import TOOL_ACTS
        from shiptui.tui.screens.tools import ToolScreen

        catalog, facts = self._store.catalog, self._store.facts
        screen = ToolScreen(TOOL_ACTS, self.look, catalog, facts, self._tools.seek, message.slug)
        screen.crowd_hidden = self._preferences.blind.crowd
        self.push_screen(self.dressed(screen))

    def on_persona_asked(self, message: messages.PersonaAsked) -> None:
        """Show one persona's own screen. It brings most of the ranking along, so it comes late."""
        from shiptui.tui.acts.personas import PERSONA_ACTS
        from shiptui.tui.screens.persona import PersonaScreen

        catalog, facts = self._store.catalog, self._store.facts
        screen = PersonaScreen(PERSONA_ACTS, self.look, catalog, facts, message.slug)
        self.push_screen(self.dressed(screen))

    def on_spelling_asked(self, message: messages.SpellingAsked) -> None:
        """Look for a filter that was meant, beside the keys and once they pause."""
        query = message.query
        if self._reader.blind.names:
            return

        async def run() -> None:
            better = await another_spelling(self._store, query)
            frame = self._standing
            if better is not None and isinstance(frame, SoughtScreen):
                frame.suggest(query, better)

        beside(self, run, "spelling", exclusive=True)

    def action_command_palette(self) -> None:
        """Show the palette."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def _fatal_error(self) -> None:
        """End with one line and a private log instead of a traceback on the screen."""
        from rich.text import Text

        from shiptui.tui.crash import write_crash

        error = sys.exc_info()[1] or self._exception or RuntimeError("unknown")
        said = write_crash(self._log_path, error) if self._log_path else repr(error)
        # A second error that follows from the first is in the log, too; one line is enough.
        self._exit_renderables[:] = self._exit_renderables[:1] or [Text(said)]
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        """Give the window its title back; Textual calls the writing half's handler by itself."""
        self._write_terminal(UNNAME_WINDOW)
        for seeker in (self._matchups, self._tools, self._names):
            await asyncio.to_thread(seeker.close)
