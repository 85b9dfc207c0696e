"""The first screen as text, drawn before Textual is imported, which takes longer than all this.

The lines are those of the pages. What is said here a second time is how the stylesheet divides the
window; a test compares every cell with what Textual draws a moment later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shiptui.model.facts import Sort, View
from shiptui.model.frozen import replace
from shiptui.page.chrome import footer_line, header_line, message_line, status_words, welcome_lines
from shiptui.page.lines import Line, Page, drawable, fit_line
from shiptui.page.listing import lines_a_row, row_lines, tall_below
from shiptui.page.look import Look, fitted
from shiptui.page.matchup import matchup_page
from shiptui.page.pane import list_heading, pane_line, room
from shiptui.page.syncing import BUNDLED
from shiptui.page.words import list_title
from shiptui.text.days import today
from shiptui.tui.colours import ANSI, BOLD, COLOURS, Depth, colour_code, colour_of
from shiptui.tui.keys import hints
from shiptui.tui.outfit import SMALLEST, WIDTHS, Outfit
from shiptui.tui.reader import Facts
from shiptui.tui.veiled import VeiledReader
from shiptui.tui.views import tabs_of

LOW, TALL = 12, 20
"""Rows from which header and detail are shown, and the welcome strip."""

LIST_ROWS, LIST_ROWS_LOW = 7, 5
"""Rows of the list where it lies above the detail, and where the window is low."""


class Opening(NamedTuple):
    """What the program opens on."""

    reader: VeiledReader
    facts: Facts
    look: Look
    outfit: Outfit
    view: View = View.FEED
    sort: Sort = Sort.NEWEST
    welcome: bool = False
    notice: str = ""
    status: str = BUNDLED


class Piece(NamedTuple):
    """A line in a field of so many cells, marked where it is the cursor's."""

    line: Line
    cells: int
    marked: bool = False


Row = tuple[Piece, ...]


class Division(NamedTuple):
    """How the window is divided: the sizes of list and detail, and the cells between them."""

    list: tuple[int, int]
    detail: tuple[int, int] = (0, 0)
    between: int = 0


class Frame(NamedTuple):
    """The rows of the window, each as text that draws it, and the ids of the matchups in sight."""

    rows: tuple[str, ...]
    ids: tuple[str, ...]


class Listed(NamedTuple):
    """The list with its cursor: its lines, and the ids of the rows that are whole in sight."""

    rows: list[Row]
    ids: tuple[str, ...]


def first_frame(
    opening: Opening, size: tuple[int, int], theme: str, depth: Depth, cursor: int = 0
) -> Frame | None:
    """The whole window with the cursor on a row of the list; None where it is left to Textual."""
    listed = first_rows(opening, *size, cursor)
    if listed is None:
        return None
    rows = _painted(listed.rows, COLOURS[theme], depth, ansi=theme == ANSI)
    return Frame(tuple(rows), listed.ids)


def first_rows(opening: Opening, columns: int, rows: int, cursor: int = 0) -> Listed | None:
    """The window row by row; None where it is small, or the list hidden or without this row."""
    outfit, look = opening.outfit, opening.look
    counts = opening.reader.open.counts()
    if columns < SMALLEST[0] or rows < LOW or opening.reader.blind.names:
        return None
    tabs = tabs_of(counts, opening.view, outfit.saved_filters)
    strip = welcome_lines(columns, look.glyphs) if opening.welcome and rows >= TALL else ()
    found_hints = hints(can_undo=opening.facts.can_undo(), table=outfit.table)
    status = status_words(opening.facts.claims_due(today().isoformat()), opening.status)
    head = [header_line(tabs, status, columns, look.glyphs), *strip]
    foot = [
        message_line(opening.notice, "warn", columns, look.glyphs),
        footer_line(found_hints, columns),
    ]
    shape = division(outfit, columns, rows - len(head) - len(foot), low=rows < TALL)
    listed = _list(opening, counts.of(opening.view), cursor, *shape.list)
    if listed is None:
        return None
    body = _body(opening, listed, listed.ids[cursor], shape)
    return Listed([*_whole(head, columns), *body, *_whole(foot, columns)], listed.ids)


