"""The frame every main screen shares: header, list, detail, message line, filter, footer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from shiptui.model.frozen import replace
from shiptui.page.chrome import (
    Hint,
    Tab,
    footer_line,
    header_line,
    keys_lines,
    message_line,
)
from shiptui.page.lines import paragraph
from shiptui.page.look import Look
from shiptui.page.progress import Progress, progress_line
from shiptui.page.syncing import BUNDLED
from shiptui.tui.keys import BY_ID, FILTER_HINTS, KEYS, ids_by_key
from shiptui.tui.messages import KeyOvertaken, StopAsked
from shiptui.tui.outfit import HEIGHTS, SMALLEST, WIDTHS, Outfit
from shiptui.tui.screens.filtered import Filtered, FilterField
from shiptui.tui.views import SavedFilter
from shiptui.tui.widgets.detail import Detail
from shiptui.tui.widgets.lines import Block, Lines
from shiptui.tui.widgets.row_list import RowList

Act = Callable[[Any], object]
"""What a key does to the screen that it is pressed on."""

PANEL_FROM, PANEL_CELLS = 120, 36
"""Columns of a window that has room for the keys beside the rest, and the columns they take."""

ZOOMS = ("-zoom-list", "-zoom-detail")


class Frame(Filtered, inherit_bindings=False):
    """The list keeps the focus, the detail follows its cursor. Subclasses say what the rows are."""

    HORIZONTAL_BREAKPOINTS = list(WIDTHS)  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = list(HEIGHTS)  # noqa: RUF012 - as above
    HAS_LIST: ClassVar[bool] = True

    detail: Detail
    """The right pane, kept like the list."""

    def __init__(self, acts: Mapping[str, Act], look: Look) -> None:
        super().__init__()
        self.acts = acts
        self.look = look
        self.said = ""
        self.progress: Progress | None = None
        self._said_role = "good"
        self.table = KEYS
        self._ids = ids_by_key(KEYS)
        self.saved_filters: tuple[SavedFilter, ...] = ()
        self.phrase: Callable[[], str] = lambda: BUNDLED

    def dress(self, outfit: Outfit, phrase: Callable[[], str]) -> None:
        """Put on what the reader's config asks for; `phrase` says how things stand with feeds."""
        self.phrase = phrase
        self.table = outfit.table
        self._ids = ids_by_key(outfit.table)
        self.saved_filters = outfit.saved_filters
        if outfit.breakpoints:
            self.HORIZONTAL_BREAKPOINTS = outfit.breakpoints

    def make_list(self) -> RowList[Any]:
        """Make the left pane."""
        raise NotImplementedError

    def show_current(self, *, keep_place: bool) -> None:
        """Show what is under the cursor in the detail."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Let list and detail be what the last keys asked for; here they always are."""

    def follow(self) -> None:
        """Let the detail follow the cursor."""
        self.show_current(keep_place=False)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views for the header."""
        raise NotImplementedError

    def status(self) -> str:
        """Say the header's one phrase."""
        return self.phrase()

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out header, panes and footer."""
        yield Block("header")
        yield Block("welcome")
        with Container(id="body"):
            self.list = self.make_list()
            self.list.follow = self.follow
            yield self.list
            self.detail = Detail(self.look.glyphs)
            yield self.detail
            yield Block("keys")
        yield Block("message")
        yield FilterField(self.follow_filter)
        yield Block("footer")
        yield Block("small")

    def on_mount(self) -> None:
        """Show the first row before anything else happens."""
        self.set_class(not self.HAS_LIST, "-sheet")
        (self.list if self.HAS_LIST else self.detail).focus()
        self.begin()

    def begin(self) -> None:
        """Fill the screen; Textual would call an `on_mount` of each class, this is called once."""
        self.reindex()

    def on_screen_resume(self) -> None:
        """Show what changed meanwhile on other screens."""
        self.refresh_facts()

    def on_key(self, event: events.Key) -> None:
        """Run what a key stands for.

        The filter field comes first. Letters typed faster than it can take the focus are its own
        all the same; Textual asks for the keys that edit it only after this. In the same way keys
        that were on their way here while a popup opened are the popup's.
        """
        character = event.character or ""
        if self.app.screen is not self:
            event.stop()
            event.prevent_default()
            self.post_message(KeyOvertaken(event.key, event.character))
            return
        if self.filtering and self.typed(event):
            return
        id_ = self._ids.get(event.key) or self._ids.get(character)
        if id_ is not None:
            event.stop()
            event.prevent_default()
            self.action_act(id_)

    def action_act(self, key: str) -> None:
        """Run the action of a key's id; a key that means nothing here says so."""
        act = self.acts.get(key)
        if act is None:
            self.say(f"{BY_ID[key].words} does nothing here. ? shows the keys that do.", "warn")
        else:
            act(self)

    def say(self, sentence: str, role: str = "good") -> None:
        """Put one sentence above the footer; it stays until the next one."""
        self.said, self._said_role = sentence, role
        self._draw_message()

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far something is, in the place of the last sentence; None when it is over."""
        self.progress = progress
        self._draw_message()

    def _draw_message(self) -> None:
        width, glyphs = self.size.width, self.look.glyphs
        if self.progress is not None:
            still = self.app.animation_level == "none"
            spans = progress_line(self.progress, width, glyphs, still=still)
        else:
            spans = message_line(self.said, self._said_role, width, glyphs)
        self.query_one("#message", Block).show(spans)

    def turn_panel(self) -> None:
        """Show the keys beside the rest, or hide them."""
        shown = not self.has_class("-keys")
        self.set_class(shown, "-keys")
        self.draw_chrome()
        if shown and self.size.width < PANEL_FROM:
            self.say(f"The keys are shown from {PANEL_FROM} columns on. ? shows them here.", "warn")

    def restyle(self, look: Look) -> None:
        """Draw everything in another look."""
        self.look = replace(look, persona=self.look.persona, chosen=self.look.chosen)
        self.list.glyphs = self.detail.glyphs = look.glyphs
        self.reindex()

    def renew(self) -> None:
        """Read everything anew: feeds may have brought something."""
        self.reindex()

    def refresh_facts(self) -> None:
        """Read again what a vote or a save can change; rows stay where they are."""
        self.list.reload()
        self.show_current(keep_place=True)
        self.draw_chrome()

    def draw_chrome(self) -> None:
        """Draw header and footer for the window as it is."""
        width, height = self.size
        glyphs = self.look.glyphs
        header = header_line(self.tabs(), self.status(), width, glyphs)
        self.query_one("#header", Block).show(header)
        hints = FILTER_HINTS if self.filtering else self.hints()
        self.query_one("#footer", Block).show(footer_line(hints, width))
        self._draw_message()
        if self.has_class("-keys"):
            shown = [key for key in self.table if key.id in self.acts and key.keys]
            rows = [(key.display, key.words) for key in shown]
            self.query_one("#keys", Block).show(
                *keys_lines(rows, PANEL_CELLS, self.query_one("#body").size.height, glyphs)
            )
        self.set_class(width < SMALLEST[0] or height < SMALLEST[1], "-tiny")
        words = f"Window too small (need {SMALLEST[0]}x{SMALLEST[1]}, have {width}x{height})"
        self.query_one("#small", Block).show(*paragraph(words, width))

    def go_in(self) -> None:
        """Into the detail, also out of a list that has the whole window."""
        if self.has_class("-zoom-list"):
            self.remove_class("-zoom-list")
            self.add_class("-zoom-detail")
        self.add_class("-reading")
        self.detail.focus()

    def go_out(self) -> None:
        """Back to the list."""
        self.remove_class("-reading")
        if self.HAS_LIST:
            self.list.focus()

    def unzoom(self) -> bool:
        """Give both panes their room again; tells whether one had it all."""
        zoomed = any(self.has_class(name) for name in ZOOMS)
        self.remove_class(*ZOOMS)
        return zoomed

    def step_back(self) -> bool:
        """One level back, if there is one: filter, zoom, detail."""
        if self.filtering or self.query_text:
            self.filter_by("")
            if self.filtering:
                self.close_filter()
            return True
        if self.unzoom():
            return True
        if self.HAS_LIST and (self.focused is self.detail or self.has_class("-reading")):
            self.go_out()
            return True
        return False

    def cancel(self) -> None:
        """Close what is open, else give up what takes a while; never quits."""
        if self.progress is not None or not self.step_back():
            self.post_message(StopAsked())

    def on_lines_acted(self, message: Lines.Acted) -> None:
        """Do what was clicked."""
        message.stop()
        what, colon, value = message.act.partition(":")
        if not colon:
            self.action_act(message.act)
        elif what != "row":
            self.clicked(what, value)
        elif value in self.list.ids:
            self.list.focus()
            self.list.aim(value)

    def jump(self, id_: str) -> None:
        """Leave the filter field and put the cursor on a row of the list."""
        self.remove_class("-filtering")
        self.list.aim(id_)
        self.list.focus()
        self.draw_chrome()

    def clicked(self, what: str, value: str) -> None:
        """Follow a click on something that only this kind of screen shows."""

    def on_resize(self) -> None:
        """Fit the chrome to the window."""
        self.draw_chrome()
