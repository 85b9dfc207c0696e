"""A note and tags for one matchup."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from shiptui.model.facts import Bookmark, Matchup
from shiptui.page.words import title

Written = tuple[str, tuple[str, ...]]


class NoteScreen(ModalScreen[Written | None]):
    """Closes with the note and the tags, or None when nothing shall change."""

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape", "close", "Cancel"),
        Binding("ctrl+s", "write", "Save", priority=True),
    ]

    def __init__(self, matchup: Matchup) -> None:
        super().__init__()
        self._matchup = matchup

    def compose(self) -> ComposeResult:
        """Lay out note, tags and the keys."""
        kept = self._matchup.bookmark or Bookmark()
        with Vertical(classes="popup"):
            yield TextArea(kept.note, compact=True, tab_behavior="focus")
            yield Input(", ".join(kept.tags), placeholder="tags, separated by commas", compact=True)
            yield Static("^s saves   Tab to the tags and back   Esc cancels", markup=False)

    def on_mount(self) -> None:
        """Say whose note this is."""
        self.query_one(Vertical).border_title = Content(f"Note: {title(self._matchup)}")
        self.query_one(TextArea).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the tags saves, too."""
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
