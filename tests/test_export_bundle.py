from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bundle_samples import bundles
from shiptui.export.bundle import pack, unpack
from shiptui.model.bundle import Bundle, Entry
from shiptui.model.catalog import Call
from shiptui.model.facts import TIE, Fact, Kind
from shiptui.store.store import Store
from shiptui.store.values import bookmark_value, seen_value, tool_vote_value, vote_value


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(bundles())
def test_a_bundle_comes_back_as_it_went(bundle: Bundle) -> None:
    unpacked = unpack(pack(bundle))
    assert unpacked.refused == ()
    assert unpacked.bundle == bundle
    assert pack(unpacked.bundle) == pack(bundle)


@given(bundles())
def test_a_document_is_plain_json_of_ascii(bundle: Bundle) -> None:
    data = pack(bundle)
    document = json.loads(data.decode("ascii"), parse_constant=pytest.fail)
    assert data.endswith(b"\n}\n")
    assert list(document) == sorted(document)
    held = bundle.current().values()
    assert len(document["votes"]) == sum(fact.kind is Kind.VOTE for fact in held)
    assert [item["key"] for item in document["bookmarks"]] == [
        fact.key for fact in held if fact.kind is Kind.BOOKMARK
    ]


@given(bundles())
def test_a_choice_of_facts_is_a_bundle_too(bundle: Bundle) -> None:
    votes = bundle.only({Kind.VOTE, Kind.TOOL_VOTE})
    unpacked = unpack(pack(votes))
    assert {entry.fact.kind for entry in unpacked.bundle.entries} <= {Kind.VOTE, Kind.TOOL_VOTE}
    told = {entry.fact.key for entry in votes.entries}
    assert {pair.id for pair in votes.pairs} <= told


def test_what_holds_is_the_last_fact_on_each_thing() -> None:
    def entry(n: int, key: str, value: str | None) -> Entry:
        return Entry(str(n), Fact(n, n, Kind.VOTE, key, value, 0), "here")

    a, b = vote_value("a", 1), vote_value("b", 1)
    history = (entry(1, "a-vs-b", a), entry(2, "c-vs-d", a), entry(3, "a-vs-b", b))
    gone = entry(4, "c-vs-d", None)
    assert [fact.n for fact in Bundle(history).current().values()] == [2, 3]
    assert [fact.n for fact in Bundle((*history, gone)).current().values()] == [3]


LONGEST_NOTE = bookmark_value("x" * 10_000, tuple("y" * 30 + str(n) for n in range(200)))


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (Kind.VOTE, f"{'a' * 160}-vs-{'b' * 160}", vote_value("a" * 160, 10**6)),
        (Kind.TOOL_VOTE, "a" * 160, tool_vote_value(Call.SKIP)),
        (Kind.BOOKMARK, f"matchup:{'a' * 160}-vs-{'b' * 160}", LONGEST_NOTE),
        (Kind.BOOKMARK, f"tool:{'a' * 160}", bookmark_value("", ())),
        (Kind.SEEN, f"{'a' * 160}-vs-{'b' * 160}", seen_value()),
    ],
)
def test_the_longest_that_the_store_writes_comes_back(kind: Kind, key: str, value: str) -> None:
    bundle = Bundle((Entry("1", Fact(1, 1, kind, key, value, 0), "here"),))
    assert unpack(pack(bundle)).bundle == bundle


def rows(store: Store) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute(
            "SELECT id, origin, n, change, kind, key, value, at, undoes, redoes FROM fact"
        ).fetchall()


def bundle_of(store: Store) -> Bundle:
    entries = (
        Entry(id_, Fact(n, change, Kind(kind), *rest), origin)
        for id_, origin, n, change, kind, *rest in rows(store)
    )
    return Bundle(tuple(entries))


def test_what_a_reader_did_comes_back_as_it_went(store: Store) -> None:
    first, second = (store.catalog.matchup(id_) for id_ in store.catalog.index(limit=2))
    assert first
    assert second
    store.facts.cast_vote(first, TIE)
    store.facts.cast_vote(first, first.left.slug)
    store.facts.mark_seen(second.id, "", seen=True, quiet=True)
    store.facts.save(f"matchup:{second.id}", "", note="Ünicode 日本 <b>", tags=("A", "b c"))
    store.facts.cast_tool_vote(first.left, Call.SKIP)
    for act in (store.facts.undo, store.facts.undo, store.facts.redo):
        act()
    bundle = bundle_of(store)
    unpacked = unpack(pack(bundle))
    assert unpacked.refused == ()
    assert unpacked.bundle == bundle
    assert len(bundle.entries) == 8
