"""A note and tags for one matchup or tool."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from shiptui.model.catalog import Tool
from shiptui.model.facts import Bookmark, Matchup
from shiptui.page.words import title
from shiptui.tui.desktop import editor
from shiptui.tui.messages import NoteWritten
from shiptui.tui.screens.frame import Frame

Written = tuple[str, tuple[str, ...]]


class NoteScreen(ModalScreen[Written | None]):
    """Closes with the note and the tags, or None when nothing shall change."""

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape", "close", "Cancel"),
        Binding("ctrl+s", "write", "Save", priority=True),
        Binding("ctrl+e", "edit", "Editor", priority=True),
    ]

    def __init__(self, what: Matchup | Tool, kept: Bookmark | None) -> None:
        super().__init__()
        self.what = what
        self._kept = kept or Bookmark()

    def compose(self) -> ComposeResult:
        """Lay out note, tags and the keys."""
        with Vertical(classes="popup"):
            yield TextArea(self._kept.note, compact=True, tab_behavior="focus")
            yield Input(
                ", ".join(self._kept.tags), placeholder="tags, separated by commas", compact=True
            )
            yield Static(
                "^s saves   Tab to the tags   ^e opens your editor   Esc cancels", markup=False
            )

    def on_mount(self) -> None:
        """Say whose note this is."""
        name = title(self.what) if isinstance(self.what, Matchup) else self.what.name
        self.query_one(Vertical).border_title = Content(f"Note: {name}")
        self.query_one(Input).cursor_blink = False
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save on Enter in the tags, too."""
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Hand over what was written."""
        tags = self.query_one(Input).value.split(",")
        kept = tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
        self.dismiss((self.query_one(TextArea).text, kept))

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    def action_edit(self) -> None:
        """Write the note in the reader's own editor."""
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


def ask_note(screen: Frame, popup: NoteScreen) -> None:
    """Ask for a note and hand it to the app."""

    def written(result: Written | None) -> None:
        if result is not None:
            screen.post_message(NoteWritten(popup.what, *result))

    screen.app.push_screen(popup, written)
