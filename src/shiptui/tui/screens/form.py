"""A dialog with several named fields of one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from shiptui.model.errors import UsageError

Typed = Mapping[str, str]
"""What stands in the fields, by their ids."""


class Field(NamedTuple):
    """One line of a form: the word before it, what stands there, and what may be put there."""

    id: str
    label: str
    kept: str = ""
    hint: str = ""


class FormScreen(ModalScreen[Typed | None]):
    """Closes with what was typed, or None when nothing shall change."""

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape", "close", "Cancel"),
        Binding("ctrl+s", "write", "Save", priority=True),
        Binding("up", "app.focus_previous", "Up"),
        Binding("down", "app.focus_next", "Down"),
    ]

    def __init__(
        self, title: str, fields: tuple[Field, ...], check: Callable[[Typed], object]
    ) -> None:
        """`check` raises UsageError, with a sentence, for what cannot be kept."""
        super().__init__()
        self._title = title
        self._fields = fields
        self._check = check

    def compose(self) -> ComposeResult:
        """Lay out the fields, a line each, and the keys under them."""
        with Vertical(classes="popup form"):
            with Vertical(classes="fields"):
                yield from self._rows()
            yield Static("^s saves   Esc cancels   Tab to the next field", markup=False)

    def _rows(self) -> Iterator[Horizontal]:
        for field in self._fields:
            line = Input(
                field.kept,
                placeholder=field.hint,
                compact=True,
                id=field.id,
                select_on_focus=False,
            )
            line.cursor_blink = False
            yield Horizontal(Label(field.label, markup=False), line)

    def on_mount(self) -> None:
        """Say what this is about, and let the reader type."""
        self.query_one(".popup").border_title = Content(self._title)
        self.query(Input).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save on Enter in any field."""
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Hand over what was typed; what cannot be kept is said, and stays to be mended."""
        typed = {field.id: self.query_one(f"#{field.id}", Input).value for field in self._fields}
        try:
            self._check(typed)
        except UsageError as error:
            self.query_one(Static).update(Content(str(error)))
        else:
            self.dismiss(typed)

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)
