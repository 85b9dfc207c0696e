from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from ranking_panels import tool
from shiptui.model.catalog import Call, Take, Tool
from shiptui.ranking.panel import from_panel
from shiptui.ranking.picks import personas_of, pick_of
from shiptui.ranking.posterior import learn
from shiptui.ranking.standings import Label, standings


@pytest.mark.parametrize(
    ("left", "right", "pick"),
    [
        (80, 70, "a"),
        (70, 80, "b"),
        (70, 70, "tie"),
        ("+", "-", "a"),
        ("-", "+", "b"),
        ("-", "-", "neither"),
        ("+", "+", None),
        ("+", "?", None),
        ("?", "-", None),
        (70, "+", None),
        (70, "?", None),
    ],
)
def test_a_persona_picks_by_scores_and_by_calls_only_without_them(
    left: str | int, right: str | int, pick: str | None
) -> None:
    assert pick_of(tool("a", builder=left), tool("b", builder=right), "builder") == pick


def test_calls_do_not_overrule_scores() -> None:
    shipped = Tool("a", "A", takes=(Take("builder", Call.SHIP, 60),))
    skipped = Tool("b", "B", takes=(Take("builder", Call.SKIP, 61),))
    assert pick_of(shipped, skipped, "builder") == "b"


def test_who_is_not_known_compares_nothing() -> None:
    nobody = Tool("a", "A", takes=(Take(None, Call.SHIP),)), Tool("b", "B", takes=(Take(None),))
    assert personas_of(nobody) == ()
    assert from_panel([nobody]).comparisons == 0


def test_a_take_weighs_no_more_than_one_vote_however_often_it_is_shown() -> None:
    tools = [
        tool(slug, builder=score) for slug, score in zip("abcd", (90, 80, 70, 60), strict=True)
    ]
    evidence = from_panel(combinations(tools, 2))
    assert evidence.comparisons == 6
    assert evidence.board.wins == pytest.approx([1 / 3] * 6)
    assert evidence.board.votes == pytest.approx(2)


def test_a_comparison_weighs_by_the_take_that_is_used_most() -> None:
    """The take on b is used three times, the others once; two skips use up nothing."""
    a, b, c, d = (tool(s, builder=n) for s, n in zip("abcd", (90, 80, 70, 60), strict=True))
    skip = tool("e", builder="-"), tool("f", builder="-")
    evidence = from_panel([(a, b), (b, c), (b, d), skip])
    assert evidence.board.wins == pytest.approx([1 / 3] * 3)
    assert evidence.board.neither == {"e": 1, "f": 1}


def test_a_matchup_counts_once_whichever_way_round_it_is_given() -> None:
    a, b = tool("a", builder=90), tool("b", builder=80)
    assert from_panel([(a, b), (b, a), (a, b)]).board.votes == 1


def test_what_rests_on_inferred_takes_is_counted() -> None:
    a, b = tool("a", builder="+", skeptic=4), tool("b", builder="-", skeptic=2)
    inferred = replace(a, takes=(replace(a.takes[0], call_inferred=True), a.takes[1]))
    assert from_panel([(a, b)]).inferred == 0
    assert from_panel([(inferred, b)]).inferred == 1
    assert from_panel([(inferred, b)]).comparisons == 2


def test_four_personas_of_one_mind_rank_but_stay_preliminary() -> None:
    tools = [
        tool(slug, builder=s, skeptic=s, founder=s, futurist=s)
        for slug, s in zip("abc", (90, 60, 30), strict=True)
    ]
    island = standings(learn(from_panel(combinations(tools, 2)).board)).islands[0]
    assert [one.tool for one in island.standings] == ["a", "b", "c"]
    assert island.label is Label.PRELIMINARY
