"""Histories of readers, made up at random: what the store could have written."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from shiptui.model.bundle import Bundle, Entry
from shiptui.model.catalog import Call, Pair
from shiptui.model.facts import NEITHER, TIE, Fact, Kind
from shiptui.store.values import seen_value, tool_vote_value
from shiptui.text.clean import clean

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9._:-]{0,30}", fullmatch=True)
TIMES = st.integers(0, 253_402_300_799_999)
TEXTS = st.text(max_size=60).map(lambda text: clean(text, 500))
TAGS = st.text(max_size=20).map(lambda text: clean(text.casefold(), 40))
SHARES = st.none() | st.integers(0, 100)


def as_value(members: dict[str, object]) -> str:
    """A value as the store keeps it."""
    return json.dumps(members, sort_keys=True, separators=(",", ":"))


VOTES = st.fixed_dictionaries(
    {"pick": SLUGS | st.sampled_from([TIE, NEITHER]), "rev": st.integers(1, 10**9)},
    optional={
        "blind": st.lists(st.sampled_from(["panel", "names"]), max_size=2),
        "panels": st.tuples(SHARES, SHARES).map(list),
    },
).map(as_value)
BOOKMARKS = st.builds(
    lambda note, tags: as_value({"note": note, "tags": tags}),
    TEXTS,
    st.lists(TAGS.filter(bool), unique=True, max_size=4),
)
VALUES = {
    Kind.VOTE: VOTES,
    Kind.TOOL_VOTE: st.sampled_from(Call).map(tool_vote_value),
    Kind.BOOKMARK: BOOKMARKS,
    Kind.SEEN: st.just(seen_value()),
}


@st.composite
def facts(draw: st.DrawFn, n: int, acts: tuple[int, ...]) -> Fact:
    """A fact about anything, which may undo or redo one of the earlier acts."""
    kind = draw(st.sampled_from(Kind))
    id_ = f"{draw(SLUGS)}-vs-{draw(SLUGS)}"
    keys = {Kind.TOOL_VOTE: draw(SLUGS), Kind.BOOKMARK: f"matchup:{id_}"}
    key = keys.get(kind, id_)
    if kind is Kind.BOOKMARK and draw(st.booleans()):
        key = f"tool:{draw(SLUGS)}"
    way = draw(st.sampled_from(["act", "quiet", *(["undoes", "redoes"] if acts else [])]))
    marks = {way: draw(st.sampled_from(acts))} if way in {"undoes", "redoes"} else {}
    value = draw(st.none() | VALUES[kind])
    return Fact(n, None if way == "quiet" else n, kind, key, value, draw(TIMES), **marks)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """A history of up to eight facts, and a few pairs."""
    entries: list[Entry] = []
    acts: tuple[int, ...] = ()
    n = 0
    for _ in range(draw(st.integers(0, 8))):
        n += draw(st.integers(1, 3))
        fact = draw(facts(n, acts))
        origin = draw(TEXTS.filter(bool).map(lambda text: clean(text, 160)))
        entries.append(Entry(f"0190-{n}", fact, origin))
        acts += (n,) if fact.change else ()
    slugs = draw(st.lists(st.tuples(SLUGS, SLUGS), max_size=3))
    pairs = {
        pair.id: pair for pair in (Pair(min(two), max(two)) for two in slugs) if pair.a != pair.b
    }
    return Bundle(tuple(entries), tuple(sorted(pairs.values(), key=lambda pair: pair.id)))
