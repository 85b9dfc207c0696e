"""The frame that a run leaves for the next start: drawn at once where it holds, else never."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shiptui.settings.settling import settle
from shiptui.store.store import Store
from shiptui.tui import kept
from terminal import DRAWN, Held, Terminal, _environment, cells_of, check_left, screen_of

if TYPE_CHECKING:
    from collections.abc import Callable

BEFORE = "shiptui.settings"
"""What is imported after the kept frame is drawn, and before anything else could be."""

ENTER = b"\x1b[?1049h"
LIGHT, DARK = (
    "\x1b]11;rgb:fbfb/fafa/f7f7\x1b\\\x1b[?64c",
    "\x1b]11;rgb:1515/1818/1d1d\x1b\\\x1b[?64c",
)
KEY, ROWS = b"a key", ("\x1b[1;1Hone", "\x1b[2;1Htwo")


def frame_of(db: Path) -> Path:
    """Where the frame of a database is kept."""
    return db.with_name(db.name + ".frame")


def run(db: Path, keys: str = "", said: str = "", **environment: str) -> None:
    """Open the program, press keys, wait for what is said, and quit."""
    with Terminal(db, 80, 24, environment=environment) as terminal:
        terminal.see_app()
        terminal.settle()
        terminal.press(keys)
        terminal.see(said)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("wait", [True, False])
def test_a_vote_of_the_last_run_is_in_the_frame_that_the_next_one_draws_at_once(
    db: Path,
    wait: bool,  # noqa: FBT001 - a case of the test
) -> None:
    """Whether the reader left at once or looked on; and what follows draws the same cells."""
    with Terminal(db, 80, 24) as terminal:
        terminal.see_app()
        terminal.settle()
        terminal.press("ja")
        terminal.see("Press u to undo")
        if wait:
            for _ in range(8):
                terminal.settle()
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with Held(db, at=BEFORE) as terminal:
        assert "4 Voted 1" in terminal.text
        assert "Scorecard" in terminal.text
        early = len(terminal.written)
        screen = screen_of(bytes(terminal.written), (80, 24))
        terminal.release()
        for end in range(early, len(terminal.written), 3000):
            assert screen_of(bytes(terminal.written[:end]), (80, 24)).display == screen.display
        last = screen_of(bytes(terminal.written), (80, 24))
        assert cells_of(last) == cells_of(screen)
        assert terminal.written.count(ENTER) == 1
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        check_left(terminal)
    assert stat.S_IMODE(frame_of(db).stat().st_mode) == 0o600


def test_a_run_that_changes_nothing_leaves_the_frame_as_it_is(db: Path) -> None:
    run(db)
    before = frame_of(db).stat()
    run(db, "jjk")
    after = frame_of(db).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def write_config(db: Path) -> None:
    """Say something in the config file."""
    place = db.parent / ".config" / "shiptui" / "config.toml"
    place.parent.mkdir(parents=True)
    place.write_text('rows = "compact"')


def vote(db: Path) -> None:
    """Vote as another program would."""
    with Store.open(db, db) as store:
        matchup = store.catalog.matchup(store.catalog.index()[3])
        assert matchup
        store.facts.cast_vote(matchup, None)
        store.facts.cast_vote(matchup, matchup.left.slug)


def tear(db: Path) -> None:
    """Cut the kept frame."""
    place = frame_of(db)
    place.write_bytes(place.read_bytes()[:-9])


def lay_journal(db: Path) -> None:
    """Let it look as if somebody were writing."""
    db.with_name(db.name + "-journal").touch()


@pytest.mark.parametrize("change", [write_config, vote, tear, lay_journal])
def test_a_frame_that_no_longer_holds_is_never_drawn(
    db: Path, change: Callable[[Path], None]
) -> None:
    run(db)
    change(db)
    with Held(db, at=BEFORE) as terminal:
        assert ENTER not in terminal.written
        terminal.release()
        assert DRAWN in terminal.written


@pytest.mark.parametrize(
    ("size", "environment"),
    [
        ((81, 24), {}),
        ((80, 24), {"SHIPTUI_THEME": "light"}),
        ((80, 24), {"NO_COLOR": "1"}),
        ((80, 24), {"COLORTERM": ""}),
        ((80, 24), {"LC_ALL": "C"}),
        ((80, 24), {"COLORFGBG": "0;15"}),
    ],
)
def test_in_other_surroundings_it_is_not_drawn(
    db: Path, size: tuple[int, int], environment: dict[str, str]
) -> None:
    run(db)
    with Held(db, size, environment, at=BEFORE) as terminal:
        assert ENTER not in terminal.written
        terminal.release()


def test_a_token_is_in_no_key(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = kept.key_of(str(db), "config.toml", (80, 24))
    monkeypatch.setenv("SHIPTUI_TOKEN", "canary")
    monkeypatch.setenv("SHIPTUI_SERVER_DB", "canary")
    assert kept.key_of(str(db), "config.toml", (80, 24)) == key
    monkeypatch.setenv("SHIPTUI_SORT", "gap")
    assert kept.key_of(str(db), "config.toml", (80, 24)) != key


def test_on_another_day_it_does_not_hold(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = kept.key_of(str(db), "config.toml", (80, 24))
    monkeypatch.setattr("time.time", lambda: 86_400.0)
    assert kept.key_of(str(db), "config.toml", (80, 24)) != key


def test_the_terminal_is_asked_before_a_frame_is_drawn_that_depends_on_its_answer(db: Path) -> None:
    with Held(db, answer=LIGHT) as terminal:
        terminal.release()
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with Held(db, at=BEFORE, answer=DARK) as terminal:
        assert ENTER not in terminal.written
        terminal.release()
        assert b"48;2;21;24;29" in terminal.written
        assert terminal.written.count(b"\x1b]11;?") == 1
    with Held(db, at=BEFORE, answer=f"j{LIGHT}j") as terminal:
        assert "1 of 196" in terminal.text
        assert b"48;2;251;250;247" in terminal.written
        terminal.release()
        terminal.see("3 of 196")


def test_what_is_not_what_the_store_tells_is_drawn_over(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a feed was read two minutes ago, and now it is an hour."""
    run(db)
    monkeypatch.setattr(os, "environ", _environment(db))
    places = kept.places()
    key = kept.key_of(*places, (80, 24)) if places else None
    assert key is not None
    found = kept.read(str(db), key)
    assert found is not None
    rows, background = found
    kept.write(str(db), key, ("\x1b[1;1Han hour ago".ljust(80), *rows[1:]), background)
    with Held(db, at=BEFORE) as terminal:
        assert "an hour ago" in terminal.text
        terminal.release()
        assert "an hour ago" not in terminal.text
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert kept.read(str(db), key) == found


