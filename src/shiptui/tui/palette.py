"""The command palette: every row of the key table, and every matchup by its names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from shiptui.tui.keys import KEYS
from shiptui.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

MATCHUPS_SHOWN = 20


class Commands(Provider):
    """Works on the browse screen; elsewhere it has nothing to offer."""

    def _entries(self) -> Iterator[tuple[str, str, partial[None]]]:
        screen = self.screen
        if isinstance(screen, BrowseScreen):
            for key in KEYS:
                if key.id != "palette":
                    run = partial(screen.action_act, key.id)
                    yield key.words, f"{key.display}   {key.says}", run

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
        found = screen.reader.index(query=query)[:MATCHUPS_SHOWN]
        for row in screen.reader.rows(found):
            words = f"{row.left_name} vs {row.right_name}"
            run = partial(screen.jump_to, row.id)
            yield Hit(0.1, Content(words), run, text=words, help="go to this matchup")
