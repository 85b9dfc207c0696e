"""The keys, searchable; Enter runs the one under the cursor."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from shiptui.text.cells import pad
from shiptui.tui.keys import Key, matching

KEY_CELLS = 15


class HelpScreen(ModalScreen[str | None]):
    """Closes with the id of the key to run, or None."""

    BINDINGS = [  # noqa: RUF012 - Textual's own declaration
        Binding("escape", "close", "Close"),
        Binding("up", "cursor(-1)", "Up"),
        Binding("down", "cursor(1)", "Down"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out search field and table."""
        with Vertical(classes="popup"):
            yield Input(placeholder="search the keys", compact=True)
            yield OptionList(markup=False)
            yield Static(
                "Enter runs it   Esc closes   drag with Shift to select in the terminal",
                markup=False,
            )

    def on_mount(self) -> None:
        """Show all keys."""
        self.query_one(Vertical).border_title = Content("Keys")
        self._fill("")
        self.query_one(Input).focus()

    def _fill(self, query: str) -> None:
        found = matching(query)
        options = self.query_one(OptionList)
        options.set_options(
            [Option(self._row(key), id=key.id) for key in found]
            or [Option(Content(f'No key matches "{query}".'), disabled=True)]
        )
        options.highlighted = 0 if found else None

    def _row(self, key: Key) -> Content:
        return Content.assemble((pad(key.display, KEY_CELLS), "bold"), " ", key.says)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the table as the reader types."""
        event.stop()
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run the key under the cursor."""
        event.stop()
        option = self.query_one(OptionList).highlighted_option
        if option is not None and option.id:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Run the key that was clicked."""
        event.stop()
        self.dismiss(event.option_id)

    def action_close(self) -> None:
        """Close without running anything."""
        self.dismiss(None)

    def action_cursor(self, step: int) -> None:
        """Move in the table while the field keeps the focus."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_click(self, event: events.Click) -> None:
        """A click beside the popup closes it."""
        if event.widget is self:
            self.dismiss(None)
