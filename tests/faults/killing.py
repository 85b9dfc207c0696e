"""Kills programs that write, and tells what their deaths cost. Run as a script by the tests.

    killing.py random PATH SEED KILLS      two instances vote, and die at random moments
    killing.py vote PATH SEED STEP         one dies at every STEP-th line of the store's code
    killing.py upgrade PATH SEED STEP      the same, while an older database is upgraded

Prints one JSON object. Processes are forked from one that has imported everything: a thousand
starts of Python would take longer than a thousand kills.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
import traceback
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shiptui.model.facts import NEITHER, TIE
from shiptui.store import (
    entries,
    facts,
    judging,
    migrating,
    opening,
    remembering,
    schema,
    seeding,
)
from shiptui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

LOADED = (entries, facts, migrating, remembering, seeding)
"""What the store imports late; here it is wanted before the first fork."""

MATCHUPS = 50
BLINK = 0.03
"""Seconds; some ten votes."""

EARLY = 0.3
"""The share of rounds in which they may die before their first votes."""

STORE_CODE = str(Path(opening.__file__).parent)


def vote_for_ever(path: Path, seed: Path, first: int, told: int) -> None:
    """Vote, and acknowledge each vote by its number as the program does: after the commit."""
    with Store.open(path, seed) as store:
        ids = store.catalog.index()[first : first + MATCHUPS]
        matchups = [store.catalog.matchup(id_) for id_ in ids]
        for turn in count():
            matchup = matchups[turn % MATCHUPS]
            assert matchup
            change = store.facts.cast_vote(matchup, (TIE, NEITHER)[turn // MATCHUPS % 2])
            if change.number:  # what another run left behind may be the same vote
                os.write(told, b"%d\n" % change.number)


def forked(work: Callable[[], object]) -> int:
    """Do some work in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - told before the process goes, whatever it is
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def kill_two(path: Path, seed: Path, chance: random.Random, *, early: bool) -> set[int]:
    """Let two instances vote and die; the numbers of the votes that they acknowledged.

    They die after their first votes, unless they may die before these as well.
    """
    readers, children = [], []
    for first in (0, MATCHUPS):
        reader, writer = os.pipe()
        children.append(forked(lambda f=first, w=writer: vote_for_ever(path, seed, f, w)))  # type: ignore[misc]  # bound now
        os.close(writer)
        readers.append(os.fdopen(reader, "rb"))
    first_words = b"" if early else b"".join(each.readline() for each in readers)
    for child in sorted(children, key=lambda _: chance.random()):
        time.sleep(chance.uniform(0, BLINK))
        os.kill(child, signal.SIGKILL)
    ended = [os.waitpid(child, 0)[1] for child in children]
    assert all(map(os.WIFSIGNALED, ended)), "a writer ended by itself"
    told = first_words + b"".join(each.read() for each in readers)
    for each in readers:
        each.close()
    return set(map(int, told.split()))


def look(path: Path, seed: Path) -> tuple[float, set[int], bool]:
    """Start again: the seconds it took, the facts that are there, and whether all is sound."""
    begun = time.perf_counter()
    with Store.open(path, seed) as store:
        seconds = time.perf_counter() - begun
        sound = store.writable and not store.notices
    with closing(sqlite3.connect(path)) as connection:
        kept = {n for (n,) in connection.execute("SELECT n FROM fact")}
        sound &= connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        sound &= connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return seconds, kept, sound


def at_random(path: Path, seed: Path, kills: int) -> dict[str, Any]:
    """Kill two voters after another, at random moments."""
    chance = random.Random()  # noqa: S311 - moments are no secret
    acknowledged: set[int] = set()
    lost, broken, slowest = 0, 0, 0.0
    for turn in range(-(-kills // 2)):
        # The first two vote in any case: a few rounds could go by without a vote on a busy machine.
        early = bool(turn) and chance.random() < EARLY
        acknowledged |= kill_two(path, seed, chance, early=early)
        seconds, kept, sound = look(path, seed)
        lost, broken = len(acknowledged - kept), broken + (not sound)
        slowest = max(slowest, seconds)
    return {
        "kills": 2 * -(-kills // 2),
        "acknowledged": len(acknowledged),
        "lost": lost,
        "broken": broken,
        "slowest": slowest,
    }


def dying_at(line: int, work: Callable[[], object]) -> Callable[[], object]:
    """The work, ended by SIGKILL when so many lines of the store's code have been run."""
    seen = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(STORE_CODE):
            return None
        seen += event in ("line", "return")
        if seen == line:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def traced() -> None:
        sys.settrace(trace)
        work()

    return traced


def at_lines(work: Callable[[], object], judge: Callable[[], str], step: int) -> dict[str, Any]:
    """Kill at every `step`-th line until the work gets through; how often each judgement fell."""
    judged: dict[str, int] = {}
    for line in count(1, step):
        _, status = os.waitpid(forked(dying_at(line, work)), 0)
        word = judge()
        judged[word] = judged.get(word, 0) + 1
        if not status:
            return {"kills": sum(judged.values()) - 1, "judged": judged}
        assert os.WIFSIGNALED(status), "the work ended by itself"
    raise AssertionError


def at_lines_of_a_vote(path: Path, seed: Path, step: int) -> dict[str, Any]:
    """A vote is there as a whole or not at all."""
    Store.open(path, seed).close()
    whole = path.read_bytes()

    def vote() -> None:
        with Store.open(path, seed) as store:
            matchup = store.catalog.matchup(store.catalog.index()[0])
            assert matchup
            store.facts.cast_vote(matchup, TIE)

    def judge() -> str:
        _, kept, sound = look(path, seed)
        with Store.open(path, seed) as store:
            shown = store.facts.vote(store.catalog.index()[0]) is not None
        path.write_bytes(whole)
        return ("new" if kept else "old") if sound and shown == bool(kept) else "broken"

    return at_lines(vote, judge, step)


def at_lines_of_an_upgrade(path: Path, seed: Path, step: int) -> dict[str, Any]:
    """The tables are the old or the new ones, with a copy of the old ones beside the new."""
    with Store.open(path, seed) as store:
        matchup = store.catalog.matchup(store.catalog.index()[0])
        assert matchup
        store.facts.cast_vote(matchup, TIE)
    old = path.read_bytes()
    for name in ("m998_one", "m999_two"):
        schema.STEPS[name] = f"CREATE TABLE {name} (a TEXT) STRICT;"
    schema.VERSION += 1
    with closing(opening._in_memory(seed)) as made:
        schema.DIGESTS[schema.VERSION] = judging.digest_of(made)
    copy = path.with_name(f"{path.name}.bak-v{schema.VERSION - 1}")

    def judge() -> str:
        with closing(sqlite3.connect(path)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        backed_up = copy.exists()
        _, kept, sound = look(path, seed)
        for each in path.parent.glob(f"{path.name}?*"):
            each.unlink()
        path.write_bytes(old)
        if not sound or kept != {1} or (version == schema.VERSION and not backed_up):
            return "broken"
        return "new" if version == schema.VERSION else "old"

    return at_lines(lambda: Store.open(path, seed).close(), judge, step)


def main(how: str, path: str, seed: str, number: str) -> None:
    """Do it and tell."""
    work = {"random": at_random, "vote": at_lines_of_a_vote, "upgrade": at_lines_of_an_upgrade}
    json.dump(work[how](Path(path), Path(seed), int(number)), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
