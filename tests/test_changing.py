"""What a tool was before, worked out from what its records were."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from shiptui.model.catalog import Call, Panel, Take, Tool
from shiptui.model.changing import (
    Difference,
    Revision,
    Since,
    differences,
    flipped,
    rewound,
    takes_by_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TOOL = Tool("alpha", "Alpha", pricing="Free")
SHIP, SKIP = Take("builder", Call.SHIP, 80, "Good."), Take("builder", Call.SKIP, 40, "Bad.")

takes = st.builds(
    Take,
    st.sampled_from(["builder", "skeptic", "founder"]),
    st.sampled_from([None, *Call]),
    st.none() | st.integers(0, 100),
)
tools = st.builds(
    Tool,
    st.just("alpha"),
    st.sampled_from(["Alpha", "Alpha 2"]),
    pricing=st.sampled_from([None, "Free", "Paid"]),
    takes=st.lists(takes, unique_by=lambda take: take.persona).map(tuple),
)


def revisions(before: Tool | None, after: Tool | None, at: int) -> Iterator[Revision]:
    """What a store notes when one state of a tool follows another."""
    bare = [tool and replace(tool, takes=()) for tool in (before, after)]
    if bare[0] != bare[1]:
        yield Revision(at, None, bare[0])
    was, becomes = takes_by_id(before), takes_by_id(after)
    for id_ in was.keys() | becomes.keys():
        if was.get(id_) != becomes.get(id_):
            yield Revision(at, id_, was.get(id_))


def by_persona(tool: Tool | None) -> Tool | None:
    return tool and replace(tool, takes=tuple(sorted(tool.takes, key=lambda t: str(t.persona))))


@given(st.lists(st.none() | tools, min_size=1, max_size=6))
def test_every_earlier_state_comes_back_whatever_happened_in_between(
    states: list[Tool | None],
) -> None:
    noted: list[Revision] = []
    for at, (before, after) in enumerate(pairwise(states)):
        noted[:0] = revisions(before, after, at)
    for at, state in enumerate(states):
        newer = [each for each in noted if each.at >= at]
        assert by_persona(rewound(states[-1], newer)) == by_persona(state)
        assert differences(state, rewound(states[-1], newer)) == ()


def test_a_flip_is_told_with_its_panel_before_the_take_that_made_it() -> None:
    before, now = replace(TOOL, takes=(SHIP,)), replace(TOOL, pricing="Paid", takes=(SKIP,))
    told = differences(before, now)
    assert told == (
        Difference(
            "alpha",
            "panel",
            Panel(1, 0, 0, 100, reported=False),
            Panel(0, 1, 0, 0, reported=False),
        ),
        Difference("alpha", "pricing", "Free", "Paid"),
        Difference("alpha", "call", Call.SHIP, Call.SKIP, "builder"),
        Difference("alpha", "score", 80, 40, "builder"),
        Difference("alpha", "words", "Good.", "Bad.", "builder"),
    )
    assert flipped(before, now)
    assert Since("vote", 1, told).flips == ("alpha",)


def test_a_panel_that_had_no_verdict_before_has_not_flipped() -> None:
    now = replace(TOOL, takes=(SHIP,))
    assert not flipped(TOOL, now)
    assert Since("vote", 1, differences(TOOL, now)).flips == ()
    assert differences(TOOL, now)[-1] == Difference("alpha", "take", None, SHIP, "builder")


def test_another_date_or_source_is_no_news() -> None:
    assert differences(TOOL, replace(TOOL, as_of="2026-11-20", source="https://x.example/")) == ()


def test_a_tool_that_comes_or_goes_is_told_as_one_thing() -> None:
    assert differences(None, TOOL) == (Difference("alpha", "tool", None, TOOL),)
    assert differences(TOOL, None) == (Difference("alpha", "tool", TOOL, None),)
    assert differences(None, None) == ()
