"""Styled lines: the one form in which a page is handed to whoever draws it.

A role names what a span means, never a colour; the theme decides how it looks. An act names what a
click on the span does: the id of a key, or `row:ID`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shiptui.text.cells import pad, start, width, wrap

ROLES = frozenset(
    {
        "",  # plain text
        "a",  # the left side
        "b",  # the right side
        "bar.a",
        "bar.b",
        "dim",  # less important
        "strong",  # more important
        "title",  # the name of a pane or a tool
        "rule",  # lines between panes
        "focus",  # the same, of the pane that has the focus
        "key",  # a key the reader can press
        "good",  # an acknowledgement
        "warn",  # something the reader should know
        "chosen",  # the side voted for, the view that is open
    }
)


class Span(NamedTuple):
    """A piece of one line."""

    text: str
    role: str = ""
    act: str = ""

    @property
    def cells(self) -> int:
        """Terminal cells it takes."""
        return width(self.text)


Line = tuple[Span, ...]


class Page(NamedTuple):
    """What a pane shows: its heading, then the lines that scroll under it.

    A page of takes says whose it shows, and on which line each persona's begin.
    """

    lines: list[Line]
    persona: str | None = None
    anchors: Mapping[str | None, int] = {}


def page(
    lines: Iterable[Line],
    cells: int,
    ellipsis: str,
    persona: str | None = None,
    anchors: Mapping[str | None, int] | None = None,
) -> Page:
    """Make a page whose lines all keep to `cells`."""
    return Page([fit_line(each, cells, ellipsis) for each in lines], persona, anchors or {})


def line(*parts: Span | str) -> Line:
    """A line from spans and plain texts; empty ones are left out."""
    spans = [part if isinstance(part, Span) else Span(part) for part in parts]
    return tuple([span for span in spans if span.text])


def text_of(spans: Line) -> str:
    """The bare text of a line."""
    return "".join(span.text for span in spans)


_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd")


def drawable(text: str) -> str:
    """The text without anything that could steer a terminal.

    Texts were cleaned long before. This is the last line of defence, for one look at a span.
    """
    return text if text.isprintable() else text.translate(_CONTROLS)


def width_of(spans: Line) -> int:
    """The cells a line takes."""
    return sum([width(span.text) for span in spans])


def span_at(spans: Line, cell: int) -> Span | None:
    """The span that covers a cell of a line."""
    for span in spans:
        if cell < span.cells:
            return span
        cell -= span.cells
    return None


def fit_line(spans: Line, cells: int, ellipsis: str) -> Line:
    """Cut a line to at most `cells`, with an ellipsis where more than blanks was left out."""
    if width_of(spans) <= cells:
        return spans
    if width(text_of(spans).rstrip()) <= cells:
        return _start(spans, cells)
    room = cells - width(ellipsis)
    kept = _start(spans, room)
    while kept and not kept[-1].text.strip():
        kept = kept[:-1]
    if not kept:
        return (spans[0]._replace(text=start(ellipsis, cells)),) if cells > 0 else ()
    last = kept[-1]
    text = last.text.rstrip().removesuffix(ellipsis)
    return (*kept[:-1], last._replace(text=text + ellipsis))


def _start(spans: Line, cells: int) -> Line:
    """The longest start of a line that fits."""
    fitted: list[Span] = []
    for span in spans:
        text = start(span.text, cells)
        if text:
            fitted.append(span._replace(text=text))
        cells -= span.cells
        if text != span.text:
            break
    return tuple(fitted)


def fill_line(spans: Line, cells: int, ellipsis: str) -> Line:
    """Cut or fill a line to exactly `cells`."""
    fitted = fit_line(spans, cells, ellipsis)
    return line(*fitted, " " * (cells - width_of(fitted)))


def spread(left: Line, right: Line, cells: int, ellipsis: str) -> Line:
    """Two lines at the two ends of one; the right one stays whole, the left one gives way."""
    room = cells - width_of(right) - (1 if right else 0)
    if room < 1:
        return fill_line(left, cells, ellipsis)
    return (*fill_line(left, room, ellipsis), *line(" " if right else "", *right))


def rule(
    title: Iterable[Span], right: str, cells: int, *, stroke: str, role: str, ellipsis: str
) -> Line:
    """A line across a pane with its title at the left and a remark at the right.

    The remark is left out where the title would have to be cut for it.
    """
    head = tuple(title)
    remark = f" {right} " if right else ""
    ends = width(stroke * 2 + " ") + width(" " + stroke * 2)
    if width_of(head) + width(remark) + ends + 2 > cells:
        remark = ""
    head = fit_line(head, max(cells - ends, 0), ellipsis)
    between = cells - 3 - width_of(head) - 1 - width(remark) - (2 if remark else 0)
    return line(
        Span(stroke * 2 + " ", role),
        *head,
        Span(" " + stroke * between, role),
        Span(remark, "dim"),
        Span(stroke * 2 if remark else "", role),
    )


def paragraph(text: str, cells: int, role: str = "") -> list[Line]:
    """A text broken between words."""
    return [line(Span(row, role)) for row in wrap(text, cells)]


def column(text: str, cells: int, ellipsis: str, role: str = "") -> Span:
    """A text in a field of exactly `cells`."""
    return Span(pad(text, cells, ellipsis), role)
