"""A main screen whose rows are looked for beside the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import NamedTuple

from shiptui.model.errors import ShiptuiError
from shiptui.page.look import Look
from shiptui.tui.beside import beside
from shiptui.tui.messages import SpellingAsked
from shiptui.tui.reader import Find, Ids, Seek
from shiptui.tui.screens.frame import Act, Frame
from shiptui.tui.widgets.row_list import Lack

ROWS_AT_ONCE = 300
"""How many rows are looked for first; a long list goes on when its reader does.

Enough for any window. Of a million matchups 2,000 take five times as long to find.
"""

FEW_AT_ONCE = 120
"""The same where a row costs a walk: 300 take up to three times as long to find."""

MANY = 10_000
"""From how many rows on a filter has to walk far for each that it finds."""

GROWTH = 8
"""How many times as many rows are looked for when their end comes near."""

AT_ONCE = 0.004
"""Seconds that a key waits for its rows, so that quick ones are drawn together with it."""

PATIENCE = 0.25
"""Seconds after which a list says that it is being looked for.

Whatever is done sooner was decided before the reader can have looked at the old rows again: it is
meant for the new ones, and waits for them.
"""


class Listing(NamedTuple):
    """A list to be shown: its heading, how its rows are found, and why it may have none.

    `total` is how many it has, where that is known, and `of` how many it is chosen from.
    """

    title: str
    find: Find
    why_empty: Callable[[], tuple[str, ...]]
    total: int | None = None
    of: int = 0


@dataclass(frozen=True, eq=False)
class Search:
    """A listing whose rows are on their way, the first ones or more of them.

    `limit` is None where all are wanted.
    """

    listing: Listing
    limit: int | None
    answer: Future[Ids | ShiptuiError]
    deadline: float
    first: bool

    def is_done_within(self, seconds: float) -> bool:
        """Wait so long, at most."""
        return bool(wait((self.answer,), max(seconds, 0)).done)


class SoughtScreen(Frame, inherit_bindings=False):
    """Shows what the newest search found. An older one is never shown."""

    def __init__(self, acts: Mapping[str, Act], look: Look, seek: Seek) -> None:
        super().__init__(acts, look)
        self._seek = seek
        self._search: Search | None = None
        self._listing: Listing | None = None

    def begin(self) -> None:
        """Fill the screen before it is drawn, if its rows can be found soon."""
        super().begin()
        self.catch_up()

    def look_for(self, listing: Listing) -> None:
        """Have the first rows of a list looked for, and show them when they are there."""
        self._listing = listing
        waiting = self._first_rows
        deadline = waiting.deadline if waiting is not None else monotonic() + PATIENCE
        self._start(listing, self._at_once(listing), deadline)

    def _at_once(self, listing: Listing) -> int:
        """How many rows are looked for first."""
        if listing.total is not None or listing.of < MANY:
            return ROWS_AT_ONCE
        return max(FEW_AT_ONCE, 2 * self.list.page_rows)

    def _start(
        self, listing: Listing, limit: int | None, deadline: float, *, first: bool = True
    ) -> None:
        search = Search(listing, limit, self._seek(listing.find, limit), deadline, first)
        self._search = search
        if search.is_done_within(AT_ONCE):
            self._take(search)
        else:
            self.draw_chrome()
            beside(self, partial(self._wait_for, search), "search")

    @property
    def _first_rows(self) -> Search | None:
        """The search that the list cannot do without; the rest of a list is no such thing."""
        search = self._search
        return search if search is not None and search.first else None

    def look_no_further(self) -> None:
        """Let go of what is looked for; other rows are shown."""
        self._search = self._listing = None

    async def _wait_for(self, search: Search) -> None:
        """Say after a while that it takes long, and show what comes of it."""
        answer = asyncio.wrap_future(search.answer)
        done, _ = await asyncio.wait((answer,), timeout=search.deadline - monotonic())
        if not done:
            if self._first_rows is search:
                self.list.wait(search.listing.title, "Looking ...")
                self.show_current(keep_place=False)
            await asyncio.wait((answer,))
        self._take(search)

    def _take(self, search: Search) -> None:
        """Show what was found, if it is what the reader asked for last."""
        if self._search is not search:
            return
        self._search = None
        found, title = search.answer.result(), search.listing.title
        if isinstance(found, ShiptuiError):
            self.list.show((), title, (str(found),))
        else:
            why = () if found else search.listing.why_empty()
            cut = len(found) == search.limit
            self.list.show(found, title, why, cut=cut, total=search.listing.total)
            self._ask_spelling()
        self.refresh_facts()
        self._look_further()

    def follow(self) -> None:
        """Let the detail follow the cursor, and the list go on where its end comes near."""
        super().follow()
        self._look_further()

    def _look_further(self) -> None:
        """Have more of a long list looked for, when it is needed."""
        lack = self.list.lacks
        if lack is Lack.ALL:
            self.look_to_the_end()
        elif lack is Lack.SOME:
            self._go_on(len(self.list.ids) * GROWTH)

    def look_to_the_end(self) -> None:
        """Have all rows looked for."""
        self._go_on(None)

    def _go_on(self, limit: int | None) -> None:
        if self._listing and not self._search:
            self._start(self._listing, limit, monotonic() + PATIENCE, first=False)

    def catch_up(self) -> None:
        """Let list and detail be what the last keys asked for, if that is soon enough."""
        search = self._first_rows
        if search is not None and search.is_done_within(search.deadline - monotonic()):
            self._take(search)

    def jump(self, id_: str) -> None:
        """Leave the filter field and put the cursor on a row, also on one yet to be found."""
        super().jump(id_)
        self._look_further()

    def _ask_spelling(self) -> None:
        """Where a filter found nothing, ask whether something like it would."""
        if self.query_text and not self.list.ids:
            self.post_message(SpellingAsked(self.query_text))

    def suggest(self, query: str, better: str) -> None:
        """Show another spelling, if the reader has not typed on meanwhile."""
        if query == self.query_text and not (self._first_rows or self.list.ids):
            self.list.explain(f"Did you mean {better}?")
