"""Long work on the command line: a bar for who watches, nothing for who does not."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from shiptui.cli import progress as module
from shiptui.cli.progress import ERASE, progress
from shiptui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


class Screen(io.StringIO):
    """A stderr that somebody looks at, or not."""

    encoding = "utf-8"

    def __init__(self, *, watched: bool) -> None:
        super().__init__()
        self._watched = watched

    def isatty(self) -> bool:
        """Whether somebody does."""
        return self._watched


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw from the first moment on, and every time."""
    monkeypatch.setattr(module, "SOON", -1)
    monkeypatch.setattr(module, "OFTEN", -1)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_MOTION", raising=False)


def drawn(monkeypatch: pytest.MonkeyPatch, *, watched: bool = True) -> Screen:
    """What stands on stderr after three quarters of some work."""
    screen = Screen(watched=watched)
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Importing") as told:
        for done in range(4):
            told(done, 4)
    return screen


def test_on_a_terminal_the_bar_grows_and_goes_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    *_, before, last, after = drawn(monkeypatch).getvalue().split(ERASE)
    assert "50 %" in before
    assert "75 %" in last
    assert last.count("━") > before.count("━")
    assert after == ""


def test_where_nobody_looks_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, watched=False).getvalue() == ""
    monkeypatch.setenv("TERM", "dumb")
    assert drawn(monkeypatch).getvalue() == ""


def test_without_motion_words_stand_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MOTION", "1")
    assert drawn(monkeypatch).getvalue() == f"{ERASE} Importing ...{ERASE}"


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOON", 1e9)
    assert drawn(monkeypatch).getvalue() == ""


def test_who_interrupts_an_import_finds_nothing_changed(
    tmp_path: Path, seed: Path, store: Store
) -> None:
    with Store.open(tmp_path / "theirs.db", seed) as other:
        for id_ in other.catalog.index(limit=3):
            matchup = other.catalog.matchup(id_)
            assert matchup is not None
            other.facts.cast_vote(matchup, "tie")
        bundle = other.dump()
    seen: list[int] = []

    def interrupt(done: int, _total: int) -> None:
        seen.append(done)
        if done > 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.restore(bundle, "import", interrupt)
    assert seen == [1, 2]
    assert store.dump().entries == ()
    assert store.restore(bundle, "import").facts == len(bundle.entries)
