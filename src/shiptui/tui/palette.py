"""The command palette: every row of the key table, and every matchup by its names."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker

from shiptui.model.errors import ShiptuiError
from shiptui.page.veil import NAMES
from shiptui.tui.messages import OptionTurned, ViewAsked
from shiptui.tui.preferences import OPTIONS
from shiptui.tui.screens.browse import BrowseScreen
from shiptui.tui.screens.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MATCHUPS_SHOWN = 20


class Commands(Provider):
    """Offers what does something on the screen below."""

    def _entries(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, Frame):
            return
        for key in screen.table:
            if key.id in screen.acts and key.id != "palette":
                says = f"{key.display}   {key.says}" if key.keys else key.says
                yield key.words, says, partial(screen.action_act, key.id)
        for place, saved in enumerate(screen.saved_filters, 1):
            ask = partial(screen.post_message, ViewAsked(f"tab_{place}"))
            yield f"view: {saved.name}", f"saved filter: {saved.query}", ask
        for option in OPTIONS:
            words = f"option: {option.words}"
            says = f"takes the next of {', '.join(option.values)}"
            yield words, says, partial(screen.post_message, OptionTurned(option.key))
            if option.shortcut:
                value, words = option.shortcut
                ask = partial(screen.post_message, OptionTurned(option.key, value))
                yield words, f"{option.words}: {value}", ask

    async def discover(self) -> Hits:
        """Show every command before anything is typed."""
        for words, says, run in self._entries():
            yield DiscoveryHit(Content(words), run, text=words, help=_plain(says))

    async def search(self, query: str) -> Hits:
        """Match commands by their words, matchups by the names of their tools."""
        matcher = self.matcher(query)
        for words, says, run in self._entries():
            if (score := matcher.match(words)) > 0:
                # Textual reads markup here, and the name of a saved filter may look like it.
                shown = Content(words) if "[" in words else matcher.highlight(words)
                yield Hit(score, shown, run, text=words, help=_plain(says))
        screen = self.screen
        if not isinstance(screen, BrowseScreen):
            return
        sought = screen.seek_names(screen.reader.finder(query=query), MATCHUPS_SHOWN)
        found = await asyncio.wrap_future(sought)
        if isinstance(found, ShiptuiError):
            return
        for row in screen.reader.rows(found):
            if NAMES in row.veiled:
                continue
            words = f"{row.left_name} vs {row.right_name}"
            run = partial(screen.jump_to, row.id)
            yield Hit(0.1, Content(words), run, text=words, help="go to this matchup")


def _plain(says: str) -> str:
    """A text that Textual does not read as markup, though its types know of no other."""
    return cast("str", Content(says))


class Palette(CommandPalette):
    """Textual's palette, which runs nothing before it has found what the words in its field mean.

    Its list still holds what an earlier letter found when Enter comes quickly, and there the first
    entry casts a vote.
    """

    _enter_waits = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run what is marked, as soon as it is what was asked for."""
        if self._searching:
            self._enter_waits = True
            event.stop()
            event.prevent_default()

    def on_input_changed(self) -> None:
        """Wait no longer for words that were typed on."""
        self._enter_waits = False

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand on the Enter that came before its list."""
        event.stop()
        if self._enter_waits and not self._searching:
            self._enter_waits = False
            await self.query_one(Input).action_submit()

    @property
    def _searching(self) -> bool:
        return any(not worker.is_finished for worker in self.workers if worker.node is self)
