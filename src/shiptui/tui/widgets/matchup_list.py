"""The list of matchups: draws only the rows in sight, whatever the size of the catalog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from shiptui.model.facts import MatchupRow
from shiptui.page.glyphs import UNICODE, Glyphs
from shiptui.page.lines import Line, Span, line, rule
from shiptui.page.listing import TWO_LINES_BELOW, row_lines
from shiptui.tui.widgets.lines import Lines

TALL = 2
"""Lines of a row that gives each tool its own."""

ROOM_FOR_TALL_ROWS = 8
"""Lines a list needs before its rows take two."""

Loader = Callable[[Sequence[str]], list[MatchupRow]]


class MatchupList(Lines, can_focus=True):
    """Ids in order, a cursor on one of them, and a loader for the rows in sight."""

    @dataclass
    class CursorMoved(Message):
        """The cursor stands on another matchup, or on none."""

        id: str | None

    def __init__(self, load: Loader, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="list")
        self._load = load
        self._glyphs = glyphs
        self._ids: tuple[str, ...] = ()
        self._rows: dict[str, MatchupRow] = {}
        self._cursor = 0
        self._top = 0
        self._title = ""
        self._empty: tuple[str, ...] = ()
        self.swapped: frozenset[str] = frozenset()

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return self._ids

    @property
    def current(self) -> str | None:
        """The id under the cursor."""
        return self._ids[self._cursor] if self._ids else None

    @property
    def tall(self) -> int:
        """Lines a row takes."""
        roomy = self.size.width < TWO_LINES_BELOW and self.size.height >= ROOM_FOR_TALL_ROWS
        return TALL if roomy else 1

    @property
    def page_rows(self) -> int:
        """Whole rows in sight."""
        return max((self.size.height - 1) // self.tall, 1)

    def show(self, ids: tuple[str, ...], title: str, empty: tuple[str, ...]) -> None:
        """Take another list. The cursor stays on its matchup, else on its place."""
        kept = self.current
        self._ids = ids
        self._title, self._empty = title, empty
        self._rows.clear()
        self._cursor = ids.index(kept) if kept in ids else min(self._cursor, max(len(ids) - 1, 0))
        self._scroll_to_cursor()
        self.refresh()
        if self.current != kept:
            self.post_message(self.CursorMoved(self.current))

    def reload(self) -> None:
        """Read the rows in sight again; order and cursor stay."""
        self._rows.clear()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        index = max(0, min(index, len(self._ids) - 1))
        if not self._ids or index == self._cursor:
            return
        self._cursor = index
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.CursorMoved(self.current))

    def move_by(self, rows: int) -> None:
        """Move the cursor up or down."""
        self.move_to(self._cursor + rows)

    @property
    def index(self) -> int:
        """Where the cursor stands."""
        return self._cursor

    def row(self, id_: str) -> MatchupRow | None:
        """One row, loaded together with those in sight."""
        if id_ not in self._rows:
            window = self._ids[self._top : self._top + self.page_rows + 1]
            wanted = window if id_ in window else (id_,)
            self._rows.update((row.id, row) for row in self._load(wanted))
        return self._rows.get(id_)

    def line_at(self, y: int) -> Line:
        """Give the title, a line of a row, or why there is none."""
        width = self.size.width
        if y == 0:
            return self._heading(width)
        if not self._ids:
            return (
                line(Span(f"  {self._empty[y - 2]}", "dim"))
                if 2 <= y < 2 + len(self._empty)
                else ()
            )
        index, part = divmod(y - 1, self.tall)
        index += self._top
        if index >= len(self._ids):
            return ()
        row = self.row(self._ids[index])
        if row is None:
            return ()
        lines = row_lines(
            row,
            width,
            self._glyphs,
            current=index == self._cursor,
            swapped=row.id in self.swapped,
            tall=self.tall == TALL,
        )
        return tuple(span._replace(act=f"row:{row.id}") for span in lines[part])

    def background_at(self, y: int) -> str:
        """Mark the row of the cursor."""
        on_cursor = y > 0 and self._top + (y - 1) // self.tall == self._cursor
        return "list--cursor" if on_cursor and self._ids else ""

    COMPONENT_CLASSES = {"list--cursor"}  # noqa: RUF012 - Textual's own declaration

    def _heading(self, width: int) -> Line:
        where = f"{self._cursor + 1} of {len(self._ids)}" if self._ids else "none"
        glyphs = self._glyphs
        return rule(
            [Span(self._title, "title")],
            where,
            width,
            stroke=glyphs.heavy if self.has_focus else glyphs.light,
            role="focus" if self.has_focus else "rule",
            ellipsis=glyphs.ellipsis,
        )

    def _scroll_to_cursor(self) -> None:
        last = max(len(self._ids) - self.page_rows, 0)
        top = min(self._top, self._cursor)
        if self._cursor >= top + self.page_rows:
            top = self._cursor - self.page_rows + 1
        self._top = min(top, last)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll_to_cursor()
        self.refresh()

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
