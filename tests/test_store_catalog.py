"""Reading the catalog: views, filters, sorting, whole matchups, and what a text may mean."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from shiptui.model.catalog import Call, Verdict, matchup_id
from shiptui.model.errors import NotFoundError, StoreError, UsageError
from shiptui.model.facts import NEITHER, TIE, Counts, Matchup, Sort, View
from shiptui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

COMPACT = "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"
TUNING = "openai-gpt-5-fine-tuning-api-public-beta"
COMPLETE = f"{COMPACT}-vs-{TUNING}"


def get(store: Store, id_: str) -> Matchup:
    matchup = store.catalog.matchup(id_)
    assert matchup
    return matchup


def alter(store: Store, *statements: str) -> None:
    """What another program may have written."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def unlisted_pair(store: Store) -> Matchup:
    """Two tools that no feed sets side by side."""
    listed = set(store.catalog.index())
    slugs = [tool.slug for tool in store.catalog.tools()]
    other = next(slug for slug in slugs[1:] if matchup_id(slugs[0], slug) not in listed)
    return store.catalog.compare(slugs[0], other)


def test_the_catalog_is_counted_as_it_is(store: Store) -> None:
    assert store.catalog.counts() == Counts(feed=196, unvoted=196, saved=0, voted=0, tools=144)
    assert len(store.catalog.index()) == len(set(store.catalog.index())) == 196
    assert len(store.catalog.tools()) == 144
    assert sum(len(tool.takes) for tool in store.catalog.tools()) == 94


def test_a_whole_matchup_has_the_scores_of_its_source(store: Store) -> None:
    matchup = get(store, COMPLETE)
    assert [take.score for take in matchup.left.takes] == [85, 78, 82, 72]
    assert [take.score for take in matchup.right.takes] == [82, 78, 85, 55]
    assert [take.persona for take in matchup.right.takes] == [
        "builder",
        "skeptic",
        "futurist",
        "founder",
    ]
    assert matchup.right.takes[-1].call is Call.SKIP
    assert (matchup.left.panel.pct, matchup.right.panel.pct) == (100, 75)
    assert matchup.left.panel.verdict is Verdict.SHIP
    assert matchup.listed
    assert matchup.vote is None
    assert matchup.bookmark is None
    assert not matchup.seen


def test_every_matchup_and_row_can_be_read_in_order(store: Store) -> None:
    ids = store.catalog.index()
    rows = store.catalog.rows(ids)
    assert tuple(row.id for row in rows) == ids
    for row in rows[:40]:
        matchup = get(store, row.id)
        assert (row.left, row.right) == (matchup.left.slug, matchup.right.slug)
        assert (row.left_name, row.right_name) == (matchup.left.name, matchup.right.name)
        assert (row.left_pct, row.right_pct) == (matchup.left.panel.pct, matchup.right.panel.pct)


def test_unknown_ids_have_no_row_and_no_matchup(store: Store) -> None:
    ids = store.catalog.index(limit=2)
    rows = store.catalog.rows([ids[1], "no-vs-where", ids[0]])
    assert [row.id for row in rows] == [ids[1], ids[0]]
    assert store.catalog.matchup("no-vs-where") is None
    assert store.catalog.tool("nowhere") is None
    assert store.catalog.rows([]) == []


def test_the_views_follow_what_the_reader_did(store: Store) -> None:
    first, second, third, fourth = store.catalog.index(limit=4)
    for id_ in (first, second):
        store.facts.cast_vote(get(store, id_), TIE)
    store.facts.save(f"matchup:{third}", "3")
    store.facts.save(f"matchup:{fourth}", "4")
    store.facts.save(f"tool:{COMPACT}", "a tool is in no list of matchups")
    assert store.catalog.index(View.VOTED) == (second, first)
    assert store.catalog.index(View.SAVED) == (fourth, third)
    assert store.catalog.index(View.UNVOTED, limit=2) == (third, fourth)
    assert store.catalog.index(View.FEED, limit=2) == (first, second)
    assert store.catalog.counts() == Counts(feed=196, unvoted=194, saved=2, voted=2, tools=144)
    for view in View:
        number = getattr(store.catalog.counts(), view.value)
        assert len(store.catalog.index(view)) == number
    row = store.catalog.rows([third])[0]
    assert (row.pick, row.saved, row.seen) == (None, True, False)
    assert store.catalog.rows([first])[0].pick == TIE


