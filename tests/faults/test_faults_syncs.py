"""A sync dies at any moment: the tables are those of one published version, never of an older."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sizes import size

import shiptui
from feed_store import pulled, told, well
from feed_world import NOW, URL, small_catalog
from shiptui.feed.publish import build
from shiptui.feed.subscription import Cursor
from shiptui.model.catalog import Catalog, Persona
from shiptui.model.facts import TIE
from shiptui.store.store import Store
from shiptui.sync.keeping import cursor_of
from test_cli_feeds import served

if TYPE_CHECKING:
    from conftest import Figure

pytestmark = pytest.mark.soak

PROGRAM = "from shiptui.cli import program\nprogram()"
# The same, killed at one of the lines of the store's code that apply a batch; without a number it
# tells how many there were.
DYING = """
import os, signal, sys
from shiptui.cli import program
from shiptui.store import applying

apply, store = applying.apply, os.path.dirname(applying.__file__)
seen, last = 0, int(sys.argv.pop(1))

def trace(frame, event, _):
    global seen
    if not frame.f_code.co_filename.startswith(store):
        return None
    seen += event in ("line", "return")
    if last and seen == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return trace

def traced(*given):
    sys.settrace(trace)
    try:
        return apply(*given)
    finally:
        sys.settrace(None)
        if not last:
            print("lines", seen, file=sys.stderr)

applying.apply = traced
program()
"""
LONGEST = 1.5
"""Seconds; a sync of the feed below takes less, with the start of Python."""

AGE = 1_000_000
"""Seconds that an edition pretends to have been on the host."""

State = dict[str, list[tuple[object, ...]]]


class Publisher:
    """Publishes one edition after the other, and knows what a reader holds of each."""

    def __init__(self, folder: Path, seed: Path) -> None:
        self.site, self.folder, self.seed = folder / "site", folder, seed
        self.states: list[State] = []
        self.site.mkdir()

    def publish(self, *, anew: bool) -> None:
        """Publish the next edition: every record says something else. `anew` begins a new log."""
        number = len(self.states) + 1
        if anew:
            (self.site / "feed.json").unlink(missing_ok=True)
        now = NOW + 60 * number
        build(edition(number), self.site, now=now)
        # Hosts tell editions apart by the second, and here several are made in one.
        os.utime(self.site / "feed.json", (now - AGE, now - AGE))
        path = self.folder / f"fresh-{number}.db"
        with Store.open(path, self.seed) as store:
            store.feeds.add(URL)
            well(pulled(store, self.site))
        self.states.append(told(path))
        path.unlink()


def edition(number: int) -> Catalog:
    """A catalog of which no two editions share a tool or a persona's name."""
    catalog = small_catalog()
    tools = tuple(replace(each, tagline=f"Edition {number}") for each in catalog.tools)
    first, *others = catalog.personas
    # Now and then everything is derived anew, because a persona changes.
    personas = (Persona(first.slug, f"{first.name} {number // 3}"), *others)
    return replace(catalog, tools=tools, personas=personas)


class Reader:
    """A database that follows the feed, with one vote in it."""

    def __init__(self, path: Path, seed: Path, url: str) -> None:
        self.path, self.seed, self.version = path, seed, Cursor().version
        with Store.open(path, seed) as store:
            store.feeds.add(url)
            matchup = store.catalog.matchup(store.catalog.index()[0])
            assert matchup
            store.facts.cast_vote(matchup, TIE)
        self.unread = told(path)

    def sync(self, script: str, *arguments: object) -> subprocess.Popen[str]:
        """Begin a sync of the program's own."""
        words = [*map(str, arguments), "--db", str(self.path), "sync"]
        return subprocess.Popen(
            [sys.executable, "-c", script, *words],
            env=os.environ | {"PYTHONPATH": str(Path(shiptui.__file__).parents[1])},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def judge(self, states: list[State]) -> State:
        """What the tables hold; it has to be a published state, and no older one than before."""
        with Store.open(self.path, self.seed) as store:
            assert store.writable
            assert store.notices == ()
            assert [vote.pick for _, vote in store.facts.votes()] == [TIE]
            (subscribed,) = store.feeds.all()
        version = cursor_of(subscribed.cursor).version
        assert version >= self.version
        self.version = version
        with closing(sqlite3.connect(self.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        held = told(self.path)
        assert held in (self.unread, *states)
        return held


@pytest.fixture
def publisher(tmp_path: Path, seed: Path) -> Publisher:
    return Publisher(tmp_path, seed)


@pytest.fixture
def reader(tmp_path: Path, seed: Path, publisher: Publisher) -> Iterator[Reader]:
    with served(publisher.site) as host:
        yield Reader(tmp_path / "shiptui.db", seed, f"{host}/feed.json")


def killed(child: subprocess.Popen[str], after: float) -> bool:
    """Kill a process after so many seconds; whether it was still there."""
    with child:
        with suppress(subprocess.TimeoutExpired):
            child.wait(after)
        child.send_signal(signal.SIGKILL)
        child.communicate()
    return child.returncode == -signal.SIGKILL


def at_random(reader: Reader, chance: random.Random) -> bool:
    """Kill a sync at any moment of its life."""
    return killed(reader.sync(PROGRAM), chance.uniform(0, LONGEST))


def at_worst(reader: Reader, chance: random.Random) -> bool:
    """Kill a sync between two lines of what applies a batch."""
    copy = reader.path.read_bytes()
    with reader.sync(DYING, 0) as child:
        _, err = child.communicate()
    # Told after each batch, of all batches so far.
    lines = max(map(int, re.findall(r"^lines (\d+)$", err, re.MULTILINE)), default=0)
    reader.path.write_bytes(copy)
    assert lines, err
    with reader.sync(DYING, chance.randint(1, lines)) as child:
        child.communicate()
    return child.returncode == -signal.SIGKILL


@pytest.mark.parametrize("how", [at_random, at_worst], ids=lambda how: how.__name__)
def test_a_sync_that_is_killed_leaves_one_published_version_and_the_next_one_finishes(
    publisher: Publisher, reader: Reader, figure: Figure, how: Callable[[Any, Any], bool]
) -> None:
    chance = random.Random()  # noqa: S311 - moments are no secret
    kills, old, new = 0, 0, 0
    for turn in range(size("kills_of_syncs")):
        publisher.publish(anew=not turn % 4)
        kills += how(reader, chance)
        is_new = reader.judge(publisher.states) == publisher.states[-1]
        old, new = old + (not is_new), new + is_new
    with reader.sync(PROGRAM) as child:
        _, err = child.communicate()
    assert child.returncode == 0, err
    assert reader.judge(publisher.states) == publisher.states[-1]
    words = "at random moments" if how is at_random else "between two lines of what applies a batch"
    figure(
        "syncs",
        f"{kills:,} SIGKILLs of a sync {words}: {old:,} times an earlier version was there, whole,"
        f" {new:,} times the new one; 0 mixtures, 0 steps back, the next sync finished",
    )
