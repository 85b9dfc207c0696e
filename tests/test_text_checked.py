from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiptui.model.catalog import Call, Pair, Tool
from shiptui.model.errors import FeedError
from shiptui.text.checked import (
    NAME_LIMIT,
    pair_from,
    persona_from,
    read_json,
    read_toml,
    take_from,
    tool_from,
)

LIMIT = 262_144


def tool(raw: dict[str, object]) -> Tool:
    sections = {"Models": "AI Models"}
    return tool_from(raw, slug="a", feed="urn:x", as_of="2026-11-20", sections=sections)


def as_sentence(error: pytest.ExceptionInfo[FeedError]) -> str:
    sentence = str(error.value)
    assert len(sentence) < 400
    assert not any(unicodedata.category(char).startswith("C") for char in sentence)
    return sentence


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b"9" * 5_000,
        b"9" * 19,
        b"NaN",
        b"-Infinity",
        b"1e999",
        b'{"a": 1, "a": 2}',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        b'{"\x1b]52;c;x\x07": }',
        b" " * (LIMIT + 1),
    ],
)
def test_json_that_breaks_a_rule_gives_one_sentence(data: bytes) -> None:
    with pytest.raises(FeedError) as error:
        read_json(data, limit=LIMIT)
    as_sentence(error)


def test_json_within_the_rules_is_read() -> None:
    data = b'{"a": [1, -999999999999999999, 1.5, null, true, "\\u00e9"]}'
    assert read_json(data, limit=len(data)) == {"a": [1, -(10**18 - 1), 1.5, None, True, "é"]}


@pytest.mark.parametrize(
    "data",
    [
        b"a",
        b"a = 1\na = 2",
        b"a = " + b"[" * 100_000,
        b"a = " + b"{a = " * 40_000,
        b"a = " + b"9" * 5_000,
        b"a = 2026-13-45",
        b"a = 2026-02-30",
        b"a = '\xff'",
        b"\x1b = 1",
        b"#" * (LIMIT + 1),
    ],
)
def test_toml_that_breaks_a_rule_gives_one_sentence(data: bytes) -> None:
    with pytest.raises(FeedError) as error:
        read_toml(data, limit=LIMIT)
    as_sentence(error)


@pytest.mark.parametrize("part", ["a", "a-b_c9", '"a"', '"\\""', '""', "'a b'", "''", "a \t"])
@pytest.mark.parametrize("form", ["{}x = 1", "[{}x]", "[[{}x]]", "y = {{ {}x = 1 }}"])
def test_a_dotted_key_too_long_for_memory_is_refused_before_it_is_parsed(
    part: str, form: str
) -> None:
    """The parser would keep every beginning of the key: 256 KB would take tens of gigabytes."""
    with pytest.raises(FeedError, match="too many parts"):
        read_toml(form.format(f"{part}." * 32).encode(), limit=LIMIT)
    read_toml(form.format(f"{part}." * 9).encode(), limit=LIMIT)


def test_dots_in_prose_are_no_dotted_key() -> None:
    words = "Wait... it works, e.g. on 1.2.3.4 and a.b.c.d. Fine. Good. So. " * 20
    assert read_toml(f'words = """\n{words}\n"""'.encode(), limit=LIMIT) == {"words": words + "\n"}


def test_a_tool_is_picked_field_by_field_and_cleaned() -> None:
    picked = tool(
        {
            "name": "Tool\x1b[31m\u202e" + "x" * 500,
            "vendor": " \u200b ",
            "category": "Models",
            "entry": "Free",
            "panel_ship_pct": 75,
            "tagline": "one\ntwo",
            "unheard_of": object(),
            "take": [
                {"persona": "builder", "call": "ship", "score": 0, "inferred": ["call"]},
                {"words": "Nobody said who.", "source": "elsewhere", "as_of": "2026-01-02"},
            ],
            "source": "page.txt",
        }
    )
    assert picked.name == ("Tool\ufffd[31m" + "x" * 500)[:NAME_LIMIT]
    assert (picked.vendor, picked.pricing, picked.complete) == (None, None, False)
    assert (picked.category, picked.section) == ("Models", "AI Models")
    assert (picked.tagline, picked.reported_pct, picked.as_of) == ("one two", 75, "2026-11-20")
    first, second = picked.takes
    assert (first.persona, first.call, first.score, first.words) == ("builder", Call.SHIP, 0, None)
    assert (first.persona_inferred, first.call_inferred) == (False, True)
    assert (first.source, first.as_of) == ("page.txt", "2026-11-20")
    assert (second.persona, second.call, second.score) == (None, None, None)
    assert (second.source, second.as_of) == ("elsewhere", "2026-01-02")