def test_a_pair_of_ones_own_is_kept_by_a_vote_and_lies_outside_the_feed(store: Store) -> None:
    matchup = unlisted_pair(store)
    assert not matchup.listed
    assert store.catalog.matchup(matchup.id) is None
    store.facts.cast_vote(matchup, NEITHER)
    kept = get(store, matchup.id)
    assert kept.vote
    assert kept.vote.pick == NEITHER
    assert (kept.listed, kept.feed, kept.left, kept.right) == (
        False,
        None,
        matchup.left,
        matchup.right,
    )
    assert store.catalog.index(View.VOTED) == (matchup.id,)
    assert matchup.id not in store.catalog.index()
    assert store.catalog.counts() == Counts(feed=196, unvoted=196, saved=0, voted=1, tools=144)
    assert store.catalog.find_matchup(matchup.id) == matchup.id
    assert store.catalog.compare(kept.right.slug, kept.left.slug) == kept


def test_any_two_tools_can_be_compared_and_none_with_itself(store: Store) -> None:
    assert store.catalog.compare(TUNING, COMPACT) == get(store, COMPLETE)
    with pytest.raises(UsageError):
        store.catalog.compare(TUNING, TUNING)
    with pytest.raises(NotFoundError):
        store.catalog.compare(TUNING, "nowhere")


def test_a_tool_that_vanished_is_shown_by_its_slug(store: Store) -> None:
    matchup = unlisted_pair(store)
    store.facts.save(f"matchup:{matchup.id}", "x", pair=(matchup.right.slug, matchup.left.slug))
    slug = matchup.left.slug
    alter(
        store,
        f"DELETE FROM matchup WHERE '{slug}' IN (a, b)",
        f"DELETE FROM take WHERE tool IN (SELECT n FROM tool WHERE slug = '{slug}')",
        f"DELETE FROM tool WHERE slug = '{slug}'",
    )
    shown = get(store, matchup.id)
    assert (shown.left.slug, shown.left.name, shown.left.takes) == (slug, slug, ())
    assert shown.right == matchup.right
    assert store.catalog.rows([matchup.id])[0].left_name == slug


def test_a_section_gathers_its_labels(store: Store) -> None:
    models = store.catalog.tools(section="ai models")
    assert len({tool.category for tool in models}) > 1
    assert {tool.section for tool in models} == {"AI Models"}
    label = next(tool.category for tool in models if tool.category != "AI Models")
    assert label
    narrow = store.catalog.tools(section=label.upper())
    assert {tool.category for tool in narrow} == {label}
    for id_ in store.catalog.index(section=label):
        matchup = get(store, id_)
        assert label in (matchup.left.category, matchup.right.category)
    for text in ("nothing", "\ud800", "\x00", "%"):
        assert store.catalog.tools(section=text) == []
        assert store.catalog.index(section=text) == ()


def test_the_widest_gap_comes_first_and_unknown_gaps_last(store: Store) -> None:
    from shiptui.model.catalog import widest_gap

    gaps: list[int | None] = []
    for id_ in store.catalog.index(sort=Sort.GAP):
        matchup = get(store, id_)
        widest = widest_gap(matchup.left, matchup.right)
        gaps.append(abs(widest[1]) if widest else None)
    known = [points for points in gaps if points is not None]
    assert known
    assert gaps == [*sorted(known, reverse=True), *[None] * (196 - len(known))]


def test_the_most_divided_panel_comes_first(store: Store) -> None:
    def division(id_: str) -> int:
        matchup = get(store, id_)
        shares = (matchup.left.panel.pct, matchup.right.panel.pct)
        return max((50 - abs(share - 50) for share in shares if share is not None), default=-1)

    order = [division(id_) for id_ in store.catalog.index(sort=Sort.DISSENT)]
    assert order == sorted(order, reverse=True)
    assert order[0] == 50


def test_a_limit_is_kept_and_equals_stay_in_published_order(store: Store) -> None:
    for sort in Sort:
        whole = store.catalog.index(sort=sort)
        assert store.catalog.index(sort=sort, limit=7) == whole[:7]
        assert sorted(whole) == sorted(store.catalog.index())
    assert len(store.catalog.tools(limit=5)) == 5


