"""A list that draws only the rows in sight, whatever the size of the catalog."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Generic, TypeVar

from textual import events
from textual.geometry import Region, Size

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, line, paragraph
from shiptui.page.listing import TALL, lines_a_row
from shiptui.page.pane import list_heading
from shiptui.tui.widgets.lines import Lines

Row = TypeVar("Row")

Loader = Callable[[Sequence[str]], Mapping[str, Row]]
"""Loads rows by their ids."""

Painter = Callable[[Row, int, bool, bool], list[Line]]
"""Draws a row: its record, the width, whether the cursor is on it, whether two lines are free."""


Painted = tuple[str, tuple[int, bool, bool]]
"""The id of a row and how it was drawn: what a painter is told besides the row."""

MOST_PAINTED = 500
"""Rows that are kept as they were drawn."""

NEAR = 100
"""Rows before the end of a list that was cut, from which on the next ones are needed."""


class Lack(Enum):
    """What a list that was cut needs of its rest."""

    NOTHING = auto()
    SOME = auto()
    ALL = auto()


class RowList(Lines, Generic[Row], can_focus=True):
    """Ids in order, a cursor on one of them, and a loader for the rows in sight."""

    def __init__(
        self, load: Loader[Row], paint: Painter[Row], glyphs: Glyphs, *, tall_below: int
    ) -> None:
        super().__init__("list")
        self._load = load
        self._paint = paint
        self.glyphs = glyphs
        self.tall_below = tall_below
        self._ids: tuple[str, ...] = ()
        self._rows: dict[str, Row] = {}
        self._painted: dict[Painted, tuple[Line, ...]] = {}
        self._cursor = 0
        self._step = 1
        self._top = 0
        self._scrolled_for = Size(0, 0)
        self._title = ""
        self._empty: tuple[str, ...] = ()
        self._waiting = False
        self._wanted: str | None = None
        self._from_top = False
        self._to_end = False
        self._total: int | None = None
        self.cut = False
        self.follow: Callable[[], object] = bool

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, in order; none while others are waited for."""
        return () if self._waiting else self._ids

    @property
    def index(self) -> int:
        """Where the cursor stands."""
        return self._cursor

    @property
    def current(self) -> str | None:
        """The id under the cursor."""
        return self.ids[self._cursor] if self.ids else None

    @property
    def coming(self) -> str | None:
        """The id that the cursor comes to when it goes on as it went last."""
        place = self._cursor + self._step
        return self.ids[place] if 0 <= place < len(self.ids) else None

    @property
    def row_lines(self) -> int:
        """Lines a row takes."""
        return lines_a_row(*self.outer_size, self.tall_below)

    @property
    def page_rows(self) -> int:
        """Whole rows in sight."""
        return max((self.size.height - 1) // self.row_lines, 1)

    def show(
        self,
        ids: tuple[str, ...],
        title: str,
        empty: tuple[str, ...],
        *,
        cut: bool = False,
        total: int | None = None,
    ) -> None:
        """Take another list. The cursor stays on its row, else on its place.

        `empty` says why there are no rows, `cut` that there are more than these, `total` how many
        there are, where that is known.
        """
        before = self.current
        kept = self._wanted or (self._ids[self._cursor] if self._ids else None)
        place = _place(ids, kept)
        self._cursor = place if place is not None else min(self._cursor, max(len(ids) - 1, 0))
        if self._from_top:
            kept, self._cursor = None, 0
        # The rest of the list may hold it.
        self._wanted = kept if cut and place is None else None
        self._ids, self._title, self._empty = ids, title, empty
        self.cut, self._waiting, self._from_top = cut, False, False
        self._total = total
        if self._to_end:
            self._cursor, self._to_end = max(len(ids) - 1, 0), cut
        self._forget()
        self._scroll_to_cursor()
        self.redraw()
        if self.current != before:
            self._tell()

    def wait(self, title: str, why: str) -> None:
        """Show that another list is on its way: until it comes no row can be acted on."""
        self._title, self._empty = title, (why,)
        self._waiting = True
        self.refresh()
        self._tell()

    def begin_at_top(self) -> None:
        """Let the cursor begin at the top of the next list."""
        self._from_top = True

    def aim(self, id_: str) -> None:
        """Put the cursor on a row, now or as soon as a list holds it."""
        place = _place(self.ids, id_)
        if place is None:
            self._wanted = id_
        else:
            self.move_to(place)

    @property
    def lacks(self) -> Lack:
        """What is needed of the rows that a list was cut before."""
        if not self.cut or self._waiting:
            return Lack.NOTHING
        if self._to_end or self._wanted is not None:
            return Lack.ALL
        return Lack.SOME if self._cursor + NEAR >= len(self.ids) else Lack.NOTHING

    def explain(self, sentence: str) -> None:
        """Say one more thing where there are no rows."""
        self._empty = (*self._empty, sentence)
        self.refresh()

    def _forget(self) -> None:
        self._rows.clear()
        self._painted.clear()

    def reload(self) -> None:
        """Read the rows in sight again; order and cursor stay."""
        self._forget()
        self.redraw()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        self._wanted = None
        self._to_end = self.cut and index - len(self.ids) > self.page_rows
        index = max(0, min(index, len(self.ids) - 1))
        if not self.ids or index == self._cursor:
            return
        before, top, self._cursor = self._cursor, self._top, index
        self._step = 1 if index > before else -1
        self._scroll_to_cursor()
        if self._top == top:
            self.refresh(Region(0, 0, self.size.width, 1), *map(self._region, (before, index)))
        else:
            self.redraw()
        self._tell()

    def _region(self, index: int) -> Region:
        """Where a row stands, if it is in sight."""
        high = self.row_lines
        return Region(0, 1 + (index - self._top) * high, self.size.width, high)

    def _tell(self) -> None:
        """Say that the cursor moved: at once, so that all that follows it is in one frame."""
        self.follow()

    def move_by(self, rows: int) -> None:
        """Move the cursor up or down."""
        self.move_to(self._cursor + rows)

    def row(self, id_: str) -> Row | None:
        """One row, loaded together with those in sight."""
        if id_ not in self._rows:
            window = self._ids[self._top : self._top + self.page_rows + 1]
            wanted = window if id_ in window else (id_,)
            self._rows.update(self._load([each for each in wanted if each not in self._rows]))
        return self._rows.get(id_)

    def line_at(self, y: int) -> Line:
        """Give the title, a line of a row, or why there is none."""
        width = self.outer_size.width
        if y == 0:
            return self._heading(width)
        if not self.ids:
            why = [(), *(row for text in self._empty for row in paragraph(text, width - 3, "dim"))]
            return line("  ", *why[y - 1]) if y <= len(why) else ()
        index, part = divmod(y - 1, self.row_lines)
        index += self._top
        id_ = self._ids[index] if index < len(self._ids) else None
        row = self.row(id_) if id_ is not None else None
        if id_ is None or row is None:
            return ()
        lines = self._lines_of(id_, row, (width, index == self._cursor, self.row_lines == TALL))
        return lines[part] if part < len(lines) else ()

    def _lines_of(self, id_: str, row: Row, how: tuple[int, bool, bool]) -> tuple[Line, ...]:
        """A row as lines, kept: a list that scrolls shows most of its rows again."""
        lines = self._painted.get((id_, how))
        if lines is None:
            act = f"row:{id_}"
            lines = tuple(
                tuple(Span(span.text, span.role, act) for span in spans)
                for spans in self._paint(row, *how)
            )
            if len(self._painted) == MOST_PAINTED:
                self._painted.clear()
            self._painted[id_, how] = lines
        return lines

    def on_cursor(self, y: int) -> bool:
        """Mark the row of the cursor."""
        here = y > 0 and self._top + (y - 1) // self.row_lines == self._cursor
        return here and bool(self.ids)

    def _heading(self, width: int) -> Line:
        total = len(self._ids) if self._total is None else self._total
        more = "+" if self.cut and self._total is None else ""
        where = f"{self._cursor + 1} of {total}{more}" if self.ids else "none"
        if self._waiting:
            where = "looking"
        return list_heading(self._title, where, width, self.glyphs, focused=self.has_focus)

    def _scroll_to_cursor(self) -> None:
        last = max(len(self._ids) - self.page_rows, 0)
        top = min(self._top, self._cursor)
        if self._cursor >= top + self.page_rows:
            top = self._cursor - self.page_rows + 1
        self._top = min(top, last)

    def on_resize(self) -> None:
        """Draw the rows that there is room for."""
        self.refresh()

    def notice_way(self) -> None:
        """Forget also what was scrolled for another size.

        The cursor is kept in sight, and the top of the list where there is room for both.
        """
        super().notice_way()
        if self._scrolled_for != self.outer_size:
            self._scrolled_for = self.outer_size
            if self._cursor < self.page_rows:
                self._top = 0
            self._scroll_to_cursor()
            self._strips.clear()

    def on_focus(self) -> None:
        """Draw the heavy line."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the light line."""
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down."""
        event.stop()
        self.move_by(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up."""
        event.stop()
        self.move_by(-1)


def _place(ids: tuple[str, ...], id_: str | None) -> int | None:
    """Where an id stands; a long list is walked once."""
    try:
        return None if id_ is None else ids.index(id_)
    except ValueError:
        return None
