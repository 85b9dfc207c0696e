"""What is drawn ahead and what is left as it stands: a reader never sees the difference."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from shiptui.page.matchup import matchup_page
from shiptui.store.store import Store
from shiptui.tui.keys import BY_ID
from shiptui.tui.screens import browse
from terminal import Terminal, browse_of, opened, press, shown, until

BACK = b"\x1b[?1049l"
"""Leaves the alternate screen."""

PRESSED = (
    ("j", " 2 of 196"),
    ("j", " 3 of 196"),
    ("a", "4 Voted 1"),
    ("j" * 50, " 53 of 196"),
    ("k", " 52 of 196"),
    ("J]", " 52 of 196"),
    ("s", "3 Saved 1"),
    ("x", "4 Voted 2"),
    ("u", "Undone"),
    ("S", " 52 of 196"),
)
"""Keys, and what stands there when they are done."""

NOTHING = (("+", BY_ID["tool.ship"].words), ("-", BY_ID["tool.skip"].words))
"""Keys that mean nothing among matchups, and what they are called."""

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from shiptui.model.facts import Matchup
    from shiptui.page.lines import Page
    from shiptui.tui.widgets.detail import Ahead


async def made_ahead(pilot: Pilot[int]) -> str:
    """Wait until the next matchup was made ready, and give its id."""
    screen = browse_of(pilot)
    coming = screen.list.coming
    assert coming is not None
    await until(pilot, lambda: coming in map(_id_of, screen.detail._ahead))
    return coming


def _id_of(ahead: Ahead) -> str:
    assert isinstance(ahead.make, browse.MatchupMaker)
    return ahead.make.matchup.id


async def test_the_next_matchup_is_made_while_nothing_is_pressed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down the list and up again; the key itself makes no page."""
    made: list[str] = []

    def noted(matchup: Matchup, *rest: Any, **how: Any) -> Page:
        made.append(matchup.id)
        return matchup_page(matchup, *rest, **how)

    monkeypatch.setattr(browse, "matchup_page", noted)
    async with opened(store) as pilot:
        await press(pilot, "j")
        for key in ("j", "j", "k"):
            await made_ahead(pilot)
            made.clear()
            await press(pilot, key)
            assert browse_of(pilot).list.current not in made


async def test_what_others_write_is_shown_though_the_page_was_made_ahead(
    store: Store, seed: Path
) -> None:
    async with opened(store) as pilot:
        await press(pilot, "j")
        coming = await made_ahead(pilot)
        with Store.open(store.path, seed) as other:
            matchup = other.catalog.matchup(coming)
            assert matchup is not None
            other.facts.cast_vote(matchup, matchup.left.slug)
        await press(pilot, "j")
        assert "your vote" in shown(pilot.app)


async def test_a_page_made_for_another_window_is_not_shown(store: Store) -> None:
    async with opened(store) as pilot:
        await made_ahead(pilot)
        await pilot.resize_terminal(80, 24)
        await press(pilot, "j")
        narrow = shown(pilot.app)
    async with opened(store, (80, 24)) as pilot:
        await press(pilot, "j")
        assert shown(pilot.app) == narrow


def test_a_matchup_is_read_again_after_any_write(store: Store) -> None:
    id_ = store.catalog.index()[0]
    before = store.catalog.matchup(id_)
    assert before is not None
    assert store.catalog.matchup(id_) is before
    store.facts.cast_vote(before, before.left.slug)
    voted = store.catalog.matchup(id_)
    assert voted is not None
    assert voted.vote is not None
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("UPDATE tool SET name = 'Renamed' WHERE slug = ?", (before.left.slug,))
    renamed = store.catalog.matchup(id_)
    assert renamed is not None
    assert renamed.left.name == "Renamed"


def draw_whole(terminal: Terminal) -> None:
    """Stop the program and let it go on: it draws the whole window anew."""
    pid = terminal.process.pid
    terminal.written.clear()
    terminal.press("\x1a")
    terminal.wait_for(lambda: BACK in terminal.written)
    terminal.wait_for(lambda: os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED | os.WNOHANG)[1]))
    terminal.written.clear()
    os.kill(pid, signal.SIGCONT)
    terminal.wait_for(lambda: b"Feed" in terminal.written)
    terminal.settle()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_what_is_left_standing_is_what_would_be_drawn(
    tmp_path: Path, seed: Path, size: tuple[int, int]
) -> None:
    """Whatever was pressed, a window that is drawn anew as a whole looks the same."""
    db = tmp_path / "shiptui.db"
    Store.open(db, seed).close()
    with Terminal(db, *size) as terminal:
        terminal.see_app()
        for (keys, words), (idle, says) in zip(PRESSED, cycle(NOTHING), strict=False):
            terminal.press(keys)
            terminal.see(words)
            # Told in a frame of its own, so the one before has arrived to its last byte.
            terminal.press(idle)
            terminal.see(f"{says} does nothing here")
            stands = terminal.text
            draw_whole(terminal)
            assert terminal.text == stands