def test_tools_come_by_name_with_their_takes(store: Store) -> None:
    tools = store.catalog.tools()
    names = [(tool.name.casefold(), tool.slug) for tool in tools]
    assert names == sorted(names)
    for tool in tools[:20]:
        assert store.catalog.tool(tool.slug) == tool


def test_the_matchups_of_a_tool_are_those_that_name_it(store: Store) -> None:
    ids = store.catalog.matchups_of(TUNING)
    assert COMPLETE in ids
    assert list(ids) == [id_ for id_ in store.catalog.index() if TUNING in id_.split("-vs-")]


def test_four_personas_come_in_the_order_of_their_feed(store: Store) -> None:
    personas = store.catalog.personas()
    assert [persona.name for persona in personas] == ["Builder", "Skeptic", "Futurist", "Founder"]
    assert all(persona.likes and persona.asks for persona in personas)


# What a text may mean


def test_a_tool_is_found_by_slug_by_part_and_by_the_name_only_it_bears(store: Store) -> None:
    find = store.catalog.find_tool
    assert find(TUNING) == TUNING
    assert find(TUNING.upper()) == TUNING
    assert find("fine-tuning") == TUNING
    assert find("gpt-5 fine-tuning api") == TUNING


def test_a_name_that_several_tools_bear_is_ambiguous(store: Store) -> None:
    with pytest.raises(NotFoundError, match='"SmolVLM2-2B" fits') as caught:
        store.catalog.find_tool("SmolVLM2-2B")
    named = {tool.slug for tool in store.catalog.tools() if tool.name == "SmolVLM2-2B"}
    assert len(named) > 1
    assert named <= set(caught.value.candidates)


def test_a_tool_alone_does_not_name_a_matchup(store: Store) -> None:
    with pytest.raises(NotFoundError, match="matchups") as caught:
        store.catalog.find_matchup("SmolVLM2-2B")
    assert COMPLETE in caught.value.candidates
    assert len(caught.value.candidates) <= 20


def test_candidates_are_capped_and_the_whole_number_is_said(store: Store) -> None:
    with pytest.raises(NotFoundError, match="the first 20 are named") as caught:
        store.catalog.find_matchup("-vs-")
    assert '"-vs-" fits 196 matchups' in str(caught.value)
    assert len(caught.value.candidates) == 20


def test_a_matchup_is_found_by_its_id_and_by_part_of_it(store: Store) -> None:
    find = store.catalog.find_matchup
    assert find(COMPLETE) == COMPLETE
    assert find(COMPLETE[13:-4].upper()) == COMPLETE


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "%", "zzzzqqqq"])
def test_what_means_nothing_is_not_found(store: Store, text: str) -> None:
    for find in (store.catalog.find_tool, store.catalog.find_matchup):
        with pytest.raises(NotFoundError, match="There is no"):
            find(text)


def test_a_slip_of_the_pen_is_answered_with_what_is_near(store: Store) -> None:
    with pytest.raises(NotFoundError, match="Did you mean") as caught:
        store.catalog.find_tool("gpt-5 fine-tunning apo")
    assert TUNING in caught.value.candidates
    with pytest.raises(NotFoundError, match="Did you mean") as caught:
        store.catalog.find_matchup(COMPLETE.replace("gpt", "gtp"))
    assert COMPLETE in caught.value.candidates


# What another program may have written

EVIL = "[/b][@click=app.quit]\x1b]52;c;ZXZpbA==\x07\u202eevil\x9b31m"


