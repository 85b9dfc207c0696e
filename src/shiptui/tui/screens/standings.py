"""View 6: what the votes of the reader, the panel and a community say of each tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from shiptui.model.catalog import Persona
from shiptui.page.chrome import Hint, Tab
from shiptui.page.lines import Line, Page
from shiptui.page.look import Look
from shiptui.page.standing import VOICE_NAMES, StandingSheet, missing_page, standing_page
from shiptui.page.standing_row import Scales, StandingRow, scales_of, standing_row_lines
from shiptui.ranking.caveats import FEW
from shiptui.ranking.judgement import Judgement
from shiptui.ranking.voices import Voice
from shiptui.tui.keys import hints
from shiptui.tui.messages import MatchupAsked, ToolAsked
from shiptui.tui.reader import Facts, Ids, Reader, Seek
from shiptui.tui.screens.frame import Act
from shiptui.tui.screens.judged import Judged
from shiptui.tui.screens.sought import Listing, SoughtScreen
from shiptui.tui.views import STANDINGS, tabs_of
from shiptui.tui.widgets.row_list import RowList


class StandingsScreen(Judged, SoughtScreen):
    """Tools by my ranking, then those that only others rank; beside it what a place rests on."""

    def __init__(
        self, acts: Mapping[str, Act], look: Look, reader: Reader, facts: Facts, seek: Seek
    ) -> None:
        super().__init__(acts, look, seek)
        self.reader = reader
        self.facts = facts
        self.personas: tuple[Persona, ...] = ()
        self._voices: tuple[Voice, ...] = ()
        self._scales: Scales = ()

    def make_list(self) -> RowList[StandingRow]:
        """Make the list of places."""
        return RowList(self._load, self._paint, self.look.glyphs, tall_below=0)

    def begin(self) -> None:
        """Show what is known already."""
        self.personas = self.reader.personas()
        super().begin()

    def _load(self, slugs: Sequence[str]) -> dict[str, StandingRow]:
        judgement = self.judgement
        if judgement is None:
            return {}
        found = {}
        for slug in slugs:
            places = tuple(judgement.places[voice].get(slug) for voice in self._voices)
            found[slug] = StandingRow(slug, _name(judgement, slug), places)
        return found

    def _paint(self, row: StandingRow, cells: int, current: bool, tall: bool) -> list[Line]:  # noqa: FBT001 - a painter is called by position
        del tall
        return standing_row_lines(row, self._scales, cells, self.look.glyphs, current=current)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views, this one marked."""
        return tabs_of(self.reader.counts(), STANDINGS, self.saved_filters)

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        return hints(self.acts, can_undo=self.facts.can_undo(), table=self.table)

    def lacking(self, judgement: Judgement) -> str | None:
        """Say that there are too few votes for any rank."""
        mine = judgement.rankings[Voice.ME]
        return mine.missing[0] if mine.board.votes < FEW else None

    def show_judgement(self) -> None:
        """Order the list anew; the cursor stays on its tool."""
        self.reindex()
        super().show_judgement()

    def reindex(self) -> None:
        """Put the tools in order: mine, then the panel's, then the community's."""
        judgement = self.judgement
        if judgement is None:
            self.list.wait("Standings", "Working it out ...")
            self.refresh_facts()
            return
        self._voices = tuple(voice for voice in Voice if judgement.places[voice])
        self._scales = [scales_of(judgement.rankings[voice].standings) for voice in self._voices]
        slugs = tuple(dict.fromkeys(slug for voice in Voice for slug in judgement.places[voice]))
        query = self.query_text

        def find(reader: Reader, limit: int | None) -> Ids:
            # Places stay those among all tools: a filter hides rows and ranks nothing anew.
            wanted = set(reader.tool_index(query=query)) if query else set(slugs)
            return tuple(slug for slug in slugs if slug in wanted)[:limit]

        self.look_for(Listing(self._title(), find, self._why))

    def _title(self) -> str:
        voices = ", ".join(VOICE_NAMES[voice].lower() for voice in self._voices)
        title = f"Standings: {voices}" if voices else "Standings"
        return f'{title}, matching "{self.query_text}"' if self.query_text else title

    def _why(self) -> tuple[str, ...]:
        if self.query_text:
            return (f'No tool with a place matches "{self.query_text}".', "Esc clears the filter.")
        return (
            "There are no votes yet, and no takes that can be compared.",
            "Press 1, then a or b.",
        )

    def show_current(self, *, keep_place: bool) -> None:
        """Show what the tool under the cursor owes its place to."""
        slug, judgement = self.list.current, self.judgement
        if judgement is None:
            self.detail.show(None)
        elif slug is None:
            self.detail.show(partial(self._missing, judgement), keep_place=keep_place)
        else:
            sheet = self._sheet(judgement, slug)
            self.detail.show(partial(self._page, sheet), keep_place=keep_place)

    def _sheet(self, judgement: Judgement, slug: str) -> StandingSheet:
        return StandingSheet(
            slug,
            _name(judgement, slug),
            self.reader.tool(slug),
            tuple(judgement.rankings.values()),
            tuple(places.get(slug) for places in judgement.places.values()),
            tuple(row for row in judgement.votes if slug in (row.left, row.right)),
            judgement.moments,
            judgement.advice,
        )

    def _page(self, sheet: StandingSheet, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        return standing_page(sheet, self.personas, self.look, cells, focused=focused)

    def _missing(self, judgement: Judgement, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        rankings = tuple(judgement.rankings.values())
        return missing_page(rankings, judgement.advice, self.look, cells, focused=focused)

    def clicked(self, what: str, value: str) -> None:
        """Go to a matchup behind a place."""
        if what == "matchup":
            self.post_message(MatchupAsked(value))

    def open_tool(self) -> None:
        """Show the own screen of the tool under the cursor."""
        if self.list.current is None:
            self.say("There is no tool here.", "warn")
        else:
            self.post_message(ToolAsked(self.list.current))


def _name(judgement: Judgement, slug: str) -> str:
    """The tool's name: of a tool that has left the catalog, as it was voted on."""
    return next(
        (found.name for places in judgement.places.values() if (found := places.get(slug))), slug
    )
