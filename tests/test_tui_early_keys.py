"""Keys that are answered before Textual is there, and those that wait for it."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from shiptui.tui.early import SENT, moved, moves_of
from shiptui.tui.keys import KEYS
from terminal import Held, cells_of, check_left, screen_of
from test_tui_first_frame import PIECE, SIZES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["dark", "terminal"])
def test_a_move_is_answered_and_textual_draws_the_same_cells(
    db: Path, size: tuple[int, int], theme: str
) -> None:
    """No word of it is gone in between, and the list has not scrolled."""
    with Held(db, size, {"SHIPTUI_THEME": theme}) as terminal:
        terminal.press("jjjk")
        terminal.see("3 of 196")
        screen = screen_of(bytes(terminal.written), size)
        words, cells, drawn = screen.display, cells_of(screen), len(terminal.written)
        terminal.release()
        for end in range(drawn, len(terminal.written), PIECE):
            assert screen_of(bytes(terminal.written[:end]), size).display == words
        assert cells_of(screen_of(bytes(terminal.written), size)) == cells


def test_a_vote_is_for_the_matchup_on_which_the_cursor_was_put(db: Path) -> None:
    with Held(db) as terminal:
        terminal.press("j\x1b[B")
        terminal.see("3 of 196")
        terminal.press_in_vain("akk")
        terminal.release()
        terminal.see("1 of 196")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with closing(sqlite3.connect(db)) as facts:
        ((third,),) = facts.execute("SELECT id FROM matchup ORDER BY n LIMIT 1 OFFSET 2").fetchall()
        found = facts.execute("SELECT kind, key FROM fact ORDER BY n").fetchall()
    assert found == [("vote", third)]


def test_a_held_key_goes_on_where_the_rows_in_sight_end(db: Path) -> None:
    with Held(db, (120, 40)) as terminal:
        for _ in range(60):
            terminal.press("j")
        terminal.settle()
        assert "of 196" in terminal.text
        assert "61 of 196" not in terminal.text
        terminal.release()
        terminal.see("61 of 196")


def test_a_sequence_that_comes_in_pieces_is_one_key(db: Path) -> None:
    with Held(db) as terminal:
        terminal.press_in_vain("\x1b")
        terminal.press_in_vain("[")
        terminal.press("B\x1b")
        terminal.see("2 of 196")
        terminal.press("OB")
        terminal.see("3 of 196")
        terminal.press_in_vain("\x1b[")
        terminal.press("A")
        terminal.see("2 of 196")
        terminal.release()
        assert "2 of 196" in terminal.text


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("k", "1 of 196"),
        ("G", "196 of 196"),
        ("\x1b[200~jj\x1b[201~", "1 of 196"),
        ("\x1b[6~", "of 196"),
        ("?cursor", "The actions for what is under the cursor"),
    ],
)
def test_whatever_is_no_move_in_sight_waits_for_textual(db: Path, typed: str, then: str) -> None:
    with Held(db) as terminal:
        terminal.press_in_vain(typed)
        terminal.release()
        terminal.see(then)


def test_the_keys_are_those_of_the_config(db: Path) -> None:
    (db.parent / "c.toml").write_text('[keys]\n"move.down" = ["w", "right", ","]\n')
    with Held(db, environment={"SHIPTUI_CONFIG": str(db.parent / "c.toml")}) as terminal:
        terminal.press("w\x1b[C,")
        terminal.see("4 of 196")
        terminal.press_in_vain("j")
        terminal.release()
        assert "4 of 196" in terminal.text


def test_in_a_window_of_another_size_keys_wait_for_textual(db: Path) -> None:
    with Held(db) as terminal:
        terminal.press("j")
        terminal.see("2 of 196")
        terminal.resize(100, 30)
        terminal.press_in_vain("j")
        terminal.release()
        terminal.see("3 of 196")


def test_ctrl_c_waits_for_textual_and_quits(db: Path) -> None:
    with Held(db) as terminal:
        terminal.press("j")
        terminal.see("2 of 196")
        terminal.press_in_vain("\x03")
        terminal.release()
        assert terminal.wait_for_end() == 0
        check_left(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_after_a_move_leaves_the_terminal_as_it_was(
    db: Path, number: signal.Signals
) -> None:
    with Held(db) as terminal:
        terminal.press("j")
        terminal.see("2 of 196")
        terminal.process.send_signal(number)
        assert terminal.wait_for_end() == 128 + number
        check_left(terminal)


def test_a_window_that_is_closed_meanwhile_ends_the_program(db: Path) -> None:
    with Held(db) as terminal:
        terminal.press("j")
        terminal.see("2 of 196")
        assert terminal.hang_up() == 128 + signal.SIGHUP


def test_textual_calls_what_is_sent_by_the_same_name() -> None:
    sent = {each: name for name, ways in SENT.items() for each in ways}
    for each, name in sent.items():
        (key,) = [found for found in XTermParser().feed(each.decode()) if isinstance(found, Key)]
        assert key.key == name


def test_moves_are_taken_from_what_was_typed_up_to_the_first_other_thing() -> None:
    moves = moves_of(KEYS)
    assert moved(b"jjk\x1b[B", moves, 0, 9) == (2, b"")
    assert moved(b"jjkaj", moves, 0, 9) == (1, b"aj")
    assert moved(b"jjj", moves, 0, 3) == (2, b"j")
    assert moved(b"k", moves, 0, 3) == (0, b"k")
    assert moved(b"j\x1b[", moves, 0, 3) == (1, b"\x1b[")
    assert moved("é".encode(), moves, 0, 3) == (0, "é".encode())