def test_what_is_read_is_clean_whoever_wrote_it(store: Store) -> None:
    (id_,) = store.catalog.index(limit=1)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        for table, columns in {
            "tool": ("name", "vendor", "pricing", "tagline", "summary", "source", "section"),
            "take": ("words", "source"),
            "persona": ("name", "asks", "source"),
            "matchup": ("source",),
            "feed": ("feed_id",),
        }.items():
            for column in columns:
                end = "|| rowid" if table == "feed" else ""
                connection.execute(f"UPDATE {table} SET {column} = ? {end}", (EVIL,))
        connection.execute("UPDATE persona SET likes = ?, tired_of = 'no list'", (f'["{EVIL}"]',))
        connection.execute("INSERT INTO fact (id, kind, key, at) VALUES ('x', 'vote', 'x', 0)")
        value = '{"note": "a\\u001bb", "tags": ["\\u202eT", 7]}'
        connection.execute(
            "INSERT INTO current VALUES ('bookmark', ?, ?, 1, 0)", (f"matchup:{id_}", value)
        )
    matchup = get(store, id_)
    shown = repr(
        (
            matchup,
            store.catalog.rows([id_]),
            store.catalog.tools(),
            store.catalog.personas(),
            store.facts.bookmarks(),
        )
    )
    assert "[@click=app.quit]" in shown
    for character in ("\\x1b", "\\x07", "\\x9b", "\\u202e", "\x1b", "\x9b", "\u202e"):
        assert character not in shown
    assert matchup.bookmark
    assert (matchup.bookmark.note, matchup.bookmark.tags) == ("a\ufffdb", ("t",))


@pytest.mark.parametrize("value", ["", "[", "null", "[]", "7", '{"pick": 7}', '{"call": "x"}'])
def test_a_value_that_makes_no_sense_is_no_vote(store: Store, value: str) -> None:
    (id_,) = store.catalog.index(limit=1)
    alter(
        store,
        "INSERT INTO fact (id, kind, key, at) VALUES ('x', 'vote', 'x', 0)",
        f"INSERT INTO current VALUES ('vote', '{id_}', '{value}', 1, 0)",
        f"INSERT INTO current VALUES ('toolvote', '{TUNING}', '{value}', 1, 0)",
    )
    assert store.facts.vote(id_) is None
    assert store.facts.tool_vote(TUNING) is None
    assert get(store, id_).vote is None


def test_damage_met_while_reading_is_one_sentence(store: Store) -> None:
    with store.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (store.path.stat().st_size - 4096))
    with pytest.raises(StoreError, match="the database is damaged"), store.another() as other:
        other.catalog.tools()


# Several feeds


def second_feed(store: Store) -> None:
    """A feed that lists one known matchup again, with tools that say something else."""
    alter(
        store,
        "INSERT INTO feed SELECT id + 8, 'urn:x:second', 'Second', as_of, 'd', NULL, NULL, NULL"
        " FROM feed",
        "INSERT INTO tool SELECT (8 << 32) + n, 8 + feed, slug, 'Second ' || name,"
        " 'second ' || folded, vendor, category, section, entry, pricing, tagline, summary,"
        " reported_pct, complete, source, as_of, pct, verdict FROM tool"
        f" WHERE slug IN ('{COMPACT}', '{TUNING}')",
        "INSERT INTO matchup SELECT (8 << 32) + n, 8 + feed, id, a, b, (8 << 32) + a_tool,"
        " (8 << 32) + b_tool, 7, 'second', gap, dissent"
        f" FROM matchup WHERE id = '{COMPLETE}'",
    )


def test_where_two_feeds_list_one_thing_the_first_speaks_and_it_is_listed_once(
    store: Store,
) -> None:
    before = get(store, COMPLETE), store.catalog.tool(COMPACT), store.catalog.index()
    second_feed(store)
    assert (get(store, COMPLETE), store.catalog.tool(COMPACT), store.catalog.index()) == before
    assert store.catalog.counts() == Counts(feed=196, unvoted=196, saved=0, voted=0, tools=144)
    assert len(store.catalog.tools()) == 144
    assert store.catalog.find_tool("gpt-5 fine-tuning api") == TUNING


def test_a_new_edition_leaves_other_feeds_alone_and_keeps_the_first_in_front(
    store: Store, seed: Path
) -> None:
    second_feed(store)
    alter(store, "UPDATE feed SET digest = 'older' WHERE feed_id <> 'urn:x:second'")
    order = store.catalog.index()
    with Store.open(store.path, seed) as again:
        assert again.catalog.index() == order
        assert again.catalog.counts().feed == 196
        second = again._opened.connection.execute(
            "SELECT name FROM tool WHERE name LIKE 'Second %'"
        )
        assert len(second.fetchall()) == 2
        assert get(again, COMPLETE).left.name == "SmolVLM2-2B"
