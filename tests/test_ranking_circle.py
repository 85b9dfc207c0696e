"""The map of who judges alike."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest

from ranking_panels import tool
from shiptui.model.catalog import Call, Persona, Tool
from shiptui.ranking.accord import accord_of
from shiptui.ranking.circle import Circle, Spot, circle

PERSONAS = tuple(Persona(slug, slug.title()) for slug in ("builder", "skeptic", "futurist"))


def drawn(tools: list[Tool], calls: dict[str, Call] | None = None) -> Circle:
    """The map of some takes and the reader's own calls."""
    accord = accord_of(tools, (calls or {}).items(), (), PERSONAS)
    return circle(tools, accord)


def apart(found: Circle, one: str | None, other: str | None) -> float:
    """How far two stand apart."""
    places = {spot.persona: (spot.x, spot.y) for spot in found.spots}
    return dist(places[one], places[other])


def test_who_judges_alike_stands_nearer() -> None:
    tools = [
        tool(f"t{n}", builder="+-"[n % 2], futurist="+-"[n % 2], skeptic="-+"[n % 2])
        for n in range(20)
    ]
    found = drawn(tools)
    assert apart(found, "builder", "futurist") < apart(found, "builder", "skeptic") / 5
    assert found.unsure == 0


def test_three_that_agree_as_often_with_each_other_stand_equally_far_apart() -> None:
    """The expected chance to differ is (3 + 1) / (9 + 2) for every pair of them."""
    tools = [
        tool(f"t{n}", builder="-" if n < 3 else "+", skeptic="-" if 3 <= n < 6 else "+",
             futurist="-" if n >= 6 else "+")
        for n in range(9)
    ]  # fmt: skip
    found = drawn(tools)
    pairs = combinations(("builder", "skeptic", "futurist"), 2)
    sides = [apart(found, *pair) for pair in pairs]
    assert sides == pytest.approx([7 / 11] * 3)
    assert found.kept == pytest.approx(1)
    assert found.unsure == 3


def test_the_reader_is_on_the_map_once_there_is_anything_in_common() -> None:
    tools = [tool("x", builder="+", skeptic="-")]
    assert [spot.persona for spot in drawn(tools).spots] == ["builder", "skeptic"]
    with_me = drawn(tools, {"x": Call.SHIP})
    assert [spot.persona for spot in with_me.spots] == ["builder", "skeptic", None]
    assert apart(with_me, None, "builder") < apart(with_me, None, "skeptic")


def test_nobody_and_one_alone_make_no_map() -> None:
    assert drawn([]) == Circle((), {}, 0.0)
    assert drawn([tool("x", builder="+")]).spots == (Spot("builder", 0.0, 0.0),)
