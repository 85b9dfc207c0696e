"""One line to be typed: the name of a file."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class AskScreen(ModalScreen[str | None]):
    """Closes with what was typed, or None."""

    BINDINGS = [Binding("escape", "close", "Close")]  # noqa: RUF012 - Textual's own declaration

    def __init__(self, title: str, given: str, note: str) -> None:
        super().__init__()
        self._title, self._given, self._note = title, given, note

    def compose(self) -> ComposeResult:
        """Lay out the field and what Enter will do."""
        with Vertical(classes="popup"):
            yield Input(self._given, compact=True)
            yield Static(self._note, markup=False)

    def on_mount(self) -> None:
        """Let the reader type."""
        self.query_one(Vertical).border_title = Content(self._title)
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand over what was typed, if anything was."""
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)
