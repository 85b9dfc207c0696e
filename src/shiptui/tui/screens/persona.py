"""A persona's own screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from shiptui.model.track import TrackRecord, track_record
from shiptui.page.chrome import Hint, Tab
from shiptui.page.lines import Line, Page
from shiptui.page.look import Look
from shiptui.page.persona import persona_page
from shiptui.tui.keys import hints
from shiptui.tui.messages import ToolAsked
from shiptui.tui.reader import Facts, Reader
from shiptui.tui.screens.frame import Act
from shiptui.tui.screens.judged import Judged
from shiptui.tui.views import tabs_of
from shiptui.tui.widgets.row_list import RowList


class PersonaScreen(Judged):
    """What one persona asks, how often it ships, and where it stood apart."""

    HAS_LIST = False

    def __init__(
        self,
        acts: Mapping[str, Act],
        look: Look,
        reader: Reader,
        facts: Facts,
        slug: str,
    ) -> None:
        super().__init__(acts, look)
        self.reader = reader
        self.facts = facts
        self.slug = slug
        self.track: TrackRecord | None = None

    def make_list(self) -> RowList[Any]:
        """There is nothing to list."""

        def paint(_row: object, _cells: int, _current: bool, _tall: bool) -> list[Line]:  # noqa: FBT001 - a painter is called by position
            return []

        return RowList(lambda _ids: {}, paint, self.look.glyphs, tall_below=0)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views; this is none of them."""
        return tabs_of(self.reader.counts(), "persona", self.saved_filters)

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        return hints(self.acts, can_undo=self.facts.can_undo(), table=self.table)

    def reindex(self) -> None:
        """Read the takes of the persona."""
        found = {persona.slug: persona for persona in self.reader.personas()}
        persona = found.get(self.slug)
        if persona is not None:
            self.track = track_record(persona, self.reader.tools_with_take(self.slug))
        self.refresh_facts()

    def show_current(self, *, keep_place: bool) -> None:
        """Show the persona."""
        make = partial(self._page, self.track) if self.track else None
        self.detail.show(make, keep_place=keep_place)

    def _page(self, track: TrackRecord, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        agreement = self.judgement.accord.of(self.slug) if self.judgement else None
        return persona_page(track, self.look, cells, focused=focused, agreement=agreement)

    def turn(self, step: int) -> None:
        """Go to another persona."""
        slugs = [persona.slug for persona in self.reader.personas()]
        if self.slug in slugs:
            self.slug = slugs[(slugs.index(self.slug) + step) % len(slugs)]
            self.reindex()
            self.detail.show(partial(self._page, self.track) if self.track else None)

    def clicked(self, what: str, value: str) -> None:
        """Go to a tool."""
        if what == "tool":
            self.post_message(ToolAsked(value))
