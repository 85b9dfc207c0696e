"""HTML for reading, and bookmark files as browsers import them."""

from __future__ import annotations

import base64
import hashlib
import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.text.address import check_address
from shiptui.text.clean import clean
from shiptui.text.markdown import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shiptui.export.tables import Cell, Table

_STYLE = (
    "body{font:1rem/1.5 sans-serif;margin:2rem;color-scheme:light dark}"
    "table{border-collapse:collapse}"
    "th,td{padding:.3rem .6rem;border:1px solid gray;text-align:left;vertical-align:top}"
)
# The page may use this one style and nothing else: no script, picture, font, frame or form.
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
_POLICY_META = '<meta http-equiv="Content-Security-Policy" content="{}">'


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A bookmark with an address. `at` is in ms, UTC."""

    title: str
    address: str
    at: int
    note: str = ""
    tags: tuple[str, ...] = ()


def html_text(tables: Iterable[Table], title: str) -> str:
    """A page with a heading and tables."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        _POLICY_META.format(_POLICY.format(digest)),
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escaped(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{escaped(title)}</h1>",
        *(line for table in tables for line in _table_lines(table)),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def bookmark_html(links: Iterable[SavedLink], title: str) -> str:
    """A Netscape bookmark file. What has no safe address is left out."""
    lines = [
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
        _POLICY_META.format("default-src 'none'"),
        f"<TITLE>{escaped(title)}</TITLE>",
        f"<H1>{escaped(title)}</H1>",
        "<DL><p>",
    ]
    for link in links:
        address = check_address(link.address)
        if address is None:
            continue
        tags = ",".join(tag.replace(",", " ") for tag in link.tags)
        marked = f' TAGS="{escaped(tags)}"' if tags else ""
        lines.append(
            f'    <DT><A HREF="{escaped(address)}" ADD_DATE="{link.at // 1000}"{marked}>'
            f"{escaped(link.title)}</A>"
        )
        if link.note:
            lines.append(f"    <DD>{escaped(link.note)}")
    return "\n".join([*lines, "</DL><p>"]) + "\n"


def escaped(text: str) -> str:
    """One line of text for an element or a double-quoted attribute."""
    safe = html.escape(clean(text, LONGEST), quote=True)
    return safe.replace("`", "&#96;").replace("=", "&#61;")


def _table_lines(table: Table) -> list[str]:
    head = "".join(f"<th>{escaped(name)}</th>" for name in table.head)
    rows = [
        "<tr>"
        + "".join(
            f"<td>{_cell(cell, is_link=index in table.links)}</td>"
            for index, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    ]
    return [
        f"<h2>{escaped(table.title)}</h2>",
        "<table>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *rows,
        "</tbody>",
        "</table>",
    ]


def _cell(cell: Cell, *, is_link: bool) -> str:
    text = escaped(str(cell if cell is not None else ""))
    address = check_address(cell) if is_link and isinstance(cell, str) else None
    if address is None:
        return text
    return f'<a href="{escaped(address)}" rel="noopener noreferrer">{text}</a>'
