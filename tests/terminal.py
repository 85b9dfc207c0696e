"""The program in a test: on a real pseudo-terminal, or inside the test with its screen as text."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyte
from textual import events
from textual.keys import _character_to_key

import shiptui
from shiptui.tui.app import ShiptuiApp
from shiptui.tui.asking import QUESTION
from shiptui.tui.preferences import Preferences
from shiptui.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    import pytest
    from textual.app import App
    from textual.pilot import Pilot

    from shiptui.store.store import Store

PATIENCE = 30.0
"""Seconds after which a condition that was waited for counts as never met."""

NAMED = b"\x1b]2;shiptui"
"""What the app writes once it is there: the title of the window."""

DRAWN = b"\x1b[?2026l"
"""The end of the first frame; Textual asks for this mode first, and is not answered here."""

HOPS = 12
"""More than the messages that follow one another from a key to what it does."""

# Makes the terminal the child's own, which Popen has no word for, and becomes the program.
_ADOPT = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " os.execv(sys.argv[1], sys.argv[1:])"
)


class Terminal:
    """A program on a pseudo-terminal; all it writes is kept in `written` and drawn on a screen."""

    def __init__(
        self,
        db: Path,
        columns: int = 120,
        rows: int = 40,
        command: Sequence[str] = ("-m", "shiptui"),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.written = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._end, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(inner)
        self.process = subprocess.Popen(
            [sys.executable, "-ISc", _ADOPT, sys.executable, *command],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            env={**_environment(db), **(environment or {})},
        )
        # Kept open: without it reading would fail at the program's end, and the modes be gone.
        self._inner = inner
        self._hung_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        if not self._hung_up:
            self._close()

    def _close(self) -> None:
        os.close(self._end)
        os.close(self._inner)

    @property
    def text(self) -> str:
        """What a reader sees, row by row."""
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        """Type keys, as a terminal sends them."""
        os.write(self._end, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Read on until a condition holds while the program has nothing more to draw."""
        deadline = time.monotonic() + PATIENCE
        while True:
            ended = self.process.poll() is not None
            if self._read(0.05):
                continue
            if condition():
                return
            in_vain = ended or time.monotonic() > deadline
            assert not in_vain, f"in vain; the screen shows:\n{self.text}"

    def settle(self) -> None:
        """Wait until the program has nothing more to draw for now."""
        self.wait_for(lambda: True)

    def see(self, words: str) -> None:
        """Wait until words stand on the screen."""
        self.wait_for(lambda: words in self.text)

    def see_app(self) -> None:
        """Wait until the app has taken over from the first frame."""
        self.wait_for(lambda: NAMED in self.written)

    def lose(self, words: str) -> None:
        """Wait until words no longer stand on the screen."""
        self.wait_for(lambda: words not in self.text)

    def wait_for_end(self) -> int:
        """Wait until the program has ended and all it wrote has been read."""
        self.wait_for(lambda: self.process.poll() is not None)
        while self._read(0):
            pass
        return self.process.returncode

    def hang_up(self) -> int:
        """Close the window over the program's head, and wait for its end."""
        self._hung_up = True
        self._close()
        return self.process.wait(PATIENCE)

    @property
    def modes_now(self) -> list[Any]:
        """How the terminal treats what is typed, as `termios` tells it."""
        return termios.tcgetattr(self._inner)

    def read(self) -> None:
        """Read what comes next, without waiting for the program to have drawn all of it."""
        assert self._read(PATIENCE), f"in vain; the screen shows:\n{self.text}"

    def _read(self, patience: float) -> bool:
        if not select.select([self._end], [], [], patience)[0]:
            return False
        data = os.read(self._end, 1 << 16)
        self.written += data
        self._stream.feed(data)
        return True


# Stops where a module is imported until a file is there, and looks for modules meanwhile.
_HELD = """
import importlib.util, os, sys, time

class Finder:
    held = True
    def find_spec(self, name, *_):
        if self.held and (name + ".").startswith({at!r} + "."):
            self.held = False
            open({gate!r} + ".reached", "w").close()
            while not os.path.exists({gate!r}):
                time.sleep(0.002)
                importlib.util.find_spec("no_such_module")

sys.meta_path.insert(0, Finder())
sys.argv = ["shiptui"]
from shiptui.__main__ import main
sys.exit(main())
"""


