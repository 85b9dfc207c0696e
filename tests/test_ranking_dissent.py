from __future__ import annotations

from math import log2

import pytest

from ranking_panels import tool
from shiptui.model.catalog import Call, Take, Tool
from shiptui.ranking.dissent import (
    corrected,
    dissent_order,
    leniency,
    minority,
    minority_between,
)
from shiptui.ranking.share import Share

LENIENT = {"builder": Share(8, 10), "futurist": Share(10, 10), "skeptic": Share(2, 10)}
"""The example of docs/ranking.md."""


def test_leniency_counts_the_known_calls_of_each_persona() -> None:
    tools = [
        tool("a", builder="+", skeptic="-"),
        tool("b", builder="-", skeptic="?"),
        tool("c", builder="+", futurist=70),
        Tool("d", "D", takes=(Take(None, Call.SHIP),)),
    ]
    assert leniency(tools) == {"builder": Share(2, 3), "skeptic": Share(0, 1)}


def test_a_panel_is_corrected_for_leniency_as_by_hand() -> None:
    found = corrected(tool("x", builder="+", futurist="+", skeptic="-"), LENIENT)
    assert found.plain == pytest.approx(200 / 3)
    assert found.corrected == pytest.approx(100 * (1 / 3) / (1 / 3 + 1 / 4))
    assert found.n == 3


def test_the_usual_calls_of_a_panel_come_to_one_half() -> None:
    """Two personas, one lenient and one strict to the same degree, each at its habit."""
    lenient = {"builder": Share(8, 10), "skeptic": Share(2, 10)}
    assert corrected(tool("x", builder="+", skeptic="-"), lenient).corrected == pytest.approx(50)


def test_without_known_leniency_the_corrected_share_is_the_plain_one() -> None:
    found = corrected(tool("x", builder="+", skeptic="-", founder="+"), {})
    assert found.corrected == pytest.approx(found.plain)


def test_a_reported_share_is_not_corrected() -> None:
    found = corrected(Tool("x", "X", reported_pct=75), LENIENT)
    assert (found.plain, found.corrected, found.n) == (75, None, 0)
    assert corrected(Tool("y", "Y"), LENIENT).plain is None


def test_the_lone_skip_is_told_with_its_surprise() -> None:
    found = minority(tool("x", builder="+", futurist="+", skeptic="-"), LENIENT)
    assert found
    assert (found.persona, found.answer, found.others) == ("skeptic", Call.SKIP, 2)
    assert found.bits == pytest.approx(-log2(0.75))


def test_the_same_skip_surprises_more_from_a_lenient_persona() -> None:
    found = minority(tool("x", builder="-", futurist="+", skeptic="+"), LENIENT)
    assert found
    assert found.bits == pytest.approx(2)


def test_the_lone_ship_is_told_too() -> None:
    found = minority(tool("x", builder="-", futurist="-", skeptic="+"), LENIENT)
    assert found
    assert (found.persona, found.answer) == ("skeptic", Call.SHIP)
    assert found.bits == pytest.approx(2)


@pytest.mark.parametrize(
    "takes",
    [
        {},
        {"builder": "+"},
        {"builder": "+", "skeptic": "-"},
        {"builder": "+", "skeptic": "+", "founder": "+"},
        {"builder": "+", "skeptic": "+", "founder": "-", "futurist": "-"},
        {"builder": "+", "skeptic": "-", "founder": "?"},
    ],
)
def test_nobody_is_alone_without_two_others_of_one_mind(takes: dict[str, str]) -> None:
    assert minority(tool("x", **takes), LENIENT) is None


def test_the_minority_on_a_matchup_is_the_one_with_another_pick() -> None:
    left = tool("a", builder=80, skeptic=70, futurist="+")
    right = tool("b", builder=70, skeptic=75, futurist="-")
    found = minority_between(left, right)
    assert found
    assert (found.persona, found.answer, found.others, found.bits) == ("skeptic", "b", 2, None)
    assert minority_between(left, tool("c", builder=70)) is None


def test_dissent_is_ordered_lone_skips_first_and_unknown_last() -> None:
    tools = [
        tool("unknown"),
        tool("agreed", builder="+", futurist="+", skeptic="+"),
        tool("split", builder="+", skeptic="-"),
        tool("lone-ship", builder="-", futurist="-", skeptic="+"),
        tool("strict-skip", builder="+", futurist="+", skeptic="-"),
        tool("lenient-skip", builder="-", futurist="+", skeptic="+"),
        Tool("reported", "R", reported_pct=60),
    ]
    assert [one.slug for one in dissent_order(tools, LENIENT)] == [
        "lenient-skip",
        "strict-skip",
        "lone-ship",
        "split",
        "reported",
        "agreed",
        "unknown",
    ]
