"""The one way lines reach the terminal: roles become styles, clicks become messages."""

from __future__ import annotations

from typing import Self

from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from shiptui.page.lines import Line, drawable, span_at
from shiptui.tui.theme import span_style

Way = tuple[int, dict[str, str], list[LineFilter], Color]
"""What the looks of a row depend on besides its line: width, colours, filters, background."""

NO_WAY: Way = (0, {}, [], Color(0, 0, 0))
"""Before anything was drawn."""


class Lines(Widget, can_focus=False):
    """A widget that draws page lines. Subclasses say which line stands where.

    It has neither border nor padding and blends with nothing. So it draws its rows by itself, and
    each once until it is refreshed: to draw rows is most of what a key costs. While they are drawn
    its outer size is its size, which Textual would look up in the layout each time.
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

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the rows of a region; what does not stand yet is drawn."""
        colours, filters = self.app.theme_variables, list(self.get_line_filters())
        way = self.outer_size.width, colours, filters, self.background_colors[1]
        if way != self._way:
            self._strips.clear()
            self._way = way
        rows = [self._strips.get(y) or self._draw(y) for y in crop.line_range]
        whole = crop.column_span == (0, self.outer_size.width)
        return rows if whole else [row.crop(*crop.column_span) for row in rows]

    def _draw(self, y: int) -> Strip:
        row = self.drawn(y)
        _, _, filters, background = self._way
        for each in filters:
            row = row.apply_filter(each, background)
        self._strips[y] = row
        return row

    def drawn(self, y: int) -> Strip:
        """Draw one row."""
        # Asked of the theme and not of the stylesheet, which would work out every role of every
        # widget at each change of a class.
        variables, marked = self.app.theme_variables, self.on_cursor(y)
        segments, cells = [], 0
        for span in self.line_at(y):
            style = span_style(span.role, variables, marked=marked)
            segments.append(Segment(drawable(span.text), style))
            cells += span.cells
        ground = span_style("", variables, marked=marked)
        return Strip(segments, cells).adjust_cell_length(self.outer_size.width, ground)

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
            self.refresh()

    @property
    def shown(self) -> tuple[Line, ...]:
        """What stands there now."""
        return self._lines

    def line_at(self, y: int) -> Line:
        """Give one of the lines."""
        return self._lines[y] if y < len(self._lines) else ()
