"""A start without arguments: the frame of the last run is drawn at once, one is left for the next.

Where the frame that was kept is not what the program would draw, it is drawn over as soon as that
is known; nothing else depends on it.
"""

from __future__ import annotations

import os
from contextlib import suppress

from shiptui import TYPE_CHECKING
from shiptui.tui import kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shiptui.tui.kept import Rows
    from shiptui.tui.stage import Stage

ANY = "any"
"""The background of a frame for which the terminal need not be asked what it is like."""


class Dawn:
    """What a start finds and leaves.

    `stage` is the terminal where it is taken over already, be it with the kept frame on it or not.
    """

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self._places = kept.places()
        self._stage: Stage | None = None
        self._draw: Callable[[], tuple[Rows, str] | None] | None = None
        self._found: tuple[bytes, Rows, str] | None = None
        self._made: tuple[bytes, Rows, str] | None = None

    def begin(self) -> None:
        """Draw the kept frame, if there is one and it holds."""
        # Without this file there is nothing for which to take the terminal over so soon.
        if not self._places or not os.path.lexists(self._places[0] + kept.ENDING):
            return
        if not all(map(os.isatty, (0, 1, 2))):
            return
        from shiptui.tui.stage import Stage

        stage = Stage()
        key = self._key(stage)
        found = key and kept.read(self._places[0], key)
        if not key or not found:
            return
        self.stage, (rows, background) = stage, found
        with suppress(OSError):  # whoever uses the terminal next meets the same, and tells it
            stage.take()
            if background == ANY or background == _asked(stage):
                stage.show(rows)
                self._found = key, rows, background

    def compare(self, rows: Rows) -> None:
        """Take what was drawn from the store: what was kept must not be left if it is another."""
        if self._found and self._found[1] != rows:
            self._found = None

    def prepare(self, stage: Stage, draw: Callable[[], tuple[Rows, str] | None]) -> None:
        """Take what draws the first frame of the next start, and says for which background."""
        self._stage, self._draw = stage, draw

    def make(self) -> None:
        """Make the frame for the next start, unless nothing has changed since the last time."""
        if self._stage is None or self._draw is None:
            return
        key, made = self._key(self._stage), None
        if key is not None and key in (each[0] for each in (self._made, self._found) if each):
            return
        from shiptui.model.errors import ShiptuiError

        with suppress(ShiptuiError):  # such as that another program is writing just now
            made = self._draw()
        self._made = (key, *made) if key and made else None

    def keep(self, db: Path, config: Path) -> None:
        """Leave the frame that was made, once the database is closed.

        None is left where there is none, or the database was written since; and nothing is touched
        beside another database than the next start opens.
        """
        if self._stage is None or self._places != (str(db), str(config)):
            return
        key, place = self._key(self._stage), self._places[0]
        if self._found and self._found[0] == key:
            return
        if self._made is None or self._made[0] != key:
            kept.forget(place)
            return
        with suppress(OSError):  # the next start draws its first frame a moment later
            kept.write(place, *self._made)

    def end(self) -> None:
        """Give the terminal back, if it was taken over here and is not the reader's again."""
        if self.stage is not None:
            self.stage.give_back()

    def _key(self, stage: Stage) -> bytes | None:
        return kept.key_of(*self._places, stage.size) if self._places else None


def _asked(stage: Stage) -> str:
    from shiptui.tui.asking import ask, is_dark, typed

    stage.answer = ask(stage)
    stage.typed = typed(stage.answer)
    return str(is_dark(stage.answer, os.environ))
