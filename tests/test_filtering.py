"""The language of filters: how parts are read, what is left out, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiptui.model.facts import Sort
from shiptui.model.filtering import (
    OPERATORS,
    PARTS_LIMIT,
    TEXT_LIMIT,
    WORD_LIMIT,
    Part,
    Value,
    parse,
    score_bounds,
    words_of,
)
from shiptui.model.suggesting import Vocabulary, suggest

ROOT = Path(__file__).resolve().parent.parent


def only(text: str) -> Part:
    (part,) = parse(text).parts
    return part


def values(text: str) -> list[str]:
    return [value.text for value in only(text).values]


def test_blank_text_asks_for_nothing() -> None:
    for text in ("", "  \t\n", "-", '"', '""', ",", "...", "call:", "-tag:", 'vendor:""', "tag:,"):
        found = parse(text)
        assert (found.terms, found.takes, found.sort, found.problems) == ((), (), None, ())


def test_words_stand_beside_each_other_and_a_minus_turns_one_round() -> None:
    assert parse("edge -cloud Vision").parts == (
        Part("edge", None, (Value("edge"),)),
        Part("-cloud", None, (Value("cloud"),), negated=True),
        Part("Vision", None, (Value("Vision"),)),
    )


def test_quotes_hold_a_phrase_which_is_whole_once_they_are_closed() -> None:
    assert only('"fine  tuning"').values == (Value("fine tuning", whole=True),)
    assert only('"fine tun').values == (Value("fine tun"),)
    assert only('-"fine tuning"').negated
    assert [part.typed for part in parse('a"b c"d').parts] == ["a", '"b c"', "d"]


def test_what_stands_together_is_looked_for_together() -> None:
    assert values("gpt-5") == ["gpt 5"]
    assert values("[@click=app.quit]") == ["click app quit"]
    assert values("Ünïcode/wörter") == ["Ünïcode wörter"]


def test_a_comma_parts_alternatives() -> None:
    assert values("call:ship,skip") == ["ship", "skip"]
    assert values('vendor:"Hugging Face",openai') == ["hugging face", "openai"]
    assert only('vendor:"Hugging Face",openai').values[0].whole
    assert values("claude,gemini") == ["claude", "gemini"]
    assert values("call:,ship,,") == ["ship"]


def test_an_operator_is_known_in_any_case_and_its_value_by_its_beginning() -> None:
    assert only("CALL:Ship") == Part("CALL:Ship", "call", (Value("ship"),))
    assert values("call:sh") == ["ship"]
    assert values("voted:n") == []
    assert values("voted:no") == ["no"]
    assert values("voted:ne") == ["neither"]
    assert values("price:k") == ["known"]


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_takes_each_of_its_values(name: str) -> None:
    for value in OPERATORS[name] or ("some text",):
        part = only(f'-{name}:"{value}"')
        assert (part.operator, part.negated, part.better) == (name, True, None)
        assert [each.text for each in part.values] == [value]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("<60", (0, 59)),
        ("<=60", (0, 60)),
        (">60", (61, 100)),
        (">=60", (60, 100)),
        ("=60", (60, 60)),
        ("60", (60, 60)),
        ("50-70", (50, 70)),
        ("70-50", (70, 50)),
        ("<0", (0, -1)),
        ("<", None),
        ("-5", None),
        ("6e1", None),
        ("٦٠", None),
        ("<1000", None),
    ],
)
def test_scores_are_compared_or_lie_between(text: str, bounds: tuple[int, int] | None) -> None:
    assert score_bounds(text) == bounds
    assert bool(parse(f"score:{text}").takes) == (bounds is not None)


def test_persona_call_and_score_speak_of_one_take() -> None:
    (take,) = parse("persona:skeptic edge call:skip score:>=20 score:<60").takes
    assert [part.operator for part in take.parts] == ["persona", "call", "score", "score"]
    assert not take.negated
    assert len(parse("persona:skeptic edge call:skip").terms) == 1


def test_an_operator_said_again_begins_a_second_take() -> None:
    first, second = parse("call:ship persona:builder persona:skeptic call:skip").takes
    assert [part.typed for part in first.parts] == ["call:ship", "persona:builder"]
    assert [part.typed for part in second.parts] == ["persona:skeptic", "call:skip"]


def test_a_negation_narrows_the_take_it_stands_by_or_forbids_one() -> None:
    (take,) = parse("-call:ship persona:skeptic").takes
    assert not take.negated
    assert [part.negated for part in take.parts] == [True, False]
    forbidden = parse("-call:skip -persona:builder").takes
    assert [query.negated for query in forbidden] == [True, True]


def test_the_last_order_holds() -> None:
    assert parse("sort:gap edge").sort is Sort.GAP
    assert parse("sort:gap sort:dissent").sort is Sort.DISSENT
    assert parse("edge").sort is None
    assert parse("sort:gap").terms == ()


# What is left out


def test_a_misspelt_operator_is_left_out_and_named_with_what_was_meant() -> None:
    found = parse("edge catagry:x")
    assert [part.typed for part in found.terms] == ["edge"]
    assert found.problems == (
        '"catagry:x" was left out: there is no filter "catagry:"; did you mean "category:x"?',
    )
    assert parse("-vote:yes").parts[0].better == "-voted:yes"


def test_an_operator_like_no_other_is_left_out_without_a_guess() -> None:
    found = parse("https://example.com edge")
    assert found.problems == ('"https://example.com" was left out: there is no filter "https:".',)
    assert [part.typed for part in found.terms] == ["edge"]


def test_an_unknown_value_is_left_out_and_the_known_ones_hold() -> None:
    found = parse("call:shp,skip")
    assert values("call:shp,skip") == ["skip"]
    assert found.problems == (
        '"call:shp" was left out: call: takes ship, skip or unknown; did you mean "call:ship"?',
    )
    assert "score: takes <60, >=60, 50-70, known or unknown" in parse("score:high").problems[0]


def test_a_filter_has_an_end_which_is_said() -> None:
    many = parse("a " * (PARTS_LIMIT + 1))
    assert len(many.terms) == PARTS_LIMIT
    assert many.problems == ("Only the first 16 words and operators of a filter count.",)
    assert len(parse("saved:no " * 30).terms) == PARTS_LIMIT
    assert parse(" " * TEXT_LIMIT + "x").problems == (
        "Only the first 400 characters of a filter count.",
    )
    assert len(only("x" * 200).values[0].text) == WORD_LIMIT
    assert len(parse("a: b: c: d: e: f: g:").problems) <= 4


def test_problems_are_short_and_hold_nothing_that_steers_a_terminal() -> None:
    for text in (f"\x1b]52;c;\x07{'x' * 300}:y", "call:x\x9b31m\u202e", f"sort:{'y' * 350}"):
        (problem,) = parse(text).problems
        assert problem.isprintable()
        assert len(problem) < 250


@given(st.text())
def test_whatever_is_typed_something_is_understood_and_words_hold_letters_only(text: str) -> None:
    found = parse(text)
    for part in found.parts:
        for value in part.values:
            assert value.text
            if part.operator is None:
                assert '"' not in value.text
                assert words_of(value.text) == value.text
                assert len(value.text) <= WORD_LIMIT
    assert parse(" ".join(part.typed for part in found.parts)).terms == found.terms


# What was probably meant

KNOWN = Vocabulary(
    words=("vision", "language", "tuning", "fine", "creme", "gpt"),
    personas=("skeptic", "Skeptic", "builder", "Builder"),
    vendors=("OpenAI", "Hugging Face"),
    categories=("AI Models", "Audio & Voice"),
    tags=("editors", "later on"),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("visoin", "vision"),
        ("vision languxge", "vision language"),
        ("fine-tunning", "fine-tuning"),
        ('"fine tunning"', '"fine tuning"'),
        ("-visoin", "-vision"),
        ("CRÈMEE", "creme"),
        ("tag:editrs", "tag:editors"),
        ("tag:lateron", 'tag:"later on"'),
        ("vendor:opnai", "vendor:openai"),
        ("-vendor:opnai,face", "-vendor:openai,face"),
        ("vendor:huging", "vendor:hugging"),
        ("persona:sceptic call:skip", "persona:skeptic call:skip"),
        ("catagry:modelz", "category:models"),
        ("call:shp visoin", "call:ship vision"),
    ],
)
def test_a_slip_is_put_right_and_the_rest_stays(typed: str, meant: str) -> None:
    assert suggest(parse(typed), KNOWN) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "vis",
        "vision",
        "zzzzqqqq",
        "xy",
        "tag:edit",
        "tag:zzzzqqqq",
        "vendor:face",
        "vendor:unknown",
        "foo:bar",
        "voted:no sort:gap",
    ],
)
def test_where_nothing_was_misspelt_nothing_is_suggested(typed: str) -> None:
    assert suggest(parse(typed), KNOWN) is None


@given(st.text())
def test_a_suggestion_never_fails_and_is_never_what_was_typed(text: str) -> None:
    found = parse(text)
    assert suggest(found, KNOWN) != " ".join(part.typed for part in found.parts)


def test_the_document_names_every_operator_and_value() -> None:
    text = (ROOT / "docs" / "filter.md").read_text("utf-8")
    for name, choices in OPERATORS.items():
        assert f"`{name}:" in text
        line = next(line for line in text.splitlines() if line.startswith(f"| `{name}:"))
        assert [choice for choice in choices if choice not in line] == []
