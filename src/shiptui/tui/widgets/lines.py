"""The one way lines reach the terminal: roles become styles, clicks become messages."""

from __future__ import annotations

from itertools import groupby
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from shiptui.page.lines import Line, drawable, span_at, width_of
from shiptui.tui.theme import span_style

Way = tuple[int, dict[str, str], list[LineFilter]]
"""What the looks of a row depend on besides its line: width, colours, filters."""

NO_WAY: Way = (0, {}, [])
"""Before anything was drawn."""

MOST_DRAWN = 1000
"""Lines that are kept as they were drawn."""


class Lines(Widget, can_focus=False):
    """A widget that draws page lines. Subclasses say which line stands where.

    It has neither border nor padding and blends with nothing. So it draws its rows by itself, and
    each once until it is refreshed; equal lines are one row. To draw rows is most of what a key
    costs. While they are drawn its outer size is its size, which Textual would look up in the
    layout each time.
    """

    ALLOW_SELECT = False

    class Acted(Message):
        """A span was clicked; `act` is a key's id, or says what was meant (`row:ID`)."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._strips: dict[int, Strip] = {}
        self._lines_drawn: dict[tuple[Line, bool], Strip] = {}
        self._styles: dict[tuple[str, bool], Style] = {}
        self._way = NO_WAY

    def line_at(self, y: int) -> Line:
        """Give the line at row `y` of the widget."""
        raise NotImplementedError

    def on_cursor(self, y: int) -> bool:
        """Tell whether row `y` is marked as the cursor's."""
        del y
        return False

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Have all rows drawn anew, or those of some regions."""
        if not regions:
            self._strips.clear()
        for region in regions:
            for y in region.line_range:
                self._strips.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def redraw(self) -> None:
        """Draw all rows at once, and have those painted that look different now."""
        before, self._strips = self._strips, {}
        self.notice_way()
        width, height = self.outer_size
        if len(before) != height:
            self.refresh()
            return
        for is_new, rows in groupby(range(height), lambda y: self._row(y) is not before.get(y)):
            if is_new:
                first, *others = rows
                super().refresh(Region(0, first, width, 1 + len(others)))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the rows of a region; what does not stand yet is drawn."""
        self.notice_way()
        rows = [self._row(y) for y in crop.line_range]
        whole = crop.column_span == (0, self.outer_size.width)
        return rows if whole else [row.crop(*crop.column_span) for row in rows]

    def notice_way(self) -> None:
        """Forget what was drawn in another way than holds now. Comes before anything is drawn."""
        colours, filters = self.app.theme_variables, list(self.get_line_filters())
        way = self.outer_size.width, colours, filters
        if way != self._way:
            self._way = way
            self._strips.clear()
            self._lines_drawn.clear()
            self._styles.clear()

    def _row(self, y: int) -> Strip:
        row = self._strips.get(y)
        if row is None:
            row = self._strips[y] = self.drawn(y)
        return row

    def drawn(self, y: int) -> Strip:
        """Draw one row."""
        return self.strip_of(self.line_at(y), marked=self.on_cursor(y))

    def strip_of(self, line: Line, *, marked: bool = False) -> Strip:
        """A line as a row of the widget; one and the same for lines that are equal."""
        strip = self._lines_drawn.get((line, marked))
        if strip is None:
            if len(self._lines_drawn) >= MOST_DRAWN:
                self._lines_drawn.clear()
            strip = self._lines_drawn[line, marked] = self._draw(line, marked=marked)
        return strip

    def _draw(self, line: Line, *, marked: bool) -> Strip:
        room = self.outer_size.width
        left = room - width_of(line)
        segments = [
            Segment(drawable(span.text), self._style(span.role, marked=marked)) for span in line
        ]
        if left > 0:
            segments.append(Segment(" " * left, self._style("", marked=marked)))
        strip = Strip(segments, max(room, room - left))
        return strip if left >= 0 else strip.crop(0, room)

    def _style(self, role: str, *, marked: bool) -> Style:
        """How a role looks, worked out once: filters look at styles and not at texts."""
        style = self._styles.get((role, marked))
        if style is None:
            # Asked of the theme and not of the stylesheet, which would work out every role of
            # every widget at each change of a class.
            plain = span_style(role, self._way[1], marked=marked)
            style = self._styles[role, marked] = self.filtered(plain)
        return style

    def filtered(self, style: Style) -> Style:
        """A style as the terminal can show it."""
        _, colours, filters = self._way
        pieces = [Segment(" ", style)]
        for each in filters:
            pieces = each.apply(pieces, Color.parse(colours["background"]))
        return pieces[0].style or Style.null()

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        span = span_at(self.line_at(event.y), event.x)
        if span is not None and span.act:
            event.stop()
            self.post_message(self.Acted(span.act))


class Block(Lines):
    """A few lines of chrome, as high as the stylesheet says."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id)
        self._lines: tuple[Line, ...] = ()

    def show(self, *lines: Line) -> None:
        """Draw other lines; nothing happens when they are the same."""
        if lines != self._lines:
            self._lines = lines
            self.redraw()

    @property
    def shown(self) -> tuple[Line, ...]:
        """What stands there now."""
        return self._lines

    def line_at(self, y: int) -> Line:
        """Give one of the lines."""
        return self._lines[y] if y < len(self._lines) else ()
