"""The one way lines reach the terminal: roles become styles, clicks become messages."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from shiptui.page.lines import Line, drawable
from shiptui.tui.theme import cursor_style, ground_style, role_style


class Lines(Widget, can_focus=False):
    """A widget that draws page lines. Subclasses say which line stands where."""

    ALLOW_SELECT = False

    class Acted(Message):
        """A span was clicked; `act` is a key's id, or says what was meant (`row:ID`)."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    def line_at(self, y: int) -> Line:
        """Give the line at row `y` of the widget."""
        raise NotImplementedError

    def on_cursor(self, y: int) -> bool:
        """Tell whether row `y` is marked as the cursor's."""
        del y
        return False

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        # Not the widget's own style, which Textual works out anew for each row it is asked for.
        base = ground_style(self.app.theme_variables)
        if self.on_cursor(y):
            base += cursor_style(self.app.theme_variables)
        segments = [
            Segment(drawable(span.text), base + self._style(span.role, span.act))
            for span in self.line_at(y)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, role: str, act: str) -> Style:
        # Asked of the theme and not of the stylesheet, which would work out every role of every
        # widget at each change of a class.
        style = role_style(role, self.app.theme_variables) if role else Style.null()
        return style + Style(meta={"act": act}) if act else style

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        act = event.style.meta.get("act")
        if act:
            event.stop()
            self.post_message(self.Acted(str(act)))


class Block(Lines):
    """A few lines of chrome, as high as the stylesheet says."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
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
