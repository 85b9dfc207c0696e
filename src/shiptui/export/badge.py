"""A badge for a README: what the panel says of one tool, and when, as an SVG picture."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from shiptui.export.words import UNKNOWN
from shiptui.model.catalog import Verdict
from shiptui.text.cells import fit, width
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from shiptui.model.catalog import Panel, Tool

LONGEST_NAME = 40
"""Cells."""

# Dark enough for white text on them.
_COLOURS = {
    Verdict.SHIP: "#1a6e36",
    Verdict.MIXED: "#7a5a00",
    Verdict.SKIP: "#a3261c",
    None: "#5a5a5a",
}
_HEIGHT, _MARGIN, _CELL = 20, 8, 7
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{height}" role="img" \
aria-label="{label}">
<title>{label}</title>
<rect width="{left}" height="{height}" fill="#333"/>
<rect x="{left}" width="{right}" height="{height}" fill="{colour}"/>
<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
<text x="{margin}" y="14" textLength="{name_length}">{name}</text>
<text x="{verdict_at}" y="14" textLength="{verdict_length}">{verdict}</text>
</g>
</svg>
"""


def badge(tool: Tool, date: str | None = None) -> str:
    """The badge, the same for the same tool and date. `date` (ISO) is the tool's own if not given.

    Widths are fixed here, so that it looks alike whatever fonts there are.
    """
    name = fit(clean(tool.name, LONGEST_NAME * 4), LONGEST_NAME)
    verdict = _verdict_words(tool, date or tool.as_of)
    name_length, verdict_length = width(name) * _CELL, width(verdict) * _CELL
    left, right = (length + 2 * _MARGIN for length in (name_length, verdict_length))
    return _SVG.format(
        whole=left + right,
        height=_HEIGHT,
        label=html.escape(f"{name}: {verdict}"),
        left=left,
        right=right,
        colour=_COLOURS[tool.panel.verdict],
        margin=_MARGIN,
        name_length=name_length,
        name=html.escape(name),
        verdict_at=left + _MARGIN,
        verdict_length=verdict_length,
        verdict=html.escape(verdict),
    )


def _basis(panel: Panel) -> str:
    """What the share is of: how many calls, as far as that is known."""
    return "as reported" if panel.ships is None else f"of {panel.ships + (panel.skips or 0)}"


def _verdict_words(tool: Tool, date: str | None) -> str:
    panel = tool.panel
    share = f"{panel.verdict} {panel.pct} % {_basis(panel)}"
    said = share if panel.verdict else f"verdict {UNKNOWN}"
    when = clean(date, LONGEST_NAME) if date else f"date {UNKNOWN}"
    return f"{said}, {when}"
