"""Programs die at any moment: what they acknowledged is there, the next start is a plain one."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sizes import size

from shiptui.store.store import Store
from terminal import Terminal

if TYPE_CHECKING:
    from conftest import Figure, StartPython

pytestmark = pytest.mark.soak

KILLING = (Path(__file__).parent / "killing.py").read_text("utf-8")


def killing(start_python: StartPython, *arguments: object) -> dict[str, Any]:
    """What `killing.py` tells."""
    out, err = start_python(KILLING, *arguments).communicate()
    assert err == ""
    told: dict[str, Any] = json.loads(out)
    return told


def test_no_kill_takes_an_acknowledged_vote(
    tmp_path: Path, seed: Path, start_python: StartPython, figure: Figure
) -> None:
    """Two instances vote on one file and are killed one after the other, again and again."""
    told = killing(start_python, "random", tmp_path / "shiptui.db", seed, size("kills"))
    assert told["lost"] == told["broken"] == 0
    assert told["acknowledged"] > 1  # each of the first two, at least
    figure(
        "kills",
        f"{told['kills']:,} SIGKILLs at random moments, two instances, {told['acknowledged']:,}"
        f" votes acknowledged: {told['lost']} lost, {told['broken']} integrity failures, the store"
        f" ready again within {told['slowest']:.2f} s",
    )


def test_a_vote_that_is_killed_at_any_line_is_there_or_not_at_all(
    tmp_path: Path, seed: Path, start_python: StartPython, figure: Figure
) -> None:
    told = killing(start_python, "vote", tmp_path / "shiptui.db", seed, size("kill_steps"))
    assert set(told["judged"]) == {"old", "new"}
    figure("kills", f"{told['kills']:,} more, at lines of the store's code: old or new, sound")


def test_an_upgrade_that_is_killed_at_any_line_leaves_the_old_or_the_new_tables(
    tmp_path: Path, seed: Path, start_python: StartPython, figure: Figure
) -> None:
    told = killing(start_python, "upgrade", tmp_path / "shiptui.db", seed, size("kill_steps"))
    assert set(told["judged"]) == {"old", "new"}
    figure(
        "migrations",
        f"nothing is released yet; an upgrade by two made-up steps was killed {told['kills']:,}"
        " times: old or new tables, never new ones without a backup, no vote lost",
    )


def test_the_program_is_back_soon_after_it_was_killed_over_a_vote(
    tmp_path: Path, seed: Path, figure: Figure
) -> None:
    """On a pseudo-terminal, killed as soon as the screen says that the vote is there."""
    path, slowest, kills = tmp_path / "shiptui.db", 0.0, size("kills_of_the_program")
    for _ in range(kills):
        with Terminal(path, 80, 24) as terminal:
            terminal.see_app()
            terminal.press("a")
            terminal.see("Press u to undo.")
            terminal.process.send_signal(signal.SIGKILL)
            terminal.process.wait()
        with Store.open(path, seed) as store:
            assert store.notices == ()
            assert store.facts.undo()
        begun = time.perf_counter()
        with Terminal(path, 80, 24) as terminal:
            terminal.see_app()
            slowest = max(slowest, time.perf_counter() - begun)
    figure("kills", f"the program itself, killed {kills} times: on screen again in {slowest:.1f} s")
