"""A disk that takes no more while the program runs: nothing is acknowledged, nothing is lost."""

from __future__ import annotations

import resource
import sys
from typing import TYPE_CHECKING

import pytest

from shiptui.store.store import Store
from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Figure

pytestmark = pytest.mark.soak

VOTED = "Press u to undo."


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
def test_a_full_disk_is_one_line_and_a_vote_after_it_is_kept(
    tmp_path: Path, seed: Path, figure: Figure
) -> None:
    """The largest file that the program may write is as large as nothing, and then is not."""
    path = tmp_path / "shiptui.db"
    with Terminal(path, 100, 30) as terminal:
        terminal.see_app()
        terminal.press("a")
        terminal.see(VOTED)
        limits = resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
        terminal.press("b")
        terminal.see("Not saved: ")
        with Store.open(path, seed) as store:
            assert [change.number for change in store.facts.history()] == [1]
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, limits)
        terminal.press("b")
        terminal.see(VOTED)
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    with Store.open(path, seed) as store:
        assert [change.number for change in store.facts.history()] == [2, 1]
        assert store.health().check == "ok"
    figure(
        "disk",
        "the program at a full disk: not acknowledged, one line, still running; the next vote was"
        " kept when there was room",
    )
