"""The browse screen: matchups in a list, the one under the cursor beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from shiptui.model.catalog import ME, Persona
from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Matchup, MatchupRow, Sort, View
from shiptui.model.frozen import dataclass, replace
from shiptui.page.chrome import Hint, Tab, status_words, thanks_lines, welcome_lines
from shiptui.page.lines import Line, Page
from shiptui.page.listing import row_lines, tall_below
from shiptui.page.look import Look, fitted
from shiptui.page.matchup import chosen_persona, matchup_page
from shiptui.page.words import empty_words, list_title
from shiptui.text.days import today
from shiptui.tui.keys import hints
from shiptui.tui.messages import PersonaAsked, WelcomeDismissed
from shiptui.tui.reader import Facts, Seek
from shiptui.tui.screens.frame import Act
from shiptui.tui.screens.judged import Judged
from shiptui.tui.screens.sought import Listing, SoughtScreen
from shiptui.tui.veiled import VeiledReader
from shiptui.tui.views import tabs_of
from shiptui.tui.widgets.detail import Detail
from shiptui.tui.widgets.lines import Block
from shiptui.tui.widgets.row_list import RowList

IDLE = 0.01
"""Seconds without a key after which is made ready what the next one may ask for."""


@dataclass(frozen=True, slots=True)
class MatchupMaker:
    """What the page of a matchup is made of; two that are equal make the same page."""

    matchup: Matchup
    personas: tuple[Persona, ...]
    look: Look
    detail: Detail

    def __call__(self, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        """Make the page for a width."""
        look = fitted(self.look, cells, self.detail.room)
        return matchup_page(self.matchup, self.personas, look, cells, focused=focused)


@dataclass(frozen=True, slots=True)
class Aside:
    """A list opened over the views: the challengers of a pinned tool, or a pair to compare."""

    title: str
    ids: tuple[str, ...]
    pinned: str | None = None


class BrowseScreen(Judged, SoughtScreen):
    """Four views of the matchups, filtered and sorted, with an aside now and then."""

    def __init__(  # noqa: PLR0913 - what a screen reads and how it opens, named where it is made
        self,
        acts: Mapping[str, Act],
        look: Look,
        reader: VeiledReader,
        facts: Facts,
        *,
        seek: Seek,
        seek_names: Seek,
        view: View = View.FEED,
        welcome: bool = False,
        notice: str = "",
    ) -> None:
        """`seek` serves the list, `seek_names` the palette, so that none overtakes the other."""
        super().__init__(acts, look, seek)
        self.seek_names = seek_names
        self.reader = reader
        self.facts = facts
        self.view = view
        self.sort = Sort.NEWEST
        self.by_worth = False
        self.at: str | None = None
        self.aside: Aside | None = None
        self.matchup: Matchup | None = None
        self.swapped: set[str] = set()
        self.personas: tuple[Persona, ...] = ()
        self._welcome = welcome
        self._thanks = False
        self._notice = notice

    def make_list(self) -> RowList[MatchupRow]:
        """Make the list of matchups."""
        return RowList(self._load, self._paint, self.look.glyphs, tall_below=tall_below(self.look))

    def restyle(self, look: Look) -> None:
        """Draw everything in another look."""
        self.list.tall_below = tall_below(look)
        super().restyle(look)

    def begin(self) -> None:
        """Show the first matchup, or the one `at` which the reader is."""
        self.personas = self.reader.open.personas()
        if self.at is not None:
            self.list.aim(self.at)
        self._idle = self.set_interval(IDLE, self.look_ahead, pause=True)
        super().begin()
        self.say(self._notice, "warn")

    def renew(self) -> None:
        """Read the personas anew, too."""
        self.personas = self.reader.open.personas()
        super().renew()

    def _load(self, ids: Sequence[str]) -> dict[str, MatchupRow]:
        return {row.id: row for row in self.reader.rows(ids)}

    def _paint(self, row: MatchupRow, cells: int, current: bool, tall: bool) -> list[Line]:  # noqa: FBT001 - a painter is called by position
        return row_lines(
            row,
            cells,
            self.look.glyphs,
            current=current,
            swapped=self.is_swapped(row),
            tall=tall,
        )

    def is_swapped(self, matchup: Matchup | MatchupRow) -> bool:
        """Tell whether the canonical left tool stands right on the screen."""
        return (matchup.id in self.swapped) is not self.reader.shuffled(matchup)

    def look_at(self, matchup: Matchup) -> Look:
        """How this matchup is drawn."""
        decided = self.reader.has_record(matchup.id)
        return replace(self.look, swapped=self.is_swapped(matchup), decided=decided)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views, this one marked."""
        return tabs_of(self.reader.open.counts(), self.view, self.saved_filters, self.query_text)

    def status(self) -> str:
        """Say first what waits to be settled."""
        return status_words(self.facts.claims_due(today().isoformat()), self.phrase())

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        return hints(self.acts, can_undo=self.facts.can_undo(), table=self.table)

    def open_view(self, view: View) -> None:
        """Change to another view."""
        self.view, self.aside = view, None
        self.reindex()

    def open_saved(self, number: int) -> None:
        """Show a saved filter, the first one being 1."""
        if number > len(self.saved_filters):
            self.say(
                "No saved filter has this place; the config names them under [[tabs]].", "warn"
            )
            return
        self.query_text = self.saved_filters[number - 1].query
        self.open_view(View.FEED)

    def open_aside(self, aside: Aside | None) -> None:
        """Show a list over the view, or the view again."""
        self.aside = aside
        self.reindex()

    @property
    def judging(self) -> bool:
        """Only where the next matchup is the most informative one."""
        return self.by_worth

    def show_judgement(self) -> None:
        """Show nothing of it: the next matchup is chosen by it."""

    def sort_by(self, sort: Sort) -> None:
        """Change the order."""
        self.sort = sort
        self.reindex()

    def reindex(self) -> None:
        """Build the list anew."""
        if self.aside is None:
            find = self.reader.finder(self.view, query=self.query_text, sort=self.sort)
            counts = self.reader.open.counts()
            total = None if self.query_text else counts.of(self.view)
            self.look_for(Listing(self._title(), find, self._why_empty, total, counts.feed))
        else:
            self.look_no_further()
            self.list.show(self.aside.ids, self.aside.title, self._why_empty())
            self.refresh_facts()

    def _why_empty(self) -> tuple[str, ...]:
        return empty_words(self.view, self.query_text, self.reader.open.counts().feed)

    def _title(self) -> str:
        title = list_title(self.view, self.sort)
        return f'{title} matching "{self.query_text}"' if self.query_text else title

    def show_current(self, *, keep_place: bool) -> None:
        """Show the matchup under the cursor."""
        current = self.list.current
        same = self.matchup is not None and self.matchup.id == current
        self.matchup = self._read(current) if current else None
        self.redraw(keep_place=keep_place and same)
        self._idle.reset()

    def _read(self, id_: str) -> Matchup | None:
        found = self.reader.matchup(id_)
        if found is None and self.matchup is not None and self.matchup.id == id_:
            # A pair of the reader's own that is neither voted on nor saved lives on this screen.
            left, right = self.matchup.left.slug, self.matchup.right.slug
            return self.reader.veiled(self.reader.open.compare(left, right))
        return found

    def redraw(self, *, keep_place: bool = True) -> None:
        """Draw the detail again."""
        if self.matchup is None:
            self.detail.show(None)
            return
        self.detail.show(self._maker(self.matchup), keep_place=keep_place)

    def _maker(self, matchup: Matchup) -> MatchupMaker:
        return MatchupMaker(matchup, self.personas, self.look_at(matchup), self.detail)

    def look_ahead(self) -> None:
        """Read and draw the matchup that the next key may ask for, while none is pressed."""
        self._idle.pause()
        coming = self.list.coming
        # What cannot be read is told where it is asked for.
        with suppress(ShiptuiError):
            matchup = self.reader.matchup(coming) if coming and self.detail.in_sight else None
            if matchup is not None:
                self.detail.draw_ahead(self._maker(matchup))

    def draw_chrome(self) -> None:
        """Draw header, welcome strip and footer."""
        super().draw_chrome()
        strip = thanks_lines if self._thanks else welcome_lines
        self.query_one("#welcome", Block).show(*strip(self.size.width, self.look.glyphs))
        self.set_class(self._welcome or self._thanks, "-welcome")

    @property
    def welcoming(self) -> bool:
        """Whether the first-run strip is on screen."""
        return self._welcome or self._thanks

    def dismiss_welcome(self, *, voted: bool = False) -> None:
        """Take the first-run strip away for good; after the first vote its place says thanks."""
        if self._welcome:
            self.post_message(WelcomeDismissed())
        self._thanks = voted and self._welcome
        self._welcome = False
        self.draw_chrome()

    def cancel(self) -> None:
        """Close the filter, else the strip, else step back; never quits."""
        if self.welcoming and not self.filtering and self.progress is None:
            self.dismiss_welcome()
        else:
            super().cancel()

    def step_back(self) -> bool:
        """One level back; an aside is a level of its own."""
        if super().step_back():
            return True
        if self.aside is not None:
            self.open_aside(None)
            return True
        return False

    def jump_to(self, id_: str) -> None:
        """Put the cursor on a matchup, in the whole feed if this list lacks it."""
        if id_ not in self.list.ids:
            found = self.reader.open.matchup(id_)
            self.query_text = ""
            self.view = View.FEED
            listed = found is not None and found.listed
            self.open_aside(None if listed else Aside("Your own pair", (id_,)))
        self.jump(id_)

    def compare(self, matchup: Matchup) -> None:
        """Show any two tools side by side."""
        if matchup.listed:
            self.jump_to(matchup.id)
            return
        self.matchup = self.reader.veiled(matchup)
        self.open_aside(Aside("Your own pair", (matchup.id,)))

    @property
    def persona(self) -> str | None:
        """Whose takes the detail shows, also while it is out of sight."""
        if self.matchup is None:
            return None
        return chosen_persona(self.matchup, self.personas, self.look)

    def choose_persona(self, persona: str | None) -> None:
        """Show one persona's takes, on this and the following matchups."""
        self.look = replace(self.look, persona=persona, chosen=True)
        self.redraw()
        self.detail.bring_up(persona)

    def clicked(self, what: str, value: str) -> None:
        """Choose a persona; a second click on it opens its own screen."""
        if what == "persona":
            persona = value or None
            if persona not in (None, ME) and self.persona == persona:
                self.post_message(PersonaAsked(persona))
            else:
                self.choose_persona(persona)
