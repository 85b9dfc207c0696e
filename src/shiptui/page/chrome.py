"""The frame around the panes: header, footer, welcome strip."""

from __future__ import annotations

from typing import NamedTuple

from shiptui.model.facts import Counts, View
from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, fit_line, line, rule, spread, width_of
from shiptui.page.words import VIEW_NAMES
from shiptui.text.cells import width

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


BRAND_FROM = 100
"""Columns from which the header names the program."""


def header_line(counts: Counts, view: View, status: str, cells: int, glyphs: Glyphs) -> Line:
    """The views with their counts, the open one marked, and one phrase about the feed.

    Where room is short the gaps go first, then the counts of the other views, then the phrase.
    """
    phrase = line(Span(f"{status} ", "dim"))
    forms = [_views(counts, view, gap, every) for gap, every in ((3, True), (2, True), (2, False))]
    brand = line(" ", Span("shiptui", "strong"), " ") if cells >= BRAND_FROM else ()
    for form in forms:
        if width_of(brand) + width_of(form) + 1 + width_of(phrase) <= cells:
            return spread((*brand, *form), phrase, cells, glyphs.ellipsis)
    return fit_line(forms[-1], cells, glyphs.ellipsis)


def _views(counts: Counts, view: View, gap: int, every: bool) -> Line:  # noqa: FBT001 - two forms
    numbers = (counts.feed, counts.unvoted, counts.saved, counts.voted)
    spans: list[Span] = []
    for index, (each, count) in enumerate(zip(View, numbers, strict=True), 1):
        is_open = each is view
        word = f" {VIEW_NAMES[each]}" + (f" {count}" if every or is_open else "")
        spans += [
            Span(" " * (gap if spans else 1)),
            Span(str(index), "key", f"view.{each}"),
            Span(word, "chosen" if is_open else "", f"view.{each}"),
        ]
    return tuple(spans)


def welcome_lines(cells: int, glyphs: Glyphs) -> tuple[Line, Line]:
    """The first-run strip: five keys, as many as fit whole."""
    head = rule(
        [Span("Welcome to shiptui", "title")],
        "Esc hides this",
        cells,
        stroke=glyphs.light,
        role="rule",
        ellipsis=glyphs.ellipsis,
    )
    spans: Line = line(" ")
    for key, word in WELCOME:
        more = line(*spans, Span(key, "key"), Span(f" {word}   "))
        if width_of(more) > cells + 3:
            break
        spans = more
    return head, fit_line(spans, cells, glyphs.ellipsis)
