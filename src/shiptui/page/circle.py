"""A map of the reader and the personas in terminal cells."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

from shiptui.page.lines import Line, Span, line
from shiptui.page.look import Look
from shiptui.page.section import heading, told
from shiptui.ranking.circle import Circle

LONGEST, HIGHEST = 41, 11
"""Cells and lines of the map; odd, so that the middle has a place of its own."""

FEWEST = 3
"""Of two there is only a distance, which is a number and no map."""

YOU = "@"
BESIDE = 2
"""How much higher than wide a terminal cell is."""


def circle_lines(circle: Circle, names: Mapping[str, str], look: Look, cells: int) -> list[Line]:
    """The map under its heading, then who is who and how much of the truth it shows."""
    lines = [heading("Who judges alike", "", look, cells)]
    people = len(circle.spots)
    if people < FEWEST:
        return lines + told("A map takes three who have judged the same tools.", cells, "dim")
    marks = circle_marks(circle)
    lines += [line(" ", *row) for row in _grid(circle, marks, look, min(cells - 2, LONGEST))]
    for spot, mark in zip(circle.spots, marks, strict=True):
        name = "you" if spot.persona is None else names.get(spot.persona, spot.persona)
        lines.append(line(" ", Span(mark, "key"), f" {name}"))
    return lines + told(circle_words(circle), cells, "dim")


def circle_marks(circle: Circle) -> list[str]:
    """One character each: a letter, and @ for the reader; more than 26 share a plus."""
    letters = iter(ascii_uppercase)
    return [YOU if spot.persona is None else next(letters, "+") for spot in circle.spots]


def circle_words(circle: Circle) -> str:
    """What the map shows, and what it leaves out."""
    said = f"Near means judging alike. The map keeps {100 * circle.kept:.0f} % of the distances."
    if circle.unsure:
        said += (
            f" {circle.unsure} of {len(circle.pairs)} distances rest on fewer than 10 judgements"
            " in common and may be chance."
        )
    return said


def _grid(circle: Circle, marks: list[str], look: Look, cells: int) -> list[Line]:
    """The spots on a grid whose two directions have one scale; who shares a cell stands beside."""
    xs, ys = [spot.x for spot in circle.spots], [spot.y for spot in circle.spots]
    unit = max(
        (max(xs) - min(xs)) / max(cells - 3, 1), BESIDE * (max(ys) - min(ys)) / HIGHEST, 1e-9
    )
    # Half of a map of one line is no line.
    lines = round((max(ys) - min(ys)) / (BESIDE * unit)) + 1
    rows = [[" "] * cells for _ in range(lines)]
    for spot, mark in zip(circle.spots, marks, strict=True):
        row = rows[round((max(ys) - spot.y) / (BESIDE * unit))]
        place = round((spot.x - min(xs)) / unit)
        free = [at for at in range(cells) if row[at] == " "]
        row[min(free, key=lambda at: abs(at - place))] = mark
    edge = Span(look.glyphs.light * cells, "rule")
    return [line(edge), *(line(Span("".join(row), "key")) for row in rows), line(edge)]