class Held(Terminal):
    """The program, held where it begins to import something: Textual, as long as none is named."""

    def __init__(
        self,
        db: Path,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        *,
        at: str = "textual",
        answer: str = "",
    ) -> None:
        """`answer` is what the terminal says when it is asked what it is like."""
        self._gate = db.with_name("gate")
        self._reached = db.with_name("gate.reached")
        for each in (self._gate, self._reached):
            each.unlink(missing_ok=True)
        script = _HELD.format(at=at, gate=str(self._gate))
        super().__init__(db, *size, ("-c", script), environment)
        if answer:
            while QUESTION not in self.written:
                self.read()
            self.press(answer)
        self.wait_for(self._reached.exists)

    def release(self) -> None:
        """Let the import go on, and wait for the app."""
        self._gate.touch()
        self.see_app()

    def press_in_vain(self, keys: str) -> None:
        """Type what is not answered as long as the program is held."""
        before = len(self.written)
        self.press(keys)
        self.settle()
        self.settle()
        assert len(self.written) == before


def _environment(db: Path) -> dict[str, str]:
    """A reader's environment, with nothing of the test's own in it."""
    return {
        "PATH": os.defpath,
        "HOME": str(db.parent),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(shiptui.__file__).resolve().parent.parent),
        "SHIPTUI_DB": str(db),
    }


@asynccontextmanager
async def opened(
    store: Store, size: tuple[int, int] = (120, 40), **options: Any
) -> AsyncIterator[Pilot[int]]:
    """The app on a store, without a terminal, ready for keys."""
    chosen = options.pop("preferences", Preferences(theme=options.pop("theme", "dark")))
    async with ShiptuiApp(store, chosen, **options).run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def browse_of(pilot: Pilot[int]) -> BrowseScreen:
    """The browse screen of a running app."""
    app = pilot.app
    assert isinstance(app, ShiptuiApp)
    assert isinstance(app.frame, BrowseScreen)
    return app.frame


async def press(pilot: Pilot[int], *keys: str) -> str:
    """Press keys, wait until all they set off is done, and return the sentence that is shown.

    Quicker than `Pilot.press`, and not by the clock alone: that takes a process which gets no
    time for one with nothing to do.
    """
    for key in keys:
        await press_at_once(pilot, key)
    await pilot.pause()
    await settle(pilot)
    assert isinstance(pilot.app, ShiptuiApp)
    return pilot.app.frame.said


async def press_at_once(pilot: Pilot[int], *keys: str) -> None:
    """Press keys faster than the program follows, and wait until all they set off is done."""
    for key in keys:
        pilot.app.post_message(_key_event(key))
    await settle(pilot)


async def settle(pilot: Pilot[int]) -> None:
    """Wait until no message is on its way and nothing is done beside the keys."""
    while True:
        for _ in range(HOPS):
            await pilot.pause(0)
        if not pilot.app.workers:
            return
        await pilot.app.workers.wait_for_complete()


def _key_event(key: str) -> events.Key:
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, " " if key == "space" else None)


def fake_clipboard(patch: pytest.MonkeyPatch) -> list[str]:
    """Let copying end in a list instead of on the tester's clipboard."""
    copied: list[str] = []

    def copy_text(text: str, environment: Mapping[str, str]) -> str:
        del environment
        copied.append(text)
        return "xclip"

    patch.setattr("shiptui.tui.desktop.copy_text", copy_text)
    return copied


async def until(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"in vain; the screen shows:\n{shown(pilot.app)}"
        await pilot.pause(0.01)


def rows_of(app: App[Any]) -> list[str]:
    """The screen as a reader sees it, row by row, blanks at the right end left out."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def shown(app: App[Any]) -> str:
    """The screen as one text."""
    return "\n".join(rows_of(app))


def screen_of(written: bytes, size: tuple[int, int]) -> pyte.Screen:
    """What a terminal shows that was sent this."""
    screen = pyte.Screen(*size)
    pyte.ByteStream(screen).feed(written)
    return screen


def cells_of(screen: pyte.Screen) -> list[list[object]]:
    """All cells with their looks; a blank has no colour of its own unless it is reversed."""
    return [
        [
            cell._replace(fg="") if cell.data == " " and not cell.reverse else cell
            for cell in (screen.buffer[y][x] for x in range(screen.columns))
        ]
        for y in range(screen.lines)
    ]


def check_left(terminal: Terminal) -> None:
    """The alternate screen is left, the cursor shown and what is typed shown again."""
    written = bytes(terminal.written)
    assert terminal.modes_now == terminal.modes
    assert written.count(b"\x1b[?1049h") == written.count(b"\x1b[?1049l") == 1
    assert written.rfind(b"\x1b[?25h") > written.rfind(b"\x1b[?25l") >= 0
