"""The page of what is under the cursor, with a scroll position of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Page, text_of
from shiptui.page.pane import furthest, pane_line, room
from shiptui.tui.widgets.lines import Lines

EMPTY = Page([])

MOST_AHEAD = 4
"""Pages that are kept as they were made ahead: the next one, and some that were left just now."""

Maker = Callable[[int, bool], Page]
"""Makes the page for a width, with the heavy line or not."""


class Ahead(NamedTuple):
    """A page that was made before it was asked for, from what and for which room; its lines."""

    make: Maker
    made_for: tuple[Size, bool]
    page: Page
    lines: list[Line]


class Detail(Lines, can_focus=True):
    """Draws a page; its first line stays while the rest scrolls under it."""

    ALLOW_SELECT = True

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__("detail")
        self.glyphs = glyphs
        self._make: Maker | None = None
        self._page = EMPTY
        self._made_for: tuple[Size, bool] | None = None
        self._top = 0
        self._ahead: deque[Ahead] = deque(maxlen=MOST_AHEAD)
        self._selection: Selection | None = None

    @property
    def page(self) -> Page:
        """What is shown, made when it is looked at: a page of an older size is never drawn."""
        now = self.outer_size, self.has_focus
        if self._made_for != now:
            self._made_for = now
            self._page = self._made(self._make, now)
            self._top = min(self._top, self.furthest)
        return self._page

    def _made(self, make: Maker | None, now: tuple[Size, bool]) -> Page:
        """Make a page for a size and a focus, unless it was made ahead."""
        if make is None or now[0].width <= 1:
            return EMPTY
        for ahead in self._ahead:
            if (ahead.make, ahead.made_for) == (make, now):
                return ahead.page
        return make(now[0].width - 1, now[1])

    def draw_ahead(self, make: Maker) -> None:
        """Draw a page that may be shown next, from its top; it is not shown."""
        now = size, _ = self.outer_size, self.has_focus
        page = self._made(make, now)
        if page is EMPTY or any(ahead.page is page for ahead in self._ahead):
            return
        lines = [pane_line(page, y, 0, size, self.glyphs) for y in range(size.height)]
        self._ahead.append(Ahead(make, now, page, lines))
        self.notice_way()
        for each in lines:
            self.strip_of(each)

    def show(self, make: Maker | None, *, keep_place: bool = False) -> None:
        """Take another page; it begins at its top unless it is the same one again."""
        self._make = make
        self._made_for = None
        if not keep_place:
            self._top = 0
        self.redraw()

    @property
    def room(self) -> int:
        """Lines that scroll in sight."""
        return room(self.size.height)

    @property
    def furthest(self) -> int:
        """The last scroll position that fills the pane."""
        return furthest(self.page, self.size.height)

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
        self.redraw()

    def bring_up(self, persona: str | None) -> None:
        """Scroll so that a persona's takes can be read, if they are not in sight."""
        start = self.page.anchors.get(persona)
        if start is None:
            return
        later = [line_ for line_ in self.page.anchors.values() if line_ > start]
        end = min(later, default=len(self.page.lines))
        if start - 1 < self._top or end - 1 > self._top + self.room:
            self._top = min(start - 1, self.furthest)
            self.redraw()

    def line_at(self, y: int) -> Line:
        """Give the heading, or a line of the rest with the mark of where we are."""
        page = self.page
        if not self._top:
            for ahead in self._ahead:
                if ahead.page is page:
                    return ahead.lines[y]
        return pane_line(page, y, self._top, self.outer_size, self.glyphs)

    def notice_way(self) -> None:
        """Look also what is selected, once for all rows."""
        super().notice_way()
        self._selection = self.text_selection

    def drawn(self, y: int) -> Strip:
        """Draw one row with the selected part of it marked."""
        strip = super().drawn(y)
        selection = self._selection
        if selection is None or (span := selection.get_span(self._place(y))) is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        mark = self.filtered(self.screen.get_component_rich_style("screen--selection"))
        before, marked, after = (
            strip.crop(0, start),
            strip.crop(start, end),
            strip.crop(end, strip.cell_length),
        )
        return Strip.join([before, marked.apply_style(mark), after])

    def render_line(self, y: int) -> Strip:
        """Give a row with its place in the text: Textual asks for it where the mouse selects."""
        self.notice_way()
        return self.drawn(y).apply_offsets(0, self._place(y))

    def _place(self, y: int) -> int:
        """Which line of the page stands in a row."""
        return y + self._top if y else 0

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the selected text."""
        return selection.extract("\n".join(text_of(each) for each in self.page.lines)), "\n"

    def on_resize(self) -> None:
        """Draw the page for the new width."""
        self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's own watcher
        """Draw the heavy line, or the light one."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.scroll_lines(-3)
