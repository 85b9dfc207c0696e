"""The real program on a real pseudo-terminal."""

from __future__ import annotations

import os
import signal
import sqlite3
import termios
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

BACK = b"\x1b[?1049l"
FIRST_PAINT = "? Keys"


def test_a_vote_outlives_sigkill_and_can_still_be_taken_back(tmp_path: Path) -> None:
    """What was acknowledged is on the disk: no later moment is needed to keep it."""
    db = tmp_path / "shiptui.db"
    with Terminal(db) as first:
        first.see(FIRST_PAINT)
        first.press("a")
        first.see("Press u to undo.")
        first.process.send_signal(signal.SIGKILL)
        assert first.wait_for_end() == -signal.SIGKILL
    with Terminal(db) as second:
        second.see(FIRST_PAINT)
        second.see("your vote")
        assert "4 Voted 1 " in second.text
        second.press("u")
        second.see("Undone: your vote on ")
        second.see("4 Voted 0 ")
        second.lose("  your vote")
        second.press("q")
        assert second.wait_for_end() == 0


@pytest.mark.parametrize("opener", ["/", "e", "?", ":"])
def test_letters_typed_without_a_pause_into_a_field_cast_no_vote(
    tmp_path: Path, opener: str
) -> None:
    """A slow line sends them in one piece, before the field could be drawn."""
    db = tmp_path / "shiptui.db"
    with Terminal(db, 80, 24) as terminal:
        terminal.see(FIRST_PAINT)
        terminal.press(f"{opener}abtxA")
        terminal.wait_for(lambda: "Feed" in terminal.text)
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
    with closing(sqlite3.connect(db)) as facts:
        assert facts.execute("SELECT kind, value FROM fact").fetchall() == []


def test_a_filter_typed_without_a_pause_is_whole(tmp_path: Path) -> None:
    with Terminal(tmp_path / "shiptui.db", 80, 24) as terminal:
        terminal.see(FIRST_PAINT)
        terminal.press("/smollm3")
        terminal.see('Feed matching "smollm3"')


def test_suspending_gives_the_terminal_back_and_resuming_draws_everything(tmp_path: Path) -> None:
    """`ctrl+z` stops the program; after `fg` the screen is whole and keys work."""
    with Terminal(tmp_path / "shiptui.db") as terminal:
        terminal.see(FIRST_PAINT)
        pid = terminal.process.pid
        terminal.press("\x1a")
        terminal.wait_for(lambda: BACK in terminal.written)
        terminal.wait_for(lambda: os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED | os.WNOHANG)[1]))
        assert terminal.modes_now[3] & termios.ICANON
        terminal.written.clear()
        os.kill(pid, signal.SIGCONT)
        for part in (b"Feed", b"Scorecard", b"Keys"):
            terminal.wait_for(partial(terminal.written.__contains__, part))
        terminal.press("a")
        terminal.see("Press u to undo.")


def test_an_unknown_theme_gets_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    command = ("-m", "shiptui", "--theme", "nonsense")
    with Terminal(tmp_path / "shiptui.db", 80, 24, command) as terminal:
        terminal.wait_for(
            lambda: terminal.process.poll() is not None or FIRST_PAINT in terminal.text
        )
        assert b"Traceback" not in terminal.written
        assert "nonsense" in terminal.text
