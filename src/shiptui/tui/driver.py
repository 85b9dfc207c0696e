"""The terminal while Textual draws on it: taken over with what stands there, given back at once."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import Iterable
from select import select
from typing import Any, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from shiptui.tui.stage import ENTER, Stage

MOMENT = 0.1
"""Seconds between two looks at whether an escape sequence was only begun."""


class Output:
    """The terminal as a file that goes on to take what is written when the terminal is gone.

    Writing to a window that was closed fails. Textual's thread that writes would end, and whoever
    has something to write, such as what leaving in good order takes, would wait for it for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write to the terminal."""
        try:
            self._file.write(text)
        except OSError:
            self._let_go()

    def flush(self) -> None:
        """Let the terminal have what was written so far."""
        try:
            self._file.flush()
        except OSError:
            self._let_go()

    def _let_go(self) -> None:
        """Write to nowhere from here on, also what waits to be written."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)

    def fileno(self) -> int:
        """Which file it is."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()


class QuickDriver(LinuxDriver):
    """Textual's driver, with three differences.

    Where a first frame stands on the terminal it does not enter the alternate screen again, which
    would clear it; at the end the terminal is as it was before that frame. The thread that reads
    keys is woken when the program leaves, where Textual's would look up after two times a tenth of
    a second. And it outlives a terminal that goes away, until the program has left.
    """

    def __init__(self, stage: Stage, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - as Textual has it
        super().__init__(*arguments, **more)
        self._file = cast("Any", Output(cast("TextIO", self._file)))
        self._stage = stage
        self._woken, self._waking = os.pipe()

    def start_application_mode(self) -> None:
        """Begin to draw and to read keys."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own
        self.attrs_before = self._stage.modes
        self._stage.leave_to_textual()

    def write(self, data: str) -> None:
        """Write all but what would clear the first frame."""
        if data != ENTER or not self._stage.drawn:
            super().write(data)

    def _sigcont_application(self, *arguments: object) -> None:
        """Come back from `fg`. A hangup sends the same signal, and there is nothing to come to."""
        if self._must_signal_resume:
            super()._sigcont_application(*arguments)

    def disable_input(self) -> None:
        """Stop reading keys."""
        os.write(self._waking, b".")
        super().disable_input()
        os.read(self._woken, 1)

    def run_input_thread(self) -> None:
        """Read what is typed until the program leaves, or the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        data, self._stage.typed = self._stage.typed, b""
        while True:
            self._hand_on(parser.feed(decode(data)) if data else parser.tick())
            # Only where a sequence may have been begun is there anything to look up for.
            patience = None if parser._timeout_time is None else MOMENT  # noqa: SLF001 - not told elsewhere
            ready, _, _ = select([self.fileno, self._woken], [], [], patience)
            if self._woken in ready:
                return
            data = os.read(self.fileno, 4096) if ready else b""
            if ready and not data:
                return

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
