"""How far something is that takes a while, in one line."""

from __future__ import annotations

from typing import NamedTuple

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, fit_line, line
from shiptui.text.cells import width

LONGEST_BAR = 40
SHORTEST_BAR = 4
"""Cells; with less room there is none."""


class Progress(NamedTuple):
    """What is done, and how much of it; a `total` of 0 is not known yet."""

    words: str
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        """Whole percent, never more than 100 and never 100 too soon."""
        return min(self.done * 100 // self.total, 100) if self.total else 0


def progress_line(progress: Progress, cells: int, glyphs: Glyphs, *, still: bool = False) -> Line:
    """Words, a bar and percent, as much of it as fits. `still` leaves out what would move."""
    if still or not progress.total:
        return fit_line(line(f" {progress.words} ..."), cells, glyphs.ellipsis)
    percent = f" {progress.percent:>3} %"
    room = min(cells - width(progress.words) - width(percent) - 2, LONGEST_BAR)
    if room < SHORTEST_BAR:
        return fit_line(line(f" {progress.words}", percent), cells, glyphs.ellipsis)
    full = room * progress.percent // 100
    bar = Span(glyphs.bar_a * full, "key"), Span(glyphs.track * (room - full), "dim")
    return line(f" {progress.words} ", *bar, percent)
