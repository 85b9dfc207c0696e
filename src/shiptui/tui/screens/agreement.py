"""The reader against the panel: who agrees, how far, and who is the twin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from shiptui.page.agreement import AgreementRow, agreement_page, agreement_row_lines
from shiptui.page.chrome import Hint, Tab
from shiptui.page.lines import Line, Page
from shiptui.page.look import Look
from shiptui.ranking.judgement import Judgement
from shiptui.tui.keys import hints
from shiptui.tui.messages import PersonaAsked, ToolAsked
from shiptui.tui.reader import Facts, Reader
from shiptui.tui.screens.frame import Act
from shiptui.tui.screens.judged import Judged
from shiptui.tui.views import tabs_of
from shiptui.tui.widgets.row_list import RowList


class AgreementScreen(Judged):
    """Every persona, the closest first; beside it what the agreement rests on."""

    def __init__(self, acts: Mapping[str, Act], look: Look, reader: Reader, facts: Facts) -> None:
        super().__init__(acts, look)
        self.reader = reader
        self.facts = facts

    def make_list(self) -> RowList[AgreementRow]:
        """Make the list of personas."""
        return RowList(self._load, self._paint, self.look.glyphs, tall_below=0)

    def _load(self, personas: Sequence[str]) -> dict[str, AgreementRow]:
        if self.judgement is None:
            return {}
        accord = self.judgement.accord
        closest = accord.twin
        return {
            slug: AgreementRow(accord.name(one), one, closest is one)
            for slug in personas
            if (one := accord.of(slug)) is not None
        }

    def _paint(self, row: AgreementRow, cells: int, current: bool, tall: bool) -> list[Line]:  # noqa: FBT001 - a painter is called by position
        del tall
        return agreement_row_lines(row, cells, self.look.glyphs, current=current)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views; this is none of them."""
        return tabs_of(self.reader.counts(), "agreement", self.saved_filters)

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        return hints(self.acts, can_undo=self.facts.can_undo(), table=self.table)

    def lacking(self, judgement: Judgement) -> str | None:
        """Say why there is no twin."""
        return judgement.accord.no_twin

    def show_judgement(self) -> None:
        """Order the list anew; the cursor stays on its persona."""
        self._list_personas()
        super().show_judgement()

    def reindex(self) -> None:
        """Build the list anew, and have it checked whether it still holds."""
        self._list_personas()
        self.refresh_facts()

    def _list_personas(self) -> None:
        if self.judgement is None:
            self.list.wait("You and the panel", "Working it out ...")
            return
        found = self.judgement.accord.found
        why = ("This catalog names no personas, so there is nobody to agree with.",)
        self.list.show(tuple(one.persona for one in found), "You and the panel", why)

    def show_current(self, *, keep_place: bool) -> None:
        """Show the persona under the cursor."""
        judgement = self.judgement
        make = partial(self._page, judgement, self.list.current) if judgement else None
        self.detail.show(make, keep_place=keep_place)

    def _page(self, judgement: Judgement, slug: str | None, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        return agreement_page(
            judgement.accord.of(slug) if slug else None,
            judgement.accord,
            judgement.circle,
            judgement.leniency.get(slug) if slug else None,
            self.look,
            cells,
            focused=focused,
        )

    def open_persona(self) -> None:
        """Show the own screen of the persona under the cursor."""
        if self.list.current is None:
            self.say("There is no persona here.", "warn")
        else:
            self.post_message(PersonaAsked(self.list.current))

    def clicked(self, what: str, value: str) -> None:
        """Go to a tool whose panel weighs otherwise."""
        if what == "tool":
            self.post_message(ToolAsked(value))
