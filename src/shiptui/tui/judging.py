"""The judging half of the app: it opens the screens of what was judged, when they are asked for.

What they import is not needed for the first frame, so it is imported with them.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from shiptui.model.errors import ShiptuiError
from shiptui.tui.beside import beside
from shiptui.tui.choosing import ChoosingApp
from shiptui.tui.screens.judged import Judged
from shiptui.tui.seeking import Seeker

if TYPE_CHECKING:
    from shiptui.tui.judge import Judge
    from shiptui.tui.screens.standings import StandingsScreen


class JudgingApp(ChoosingApp, inherit_bindings=False):
    """Opens the screens of what was judged, and tells them what it adds up to."""

    @cached_property
    def _judge(self) -> Judge:
        from shiptui.tui.judge import Judge

        return Judge(self._store)

    @cached_property
    def _ranked(self) -> Seeker:
        return Seeker(self._store)

    def standings_screen(self) -> StandingsScreen:
        """Make the screen of view 6."""
        from shiptui.tui.acts.judged import STANDINGS_ACTS
        from shiptui.tui.screens.standings import StandingsScreen

        catalog, facts = self._store.catalog, self._store.facts
        screen = StandingsScreen(STANDINGS_ACTS, self.look, catalog, facts, self._ranked.seek)
        return self.dressed(screen)

    def on_agreement_asked(self) -> None:
        """Show the reader against each persona."""
        from shiptui.tui.acts.judged import AGREEMENT_ACTS
        from shiptui.tui.screens.agreement import AgreementScreen

        if isinstance(self.screen, AgreementScreen):
            return
        catalog, facts = self._store.catalog, self._store.facts
        screen = AgreementScreen(AGREEMENT_ACTS, self.look, catalog, facts)
        self.push_screen(self.dressed(screen))

    def on_judgement_asked(self) -> None:
        """Work it out beside the keys, then tell every screen that shows it."""

        async def run() -> None:
            try:
                found = await self._judge.judgement()
            except ShiptuiError as error:
                self._tell(str(error), "warn")
                return
            for frame in self.frames():
                if isinstance(frame, Judged) and frame.query("#list"):
                    frame.hear(found)

        beside(self, run, "judge")

    async def on_unmount(self) -> None:
        """End what is being looked for; Textual calls the writing half's handler by itself."""
        await asyncio.to_thread(self._ranked.close)
