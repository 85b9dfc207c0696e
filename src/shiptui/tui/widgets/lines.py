"""The one way lines reach the terminal: roles become styles, clicks become messages."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from shiptui.page.lines import ROLES, Line

CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")
"""Texts were cleaned long before. This is the last line of defence, for one translate a span."""


class Lines(Widget, can_focus=False):
    """A widget that draws page lines. Subclasses say which line stands where."""

    COMPONENT_CLASSES = {f"role--{role.replace('.', '-')}" for role in ROLES if role}  # noqa: RUF012 - Textual's own declaration
    ALLOW_SELECT = False

    class Acted(Message):
        """A span was clicked; `act` is a key's id, or says what was meant (`row:ID`)."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    def line_at(self, y: int) -> Line:
        """Give the line at row `y` of the widget."""
        raise NotImplementedError

    def background_at(self, y: int) -> str:
        """Name the component class that fills row `y`, if it is not the widget's own."""
        del y
        return ""

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        base = self.rich_style
        if background := self.background_at(y):
            found = self.get_component_rich_style(background)
            base += Style(bgcolor=found.bgcolor, reverse=found.reverse)
        segments = [
            Segment(span.text.translate(CONTROLS), base + self._style(span.role, span.act))
            for span in self.line_at(y)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, role: str, act: str) -> Style:
        style = Style.null()
        if role:
            found = self.get_component_rich_style(f"role--{role.replace('.', '-')}", partial=True)
            style = Style(color=found.color, bold=found.bold, dim=found.dim, reverse=found.reverse)
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
