"""The page of what is under the cursor, with a scroll position of its own."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.selection import Selection
from textual.strip import Strip

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Page, Span, fill_line, line, text_of
from shiptui.tui.widgets.lines import Lines

EMPTY = Page([])

Maker = Callable[[int, bool], Page]
"""Makes the page for a width, with the heavy line or not."""


class Detail(Lines, can_focus=True):
    """Draws a page; its first line stays while the rest scrolls under it."""

    ALLOW_SELECT = True

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="detail")
        self.glyphs = glyphs
        self._make: Maker | None = None
        self._page = EMPTY
        self._top = 0

    @property
    def page(self) -> Page:
        """What is shown."""
        return self._page

    def show(self, make: Maker | None, *, keep_place: bool = False) -> None:
        """Take another page; it begins at its top unless it is the same one again."""
        self._make = make
        if not keep_place:
            self._top = 0
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width
        self._page = self._make(width - 1, self.has_focus) if self._make and width > 1 else EMPTY
        self._top = min(self._top, self.furthest)
        self.refresh()

    @property
    def room(self) -> int:
        """Lines that scroll in sight."""
        return max(self.size.height - 1, 1)

    @property
    def furthest(self) -> int:
        """The last scroll position that fills the pane."""
        return max(len(self._page.lines) - 1 - self.room, 0)

    @property
    def in_sight(self) -> bool:
        """Whether the layout leaves it any room."""
        return bool(self.size.height)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top >= self.furthest

    def scroll_lines(self, lines: int) -> None:
        """Scroll; never beyond the ends."""
        self._top = max(0, min(self._top + lines, self.furthest))
        self.refresh()

    def bring_up(self, persona: str | None) -> None:
        """Scroll so that a persona's takes can be read, if they are not in sight."""
        start = self._page.anchors.get(persona)
        if start is None:
            return
        later = [line_ for line_ in self._page.anchors.values() if line_ > start]
        end = min(later, default=len(self._page.lines))
        if start - 1 < self._top or end - 1 > self._top + self.room:
            self._top = min(start - 1, self.furthest)
            self.refresh()

    def line_at(self, y: int) -> Line:
        """Give the heading, or a line of the rest with the mark of where we are."""
        lines = self._page.lines
        if y == 0:
            return lines[0] if lines else ()
        index = y + self._top
        spans = lines[index] if index < len(lines) else ()
        if not self.furthest:
            return spans
        return line(
            *fill_line(spans, self.size.width - 1, self.glyphs.ellipsis), self._thumb(y - 1)
        )

    def _thumb(self, row: int) -> Span:
        """One cell of the scroll mark at the right edge."""
        length = max(self.room * self.room // (len(self._page.lines) - 1), 1)
        start = round(self._top / self.furthest * (self.room - length))
        return Span(self.glyphs.upright if start <= row < start + length else " ", "focus")

    def render_line(self, y: int) -> Strip:
        """Draw one row with the selected part of it marked."""
        content = y if y == 0 else y + self._top
        strip = super().render_line(y).apply_offsets(0, content)
        selection = self.text_selection
        if selection is None or (span := selection.get_span(content)) is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        mark = self.screen.get_component_rich_style("screen--selection")
        before, marked, after = (
            strip.crop(0, start),
            strip.crop(start, end),
            strip.crop(end, strip.cell_length),
        )
        return Strip.join([before, marked.apply_style(mark), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the selected text."""
        return selection.extract("\n".join(text_of(each) for each in self._page.lines)), "\n"

    def on_resize(self) -> None:
        """Lay the page out for the new width."""
        self._lay_out()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's own watcher
        """Draw the heavy line, or the light one."""
        super().watch_has_focus(has_focus)
        self._lay_out()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.scroll_lines(-3)
