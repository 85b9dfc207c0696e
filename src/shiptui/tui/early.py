"""Keys that are answered before Textual is there: moves among the rows of the first frame.

Nothing runs beside the import. Between two modules of it the terminal is looked at, which costs a
few millionths of a second, and a move is answered by drawing the first frame again with the cursor
on another row. Whatever else is typed waits for Textual, and so does all that comes after it.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from select import select
from typing import TYPE_CHECKING

from shiptui.model.errors import ShiptuiError
from shiptui.tui.keys import ids_by_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shiptui.tui.first_frame import Frame
    from shiptui.tui.keys import Key
    from shiptui.tui.stage import Stage

STEPS = {"move.down": 1, "move.up": -1}
"""The acts that are answered here, and how many rows each goes on."""

SENT = {
    "up": (b"\x1b[A", b"\x1bOA"),
    "down": (b"\x1b[B", b"\x1bOB"),
    "right": (b"\x1b[C", b"\x1bOC"),
    "left": (b"\x1b[D", b"\x1bOD"),
    "space": (b" ",),
    "comma": (b",",),
}
"""What a terminal sends for a key that has a name. A key that is not here waits for Textual."""


def moves_of(table: tuple[Key, ...]) -> dict[bytes, int]:
    """What a terminal sends for the keys that move, and how many rows each goes on."""
    return {
        sent: STEPS[id_]
        for name, id_ in ids_by_key(table).items()
        if id_ in STEPS
        for sent in (SENT.get(name) or ((name.encode(),) if len(name) == 1 else ()))
    }


class EarlyKeys:
    """The cursor on the first frame. What is typed and not answered is left in `stage.typed`.

    `draw` makes the frame with the cursor on a row, or gives None where there is no such frame.
    """

    def __init__(
        self,
        stage: Stage,
        frame: Frame,
        draw: Callable[[int], Frame | None],
        table: tuple[Key, ...],
    ) -> None:
        self._stage = stage
        self._frame = frame
        self._draw = draw
        self._moves = moves_of(table)
        self._size = stage.size
        self._row = 0
        self._idle = True

    @property
    def current(self) -> str:
        """The id of the matchup under the cursor."""
        return self._frame.ids[self._row]

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Answer keys while something is imported."""
        between = _Between(self.answer)
        sys.meta_path.insert(0, between)
        try:
            yield
            self.answer()
        finally:
            sys.meta_path.remove(between)

    def answer(self) -> None:
        """Answer what was typed since the last time, if it is moves and nothing else was before."""
        if not self._idle:
            return
        self._idle = False  # to draw may import something, too
        with suppress(OSError, ShiptuiError):  # Textual meets the same, and tells it
            self._idle = self._answer()

    def _answer(self) -> bool:
        """Tell whether more may be answered."""
        typed = self._stage.typed
        if select([self._stage.input], [], [], 0)[0]:
            more = os.read(self._stage.input, 4096)
            typed = self._stage.typed = typed + more
            if not more:
                return False
        row, rest = moved(typed, self._moves, self._row, len(self._frame.ids))
        if row != self._row:
            frame = self._draw(row) if self._stage.size == self._size else None
            if frame is None or row >= len(frame.ids):
                return False
            self._stage.show(frame.rows)
            self._frame, self._row = frame, row
        self._stage.typed = rest
        return not rest or any(sent.startswith(rest) for sent in self._moves)


def moved(typed: bytes, moves: Mapping[bytes, int], row: int, rows: int) -> tuple[int, bytes]:
    """Where moves lead from a row, and what was typed from the first thing on that is no such move.

    A move that would leave the rows is none.
    """
    while sent := next((each for each in moves if typed.startswith(each)), b""):
        if not 0 <= row + moves[sent] < rows:
            break
        row, typed = row + moves[sent], typed[len(sent) :]
    return row, typed


class _Between:
    """Stands where Python looks for modules; knows none, and does something each time."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act

    def find_spec(self, *_: object) -> None:
        self._act()
