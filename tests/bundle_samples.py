"""Histories of readers, made up at random: what the store could have written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from shiptui.model.bundle import Bundle, Entry
from shiptui.model.catalog import ME, Call, Pair
from shiptui.model.facts import NEITHER, TIE, Fact, Kind
from shiptui.model.own import Claim, Outcome
from shiptui.store.own_values import claim_value
from shiptui.store.values import seen_value, tool_vote_value
from shiptui.text.clean import clean

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9._:-]{0,30}", fullmatch=True)
TIMES = st.integers(0, 253_402_300_799_999)
TEXTS = st.text(max_size=60).map(lambda text: clean(text, 500))
TAGS = st.text(max_size=20).map(lambda text: clean(text.casefold(), 40))
SHARES = st.none() | st.integers(0, 100)


def as_value(members: Mapping[str, object]) -> str:
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
DAYS = st.dates().map(date.isoformat)


WORDS = TEXTS.filter(bool)


VALUES = {
    Kind.VOTE: VOTES,
    Kind.TOOL_VOTE: st.sampled_from(Call).map(tool_vote_value),
    Kind.BOOKMARK: BOOKMARKS,
    Kind.SEEN: st.just(seen_value()),
    Kind.TAKE: st.fixed_dictionaries(
        {"score": st.integers(0, 100)},
        optional={"call": st.sampled_from(["ship", "skip"]), "words": WORDS},
    ).map(as_value),
    Kind.ENTRY: st.fixed_dictionaries(
        {"name": WORDS}, optional={"vendor": WORDS, "entry": st.sampled_from(["Free", "Paid"])}
    ).map(as_value),
    Kind.CLAIM: st.builds(
        claim_value,
        st.builds(
            Claim,
            st.just(""),
            SLUGS,
            WORDS,
            DAYS,
            st.just(ME) | SLUGS,
            SHARES,
            st.none() | st.sampled_from(Outcome),
            st.none() | DAYS,
        ),
    ),
}


MATCHUP_IDS = st.builds("{}-vs-{}".format, SLUGS, SLUGS)
KEYS = {
    **dict.fromkeys((Kind.TOOL_VOTE, Kind.TAKE, Kind.ENTRY, Kind.CLAIM), SLUGS),
    Kind.BOOKMARK: MATCHUP_IDS.map("matchup:{}".format) | SLUGS.map("tool:{}".format),
}


@st.composite
def facts(draw: st.DrawFn, n: int, acts: tuple[int, ...]) -> Fact:
    """A fact about anything, which may undo or redo one of the earlier acts."""
    kind = draw(st.sampled_from(Kind))
    key = draw(KEYS.get(kind, MATCHUP_IDS))
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
