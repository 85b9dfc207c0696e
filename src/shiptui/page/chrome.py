"""The frame around the panes: header, footer, welcome strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, fit_line, line, spread, width_of
from shiptui.page.look import Look
from shiptui.page.section import heading
from shiptui.text.cells import pad, width

WELCOME = (
    ("j/k", "move"),
    ("a or b", "the one you would ship"),
    ("s", "saves it"),
    ("?", "keys"),
    ("q", "quits"),
)


class Hint(NamedTuple):
    """A key and its word in the footer. The lowest `rank` is the last to give way."""

    key: str
    word: str
    act: str
    rank: int
    dimmed: bool = False

    @property
    def cells(self) -> int:
        """Width of the hint."""
        return width(self.key) + 1 + width(self.word)


def footer_line(hints: tuple[Hint, ...], cells: int) -> Line:
    """As many hints as fit, whole or not at all, in their own order; lower ranks stay longest."""
    room = cells - 1
    kept: set[Hint] = set()
    for hint in sorted(hints, key=lambda hint: hint.rank):
        cost = hint.cells + (2 if kept else 0)
        if cost > room:
            break
        kept.add(hint)
        room -= cost
    spans: list[Span] = [Span(" ")]
    for hint in hints:
        if hint not in kept:
            continue
        if len(spans) > 1:
            spans.append(Span("  "))
        role = "dim" if hint.dimmed else "key"
        spans += [
            Span(hint.key, role, hint.act),
            Span(f" {hint.word}", "dim" if hint.dimmed else "", hint.act),
        ]
    return tuple(spans)


BRAND_FROM = 120
"""Columns from which the header names the program."""


class Tab(NamedTuple):
    """A view in the header. `rows` is None where there is nothing to count."""

    key: str
    name: str
    rows: int | None
    act: str
    is_open: bool = False


class Form(NamedTuple):
    """How much of the header is said: the gap between tabs, how many names, whose counts."""

    gap: int
    names: int
    counts: int
    phrase: bool = True


FORMS = (
    Form(3, 99, 99),
    Form(2, 99, 99),
    Form(2, 99, 4),
    Form(2, 5, 4),
    Form(2, 99, 0),
    Form(2, 5, 0),
    Form(2, 99, 0, phrase=False),
    Form(2, 5, 0, phrase=False),
    Form(2, 0, 0, phrase=False),
)
"""From the fullest to the barest; the first that fits is taken."""


def header_line(tabs: Sequence[Tab], status: str, cells: int, glyphs: Glyphs) -> Line:
    """The views with their counts, the open one marked, and one phrase about the feed."""
    brand = line(" ", Span("shiptui", "strong"), " ") if cells >= BRAND_FROM else ()
    shown: Line = ()
    for form in FORMS:
        phrase = line(Span(f"{status} ", "dim")) if form.phrase else ()
        shown = (*brand, *_tabs(tabs, form))
        if width_of(shown) + 1 + width_of(phrase) <= cells:
            return spread(shown, phrase, cells, glyphs.ellipsis)
    return fit_line(shown, cells, glyphs.ellipsis)


def _tabs(tabs: Sequence[Tab], form: Form) -> Line:
    spans: list[Span] = []
    for place, tab in enumerate(tabs):
        word = f" {tab.name}" if tab.is_open or place < form.names else ""
        if tab.rows is not None and (tab.is_open or place < form.counts):
            word += f" {tab.rows}"
        spans += [
            Span(" " * (form.gap if spans else 1)),
            Span(tab.key, "key", tab.act),
            Span(word, "chosen" if tab.is_open else "", tab.act),
        ]
    return tuple(spans)


def status_words(due: int, phrase: str) -> str:
    """The end of the header: first of all the claims that wait to be settled, else the feeds."""
    return f"{due} due, D shows" if due else phrase


PRESS = " Press "
"""Where the part of a message begins that says which key leads on."""


def message_line(sentence: str, role: str, cells: int, glyphs: Glyphs) -> Line:
    """The line above the footer. What to press stays whole as long as anything does."""
    head, press, tail = sentence.rpartition(PRESS)
    whole = line(" ", Span(sentence, role))
    if width_of(whole) <= cells or not press:
        return fit_line(whole, cells, glyphs.ellipsis)
    advice = Span(f"{press}{tail}", role)
    room = cells - advice.cells
    if room < SHORTEST_MESSAGE:
        return fit_line(whole, cells, glyphs.ellipsis)
    return (*fit_line(line(" ", Span(head, role)), room, glyphs.ellipsis), advice)


SHORTEST_MESSAGE = 12
"""Cells below which the beginning of a message tells nothing."""

THANKS = "That is it. u undoes, n goes to the next one, s keeps one for later."


def thanks_lines(cells: int, glyphs: Glyphs) -> tuple[Line, ...]:
    """What takes the place of the first-run strip after the first vote, once."""
    head = heading("Your first vote", "Esc hides this", Look(glyphs), cells)
    return head, fit_line(line(" ", THANKS), cells, glyphs.ellipsis)


def welcome_lines(cells: int, glyphs: Glyphs) -> tuple[Line, Line]:
    """The first-run strip: five keys, as many as fit whole."""
    head = heading("Welcome to shiptui", "Esc hides this", Look(glyphs), cells)
    spans: Line = line(" ")
    for key, word in WELCOME:
        more = line(*spans, "   " if len(spans) > 1 else "", Span(key, "key"), f" {word}")
        if width_of(more) > cells:
            break
        spans = more
    return head, spans


def keys_lines(
    rows: Sequence[tuple[str, str]], cells: int, room: int, glyphs: Glyphs
) -> tuple[Line, ...]:
    """The panel of keys: a heading, then each key with its words, as many as there is room for."""
    if len(rows) >= room:
        rows = (*rows[: room - 2], ("?", "shows them all"))
    head = heading("Keys", "", Look(glyphs), cells)
    lines = (line(Span(pad(keys, KEYS_CELLS), "key"), f" {words}") for keys, words in rows)
    return head, *(fit_line(each, cells, glyphs.ellipsis) for each in lines)


KEYS_CELLS = 14
"""Cells of a key in the panel; a longer list of keys is cut."""