def test_of_two_programs_the_last_one_to_leave_keeps_what_both_did(db: Path) -> None:
    with Terminal(db, 80, 24) as first:
        first.see_app()
        run(db, "ja", "Press u to undo")
        first.press("q")
        assert first.wait_for_end() == 0
    with Held(db, at=BEFORE) as terminal:
        assert "4 Voted 1" in terminal.text


def test_where_none_can_be_kept_nothing_happens(db: Path) -> None:
    db.with_name(db.name + ".frame.new").mkdir()
    run(db, "a", "Press u to undo")
    assert not frame_of(db).exists()


def test_hidden_names_are_kept_in_no_frame(db: Path) -> None:
    run(db)
    assert frame_of(db).exists()
    run(db, SHIPTUI_BLIND_NAMES="yes")
    assert not frame_of(db).exists()


def test_a_run_with_arguments_keeps_none(db: Path) -> None:
    with Terminal(db, 80, 24, ("-m", "shiptui", "--theme", "light")) as terminal:
        terminal.see_app()
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert not frame_of(db).exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_on_the_kept_frame_leaves_the_terminal_as_it_was(
    db: Path, number: signal.Signals
) -> None:
    run(db)
    with Held(db, at=BEFORE) as terminal:
        assert ENTER in terminal.written
        terminal.process.send_signal(number)
        assert terminal.wait_for_end() == 128 + number
        check_left(terminal)


def test_an_error_after_the_kept_frame_is_told_on_the_terminal_as_it_was(db: Path) -> None:
    run(db)
    with Held(db, at=BEFORE) as terminal:
        db.unlink()
        db.mkdir()
        db.with_name("gate").touch()
        assert terminal.wait_for_end() != 0
        check_left(terminal)
        assert b"is not a regular file" in terminal.written.rpartition(b"\x1b[?1049l")[2]


def test_what_was_kept_is_read_back(db: Path) -> None:
    kept.write(str(db), KEY, ROWS, "any")
    assert kept.read(str(db), KEY) == (ROWS, "any")
    assert kept.read(str(db), b"another key") is None
    kept.forget(str(db))
    assert kept.read(str(db), KEY) is None
    kept.forget(str(db))


def test_no_part_of_a_kept_frame_is_taken_for_all_of_it(db: Path) -> None:
    kept.write(str(db), KEY, ROWS, "any")
    whole = frame_of(db).read_bytes()
    for end in range(len(whole)):
        frame_of(db).write_bytes(whole[:end])
        assert kept.read(str(db), KEY) is None
    for place in range(len(whole)):
        frame_of(db).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert kept.read(str(db), KEY) is None


def test_only_a_regular_file_that_none_else_can_write_is_read(db: Path) -> None:
    kept.write(str(db), KEY, ROWS, "any")
    frame, other = frame_of(db), db.with_name("other")
    frame.chmod(0o620)
    assert kept.read(str(db), KEY) is None
    frame.chmod(0o600)
    frame.rename(other)
    frame.symlink_to(other)
    assert kept.read(str(db), KEY) is None
    frame.unlink()
    os.mkfifo(frame)
    assert kept.read(str(db), KEY) is None
    frame.unlink()
    frame.mkdir()
    assert kept.read(str(db), KEY) is None
    frame.rmdir()
    frame.write_bytes(other.read_bytes() + b" " * kept.LIMIT)
    assert kept.read(str(db), KEY) is None


def test_a_link_in_its_place_is_replaced_and_not_followed(db: Path) -> None:
    other = db.with_name("other")
    other.write_text("untouched")
    frame_of(db).symlink_to(other)
    kept.write(str(db), KEY, ROWS, "any")
    assert other.read_text() == "untouched"
    db.with_name(db.name + ".frame.new").symlink_to(other)
    with pytest.raises(OSError, match="symbolic link"):
        kept.write(str(db), KEY, ROWS, "any")
    assert other.read_text() == "untouched"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config"},
        {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": ""},
        {"SHIPTUI_DB": "~/x.db", "SHIPTUI_CONFIG": "/c.toml"},
        {"SHIPTUI_DB": "", "SHIPTUI_CONFIG": "c.toml"},
    ],
)
def test_the_places_are_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "SHIPTUI_DB", "SHIPTUI_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings = settle({})
    assert kept.places() == (str(settings.db), str(settings.config))
