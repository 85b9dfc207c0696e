"""A screen with a list and a field that filters it as the reader types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

from shiptui.model.filtering import parse
from shiptui.tui.widgets.row_list import RowList

EDITING = frozenset(
    name for each in Input.BINDINGS if isinstance(each, Binding) for name in each.key.split(",")
)
"""Keys that edit a field; the others act on the list behind it."""


class FilterField(Input):
    """The field. What it says is followed at once: a letter and what it finds are one frame."""

    virtual_size = reactive(Size(0, 0))
    """As in any widget, but its room is its own: a letter lays nothing out anew."""

    def __init__(self, follow: Callable[[str], object]) -> None:
        super().__init__(
            id="filter", placeholder="words to look for", compact=True, select_on_focus=False
        )
        self.cursor_blink = False
        self._follow = follow

    def watch_value(self, value: str) -> None:
        """Filter as the reader types."""
        self._follow(value)


class Filtered(Screen[None], inherit_bindings=False):
    """Letters go to the field while it is open, and what it holds stays in force after it."""

    list: RowList[Any]
    """The left pane, which whoever lays the screen out puts here: to look it up takes long."""

    def __init__(self) -> None:
        super().__init__()
        self.query_text = ""
        self._complained = False

    def reindex(self) -> None:
        """Build the list anew."""
        raise NotImplementedError

    def draw_chrome(self) -> None:
        """Draw header and footer for the window as it is."""
        raise NotImplementedError

    def say(self, sentence: str, role: str = "good") -> None:
        """Put one sentence above the footer; it stays until the next one."""
        raise NotImplementedError

    @property
    def filter(self) -> FilterField:
        """The filter field."""
        return self.query_one(FilterField)

    def typed(self, event: events.Key) -> bool:
        """Take a letter into the field; tells whether a key is the field's own."""
        character = event.character or ""
        if character and character.isprintable():
            self.filter.replace(character, *self.filter.selection)
            event.stop()
            return True
        # Without a selection there is nothing to copy, and the key leaves the program as always.
        copies = event.key == "ctrl+c" and not self.filter.selection.is_empty
        return copies or (event.key in EDITING and event.key != "ctrl+c")

    def filter_by(self, query: str) -> None:
        """Show what matches, and say what was not understood."""
        self.query_text = query
        if query:
            self.list.begin_at_top()
        self.reindex()
        problems = self.problems(query)
        if problems or self._complained:
            self.say(" ".join(problems), "warn")
        self._complained = bool(problems)

    def problems(self, query: str) -> tuple[str, ...]:
        """Say what a filter asks for that nothing here understands."""
        return parse(query).problems

    @property
    def filtering(self) -> bool:
        """Whether the filter field is open."""
        return self.has_class("-filtering")

    def open_filter(self) -> None:
        """Let the reader type."""
        self.filter.value = self.query_text
        # At once, not when the focus comes: letters may be there before it.
        self.filter.action_select_all()
        self.add_class("-filtering")
        self.filter.focus()
        self.draw_chrome()

    def close_filter(self) -> None:
        """Back to the list; what was typed stays in force."""
        self.remove_class("-filtering")
        self.list.focus()
        self.draw_chrome()

    def follow_filter(self, value: str) -> None:
        """Show what the field asks for."""
        if self.filtering and value != self.query_text:
            self.filter_by(value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.close_filter()
