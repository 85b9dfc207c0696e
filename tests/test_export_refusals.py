"""Documents that another program wrote, or that were damaged on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundle_samples import bundles
from shiptui.export.bundle import pack, unpack
from shiptui.model.bundle import Bundle, Entry
from shiptui.model.errors import FeedError
from shiptui.model.facts import Fact, Kind
from shiptui.store.values import bookmark_value

GOOD: dict[str, Any] = {
    "id": "x",
    "n": 3,
    "change": 3,
    "kind": "vote",
    "key": "a-vs-b",
    "value": {"pick": "a", "rev": 1},
    "at": 0,
    "undoes": None,
    "redoes": None,
    "origin": "here",
}


def document(*facts: object, **more: object) -> bytes:
    frame = {"schema": 1, "kind": "shiptui bundle", "facts": facts, "pairs": []}
    return json.dumps(frame | more).encode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 7},
        {"id": "has blank"},
        {"n": True},
        {"n": 0},
        {"n": 10**17},
        {"n": "3"},
        {"n": None},
        {"change": 4},
        {"change": 1.5},
        {"kind": "wish"},
        {"kind": None},
        {"kind": ["vote"]},
        {"key": "a"},
        {"key": "A-vs-B"},
        {"key": "a-vs-b\n"},
        {"key": None},
        {"kind": "bookmark"},
        {"kind": "toolvote", "key": "a b", "value": None},
        {"value": "a"},
        {"value": {}},
        {"value": {"pick": "A"}},
        {"value": {"pick": "a", "rev": -1}},
        {"value": {"pick": "a", "panels": [1]}},
        {"value": {"pick": "a", "panels": [1, 101]}},
        {"value": {"pick": "a", "blind": "panel"}},
        {"kind": "seen", "value": {"seen": 1}},
        {"kind": "bookmark", "key": "matchup:a-vs-b", "value": {"note": 1}},
        {"kind": "bookmark", "key": "matchup:a-vs-b", "value": {"tags": "x"}},
        {"at": -1},
        {"at": 10**15},
        {"at": None},
        {"undoes": 3},
        {"undoes": 2},
        {"redoes": 99},
        {"undoes": 1, "redoes": 1},
        {"change": None, "undoes": 1},
        {"origin": ""},
        {"origin": None},
    ],
)
def test_a_bad_item_is_named_and_the_rest_stays(wrong: dict[str, object]) -> None:
    before, after = ({**GOOD, "id": f"y{n}", "n": n, "change": n} for n in (1, 9))
    unpacked = unpack(document(before, GOOD | wrong, after))
    assert [entry.fact.n for entry in unpacked.bundle.entries] == [1, 9]
    (sentence,) = unpacked.refused
    assert sentence.startswith(("facts, item 2: ", "fact "))


def test_an_item_that_is_no_record_is_named() -> None:
    unpacked = unpack(document(7, GOOD, pairs=[{"a": "b", "b": "a"}, {"a": "a", "b": "a"}, None]))
    assert [pair.id for pair in unpacked.bundle.pairs] == ["a-vs-b"]
    assert len(unpacked.bundle.entries) == 1
    assert len(unpacked.refused) == 3


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        ([(1, 1), (2, 1), (3, 1)], [1, 2, 3]),
        ([(1, 1), (2, 2), (3, 1)], [1, 2]),
        ([(2, 1), (3, 1)], [2, 3]),
        ([(1, None), (2, 1)], [1]),
        ([(3, 3), (1, 1)], [1, 3]),
        ([(1, 1), (1, 1)], [1]),
    ],
)
def test_the_facts_of_an_act_stand_together(
    numbers: list[tuple[int, int | None]], kept: list[int]
) -> None:
    """Otherwise undo would not find what it has to take back."""
    items = [
        {**GOOD, "id": str(place), "n": n, "change": change}
        for place, (n, change) in enumerate(numbers)
    ]
    assert [entry.fact.n for entry in unpack(document(*items)).bundle.entries] == kept


def test_an_id_that_stands_twice_is_read_once() -> None:
    unpacked = unpack(document(GOOD, {**GOOD, "n": 4, "change": 4}))
    assert len(unpacked.bundle.entries) == len(unpacked.refused) == 1


def test_texts_are_cleaned_and_unknown_members_left_out() -> None:
    value = {"note": "a\x1b\n[b]\u202e", "tags": ["X", "x", 7, " "], "evil": {"deep": []}}
    fact = {**GOOD, "kind": "bookmark", "key": "tool:a", "value": value, "origin": "a\tb"}
    (entry,) = unpack(document(fact)).bundle.entries
    assert entry.fact.value == bookmark_value("a\ufffd [b]", ("x",))
    assert entry.origin == "a b"


def test_a_stored_value_that_cannot_be_read_is_exported_as_none() -> None:
    """Another program may have written the row; the store reads it as no fact, too."""
    odd = ["", "null", "[1]", "{", '{"pick": "No Slug"}', '{"pick": NaN}', "\ud800"]
    entries = (
        Entry(str(n), Fact(n, n, Kind.VOTE, "a-vs-b", value, 0), "here")
        for n, value in enumerate(odd, 1)
    )
    data = pack(Bundle(tuple(entries)))
    assert [entry.fact.value for entry in unpack(data).bundle.entries] == [None] * len(odd)
    assert pack(unpack(data).bundle) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        document(schema=2),
        document(schema="1"),
        document(kind="other"),
        document(facts={}),
        document(pairs=None),
        b"\xff" + document(),
        b"[" * 100_000,
        document()[:-1],
    ],
)
def test_what_is_no_document_of_ours_gives_one_sentence(data: bytes) -> None:
    with pytest.raises(FeedError) as error:
        unpack(data)
    assert "\n" not in str(error.value)


def damage(data: bytes, at: int, piece: bytes) -> bytes:
    at %= len(data)
    return data[:at] + piece + data[at + len(piece) :]


@given(bundles(), st.integers(0), st.binary(max_size=4))
def test_a_damaged_document_is_refused_or_read_in_part(
    bundle: Bundle, at: int, piece: bytes
) -> None:
    try:
        unpack(damage(pack(bundle), at, piece))
    except FeedError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
