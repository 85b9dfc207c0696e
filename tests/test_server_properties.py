"""Whatever comes, in any order: the rules of judging hold, and no body makes the server fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server_fixtures import OwnServer
from server_world import START, VOTE, Clock, InProcess, World, op
from shiptui.server.app import make_app
from shiptui.server.policy import UNLIMITED
from shiptui.server.sqlite import SqliteStore

SHARED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEYS = ("tool:a", "tool:b")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("server")
    with closing(SqliteStore.open(folder / "server.db")) as store:
        world = World(store)
        world.join("ann")
        yield world


@dataclass
class Model:
    """The rules of judging as a reader of the protocol would write them down."""

    ops: dict[str, tuple[str, object, int]] = field(default_factory=dict)
    now: dict[str, tuple[int, str]] = field(default_factory=dict)

    def judge(self, operation: dict[str, Any], time: int) -> tuple[str, int]:
        """Status and stamp."""
        known = self.ops.get(operation["op"])
        if known is not None:
            return known[0], known[2]
        bases = [self.ops[base][2] + 1 for base in operation["base"] if base in self.ops]
        eff = max([min(operation["at"], time), *bases])
        best = self.now.get(operation["key"])
        status = "superseded"
        if best is None or (eff, UUID(operation["op"]).bytes) > (best[0], UUID(best[1]).bytes):
            self.now[operation["key"]] = (eff, operation["op"])
            status = "applied"
        self.ops[operation["op"]] = (status, operation["v"], eff)
        return status, eff


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, list[dict[str, Any]]]]:
    """Batches of operations with any clocks, bases among what was there, and repeats."""
    made: list[dict[str, Any]] = []
    batches = []
    time = START
    for _ in range(draw(st.integers(1, 6))):
        time += draw(st.integers(-20, 20))
        batch = []
        for _ in range(draw(st.integers(0, 5))):
            repeats = draw(st.integers(0, 3)) == 0
            if made and repeats:
                batch.append(draw(st.sampled_from(made)))
                continue
            key = draw(st.sampled_from(KEYS))
            own = [each["op"] for each in made if each["key"] == key]
            base = draw(st.lists(st.sampled_from(own), max_size=2)) if own else []
            at = START + draw(st.integers(-60, 60))
            value = draw(st.sampled_from([None, {}, {"note": "x"}]))
            made.append(op(key, value, at=at, base=tuple(base), id_=str(draw(st.uuids()))))
            batch.append(made[-1])
        batches.append((time, batch))
    return batches


@settings(SHARED, max_examples=60)
@given(history=histories())
def test_every_operation_is_judged_by_the_rules_and_never_anew(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[int, list[dict[str, Any]]]]
) -> None:
    """Against a model of the protocol; what a device reads page by page is the winner of each."""
    folder = tmp_path_factory.mktemp("server")
    with closing(SqliteStore.open(folder / "server.db")) as store:
        world, model = World(store), Model()
        world.join("ann")
        device: dict[str, tuple[int, str]] = {}
        cursor, last = "", 0
        for time, batch in history:
            world.clock.time = time
            answer = world.sync("ann", *batch, cursor=cursor, limit=2)
            for operation, result in zip(batch, answer["results"], strict=True):
                status, _ = model.judge(operation, time)
                assert (result["op"], result["status"]) == (operation["op"], status)
            cursor, more = answer["cursor"], True
            while more:
                assert not answer["reset"]
                device |= {row["key"]: (row["eff"], row["op"]) for row in answer["rows"]}
                seq = int(cursor.split(".")[1])
                assert seq >= last
                last, more = seq, answer["more"]
                answer = world.sync("ann", cursor=cursor, limit=2)
                cursor = answer["cursor"]
            device |= {row["key"]: (row["eff"], row["op"]) for row in answer["rows"]}
            assert device == model.now


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
words = st.sampled_from(["vote", "toolvote", "bookmark", VOTE, "zed", "tool:zed", "c", "note"])
almost = st.fixed_dictionaries(
    {"op": st.uuids().map(str)},
    optional={
        "k": words | values,
        "key": words | values,
        "v": st.dictionaries(words, words | values, max_size=3) | values,
        "at": st.integers() | values,
        "base": st.lists(st.uuids().map(str) | values, max_size=4) | values,
        "more": values,
    },
)


@settings(SHARED, max_examples=150)
@given(ops=st.lists(almost | values, max_size=6), rest=st.dictionaries(words, values, max_size=2))
def test_whatever_is_sent_is_answered_one_by_one(
    world: World, ops: list[Any], rest: dict[str, Any]
) -> None:
    app = make_app(world.store, clock=Clock(), policy=UNLIMITED)
    headers = {"Authorization": f"Bearer {world.tokens['ann']}", "Content-Type": "application/json"}
    body = json.dumps({"nonce": "n", "ops": ops, **rest})
    with httpx.Client(base_url="http://here/v1/", transport=InProcess(app)) as client:
        first = client.post("sync", content=body, headers=headers)
        again = client.post("sync", content=body, headers=headers)
    assert first.status_code in {200, 400, 422}
    assert again.status_code == first.status_code
    if first.status_code == 200:
        told = [[each["status"] for each in answer.json()["results"]] for answer in (first, again)]
        assert told[0] == told[1]
        assert len(told[0]) == len(ops)


@settings(SHARED, max_examples=100)
@given(body=st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused_in_peace(world: World, body: bytes) -> None:
    app = make_app(world.store, clock=Clock(), policy=UNLIMITED)
    headers = {"Authorization": f"Bearer {world.tokens['ann']}", "Content-Type": "application/json"}
    with httpx.Client(base_url="http://here/v1/", transport=InProcess(app)) as client:
        for path in ("sync", "tokens", "pair", "codes"):
            answer = client.post(path, content=body, headers=headers)
            assert answer.status_code in {200, 400, 403, 422}


def test_one_id_used_by_two_accounts_at_once_is_applied_for_one_of_them(
    own_server: OwnServer,
) -> None:
    with own_server("postgres") as store, ThreadPoolExecutor(8) as pool:
        world = World(store)
        for n in range(8):
            world.join(f"w{n}")
        for _ in range(5):
            same = op("tool:a", {"note": "mine"})
            told = sorted(pool.map(lambda n: world.status(f"w{n}", same), range(8)))  # noqa: B023 - done within the turn
            assert told == ["applied", *["rejected:op_id_reuse"] * 7]
