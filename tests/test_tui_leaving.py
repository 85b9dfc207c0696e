"""Every way out of the program, on a real pseudo-terminal: it leaves the terminal as it was."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from shiptui.store.store import Store
from store_files import mode_of
from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Figure

MODES = ("1049", "1000", "1003", "1006", "1015", "2004", "1004")
"""Alternate screen, the kinds of mouse reports, bracketed paste, reports of the focus."""

CANARY = "canary-4711"

# Breaks one part of the program and starts it as a reader would.
CRASH = """
import sys
from {module} import {owner}

def broken(*arguments, **named):
    canary = "{secret}".upper()
    raise RuntimeError("broken on purpose")

{owner}.{method} = broken
sys.argv = ["shiptui"]
from shiptui.__main__ import main
sys.exit(main())
"""


def check_left(terminal: Terminal) -> None:
    """Nothing that was switched on stays on, and the window has its own title again."""
    written = bytes(terminal.written)
    assert terminal.modes_now == terminal.modes
    for mode in MODES:
        on, off = f"\x1b[?{mode}h".encode(), f"\x1b[?{mode}l".encode()
        assert written.rfind(off) > written.rfind(on) >= 0, mode
    assert written.count(b"\x1b[?1049h") == written.count(b"\x1b[?1049l") == 1
    assert written.rfind(b"\x1b[?25h") > written.rfind(b"\x1b[?25l") >= 0
    assert written.count(b"\x1b[22;2t") == written.count(b"\x1b[23;2t") == 1
    assert written.index(b"\x1b[22;2t") < written.index(b"\x1b[23;2t")


@pytest.mark.soak
@pytest.mark.parametrize("keys", ["q", "Q", "\x11", "\x03"], ids=["q", "Q", "ctrl+q", "ctrl+c"])
def test_a_key_that_quits_leaves_the_terminal_as_it_was(
    tmp_path: Path, keys: str, figure: Figure
) -> None:
    with Terminal(tmp_path / "shiptui.db", 80, 24) as terminal:
        terminal.see_app()
        assert terminal.modes_now != terminal.modes
        terminal.press(keys)
        assert terminal.wait_for_end() == 0
        check_left(terminal)
    figure("terminal", "put back after a key that quits")


@pytest.mark.soak
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("popup", [False, True])
def test_a_signal_leaves_the_terminal_as_it_was(
    tmp_path: Path,
    number: signal.Signals,
    popup: bool,  # noqa: FBT001 - a case of the test
    figure: Figure,
) -> None:
    """What was acknowledged before is kept; the exit code names the signal."""
    with Terminal(tmp_path / "shiptui.db", 80, 24) as terminal:
        terminal.see_app()
        if popup:
            terminal.press("e")
            terminal.see("^s saves")
        terminal.process.send_signal(number)
        assert terminal.wait_for_end() == 128 + number
        check_left(terminal)
    figure("terminal", f"put back after {number.name}")


@pytest.mark.soak
@pytest.mark.parametrize("keys", ["", "a", "jjjjjjjja?"])
def test_a_window_that_is_closed_ends_the_program(
    path: Path, seed: Path, keys: str, figure: Figure
) -> None:
    """The terminal is gone, so nothing can be put back; what was acknowledged is on the disk."""
    with Terminal(path, 120, 40) as terminal:
        terminal.see_app()
        if keys.startswith("a"):
            terminal.press(keys)
            terminal.see("Press u to undo")
        else:
            terminal.press(keys)  # and it goes on drawing when there is nothing to draw on
        assert terminal.hang_up() == 128 + signal.SIGHUP
    if keys == "a":
        with Store.open(path, seed) as store:
            assert store.catalog.counts().voted == 1
    figure("terminal", "ended with the window")


@pytest.mark.parametrize(
    ("module", "owner", "method", "keys"),
    [
        ("shiptui.tui.screens.browse", "BrowseScreen", "open_view", "3"),
        ("shiptui.tui.screens.popup", "Popup", "compose", "?"),
        ("shiptui.tui.widgets.row_list", "RowList", "line_at", ""),
        ("shiptui.store.facts", "FactLog", "cast_vote", "a"),
    ],
    ids=["acting", "composing", "drawing", "writing"],
)
@pytest.mark.soak
def test_a_crash_leaves_the_terminal_as_it_was_one_line_and_a_private_log(
    tmp_path: Path, module: str, owner: str, method: str, keys: str, figure: Figure
) -> None:
    """The log holds the way to the error and no value of a variable."""
    script = CRASH.format(module=module, owner=owner, method=method, secret=CANARY)
    with Terminal(tmp_path / "shiptui.db", 100, 24, ("-c", script)) as terminal:
        if keys:
            terminal.see_app()
            terminal.press(keys)
        assert terminal.wait_for_end() == 1
        check_left(terminal)
        written = terminal.written.decode()
    _, _, after = written.rpartition("\x1b[?1049l")
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\s+", " ", after).strip()
    assert said.startswith("shiptui stopped because of an error in itself")
    assert "Traceback" not in written
    (log,) = tmp_path.rglob("shiptui.log")
    assert re.sub(r"\s", "", said).endswith(str(log))
    assert mode_of(log) == 0o600
    text = log.read_text("utf-8")
    assert "RuntimeError: broken on purpose" in text
    assert CANARY.upper() not in text
    assert CANARY.upper() not in written
    figure("terminal", "put back after a crash")


def colours_in(written: str) -> list[str]:
    """The parameters of SGR sequences that set a colour."""
    found = []
    for parameters in re.findall(r"\x1b\[([0-9;:]*)m", written):
        numbers = [int(each or 0) for each in re.split(r"[;:]", parameters)]
        if any(30 <= n <= 38 or 40 <= n <= 48 or 90 <= n <= 107 for n in numbers):
            found.append(parameters)
    return found


@pytest.mark.parametrize("theme", ["dark", "terminal"])
def test_no_color_writes_no_colour_whatever_the_theme(tmp_path: Path, theme: str) -> None:
    """In the list, a popup, the palette, the filter and after a vote; bold and reverse may be."""
    command = ("-m", "shiptui", "--theme", theme)
    environment = {"NO_COLOR": "1"}
    with Terminal(tmp_path / "shiptui.db", 120, 40, command, environment) as terminal:
        terminal.see_app()
        for keys, words in (
            ("a", "Press u to undo"),
            ("?", "type to search"),
            ("\x1b", "Scorecard"),
            ("\x10", "vote: A"),
            ("\x1b", "Scorecard"),
            ("e", "^s saves"),
            ("\x1b", "Scorecard"),
            ("5", "Tools 144"),
            ("/gpt", "Tools matching"),
        ):
            terminal.press(keys)
            terminal.see(words)
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
    written = terminal.written.decode()
    assert colours_in(written) == []
    assert re.search(r"\x1b\[[0-9;]*\b1[;m]", written)


def test_with_colour_there_are_colour_codes(tmp_path: Path) -> None:
    """So that the test above could fail."""
    with Terminal(tmp_path / "shiptui.db", 80, 24) as terminal:
        terminal.see_app()
        assert colours_in(terminal.written.decode())


def test_without_the_mouse_no_mouse_report_is_asked_for(tmp_path: Path) -> None:
    with Terminal(tmp_path / "shiptui.db", 80, 24, ("-m", "shiptui", "--no-mouse")) as terminal:
        terminal.see_app()
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    for mode in ("9", "1000", "1002", "1003", "1005", "1006", "1015", "1016"):
        assert f"\x1b[?{mode}h".encode() not in terminal.written


def test_a_storm_of_sizes_ends_on_a_whole_screen(tmp_path: Path) -> None:
    """Keys work in between and after it."""
    with Terminal(tmp_path / "shiptui.db", 80, 24) as terminal:
        terminal.see_app()
        for step in range(40):
            terminal.resize(30 + step * 37 % 190, 8 + step * 13 % 60)
            terminal.press("j" if step % 2 else "k")
        terminal.settle()
        terminal.resize(100, 30)
        terminal.wait_for(lambda: terminal.text.splitlines()[-1].startswith(" a/b/t/x Vote"))
        terminal.press("ga")
        terminal.see("Voted GPT-5 Mini API.")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        check_left(terminal)
