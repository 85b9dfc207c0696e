"""Errands about the program itself: moving data, the config, a report, a picture of the screen.

What a command of the program does as well is left to that command, so that there is one way of it.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic, strftime
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from shiptui import __version__
from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Kind
from shiptui.page import told
from shiptui.page.importing import fact_words, gain_words
from shiptui.page.progress import Progress
from shiptui.store.store import Store
from shiptui.tui import messages
from shiptui.tui.beside import beside
from shiptui.tui.choosing import ChoosingApp
from shiptui.tui.desktop import LONGEST_COPY, editor
from shiptui.tui.screens.ask import AskScreen
from shiptui.tui.screens.popup import NOTE, Choice, Popup, narrowed

if TYPE_CHECKING:
    from shiptui.model.bundle import Gain, Told, Unpacked

BUNDLE = "shiptui.json"
"""The name that is offered for a file of one's data."""

MARK = "import"
"""The origin of facts that came from a file."""

WHETHER = (
    Choice("import", "import", "Take all of it in; one undo takes it back."),
    Choice("leave", "not now", "Leave everything as it is."),
)
"""What the reader can say when it is known what a file would bring."""

OFTEN = 0.1
"""Seconds between two drawings of a progress bar."""

MOUSE_OFF = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"

BACK = "Enter goes back to shiptui. "


