"""A dialog for words of the reader's own: a text, and one field that goes with it."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from shiptui.model.errors import UsageError
from shiptui.tui.desktop import editor

Written = tuple[str, str]
"""The text and the field, as they were typed."""

Check = Callable[[str, str], object]
"""Raises UsageError, with a sentence, for what cannot be kept."""


def anything(text: str, field: str) -> None:
    """Keep whatever was typed."""
    del text, field


class WordsScreen(ModalScreen[Written | None]):
    """Closes with what was written, or None when nothing shall change."""

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape", "close", "Cancel"),
        Binding("ctrl+s", "write", "Save", priority=True),
        Binding("ctrl+e", "edit", "Editor", priority=True),
    ]

    def __init__(
        self, title: str, kept: Written, *, field: str, hint: str, check: Check = anything
    ) -> None:
        """`field` names the second field, `hint` says in its place what may stand there."""
        super().__init__()
        self._title = title
        self._kept = kept
        self._field, self._hint = field, hint
        self._check = check

    def compose(self) -> ComposeResult:
        """Lay out text, field and the keys."""
        text, field = self._kept
        with Vertical(classes="popup"):
            yield TextArea(text, compact=True, tab_behavior="focus")
            yield Input(field, placeholder=self._hint, compact=True)
            yield Static(
                f"^s saves   Tab to the {self._field}   ^e opens your editor   Esc cancels",
                markup=False,
            )

    def on_mount(self) -> None:
        """Say whose words these are."""
        self.query_one(Vertical).border_title = Content(self._title)
        self.query_one(Input).cursor_blink = False
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save on Enter in the field, too."""
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Hand over what was written; what cannot be kept is said, and stays to be mended."""
        written = self.query_one(TextArea).text, self.query_one(Input).value
        try:
            self._check(*written)
        except UsageError as error:
            self.query_one(Static).update(Content(str(error)))
        else:
            self.dismiss(written)

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    def action_edit(self) -> None:
        """Write the text in the reader's own editor."""
        area = self.query_one(TextArea)
        trouble = ""
        try:
            with self.app.suspend():
                # Caught within: Textual takes the terminal back only if nothing gets out of here.
                try:
                    area.text = edited(area.text)
                except (OSError, subprocess.SubprocessError) as error:
                    trouble = f"The editor did not run: {error}"
        except SuspendNotSupported:
            trouble = "There is no editor to open from here."
        if trouble:
            self.query_one(Static).update(Content(trouble))


def edited(text: str) -> str:
    """Let the reader's editor change a text. Raises OSError or SubprocessError."""
    with tempfile.TemporaryDirectory(prefix="shiptui-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(text, encoding="utf-8")
        subprocess.run([*shlex.split(editor()), str(path)], check=True)  # noqa: S603 - the reader's own editor
        return path.read_text(encoding="utf-8", errors="replace").rstrip("\n")
