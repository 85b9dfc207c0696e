"""Activity: what the reader did, what waits to be sent, what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from shiptui.model.account import Pending
from shiptui.model.facts import Change
from shiptui.page.activity import (
    LOOKS_SHOWN,
    Told,
    activity_page,
    change_row,
    held_of,
    when_words,
)
from shiptui.page.chrome import Hint, Tab
from shiptui.page.lines import Line, Page
from shiptui.page.look import Look
from shiptui.page.syncing import holdup_words, look_words
from shiptui.tui.keys import hints
from shiptui.tui.messages import DropAsked, RetryAsked, SyncAsked, TextCopied
from shiptui.tui.reader import Facts, Outbox, Visits
from shiptui.tui.screens.frame import Act, Frame
from shiptui.tui.veiled import VeiledReader
from shiptui.tui.views import ACTIVITY, tabs_of
from shiptui.tui.widgets.row_list import RowList

TALL_BELOW = 64
"""Columns below which a change takes two lines."""


class ActivityScreen(Frame):
    """Every change, newest first; beside it what waits for a feed."""

    def __init__(
        self,
        acts: Mapping[str, Act],
        look: Look,
        reader: VeiledReader,
        facts: Facts,
        visits: Visits,
        outbox: Outbox,
    ) -> None:
        super().__init__(acts, look)
        self.reader = reader
        self.facts = facts
        self.visits = visits
        self.outbox = outbox
        self._changes: dict[str, Change] = {}

    def make_list(self) -> RowList[Change]:
        """Make the list of changes."""
        return RowList(self._load, self._paint, self.look.glyphs, tall_below=TALL_BELOW)

    def _load(self, ids: Sequence[str]) -> dict[str, Change]:
        return {id_: self._changes[id_] for id_ in ids}

    def _paint(self, row: Change, cells: int, current: bool, tall: bool) -> list[Line]:  # noqa: FBT001 - a painter is called by position
        name = self.reader.hidden_name(row)
        return change_row(row, name, cells, self.look.glyphs, current=current, tall=tall)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views, this one marked."""
        return tabs_of(self.reader.open.counts(), ACTIVITY, self.saved_filters)

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        return hints(self.acts, can_undo=self.facts.can_undo(), table=self.table)

    def reindex(self) -> None:
        """Read the history anew."""
        words = self.query_text.casefold().split()
        changes = {str(change.number): change for change in self.facts.history()}
        self._changes = {
            id_: change
            for id_, change in changes.items()
            if all(
                word in (self.reader.hidden_name(change) or change.title).casefold()
                for word in words
            )
        }
        why = ("You have changed nothing yet.", "Press 1, then a or b.")
        if self.query_text:
            why = (f'Nothing matches "{self.query_text}".', "Esc clears the filter.")
        self.list.show(tuple(self._changes), "Activity", why)
        self.list.reload()
        self.show_current(keep_place=True)
        self.draw_chrome()

    def problems(self, query: str) -> tuple[str, ...]:
        """Find nothing wrong: here words are words, and there are no operators."""
        del query
        return ()

    def refresh_facts(self) -> None:
        """Every act is a row of this list, so build it anew."""
        self.reindex()

    @property
    def refused(self) -> Pending | None:
        """The act under the cursor, where an account has not taken it for a reason."""
        change = self._changes.get(self.list.current or "")
        return held_of(change, self.outbox.pending()) if change else None

    def retry(self) -> None:
        """Send a refused act again; elsewhere the key syncs as on any screen."""
        refused = self.refused
        self.post_message(SyncAsked() if refused is None else RetryAsked(refused))

    def drop(self) -> None:
        """Let a refused act go."""
        refused = self.refused
        if refused is None:
            self.say("This act was not refused. Press u to undo the newest one.", "warn")
        else:
            self.post_message(DropAsked(refused))

    def copy(self) -> None:
        """Copy why the act under the cursor was refused, or else what the last sync failed at."""
        change, refused = self._changes.get(self.list.current or ""), self.refused
        failed = next(
            (each for each in self.visits.looks(LOOKS_SHOWN) if each.outcome.failed), None
        )
        if change and refused:
            name = self.reader.hidden_name(change) or change.title
            self.post_message(TextCopied(f"{name}: {holdup_words(refused)}.", "reason"))
        elif failed:
            words = f"{when_words(failed.at)}  {failed.name}: {look_words(failed)}"
            self.post_message(TextCopied(words, "error"))
        else:
            self.say("There is no error to copy.", "warn")

    def show_current(self, *, keep_place: bool) -> None:
        """Show the change under the cursor."""
        change = self._changes.get(self.list.current or "")
        self.detail.show(partial(self._page, change), keep_place=keep_place)

    def _page(self, change: Change | None, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        name = self.reader.hidden_name(change) if change else None
        told = Told(
            name,
            self.reader.records(),
            self.visits.looks(LOOKS_SHOWN),
            self.outbox.all(),
            self.outbox.pending(),
        )
        return activity_page(change, told, self.look, cells, focused=focused)
