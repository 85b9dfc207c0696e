"""A list to choose from, with a field to search it: keys, actions, links, tools, options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from shiptui.text.cells import pad

HEAD_CELLS = 15

NOTE = "Enter chooses   Esc closes"


class Choice(NamedTuple):
    """One entry: what it stands for, a short head, and a sentence."""

    id: str
    head: str
    says: str


Find = Callable[[str], Sequence[Choice]]
"""Finds choices for what was typed."""


class Popup(ModalScreen[str | None]):
    """Closes with the id of the choice, or None."""

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape", "close", "Close"),
        Binding("up", "step(-1)", "Up"),
        Binding("down", "step(1)", "Down"),
    ]

    def __init__(
        self,
        title: str,
        find: Find,
        *,
        note: str = NOTE,
        at: str | None = None,
        seen: Callable[[str], object] | None = None,
    ) -> None:
        """`at` is the id of the choice to begin on; `seen` is told which one the cursor is on."""
        super().__init__()
        self._seen = seen
        self._title = title
        self._find = find
        self._note = note
        self._at = at
        self._found: Sequence[Choice] = ()
        self._marked: int | None = None

    def compose(self) -> ComposeResult:
        """Lay out search field, choices and keys."""
        with Vertical(classes="popup"):
            yield Input(placeholder="type to search", compact=True)
            yield OptionList(markup=False)
            yield Static(self._note, markup=False)

    def on_mount(self) -> None:
        """Show all choices."""
        self.query_one(Vertical).border_title = Content(self._title)
        self._fill("")
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    def _fill(self, query: str) -> None:
        self._found = self._find(query)
        places = {choice.id: place for place, choice in enumerate(self._found)}
        first = places.get(self._at or "", 0)
        options = self.query_one(OptionList)
        options.set_options(
            [
                Option(self._row(place, marked=place == first), id=id_)
                for id_, place in places.items()
            ]
            or [Option(Content(f'Nothing matches "{query}".'), disabled=True)]
        )
        options.highlighted = self._marked = first if self._found else None

    def _row(self, place: int, *, marked: bool) -> Content:
        """An entry; the one under the cursor says so by a character, not by its colour alone."""
        choice = self._found[place]
        mark = "> " if marked else "  "
        if not choice.head:
            return Content(mark + choice.says)
        head = pad(choice.head, HEAD_CELLS)
        return Content.assemble(mark, (head, "bold"), " ", choice.says)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Take the mark along with the cursor."""
        event.stop()
        options = self.query_one(OptionList)
        for place, marked in ((self._marked, False), (options.highlighted, True)):
            if place is not None and place < len(self._found):
                options.replace_option_prompt_at_index(place, self._row(place, marked=marked))
        self._marked = options.highlighted
        if self._seen is not None and event.option_id:
            self._seen(event.option_id)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the choices as the reader types."""
        event.stop()
        self._at = None
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the choice under the cursor."""
        event.stop()
        option = self.query_one(OptionList).highlighted_option
        if option is not None and option.id:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice that was clicked."""
        event.stop()
        self.dismiss(event.option_id)

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)

    def action_step(self, step: int) -> None:
        """Move in the choices while the field keeps the focus."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the popup."""
        if event.widget is self:
            self.dismiss(None)


def narrowed(choices: Sequence[Choice]) -> Find:
    """Find among fixed choices: each must hold every word that was typed."""

    def find(query: str) -> list[Choice]:
        words = query.casefold().split()
        return [
            choice
            for choice in choices
            if all(word in f"{choice.head} {choice.says}".casefold() for word in words)
        ]

    return find
