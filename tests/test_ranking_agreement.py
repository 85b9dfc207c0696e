from __future__ import annotations

import pytest

from ranking_panels import tool
from shiptui.model.catalog import Call, Tool
from shiptui.model.facts import Matchup, Vote
from shiptui.ranking.agreement import Agreement, agreements, twin, weighed
from shiptui.ranking.share import Share

SHIP, SKIP = Call.SHIP, Call.SKIP


def judged(mine: str, theirs: str, persona: str = "skeptic") -> list[tuple[Tool, Call]]:
    """Tools with the reader's calls and one persona's, as two strings of + and -."""
    pairs = zip(mine, theirs, strict=True)
    return [
        (tool(f"{persona}-{number}", **{persona: its}), SHIP if own == "+" else SKIP)
        for number, (own, its) in enumerate(pairs)
    ]


def voted(number: int, pick: str, left: int | str, right: int | str) -> Matchup:
    a, b = tool(f"a{number}", skeptic=left), tool(f"b{number}", skeptic=right)
    return Matchup(f"a{number}-vs-b{number}", a, b, vote=Vote(pick.format(number), 1))


def example() -> Agreement:
    """The one of docs/ranking.md."""
    matchups = [
        voted(0, "a{}", 70, 60),
        voted(1, "b{}", 10, 60),
        voted(2, "a{}", "+", "-"),
        voted(3, "a{}", 50, 60),
        voted(4, "tie", 50, 60),
        voted(5, "neither", 50, 60),
    ]
    (found,) = agreements(judged("++++++----", "+++-------"), matchups)
    return found


def test_agreement_is_counted_over_tools_and_matchups() -> None:
    found = example()
    assert (found.tools, found.matchups, found.both) == (Share(7, 10), Share(3, 5), Share(10, 15))
    assert found.aside == 1


def test_chance_is_worked_out_as_by_hand() -> None:
    found = example()
    assert found.expected == pytest.approx(10 * (0.18 + 0.28) + 5 * 0.4)
    assert found.kappa == pytest.approx(3.4 / 8.4)
    assert not found.beyond_chance


def test_a_persona_that_ships_everything_tells_a_lenient_reader_nothing() -> None:
    (found,) = agreements(judged("+" * 18 + "--", "+" * 20), [])
    assert found.both.value == 0.9
    assert found.kappa == 0
    assert twin([found]) is None


def test_kappa_is_unknown_where_chance_alone_agrees_every_time() -> None:
    (found,) = agreements(judged("+++", "+++"), [])
    assert found.both == Share(3, 3)
    assert found.kappa is None


def test_kappa_is_below_zero_where_two_always_differ() -> None:
    (found,) = agreements(judged("++--", "--++"), [])
    assert found.kappa == -1


def test_two_of_one_mind_have_kappa_one() -> None:
    (found,) = agreements(judged("+-" * 6, "+-" * 6), [])
    assert found.kappa == 1
    assert twin([found]) is found


def test_the_twin_is_the_closest_of_those_that_are_certain() -> None:
    near = judged("+-" * 10, "+-" * 9 + "--", "builder")
    nearer = judged("+-" * 10, "+-" * 10, "founder")
    few = judged("+-" * 2, "+-" * 2, "futurist")
    found = agreements([*near, *nearer, *few], [])
    assert [one.persona for one in found] == ["founder", "futurist", "builder"]
    best = twin(found)
    assert best
    assert best.persona == "founder"


def test_a_persona_agrees_on_what_it_judged_and_nothing_else() -> None:
    """A take without a call, and a matchup with one score, are no judgements."""
    tools = [(tool("a", skeptic="?"), SHIP), (tool("b", skeptic="-"), SKIP)]
    (found,) = agreements(tools, [voted(1, "a{}", 60, "+")])
    assert found.both == Share(1, 1)


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ("", "You have judged nothing in common yet"),
        ("+", "Only 1 in common, which may be chance: 9 more would begin to tell."),
        ("+-", "Only 2 in common, which may be chance: 8 more would begin to tell."),
        ("+-" * 5, None),
    ],
)
def test_few_judgements_say_what_is_missing(calls: str, said: str | None) -> None:
    found = agreements([*judged(calls, calls), (tool("x", skeptic="?"), SHIP)], [])[0]
    assert (found.missing or "").startswith(said or "")
    assert (found.missing is None) == (said is None)
    assert found.both.n < 10 or said is None


def test_the_panel_weighs_each_persona_by_what_the_reader_agreed_with() -> None:
    found = weighed(tool("x", builder="+", skeptic="-"), [example()])
    assert (found.plain, found.n) == (50, 2)
    assert found.mine == pytest.approx(100 * 0.5 / (0.5 + 11 / 17))


def test_with_nothing_in_common_the_panel_weighs_as_it_is() -> None:
    found = weighed(tool("x", builder="+", skeptic="-", founder="+"), [])
    assert found.mine == pytest.approx(found.plain)


def test_a_reported_share_is_not_weighed() -> None:
    reported = Tool("x", "X", reported_pct=80, takes=tool("x", builder="-").takes)
    assert (weighed(reported, []).plain, weighed(reported, []).mine) == (80, None)
    assert weighed(Tool("y", "Y"), []).plain is None


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [(0, 0, 0, 1), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (10, 15, 0.4171, 0.8482)],
)
def test_wilsons_interval_stays_between_0_and_1(part: int, n: int, low: float, high: float) -> None:
    assert Share(part, n).interval == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_is_unknown() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).rate == 0.5
