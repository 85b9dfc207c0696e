"""A program on a pseudo-terminal, timed from outside: what a reader would see, and when."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from figures import peak_memory

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS, ROWS = 120, 40
PATIENCE = 60.0
QUIET = 0.1
"""Seconds of silence after which a paint counts as finished."""

ANSWERS = {
    b"\x1b]11;?": b"\x1b]11;rgb:1515/1818/1d1d\x1b\\",
    b"\x1b[c": b"\x1b[?64;22c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
}
"""What a program asks its terminal, and what a modern one answers."""


class Cost(NamedTuple):
    """Milliseconds from a key to the first bytes, and to the last ones."""

    first: float
    last: float


class Program:
    """A running program. Times are in milliseconds."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._end, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.written = b""
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            env=environment,
        )
        os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._end)

    def press(self, keys: str) -> None:
        """Press keys; what was written before is forgotten."""
        self.written = b""
        os.write(self._end, keys.encode())

    def see(self, words: str, since: float) -> float:
        """Read until some words were written; how long after a moment that was."""
        self._read_until(lambda: words.encode() in self.written, words)
        return (time.perf_counter() - since) * 1000

    def settle(self, since: float) -> float:
        """Read until nothing more comes; how long after a moment the last bytes came."""
        last = time.perf_counter()
        while self._read(QUIET):
            last = time.perf_counter()
        return (last - since) * 1000

    def rest(self) -> None:
        """Read until nothing came for a while: the start is over."""
        self._read_until(lambda: bool(self.written), "anything")
        while self._read(1.0):
            pass

    def paint(self, key: str) -> Cost:
        """Press a key; how long until the first bytes of what it paints, and the last ones."""
        begun = time.perf_counter()
        self.press(key)
        self._read_until(lambda: bool(self.written), key)
        return Cost((time.perf_counter() - begun) * 1000, self.settle(begun))

    def leave(self, key: str) -> float:
        """Press the key that quits; how long until the program has ended."""
        begun = time.perf_counter()
        self.press(key)
        self._read_until(lambda: self._process.poll() is not None, "the end")
        return (time.perf_counter() - begun) * 1000

    @property
    def cpu(self) -> float:
        """The time on a processor so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """The largest resident set so far, in MiB."""
        return peak_memory(self._process.pid)

    def _read_until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.perf_counter() + PATIENCE
        while not condition():
            if time.perf_counter() > deadline:
                raise SystemExit(f"Waited in vain for: {what}\n{self.written.decode()[-500:]}")
            self._read(0.002)

    def _read(self, patience: float) -> bool:
        if not select.select([self._end], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._end, 1 << 16)
        except OSError:  # the program has ended
            time.sleep(0.001)
            return False
        self.written += data
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self._end, answer)
        return True


def environment_of(folder: str, db: Path | None = None) -> dict[str, str]:
    """A terminal with everything, a home of its own, and the database the program opens."""
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    ours = {"SHIPTUI_DB": str(db)} if db else {}
    return {"PATH": os.defpath, "HOME": folder, **terminal, **ours}