@pytest.mark.parametrize(
    "field",
    [
        {"name": None},
        {"name": ""},
        {"name": "\u200b \u3164\n"},
        {"name": 5},
        {"vendor": ["x"]},
        {"entry": "free"},
        {"panel_ship_pct": True},
        {"panel_ship_pct": 101},
        {"panel_ship_pct": -1},
        {"panel_ship_pct": 75.0},
        {"panel_ship_pct": "75"},
        {"complete": 1},
        {"as_of": "20261120"},
        {"as_of": "2026-02-30"},
        {"as_of": datetime(2026, 11, 20)},  # noqa: DTZ001 - that it has no zone is the case tested
        {"take": {}},
        {"take": ["x"]},
        {"take": [{}] * 65},
        {"take": [{"score": True}]},
        {"take": [{"score": 10**30}]},
        {"take": [{"call": "maybe"}]},
        {"take": [{"call": "SHIP"}]},
        {"take": [{"persona": "Builder"}]},
        {"take": [{"persona": ""}]},
        {"take": [{"inferred": "call"}]},
        {"take": [{"inferred": [1]}]},
        {"take": [{"persona": "x"}, {"persona": "x"}]},
    ],
)
def test_a_field_that_breaks_a_rule_refuses_the_tool_and_is_named(field: dict[str, object]) -> None:
    with pytest.raises(FeedError) as error:
        tool({"name": "Tool", **field})
    assert next(iter(field)) in as_sentence(error)


@pytest.mark.parametrize(
    "slug", ["", "A", "-a", "a b", "a/b", "..", "a\n", "é", "a" * 161, "a\u200b", None, 5, True]
)
def test_a_slug_is_refused_and_never_mended(slug: object) -> None:
    with pytest.raises(FeedError):
        tool_from({"name": "T"}, slug=slug, feed="urn:x", as_of="2026-11-20", sections={})
    with pytest.raises(FeedError):
        pair_from({"a": slug, "b": "b"})


def test_a_matchup_is_put_in_canonical_order_and_never_sets_a_tool_beside_itself() -> None:
    assert pair_from({"a": "z", "b": "a"}) == Pair("a", "z")
    with pytest.raises(FeedError, match="beside itself"):
        pair_from({"a": "a", "b": "a"})


def test_a_persona_keeps_its_creed_without_the_empty_lines() -> None:
    raw = {"slug": "p", "name": "P", "likes": ["one", " ", "two\n"], "tired_of": None}
    persona = persona_from(raw)
    assert (persona.likes, persona.tired_of, persona.asks) == (("one", "two"), (), None)


def test_a_toml_date_and_an_iso_text_mean_the_same() -> None:
    for given_date in (date(2026, 1, 2), "2026-01-02"):
        take = take_from({"as_of": given_date}, source=None, as_of="2026-11-20")
        assert take.as_of == "2026-01-02"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
FIELDS = ("name", "vendor", "category", "entry", "panel_ship_pct", "complete", "take", "as_of")
TAKE_FIELDS = ("persona", "call", "score", "words", "inferred", "source")


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(
    st.dictionaries(st.sampled_from(FIELDS), json_values),
    st.lists(st.dictionaries(st.sampled_from(TAKE_FIELDS), json_values), max_size=3),
)
def test_any_values_at_all_give_a_tool_or_a_sentence(
    raw: dict[str, object], takes: list[dict[str, object]]
) -> None:
    for record in (raw, {**raw, "name": "T", "take": takes}):
        try:
            picked = tool(record)
        except FeedError:
            continue
        assert picked.name
        assert picked.reported_pct is None or 0 <= picked.reported_pct <= 100
        assert all(take.call in (None, Call.SHIP, Call.SKIP) for take in picked.takes)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_at_all_give_data_or_a_sentence(data: bytes) -> None:
    for read in (read_json, read_toml):
        with suppress(FeedError):
            read(data, limit=150)