class ErrandApp(ChoosingApp, inherit_bindings=False):
    """Runs the entries of the palette that are about the program and not about what it shows."""

    _stop: Event | None = None
    _mouse_off = False

    def on_errand_asked(self, message: messages.ErrandAsked) -> None:
        """Do one of them."""
        errands: dict[str, Callable[[], object]] = {
            "export": self._ask_export,
            "import": self._ask_import,
            "theme": self.choose_theme,
            "keys.try": lambda: self._hand_over(_shiptui("keys", "--try")),
            "doctor": lambda: self._hand_over(_shiptui("doctor")),
            "config.path": lambda: self._tell(f"The config is {self._config}"),
            "config.edit": self._edit_config,
            "screenshot": lambda: self.call_after_refresh(self._draw_screenshot),
            "about": lambda: self._tell(told.about_words(__version__)),
            "mouse.off": self._let_go_of_mouse,
        }
        errands[message.id]()

    @property
    def _config(self) -> Path:
        return self._outfit.config

    def _do(self, work: Callable[[], Coroutine[None, None, str]]) -> None:
        """Do something beside the keys, and say what came of it."""

        async def run() -> None:
            try:
                self._tell(await work())
            except ShiptuiError as error:
                self._tell(str(error), "warn")

        beside(self, run, "errand")

    def _ask_file(self, title: str, note: str, run: Callable[[Path], object]) -> None:
        given = str(Path.cwd() / BUNDLE)

        def typed(name: str | None) -> None:
            if name is not None:
                run(Path(name).expanduser())

        self.push_screen(AskScreen(title, given, note), typed)

    def _ask_export(self) -> None:
        note = "Enter writes all you did into this file   Esc closes"
        self._ask_file("Export to", note, lambda path: self._do(partial(self._export, path)))

    async def _export(self, path: Path) -> str:
        from shiptui.export.bundle import pack
        from shiptui.export.files import atomic_write

        def write() -> None:
            with self._store.another() as other:
                atomic_write(path, pack(other.dump()), replace=False)

        await asyncio.to_thread(write)
        return f"Wrote {path}."

    def _ask_import(self) -> None:
        note = "Enter tells what this file would bring, and asks   Esc closes"
        self._ask_file("Import from", note, lambda path: self._do(partial(self._import, path)))

    async def _import(self, path: Path) -> str:
        """Read a file and ask whether to take it in; there is no question where nothing is new."""
        from shiptui.export.bundle import unpack
        from shiptui.export.files import read_import

        def foresee(unpacked: Unpacked) -> Gain:
            with self._store.another() as other:
                return other.foresee(unpacked.bundle)

        with self._stoppable():
            reading = self._telling_progress("Reading")
            unpacked = await asyncio.to_thread(lambda: unpack(read_import(path), reading))
            gain = await asyncio.to_thread(foresee, unpacked)
        if not gain.facts:
            return await self._restore(unpacked)

        def chosen(id_: str | None) -> None:
            if id_ == "import":
                self._do(partial(self._restore, unpacked))
            else:
                self._tell("Nothing was imported.")

        left_out = [f"Left out: {len(unpacked.refused)}."] if unpacked.refused else []
        would = [f"{fact_words(gain).capitalize()}.", *gain_words(gain), *left_out, NOTE]
        asked = Popup(f"Import {path.name}", narrowed(WHETHER), note="\n".join(would))
        self.push_screen(asked, chosen)
        return ""

    async def _restore(self, unpacked: Unpacked) -> str:
        """Take a file in, as a whole or not at all, and show what holds now."""
        gained: list[Gain] = []
        with self._stoppable():
            writing = self._telling_progress("Importing")

            def write(store: Store) -> None:
                gained.append(store.restore(unpacked.bundle, MARK, writing))

            await self._pen.write(write)
        (gain,) = gained
        if any(counts[Kind.ENTRY] for counts in (gain.added, gain.replaced, gain.removed)):
            self.renew()
        for frame in self.frames():
            frame.refresh_facts()
        return told.imported_words(gain.facts, len(unpacked.refused), whole=gain.whole)

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Let Escape stop what is done meanwhile, which shows how far it is."""
        if self._stop is not None:
            raise ShiptuiError("Something is being imported already; Esc stops it.")
        self._stop = Event()
        try:
            yield
        finally:
            self._stop = None
            self._show_progress(None)

    def _telling_progress(self, words: str) -> Told:
        """Show how far a thread is, now and then, and end it where the reader has had enough."""
        loop, stop = asyncio.get_running_loop(), self._stop
        shown = monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal shown
            if stop is not None and stop.is_set():
                raise ShiptuiError("Stopped: nothing was imported.")
            if monotonic() - shown > OFTEN:
                shown = monotonic()
                loop.call_soon_threadsafe(self._show_progress, Progress(words, done, total))

        return tell

    def _show_progress(self, progress: Progress | None) -> None:
        frame = self._standing
        if frame is not None and (progress is None or self._stop is not None):
            frame.show_progress(progress)

    def on_stop_asked(self) -> None:
        """Give up what takes a while."""
        if self._stop is not None:
            self._stop.set()

    def on_json_copied(self, message: messages.JsonCopied) -> None:
        """Copy what the command prints."""
        matchup = message.matchup
        command = _shiptui("show", matchup.left.slug, matchup.right.slug, "--json")

        async def run() -> str:
            done = await asyncio.to_thread(
                subprocess.run, command, env=self._environment(), capture_output=True, check=False
            )
            if done.returncode:
                raise ShiptuiError(done.stderr.decode(errors="replace").strip())
            if len(done.stdout) > LONGEST_COPY:
                raise ShiptuiError("The JSON is too long to copy; shiptui show --json prints it.")
            self.post_message(messages.TextCopied(done.stdout.decode(), "JSON"))
            return ""

        self._do(run)

    def _environment(self) -> dict[str, str]:
        places = {"SHIPTUI_DB": str(self._store.path), "SHIPTUI_CONFIG": str(self._config)}
        return {**os.environ, **places}

    def _edit_config(self) -> None:
        self._hand_over([*shlex.split(editor()), str(self._config)], wait=False)
        self._tell("What you changed in the config holds from the next start on.")

    def _hand_over(self, command: Sequence[str], *, wait: bool = True) -> None:
        """Give the terminal to a program and take it back when that has ended."""
        trouble = ""
        try:
            with self.suspend():
                # Caught within: Textual takes the terminal back only if nothing gets out of here.
                try:
                    subprocess.run(command, env=self._environment(), check=False)  # noqa: S603 - ours, or the reader's own editor
                    if wait:
                        input(BACK)
                except (OSError, EOFError, KeyboardInterrupt) as error:
                    trouble = f"{command[0]} did not run: {error}"
        except SuspendNotSupported:
            trouble = f"There is no terminal to give to {shlex.join(command[-2:])} from here."
        self._tell(trouble, "warn")

    def _draw_screenshot(self) -> None:
        from shiptui.export.files import atomic_write

        path = Path.cwd() / strftime("shiptui-%Y%m%d-%H%M%S.svg")
        picture = self.export_screenshot(title="shiptui")

        async def run() -> str:
            await asyncio.to_thread(atomic_write, path, picture.encode(), replace=False)
            return f"Wrote {path}."

        self._do(run)

    def _let_go_of_mouse(self) -> None:
        self._mouse_off = True
        self.silence_mouse()
        self._tell("The mouse is the terminal's until shiptui starts again.")

    def silence_mouse(self) -> None:
        """Ask for no mouse reports, if the reader wants none; a resume asks for them again."""
        if self._mouse_off:
            self._write_terminal(MOUSE_OFF)

    def _write_terminal(self, sequence: str) -> None:
        """Tell the terminal something Textual has no word for; a test has no terminal to tell."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)


def _shiptui(*arguments: str) -> list[str]:
    """A command of the program itself."""
    return [sys.executable, "-m", "shiptui", *arguments]
