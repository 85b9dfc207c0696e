"""A table as CSV and as Markdown. For reading: a way back leads only through JSON."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass

from shiptui.text.clean import clean
from shiptui.text.markdown import LONGEST, escape, link

Cell = str | int | float | None
"""A text, a number, or unknown."""

_FORMULA = frozenset("=+-@\t\r\n\u2212")
_NO_BLANK = frozenset("\t\r\n")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a heading for each column; `links` are columns that hold addresses."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[int, ...] = ()


def csv_text(table: Table) -> str:
    """Every cell quoted, lines ended by CR LF, unknown left empty.

    A text that a spreadsheet could take for a formula gets an apostrophe before it. Numbers stay
    numbers.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(map(_csv_cell, table.head))
    writer.writerows(map(_csv_cell, row) for row in table.rows)
    return out.getvalue()


def markdown_text(table: Table) -> str:
    """A heading and a table."""
    rows = [
        [_markdown_cell(cell, is_link=index in table.links) for index, cell in enumerate(row)]
        for row in table.rows
    ]
    lines = [list(map(escape, table.head)), ["---"] * len(table.head), *rows]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {escape(table.title)}\n\n{body}\n"


def defused(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet could take it for a formula."""
    for char in text:
        if char not in _NO_BLANK and unicodedata.category(char)[0] in "CZ":
            # Spreadsheets skip blanks and what cannot be seen.
            continue
        plain = unicodedata.normalize("NFKC", char)
        return f"'{text}" if plain[:1] in _FORMULA else text
    return text


def _csv_cell(cell: Cell) -> str | int | float:
    if isinstance(cell, int | float):
        return cell
    # Judged as it came, because cleaning turns a tab into a blank.
    text = cell or ""
    cleaned = clean(text, LONGEST)
    return f"'{cleaned}" if defused(text) != text else defused(cleaned)


def _markdown_cell(cell: Cell, *, is_link: bool) -> str:
    if is_link and isinstance(cell, str) and (target := link(cell)):
        return target
    return escape(str(cell if cell is not None else ""))
