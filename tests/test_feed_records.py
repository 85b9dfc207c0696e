from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed_world import AS_OF, FEED_ID, ROOT, small_catalog, tool
from shiptui.feed.assembling import assemble, records_of
from shiptui.feed.coding import decode, encode
from shiptui.feed.folder import read_folder
from shiptui.feed.order import places
from shiptui.feed.packing import pack
from shiptui.feed.records import (
    KINDS,
    CatalogRecord,
    MatchupRecord,
    PersonaRecord,
    Record,
    TakeRecord,
    ToolRecord,
)
from shiptui.feed.wire import Line, canonical, change_of, read_line, segment_lines, written
from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take, Tool
from shiptui.model.errors import FeedError


def through_the_wire(catalog: Catalog) -> Catalog:
    """Write every record as a line, read the lines back, put them together."""
    records = []
    for record in records_of(catalog):
        data = written(Line(1, record.kind, record.id, encode(record)))
        change = change_of(read_line(data.rstrip(b"\n")), catalog.feed_id)
        assert change.problem is None
        assert change.record == record
        records.append(change.record)
    found = assemble(reversed(records), feed_id=catalog.feed_id, title="", as_of="1970-01-01")
    assert found.loose == ()
    return found.catalog


def test_a_catalog_with_every_field_comes_back_equal() -> None:
    catalog = small_catalog()
    assert through_the_wire(catalog) == catalog


def test_the_bundled_catalog_comes_back_equal() -> None:
    catalog = read_folder(ROOT / "data" / "catalog")
    assert through_the_wire(catalog) == catalog


def test_what_is_unknown_is_left_out_of_the_line() -> None:
    assert encode(ToolRecord(tool("a", name="A"))) == {"name": "A"}
    assert encode(TakeRecord("a", Take(None), 0, 1)) == {"tool": "a", "pos": 0}
    assert encode(PersonaRecord(Persona("p", "P"), 3)) == {"name": "P", "pos": 3}


def test_a_record_has_its_id_from_what_it_is_about() -> None:
    assert TakeRecord("a", Take("p")).id == "a.p"
    assert TakeRecord("a", Take(None), 0, 2).id == "a.unnamed-2"
    assert MatchupRecord(Pair("a", "b")).id == "a-vs-b"
    assert CatalogRecord("T", AS_OF).id == "catalog"


def test_takes_by_nobody_named_are_counted_for_each_tool() -> None:
    ids = [each.id for each in records_of(small_catalog()) if isinstance(each, TakeRecord)]
    assert ids == ["aider.builder", "aider.skeptic", "zed.unnamed-1", "zed.unnamed-2"]


def test_each_record_comes_after_those_that_it_refers_to() -> None:
    kinds = [KINDS.index(each.kind) for each in records_of(small_catalog())]
    assert kinds == sorted(kinds)


def test_two_takes_that_would_bear_one_id_are_refused() -> None:
    people = (Persona("b.c", "One"), Persona("c", "Two"))
    tools = (tool("a", Take("b.c")), tool("a.b", Take("c")))
    catalog = small_catalog(personas=people, tools=tools, pairs=())
    with pytest.raises(FeedError, match=r"Two records would be the take a\.b\.c"):
        records_of(catalog)


@pytest.mark.parametrize(
    ("kind", "id_", "value", "told"),
    [
        ("catalog", "catalog", {"title": "T"}, "as_of is missing"),
        ("catalog", "other", {"title": "T", "as_of": AS_OF}, "The id is not catalog"),
        ("persona", "p", {}, "name"),
        ("persona", "p", {"name": "P", "pos": 2**53}, "pos"),
        ("persona", "p", {"name": "P", "pos": True}, "pos"),
        ("tool", "a", {"name": 5}, "name"),
        ("tool", "a", {"name": "A", "panel_ship_pct": 101}, "panel_ship_pct"),
        ("tool", "a", {"name": "A", "as_of": "2026-02-30"}, "as_of"),
        ("take", "a.p", {"persona": "p"}, "tool"),
        ("take", "a.q", {"tool": "a", "persona": "p"}, "The id is not a.p"),
        ("take", "a.unnamed-01", {"tool": "a"}, "not a.unnamed-N"),
        ("take", "a.p", {"tool": "a"}, "not a.unnamed-N"),
        ("take", "a.p", {"tool": "a", "persona": "p", "score": 50.0}, "score"),
        ("take", "a.p", {"tool": "a", "persona": "p", "call": "maybe"}, "call"),
        ("matchup", "a-vs-a", {"a": "a", "b": "a"}, "beside itself"),
        ("matchup", "a-vs-c", {"a": "a", "b": "b"}, "The id is not a-vs-b"),
        ("matchup", "a-vs-b", {"a": "a", "b": "b", "rev": 0}, "rev"),
    ],
)
def test_a_record_that_breaks_a_rule_is_left_out_and_told(
    kind: str, id_: str, value: dict[str, object], told: str
) -> None:
    change = change_of(Line(1, kind, id_, value), FEED_ID)
    assert change.record is None
    assert change.problem is not None
    assert told in change.problem


def test_a_kind_that_is_not_known_is_skipped() -> None:
    change = change_of(Line(7, "podcast", "p-1", {"name": "P"}), FEED_ID)
    assert (change.seq, change.record) == (7, None)
    assert change.problem == "The kind podcast is not known."


