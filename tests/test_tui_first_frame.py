"""The first frame: it stands before Textual is imported, which takes over without a trace."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pyte
import pytest
from rich.color import Color, ColorSystem

from shiptui.store.store import Store
from shiptui.tui.asking import QUESTION
from shiptui.tui.colours import COLOURS, Depth, colour_code
from terminal import DRAWN, Terminal, cells_of, check_left, screen_of

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 3000
"""Bytes between two looks at the screen."""

SIZES = [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (179, 19), (200, 60)]

# Does something where Textual is imported: that is after the first frame.
AT_IMPORT = """
import signal, sys

class Finder:
    def find_spec(self, name, *_):
        if name.partition(".")[0] == "textual":
            {act}

sys.meta_path.insert(0, Finder())
sys.argv = ["shiptui"]
from shiptui.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["dark", "terminal"])
def test_every_cell_is_what_textual_draws_a_moment_later(
    db: Path, size: tuple[int, int], theme: str
) -> None:
    """And no word of it is ever gone in between."""
    with Terminal(db, *size, ("-m", "shiptui", "--theme", theme)) as terminal:
        terminal.see_app()
        written = bytes(terminal.written)
    first, drawn, rest = written.partition(DRAWN)
    assert drawn
    screen = pyte.Screen(*size)
    stream = pyte.ByteStream(screen)
    stream.feed(first)
    words, cells = screen.display, cells_of(screen)
    assert "1 Feed 196" in words[0]
    for start in range(0, len(rest), PIECE):
        stream.feed(rest[start : start + PIECE])
        assert screen.display == words
    assert cells_of(screen) == cells


@pytest.mark.parametrize(
    ("environment", "config"),
    [
        ({"COLORTERM": ""}, ""),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, ""),
        ({"COLORFGBG": "0;15"}, ""),
        ({}, 'rows = "compact"\nview = "unvoted"\n[layout]\nwide = 90\nlist_wide = 44'),
        ({}, '[blind]\npanel = true\n[keys]\n"vote.a" = "w"\n[[tabs]]\nname = "X"\nfilter = "x"'),
        ({}, 'thme = "dark"'),
    ],
)
def test_what_config_and_surroundings_change_is_drawn_at_once(
    db: Path, environment: dict[str, str], config: str
) -> None:
    (db.parent / "c.toml").write_text(config)
    environment |= {"SHIPTUI_CONFIG": str(db.parent / "c.toml")}
    with Terminal(db, 110, 30, ("-m", "shiptui"), environment) as terminal:
        terminal.see_app()
        first, drawn, _ = bytes(terminal.written).partition(DRAWN)
        assert drawn
        last = screen_of(bytes(terminal.written), (110, 30))
    assert cells_of(screen_of(first, (110, 30))) == cells_of(last)


def test_votes_and_bookmarks_are_drawn_at_once(db: Path, seed: Path) -> None:
    with Store.open(db, seed) as store:
        first, second = store.catalog.index()[:2]
        matchup = store.catalog.matchup(first)
        assert matchup is not None
        store.facts.cast_vote(matchup, matchup.right.slug)
        store.facts.save(f"matchup:{second}", "x", note="a note", tags=("later",))
        store.settings.put("option.sort", "gap")
    with Terminal(db, 120, 40) as terminal:
        terminal.see_app()
        first_bytes, _, _ = bytes(terminal.written).partition(DRAWN)
        last = screen_of(bytes(terminal.written), (120, 40))
    assert cells_of(screen_of(first_bytes, (120, 40))) == cells_of(last)


@pytest.mark.parametrize(
    ("environment", "arguments", "size"),
    [
        ({"NO_COLOR": "1"}, (), (80, 24)),
        ({"COLORTERM": "", "TERM": "xterm"}, (), (80, 24)),
        ({"COLUMNS": "80", "LINES": "24"}, (), (80, 24)),
        ({}, ("--filter", "gpt"), (80, 24)),
        ({}, ("--view", "voted"), (80, 24)),
        ({"SHIPTUI_BLIND_NAMES": "yes"}, (), (80, 24)),
        ({}, (), (80, 11)),
        ({}, (), (39, 24)),
    ],
)
def test_what_is_not_known_before_is_left_to_textual(
    db: Path, environment: dict[str, str], arguments: tuple[str, ...], size: tuple[int, int]
) -> None:
    with Terminal(db, *size, ("-m", "shiptui", *arguments), environment) as terminal:
        terminal.see_app()
        assert DRAWN not in terminal.written
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
        assert terminal.written.count(b"\x1b[?1049h") == terminal.written.count(b"\x1b[?1049l") == 1
        assert terminal.modes_now == terminal.modes


def test_keys_pressed_on_the_first_frame_are_answered_once_and_in_order(db: Path) -> None:
    with Terminal(db, 80, 24) as terminal:
        while DRAWN not in terminal.written:
            terminal.read()
        terminal.press("jas")
        terminal.see("Saved: ")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with closing(sqlite3.connect(db)) as facts:
        ((second,),) = facts.execute(
            "SELECT id FROM matchup ORDER BY n LIMIT 1 OFFSET 1"
        ).fetchall()
        found = facts.execute(
            "SELECT kind, key FROM fact WHERE kind <> 'seen' ORDER BY n"
        ).fetchall()
    assert found == [("vote", second), ("bookmark", f"matchup:{second}")]


def test_what_is_typed_while_the_terminal_answers_is_not_lost(db: Path) -> None:
    """The answer and the keys come as one stream."""
    with Terminal(db, 80, 24) as terminal:
        while QUESTION not in terminal.written:
            terminal.read()
        terminal.press("j\x1b]11;rgb:fbfb/fafa/f7f7\x1b\\a\x1b[?64c")
        terminal.see("Press u to undo")
        assert b"48;2;251;250;247" in terminal.written.partition(DRAWN)[0]
        assert "2 of 196" in terminal.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_on_the_first_frame_leaves_the_terminal_as_it_was(
    db: Path, number: signal.Signals
) -> None:
    with Terminal(db, 80, 24, ("-c", AT_IMPORT.format(act="signal.pause()"))) as terminal:
        while DRAWN not in terminal.written:
            terminal.read()
        terminal.process.send_signal(number)
        assert terminal.wait_for_end() == 128 + number
        check_left(terminal)


def test_a_crash_on_the_first_frame_leaves_the_terminal_as_it_was_and_one_line(db: Path) -> None:
    script = AT_IMPORT.format(act='raise RuntimeError("broken on purpose")')
    with Terminal(db, 80, 24, ("-c", script)) as terminal:
        assert terminal.wait_for_end() == 1
        check_left(terminal)
        assert DRAWN in terminal.written
        assert b"stopped because of an error in itself" in terminal.written
        assert b"Traceback" not in terminal.written


def test_256_colours_are_those_that_rich_takes() -> None:
    colours = {each for theme in COLOURS.values() for each in theme.values() if each[0] == "#"}
    for colour in colours:
        nearest = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT)
        assert colour_code(colour, Depth.MANY) == f"38;5;{nearest.number}"
