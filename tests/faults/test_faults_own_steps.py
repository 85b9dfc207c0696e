"""Whenever the process dies, no act is lost and none is counted twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import own_story
import pytest
from sizes import size

import own_world
from own_world import ACCOUNTS, CLIENT_IMAGE, FEED, PAIRS, SERVER_IMAGE, URL, said
from shiptui.store.accounts import Accounts
from shiptui.store.connecting import connect

if TYPE_CHECKING:
    import sqlite3

    from conftest import Figure

pytestmark = pytest.mark.soak

DEVICES = ("one", "two")


def prepare(folder: Path) -> None:
    """Two devices that are logged in, and a server."""
    folder.mkdir()
    for name in (*DEVICES, "server"):
        path = folder / f"{name}.db"
        path.write_bytes(SERVER_IMAGE if name == "server" else CLIENT_IMAGE)
        path.chmod(0o600)
    for name in DEVICES:
        with opened(folder / f"{name}.db") as connection:
            account = ACCOUNTS["me"][0]
            Accounts(connection).log_in(FEED, URL, account, from_environment=False)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(path)
    try:
        yield connection
    finally:
        connection.close()


def tell(folder: Path, last_step: int) -> subprocess.CompletedProcess[str]:
    """Tell the story up to a step; 0 is to its end."""
    source = Path(own_world.__file__).parent
    return subprocess.run(
        [sys.executable, str(own_story.__file__), str(folder), str(last_step)],
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join((str(source), str(source.parent / "src"))),
            "STORY_TOKEN": ACCOUNTS["me"][1],
        },
        capture_output=True,
        text=True,
        check=False,
    )


def check(folder: Path) -> None:
    """All acts have arrived once, and all agree."""
    with opened(folder / "server.db") as server:
        ops = server.execute("SELECT lower(hex(op)), status FROM op").fetchall()
        held = dict(server.execute("SELECT key, value FROM own").fetchall())
    acts = []
    for name in DEVICES:
        with opened(folder / f"{name}.db") as device:
            rows = device.execute("SELECT id FROM fact WHERE origin = 'here'").fetchall()
            shown = dict(device.execute("SELECT key, value FROM current").fetchall())
        acts += [id_.replace("-", "") for (id_,) in rows]
        for key in PAIRS:
            assert said("vote", shown.get(key)) == said("vote", held[key]), name
    assert len(acts) == len(own_story.ACTS)
    assert sorted(acts) == sorted(op for op, _ in ops)
    assert {status for _, status in ops} <= {"applied", "superseded"}
    assert [held[key] for key in PAIRS] == [None, None]


def test_a_process_that_dies_at_any_step_loses_no_act_and_sends_none_twice(
    tmp_path: Path, figure: Figure
) -> None:
    died, step = 0, 1
    while True:
        folder = tmp_path / str(step)
        prepare(folder)
        first = tell(folder, step)
        assert (first.returncode, first.stderr) in ((9, ""), (0, ""))
        if first.returncode == 0:
            break
        died += 1
        again = tell(folder, 0)
        assert (again.returncode, again.stderr) == (0, "")
        heard = first.stdout.split("\n") + again.stdout.split("\n")
        acknowledged = [line for line in heard if line.startswith("acknowledged")]
        assert len(set(acknowledged)) == len(acknowledged), "an acknowledged act was gone"
        check(folder)
        step += size("own_steps")
    check(folder)
    figure("histories", f"the process ended at {died} of {step} steps of two devices: 0 acts lost")