def test_fields_that_are_not_known_are_ignored() -> None:
    value = {"name": "A", "url": "https://example.org", "take": "none of this"}
    assert decode("tool", "a", value, feed_id=FEED_ID) == ToolRecord(tool("a", name="A"))


def test_a_matchup_told_the_other_way_round_is_the_same() -> None:
    record = decode("matchup", "a-vs-b", {"a": "b", "b": "a", "pos": 4}, feed_id=FEED_ID)
    assert record == MatchupRecord(Pair("a", "b"), 4)


def test_text_is_cleaned_on_the_way_in() -> None:
    record = decode("tool", "a", {"name": "A\x1b[31m\u202e  B"}, feed_id=FEED_ID)
    assert isinstance(record, ToolRecord)
    assert record.tool.name == "A\ufffd[31m B"


def test_what_refers_to_something_missing_is_left_out_and_named() -> None:
    records: list[Record] = [
        ToolRecord(tool("a")),
        TakeRecord("a", Take("p", Call.SHIP)),
        TakeRecord("gone", Take(None), 0, 1),
        MatchupRecord(Pair("a", "gone")),
    ]
    found = assemble(records, feed_id=FEED_ID, title="T", as_of=AS_OF)
    assert [each.takes for each in found.catalog.tools] == [()]
    assert found.catalog.pairs == ()
    assert found.loose == (
        "The matchup a-vs-gone needs the tool gone.",
        "The take a.p needs the persona p.",
        "The take gone.unnamed-1 needs the tool gone.",
    )


def test_a_line_is_the_same_bytes_whatever_the_order_of_its_aliases() -> None:
    one = CatalogRecord("T", AS_OF, {"x": "A", "y": "A", "z": "B"})
    other = CatalogRecord("T", AS_OF, {"z": "B", "y": "A", "x": "A"})
    assert canonical(encode(one)) == canonical(encode(other))


def test_no_key_of_a_record_holds_a_dot() -> None:
    """JSON Feed forbids it, and a label may well hold one."""
    record = CatalogRecord("T", AS_OF, {"Node": "Node.js"})
    assert '"Node.js":' not in json.dumps(encode(record))
    assert decode("catalog", "catalog", encode(record), feed_id=FEED_ID) == record


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"[]", "no object"),
        (b"<p>", "not valid JSON"),
        (b'{"s":1,"k":"tool","id":"a"}', "either v or del"),
        (b'{"s":1,"k":"tool","id":"a","v":{},"del":true}', "either v or del"),
        (b'{"s":0,"k":"tool","id":"a","v":{}}', "The field s"),
        (b'{"s":1,"k":"Tool","id":"a","v":{}}', "The field k"),
        (b'{"s":1,"k":"tool","id":"A","v":{}}', "The field id"),
        (b'{"s":1,"k":"tool","id":"a","v":[]}', "The field v"),
        (b'{"s":1,"k":"tool","id":"a","v":{},"v":{}}', "stands twice"),
        (b'{"s":1,"k":"tool","id":"a","v":{"x":' + b"[" * 7 + b"]" * 7 + b"}}", "8 deep"),
    ],
)
def test_a_line_with_a_broken_frame_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(FeedError, match=told):
        read_line(data)


def test_a_line_may_be_eight_deep() -> None:
    data = b'{"s":1,"k":"tool","id":"a","v":{"x":' + b"[" * 6 + b"]" * 6 + b"}}"
    assert read_line(data).id == "a"


@pytest.mark.parametrize(("numbers", "to"), [([3, 5], 5), ([4, 5], 5), ([3, 4], 5), ([3, 3], 4)])
def test_a_segment_has_no_hole_and_no_other_end(numbers: list[int], to: int) -> None:
    raw = b"".join(written(Line(number, "tool", "a", None)) for number in numbers)
    with pytest.raises(FeedError, match="numbered"):
        list(segment_lines(pack(raw), len(raw), after=2, to=to))


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-4, 12)),
)
@settings(max_examples=80, deadline=None)
def test_places_ascend_and_move_no_more_than_they_must(
    ids: list[str], before: dict[str, int]
) -> None:
    found = places(ids, before)
    assert list(found) == ids
    assert sorted(set(found.values())) == list(found.values())
    if [before.get(id_) for id_ in ids] == sorted(set(before.values())) and len(before) == len(ids):
        assert found == before


def test_a_new_place_at_the_end_moves_no_other() -> None:
    first = places(["a", "b", "c"], {})
    assert places(["a", "b", "c", "d"], first) == {**first, "d": first["c"] + 1_024}
    assert places(["z", "a", "b", "c"], first)["a"] == first["a"]
    moved = places(["c", "a", "b"], first)
    assert (moved["a"], moved["b"]) == (first["a"], first["b"])
    assert moved["c"] < moved["a"]


def test_places_without_room_are_made_anew() -> None:
    assert places(["a", "x", "b"], {"a": 1, "b": 2}) == {"a": 1024, "x": 2048, "b": 3072}
    assert places(["a", "b"], {"a": 2**53 - 1}) == {"a": 1024, "b": 2048}


def test_a_tool_of_another_feed_is_published_as_this_feed_s() -> None:
    catalog = small_catalog()
    strange = replace(catalog, tools=tuple(replace(each, feed="urn:x") for each in catalog.tools))
    assert through_the_wire(strange) == catalog


def test_a_tool_is_no_more_than_its_line_says() -> None:
    assert isinstance(decode("tool", "a", {"name": "A"}, feed_id=FEED_ID), ToolRecord)
    assert Tool("a", "A", feed=FEED_ID) == tool("a")
