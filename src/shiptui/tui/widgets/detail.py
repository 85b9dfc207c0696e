"""The page of what is under the cursor, with a scroll position of its own."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Page, text_of
from shiptui.page.pane import furthest, pane_line, room
from shiptui.tui.widgets.lines import Lines

EMPTY = Page([])

Maker = Callable[[int, bool], Page]
"""Makes the page for a width, with the heavy line or not."""


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

    @property
    def page(self) -> Page:
        """What is shown, made when it is looked at: a page of an older size is never drawn."""
        now = self.outer_size, self.has_focus
        if self._made_for != now:
            self._made_for = now
            width = self.outer_size.width
            make = self._make if width > 1 else None
            self._page = make(width - 1, self.has_focus) if make else EMPTY
            self._top = min(self._top, self.furthest)
        return self._page

    def show(self, make: Maker | None, *, keep_place: bool = False) -> None:
        """Take another page; it begins at its top unless it is the same one again."""
        self._make = make
        self._made_for = None
        if not keep_place:
            self._top = 0
        self.refresh()

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
        self.refresh()

    def bring_up(self, persona: str | None) -> None:
        """Scroll so that a persona's takes can be read, if they are not in sight."""
        start = self.page.anchors.get(persona)
        if start is None:
            return
        later = [line_ for line_ in self.page.anchors.values() if line_ > start]
        end = min(later, default=len(self.page.lines))
        if start - 1 < self._top or end - 1 > self._top + self.room:
            self._top = min(start - 1, self.furthest)
            self.refresh()

    def line_at(self, y: int) -> Line:
        """Give the heading, or a line of the rest with the mark of where we are."""
        return pane_line(self.page, y, self._top, self.outer_size, self.glyphs)

    def drawn(self, y: int) -> Strip:
        """Draw one row with the selected part of it marked."""
        strip = super().drawn(y)
        selection = self.text_selection
        if selection is None or (span := selection.get_span(self._place(y))) is None:
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

    def render_line(self, y: int) -> Strip:
        """Give a row with its place in the text: Textual asks for it where the mouse selects."""
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