def _whole(lines: list[Line], columns: int) -> list[Row]:
    return [(Piece(each, columns),) for each in lines]


def _body(opening: Opening, listed: Listed, id_: str, shape: Division) -> list[Row]:
    if not shape.detail[0]:
        return listed.rows
    detail = [(Piece(each, shape.detail[0]),) for each in _detail(opening, id_, shape.detail)]
    if not shape.between:
        return [*listed.rows, *detail]
    gap = Piece((), shape.between)
    return [(*left, gap, *right) for left, right in zip(listed.rows, detail, strict=True)]


def division(outfit: Outfit, columns: int, rows: int, *, low: bool) -> Division:
    """Divide a body of this size as the stylesheet does."""
    widths = outfit.breakpoints or WIDTHS
    layout = max(each for each in widths if each[0] <= columns)[1]
    if layout == "-narrow":
        return Division((columns, rows))
    if layout == "-std":
        high = LIST_ROWS_LOW if low else LIST_ROWS
        return Division((columns, high), (columns, rows - high))
    wide = layout == "-wide"
    cells, gap = (outfit.list_wide, 1) if wide else (outfit.list_ultra, 2)
    return Division((cells, rows), (columns - cells - gap, rows), gap)


def _list(opening: Opening, total: int, cursor: int, cells: int, rows: int) -> Listed | None:
    look, reader = opening.look, opening.reader
    each_takes = lines_a_row(cells, rows, tall_below(look))
    ids = reader.finder(opening.view, sort=opening.sort)(reader.open, rows)
    whole = ids[: max((rows - 1) // each_takes, 1)]
    if cursor >= len(whole):
        return None
    title = list_title(opening.view, opening.sort)
    where = f"{cursor + 1} of {total}"
    pieces = [Piece(list_heading(title, where, cells, look.glyphs, focused=True), cells)]
    for place, row in enumerate(reader.rows(ids)):
        current = place == cursor
        lines = row_lines(
            row, cells, look.glyphs, current=current, swapped=False, tall=each_takes > 1
        )
        pieces += [Piece(each, cells, current) for each in lines]
    pieces += [Piece((), cells)] * (rows - len(pieces))
    return Listed([(each,) for each in pieces[:rows]], whole)


def _detail(opening: Opening, id_: str, size: tuple[int, int]) -> list[Line]:
    cells, rows = size[0] - 1, size[1]
    matchup = opening.reader.matchup(id_)
    page = Page([])
    if matchup is not None:
        look = fitted(opening.look, cells, room(rows))
        look = replace(look, decided=opening.reader.has_record(id_))
        personas = opening.reader.open.personas()
        page = matchup_page(matchup, personas, look, cells, focused=False)
    return [pane_line(page, y, 0, size, opening.look.glyphs) for y in range(rows)]


def _painted(
    rows: list[Row], colours: Mapping[str, str], depth: Depth, *, ansi: bool
) -> Iterator[str]:
    """The rows as text that draws them, each from its first cell on."""
    for y, row in enumerate(rows, 1):
        written = [f"\x1b[{y};1H"]
        for piece in row:
            ground = "cursor" if piece.marked else "background"
            below = colour_code(colours[ground], depth, ground=True)
            if piece.marked and ansi:
                below += ";7"
            left = piece.cells
            for span in fit_line(piece.line, piece.cells, ""):
                bold = ";1" if span.role in BOLD else ""
                above = colour_code(colours[colour_of(span.role)], depth)
                written.append(f"\x1b[0;{above};{below}{bold}m{drawable(span.text)}")
                left -= span.cells
            written.append(f"\x1b[0;{colour_code(colours['text'], depth)};{below}m{' ' * left}")
        yield "".join(written)
