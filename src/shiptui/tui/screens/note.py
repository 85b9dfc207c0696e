"""A note and tags for one matchup or tool."""

from __future__ import annotations

from shiptui.model.catalog import Tool
from shiptui.model.facts import Bookmark, Matchup
from shiptui.page.words import title
from shiptui.tui.messages import NoteWritten
from shiptui.tui.screens.frame import Frame
from shiptui.tui.screens.words import WordsScreen, Written


class NoteScreen(WordsScreen):
    """The note of a matchup or tool, with its tags in the field."""

    def __init__(self, what: Matchup | Tool, kept: Bookmark | None) -> None:
        bookmark = kept or Bookmark()
        name = title(what) if isinstance(what, Matchup) else what.name
        super().__init__(
            f"Note: {name}",
            (bookmark.note, ", ".join(bookmark.tags)),
            field="tags",
            hint="tags, separated by commas",
        )
        self.what = what


def ask_note(screen: Frame, popup: NoteScreen) -> None:
    """Ask for a note and hand it to the app."""

    def written(result: Written | None) -> None:
        if result is not None:
            note, field = result
            tags = dict.fromkeys(tag.strip() for tag in field.split(",") if tag.strip())
            screen.post_message(NoteWritten(popup.what, note, tuple(tags)))

    screen.app.push_screen(popup, written)
