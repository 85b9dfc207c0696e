"""The terminal, taken over before Textual is imported and given back as it was found."""

from __future__ import annotations

import os
import signal
import termios
from contextlib import contextmanager, suppress

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, NoReturn

ENTER = "\x1b[?1049h"
LEAVE = "\x1b[0m\x1b[?1049l\x1b[?25h"
HIDE_CURSOR = "\x1b[?25l"
CLEAR = "\x1b[2J"
TOGETHER, DONE = "\x1b[?2026h", "\x1b[?2026l"
"""What stands between them is shown in one go, by terminals that know how."""

UNSAFE_INPUT = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
UNSAFE_LOCAL = termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG


class Stage:
    """The terminal as it was found, what was typed so far, and whether a frame stands on it.

    Keys wait in the terminal until somebody reads them, also ctrl+c: `typed` holds those that were
    read and not answered yet. `answer` is what the terminal said, None while it was not asked.
    """

    def __init__(self) -> None:
        self.input, self.output = 0, 2  # where Textual reads and writes
        self.modes: list[Any] = termios.tcgetattr(self.input)
        self.typed = b""
        self.answer: bytes | None = None
        self.rows: tuple[str, ...] = ()
        self._size: tuple[int, int] | None = None
        self._handlers: dict[int, Any] = {}

    @property
    def drawn(self) -> bool:
        """Whether a frame stands."""
        return bool(self.rows)

    @property
    def size(self) -> tuple[int, int] | None:
        """Columns and rows; None where there is no telling what Textual will draw on, and where."""
        if "COLUMNS" in os.environ or "LINES" in os.environ or not os.isatty(self.output):
            return None
        columns, rows = os.get_terminal_size(self.output)
        return columns, rows

    def take(self) -> None:
        """Stop the terminal from showing what is typed, and from acting on it.

        From here on a signal leaves it as it was found.
        """
        if not self._handlers:
            for number in (signal.SIGTERM, signal.SIGHUP):
                self._handlers[number] = signal.signal(number, _leave)
        modes = [*self.modes]
        modes[0] &= ~UNSAFE_INPUT
        modes[3] &= ~UNSAFE_LOCAL
        termios.tcsetattr(self.input, termios.TCSANOW, modes)

    def show(self, rows: tuple[str, ...]) -> None:
        """Draw a frame; the first one enters the alternate screen, later ones what differs."""
        size, before = self.size, self.rows
        if not before:
            drawn = ENTER + HIDE_CURSOR + TOGETHER + "".join(rows)
        elif size != self._size or len(rows) != len(before):
            drawn = TOGETHER + CLEAR + "".join(rows)
        else:
            drawn = TOGETHER + "".join(
                new for old, new in zip(before, rows, strict=True) if new != old
            )
        self._size, self.rows = size, rows
        if rows != before:
            whole = f"{drawn}{DONE}".encode()
            while whole:
                whole = whole[os.write(self.output, whole) :]

    def leave_to_textual(self) -> None:
        """Let go of the frame: whoever draws on it from here on also takes it away."""
        self.rows = ()

    def give_back(self) -> None:
        """Put the terminal back as it was, if it is still there.

        What Textual did to it, it has undone itself.
        """
        with suppress(OSError, termios.error):
            if self.drawn:
                os.write(self.output, (DONE + LEAVE).encode())
            self.rows = ()
            termios.tcsetattr(self.input, termios.TCSANOW, self.modes)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()


@contextmanager
def taken_over(stage: Stage | None = None) -> Iterator[Stage]:
    """Hold the terminal until the end, also against a signal before Textual listens to any."""
    stage = stage or Stage()
    try:
        stage.take()
        yield stage
    finally:
        stage.give_back()


def _leave(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)
