"""One row of the standings: a tool, and the place each voice gives it, as interval strips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, column, fill_line, line
from shiptui.page.strip import interval_strip, odd
from shiptui.ranking.places import Place, rank_mark
from shiptui.ranking.standings import Standings

NAME_CELLS = 12
"""A name gets at least so many cells; voices that leave it less are not shown in the row."""

SHORTEST_STRIP, LONGEST_STRIP = 9, 31
"""Odd numbers, so that the mean has a cell of its own."""

RANK_CELLS = 5


class StandingRow(NamedTuple):
    """A tool with the place of each voice that is shown, None where that voice is silent on it."""

    slug: str
    name: str
    places: tuple[Place | None, ...]


Scales = Sequence[Mapping[int, tuple[float, float]]]
"""For each voice the scale of each of its islands, counted from 1."""


def scales_of(found: Standings) -> dict[int, tuple[float, float]]:
    """The scale of each island, counted from 1."""
    return {group: island.scale for group, island in enumerate(found.islands, 1)}


def standing_row_lines(
    row: StandingRow, scales: Scales, cells: int, glyphs: Glyphs, *, current: bool
) -> list[Line]:
    """A row of exactly `cells`: cursor, name, then rank and strip of as many voices as fit."""
    shown, strip = _room(len(row.places), cells)
    block = RANK_CELLS + 1 + strip + 1
    name = max(cells - 2 - shown * block, 1)
    spans = line(
        Span(f"{glyphs.cursor if current else ' '} ", "key"),
        column(row.name, name, glyphs.ellipsis, "strong" if current else ""),
    )
    for place, scale in zip(row.places[:shown], scales, strict=False):
        spans += _voice(place, scale, strip, glyphs)
    return [fill_line(spans, cells, glyphs.ellipsis)]


def _room(voices: int, cells: int) -> tuple[int, int]:
    """How many voices fit, and how long their strips are."""
    for shown in range(voices, 0, -1):
        strip = (cells - 2 - NAME_CELLS) // shown - RANK_CELLS - 2
        if strip >= SHORTEST_STRIP:
            wide = (cells - 2 - 2 * NAME_CELLS) // shown - RANK_CELLS - 2
            strip = min(max(wide, SHORTEST_STRIP), LONGEST_STRIP)
            return shown, odd(strip)
    return 0, 0


def _voice(
    place: Place | None, scale: Mapping[int, tuple[float, float]], strip: int, glyphs: Glyphs
) -> Line:
    mark = rank_mark(place, islands=len(scale))
    rank = Span(f" {mark:>{RANK_CELLS - 1}} ", "strong" if mark else "")
    if place is None or place.standing is None:
        why = "" if place is None else "no place"
        return line(rank, column(why, strip + 1, glyphs.ellipsis, "dim"))
    one = place.standing
    drawn = interval_strip(
        (one.low, one.strength, one.high), scale.get(place.group or 0, (0.0, 0.0)), glyphs, strip
    )
    return line(rank, Span(drawn, "bar.a"), " ")
