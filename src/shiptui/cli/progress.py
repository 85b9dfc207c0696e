"""A progress bar on stderr, for people who watch a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from shiptui.cli.out import speaks_unicode
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.page.lines import text_of
from shiptui.page.progress import Progress, progress_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOON = 0.3
"""Seconds within which nothing is shown: what is over by then needs no bar."""

OFTEN = 0.05
"""Seconds between two drawings."""

ERASE = "\r\x1b[K"


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give what is told how much is done, of how much; draws on a terminal and nowhere else."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _done, _total: None
        return
    bar = _Bar(words)
    try:
        yield bar.tell
    finally:
        bar.erase()


class _Bar:
    def __init__(self, words: str) -> None:
        self._words = words
        self._next = monotonic() + SOON
        self._shown = ""
        self._glyphs = UNICODE if speaks_unicode(sys.stderr) else ASCII
        self._still = bool(os.environ.get("NO_MOTION"))

    def tell(self, done: int, total: int) -> None:
        if monotonic() < self._next:
            return
        self._next = monotonic() + OFTEN
        cells = shutil.get_terminal_size().columns - 1
        told = Progress(self._words, done, total)
        text = text_of(progress_line(told, cells, self._glyphs, still=self._still))
        if text != self._shown:
            sys.stderr.write(f"{ERASE}{text}")
            sys.stderr.flush()
            self._shown = text

    def erase(self) -> None:
        """Leave the line as it was."""
        if self._shown:
            sys.stderr.write(ERASE)
            sys.stderr.flush()
