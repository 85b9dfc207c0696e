"""The browse screen: the list, the matchup under its cursor, and the keys that act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Input

from shiptui.model.catalog import Persona
from shiptui.model.facts import Matchup, View
from shiptui.page.chrome import footer_line, header_line, welcome_lines
from shiptui.page.lines import Span, line
from shiptui.page.look import Look
from shiptui.page.matchup import MatchupPage, matchup_page
from shiptui.page.words import VIEW_NAMES, empty_words
from shiptui.tui.keys import FILTER_HINTS, KEYS, hints
from shiptui.tui.messages import WelcomeDismissed
from shiptui.tui.reader import Reader
from shiptui.tui.screens.browse_acts import ACTS
from shiptui.tui.widgets.detail import Detail
from shiptui.tui.widgets.lines import Block, Lines
from shiptui.tui.widgets.matchup_list import MatchupList

SMALLEST = (40, 10)
"""Columns and rows below which there is nothing sensible to draw."""

ROOM_FOR_ALL_TAKES = 140
"""Columns of the detail from which every persona's takes are shown at once."""

ROOM_FOR_ALL_WORDS = 18
"""Rows of the detail below which each fact gets one line."""


class BrowseScreen(Screen[None]):
    """Four views of the matchups. The list keeps the focus, the detail follows its cursor."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-std"), (120, "-wide"), (180, "-ultra")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (20, "-tall")]  # noqa: RUF012 - as above
    BINDINGS = [  # noqa: RUF012 - as above
        Binding(",".join(key.keys), f"act('{key.id}')", key.words, show=False, id=key.id)
        for key in KEYS
    ]

    def __init__(
        self,
        reader: Reader,
        can_undo: Callable[[], bool],
        *,
        view: View = View.FEED,
        query: str = "",
        look: Look | None = None,
        welcome: bool = False,
        notice: str = "",
    ) -> None:
        super().__init__()
        self.reader = reader
        self.view = view
        self.query_text = query
        self.look = look or Look()
        self.matchup: Matchup | None = None
        self.swapped: set[str] = set()
        self._personas: tuple[Persona, ...] = ()
        self._can_undo = can_undo
        self._welcome = welcome
        self._notice = notice

    def compose(self) -> ComposeResult:
        """Lay out header, panes and footer."""
        yield Block("header")
        yield Block("welcome")
        with Container(id="body"):
            yield MatchupList(self.reader.rows, self.look.glyphs)
            yield Detail(self.look.glyphs)
        yield Block("message")
        yield Input(id="filter", placeholder="words to look for", compact=True)
        yield Block("footer")
        yield Block("small")

    def on_mount(self) -> None:
        """Show the first matchup before anything else happens."""
        self._personas = self.reader.personas()
        self.list.focus()
        self.reindex()
        self.say(self._notice, "warn")

    @property
    def list(self) -> MatchupList:
        """The left pane."""
        return self.query_one(MatchupList)

    @property
    def detail(self) -> Detail:
        """The right pane."""
        return self.query_one(Detail)

    @property
    def filter(self) -> Input:
        """The filter field."""
        return self.query_one("#filter", Input)

    def action_act(self, key: str) -> None:
        """Run the action of a key's id."""
        ACTS[key](self)

    def say(self, sentence: str, role: str = "good") -> None:
        """Put one sentence above the footer; it stays until the next one."""
        self.query_one("#message", Block).show(line(" ", Span(sentence, role)))

    @property
    def said(self) -> str:
        """The sentence that stands above the footer."""
        shown = self.query_one("#message", Block).shown
        return "".join(span.text for span in shown[0]).strip() if shown else ""

    def open_view(self, view: View) -> None:
        """Change to another view."""
        self.view = view
        self.reindex()

    def filter_by(self, query: str) -> None:
        """Show what matches."""
        self.query_text = query
        self.reindex()

    def reindex(self) -> None:
        """Build the list anew."""
        counts = self.reader.counts()
        ids = self.reader.index(self.view, query=self.query_text)
        title = VIEW_NAMES[self.view]
        if self.query_text:
            title += f' matching "{self.query_text}"'
        self.list.show(ids, title, empty_words(self.view, self.query_text, counts.feed))
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Read again what a vote or a save can change; rows stay where they are."""
        self.list.reload()
        self._show_current(keep_place=True)
        self._draw_chrome()

    def _show_current(self, *, keep_place: bool) -> None:
        current = self.list.current
        same = self.matchup is not None and self.matchup.id == current
        self.matchup = self.reader.matchup(current) if current else None
        self.redraw(keep_place=keep_place and same)

    def redraw(self, *, keep_place: bool = True) -> None:
        """Draw the detail again."""
        if self.matchup is None:
            self.detail.show(None)
            return
        make = partial(self._page, self.matchup, self.look_at(self.matchup))
        self.detail.show(make, keep_place=keep_place)

    def look_at(self, matchup: Matchup) -> Look:
        """How this matchup is drawn."""
        return replace(self.look, swapped=matchup.id in self.swapped)

    def _page(self, matchup: Matchup, look: Look, cells: int, focused: bool) -> MatchupPage:  # noqa: FBT001 - called by position
        look = replace(
            look,
            every_take=cells >= ROOM_FOR_ALL_TAKES,
            terse=self.detail.room < ROOM_FOR_ALL_WORDS,
        )
        return matchup_page(matchup, self._personas, look, cells, focused=focused)

    def _draw_chrome(self) -> None:
        width, height = self.size
        glyphs = self.look.glyphs
        counts = self.reader.counts()
        header = header_line(counts, self.view, "bundled catalog", width, glyphs)
        self.query_one("#header", Block).show(header)
        shown = FILTER_HINTS if self.filtering else hints(can_undo=self._can_undo())
        self.query_one("#footer", Block).show(footer_line(shown, width))
        self.query_one("#welcome", Block).show(*welcome_lines(width, glyphs))
        self.set_class(self._welcome and not counts.voted, "-welcome")
        self.set_class(width < SMALLEST[0] or height < SMALLEST[1], "-tiny")
        words = f"Window too small (need {SMALLEST[0]}x{SMALLEST[1]}, have {width}x{height})"
        self.query_one("#small", Block).show(line(words))

    @property
    def welcoming(self) -> bool:
        """Whether the first-run strip is on screen."""
        return self.has_class("-welcome")

    def dismiss_welcome(self) -> None:
        """Take the first-run strip away for good."""
        if self._welcome:
            self._welcome = False
            self.set_class(False, "-welcome")
            self.post_message(WelcomeDismissed())

    @property
    def filtering(self) -> bool:
        """Whether the filter field is open."""
        return self.has_class("-filtering")

    def open_filter(self) -> None:
        """Let the reader type."""
        self.filter.value = self.query_text
        self.add_class("-filtering")
        self.filter.focus()
        self._draw_chrome()

    def close_filter(self) -> None:
        """Back to the list; what was typed stays in force."""
        self.remove_class("-filtering")
        self.list.focus()
        self._draw_chrome()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as the reader types."""
        event.stop()
        if self.filtering and event.value != self.query_text:
            self.filter_by(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.close_filter()

    def on_matchup_list_cursor_moved(self, message: MatchupList.CursorMoved) -> None:
        """Let the detail follow the cursor."""
        message.stop()
        self._show_current(keep_place=False)

    def on_lines_acted(self, message: Lines.Acted) -> None:
        """Do what was clicked."""
        message.stop()
        what, _, value = message.act.partition(":")
        if what == "row":
            self.list.focus()
            self.list.move_to(self.list.ids.index(value))
        elif what == "persona":
            self.choose_persona(value or None)
        else:
            self.action_act(message.act)

    def jump_to(self, id_: str) -> None:
        """Put the cursor on a matchup, in the whole feed if this list lacks it."""
        if id_ not in self.list.ids:
            self.query_text = ""
            self.open_view(View.FEED)
        if id_ in self.list.ids:
            self.list.move_to(self.list.ids.index(id_))
        self.list.focus()

    def choose_persona(self, persona: str | None) -> None:
        """Show one persona's takes, on this and the following matchups."""
        self.look = replace(self.look, persona=persona, chosen=True)
        self.redraw()
        self.detail.bring_up(persona)

    def on_resize(self) -> None:
        """Fit the chrome to the window."""
        self._draw_chrome()
