"""An interval as a strip of cells: how far it reaches, and where its middle lies."""

from __future__ import annotations

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    from shiptui.page.glyphs import Glyphs

STRIP_CELLS = 25
"""An odd number, so that the middle of a scale that is even on both sides has its own cell."""


def interval_strip(
    interval: tuple[float, float, float],
    scale: tuple[float, float],
    glyphs: Glyphs,
    cells: int = STRIP_CELLS,
) -> str:
    """Draw `interval` (low, middle, high) on `scale` (least, most), exactly `cells` wide.

    Zero is marked where the interval leaves it free, so that a glance tells on which side of it
    the whole interval lies. What lies outside of the scale is drawn at its end.
    """
    least, most = scale

    def cell(value: float) -> int:
        place = (value - least) / (most - least) if most > least else 0.5
        return round(min(max(place, 0.0), 1.0) * (cells - 1))

    low, middle, high = map(cell, interval)
    strip = [glyphs.track] * cells
    if least <= 0 <= most:
        strip[cell(0.0)] = glyphs.upright
    strip[low : high + 1] = [glyphs.light] * (high + 1 - low)
    strip[middle] = glyphs.new
    return "".join(strip)


def odd(cells: int) -> int:
    """The largest odd number of cells there is room for, so that the middle has its own."""
    return cells - 1 + cells % 2
