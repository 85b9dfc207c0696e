"""The command palette: every row of the key table, and every matchup by its names."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

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
            yield DiscoveryHit(Content(words), run, text=words, help=says)

    async def search(self, query: str) -> Hits:
        """Match commands by their words, matchups by the names of their tools."""
        matcher = self.matcher(query)
        for words, says, run in self._entries():
            if (score := matcher.match(words)) > 0:
                yield Hit(score, matcher.highlight(words), run, text=words, help=says)
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
