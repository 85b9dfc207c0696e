"""The reader's facts: appended, taken back and done again, and there after every reopening."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shiptui.model.catalog import Call, Tool
from shiptui.model.errors import NotFoundError, NotSavedError, UsageError
from shiptui.model.facts import (
    NEITHER,
    TIE,
    UNDO_LIMIT,
    Change,
    Fact,
    Kind,
    Matchup,
    UndoStacks,
    Vote,
    undo_stacks,
)
from shiptui.store.store import Store
from shiptui.store.values import vote_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SEED = Path(__file__).resolve().parent.parent / "data" / "seed.sqlite"
COMPACT = "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"
TUNING = "openai-gpt-5-fine-tuning-api-public-beta"


@pytest.fixture
def matchup(store: Store) -> Matchup:
    return store.catalog.compare(COMPACT, TUNING)


def facts_in(store: Store) -> list[tuple[object, ...]]:
    """What a program that knows nothing of shiptui finds on the disk."""
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute(
            "SELECT n, change, kind, key, value, undoes, redoes FROM fact ORDER BY n"
        ).fetchall()


def refresh(store: Store, matchup: Matchup) -> Matchup:
    again = store.catalog.matchup(matchup.id)
    assert again
    return again


def test_a_vote_is_on_the_disk_when_it_is_acknowledged(store: Store, matchup: Matchup) -> None:
    before = time.time_ns() // 1_000_000
    change = store.facts.cast_vote(matchup, COMPACT)
    value = f'{{"pick":"{COMPACT}","rev":1}}'
    assert facts_in(store) == [(1, 1, "vote", matchup.id, value, None, None)]
    assert (change.number, change.before, change.after) == (1, None, value)
    assert change.title == "SmolVLM2-2B vs GPT-5 Fine-Tuning API"
    assert before <= change.at <= time.time_ns() // 1_000_000
    vote = store.facts.vote(matchup.id)
    assert vote
    assert (vote.pick, vote.at) == (COMPACT, change.at)
    assert refresh(store, matchup).vote == vote


@pytest.mark.parametrize("pick", [COMPACT, TUNING, TIE, NEITHER])
def test_each_pick_can_be_cast_changed_and_taken_back(
    store: Store, matchup: Matchup, pick: str
) -> None:
    store.facts.cast_vote(matchup, TIE if pick != TIE else NEITHER)
    store.facts.cast_vote(matchup, pick)
    vote = store.facts.vote(matchup.id)
    assert vote
    assert vote.pick == pick
    store.facts.cast_vote(matchup, None)
    assert store.facts.vote(matchup.id) is None
    assert [fact[4] is None for fact in facts_in(store)] == [False, False, True]


@pytest.mark.parametrize("pick", ["a", "", "somebody-else", "TIE"])
def test_a_pick_that_stands_on_neither_side_is_refused(
    store: Store, matchup: Matchup, pick: str
) -> None:
    with pytest.raises(UsageError, match="is no pick on this matchup"):
        store.facts.cast_vote(matchup, pick)
    assert facts_in(store) == []


def test_doing_the_same_again_appends_nothing(store: Store, matchup: Matchup) -> None:
    tool = matchup.left
    acts: tuple[Callable[[], Change], ...] = (
        lambda: store.facts.cast_vote(matchup, TIE),
        lambda: store.facts.cast_tool_vote(tool, Call.SKIP),
        lambda: store.facts.save(f"matchup:{matchup.id}", "x", note="n", tags=("t",)),
        lambda: store.facts.save(f"matchup:{matchup.id}", "x"),
        lambda: store.facts.mark_seen(matchup.id, "x", True, quiet=True),
    )
    for act in acts:
        act()
    count = len(facts_in(store))
    for act in acts:
        change = act()
        assert change.number is None
        assert change.before == change.after
    assert store.facts.unsave("tool:nowhere", "x").number is None
    assert len(facts_in(store)) == count == 4


# Blind votes


def masked(matchup: Matchup) -> Matchup:
    """What a blind mode hands on: no panels, no names, and the sides swapped."""
    left, right = (
        replace(tool, name=name, takes=(), reported_pct=None)
        for tool, name in ((matchup.right, "Tool A"), (matchup.left, "Tool B"))
    )
    return replace(matchup, left=left, right=right, veiled=("panel", "names"))


def test_a_blind_vote_keeps_what_was_hidden_and_both_panels_of_that_moment(
    store: Store, matchup: Matchup
) -> None:
    change = store.facts.cast_vote(masked(matchup), TUNING)
    assert json.loads(str(facts_in(store)[0][4])) == {
        "pick": TUNING,
        "rev": 1,
        "blind": ["panel", "names"],
        "panels": [100, 75],
    }
    assert change.title == "SmolVLM2-2B vs GPT-5 Fine-Tuning API"
    vote = Vote(TUNING, change.at, ("panel", "names"), (100, 75))
    assert store.facts.vote(matchup.id) == vote
    assert refresh(store, matchup).vote == vote
    store._opened.connection.execute("UPDATE tool SET pct = 0, verdict = 'skip'")
    assert store.facts.vote(matchup.id) == vote


def test_an_open_vote_says_nothing_of_veils(store: Store, matchup: Matchup) -> None:
    store.facts.cast_vote(matchup, TIE)
    vote = store.facts.vote(matchup.id)
    assert vote
    assert (vote.blind, vote.panels) == ((), None)
    assert json.loads(str(facts_in(store)[0][4])) == {"pick": TIE, "rev": 1}


def test_the_same_pick_after_the_reveal_leaves_the_blind_vote_and_another_replaces_it(
    store: Store, matchup: Matchup
) -> None:
    blind = store.facts.cast_vote(masked(matchup), TIE)
    assert store.facts.cast_vote(matchup, TIE).number is None
    assert store.facts.vote(matchup.id) == Vote(TIE, blind.at, ("panel", "names"), (100, 75))
    opened = store.facts.cast_vote(matchup, NEITHER)
    assert store.facts.vote(matchup.id) == Vote(NEITHER, opened.at)
    store.facts.undo()
    vote = store.facts.vote(matchup.id)
    assert vote
    assert vote.panels == (100, 75)


def test_an_unknown_panel_is_kept_as_unknown(store: Store, matchup: Matchup) -> None:
    store._opened.connection.execute("UPDATE tool SET pct = NULL WHERE slug = ?", (COMPACT,))
    store.facts.cast_vote(masked(matchup), TIE)
    vote = store.facts.vote(matchup.id)
    assert vote
    assert vote.panels == (None, 75)


@pytest.mark.parametrize(
    ("members", "blind", "panels"),
    [
        ('"blind": "panel", "panels": [1, 2]', (), None),
        ('"blind": [7, "names"], "panels": [1]', ("names",), None),
        ('"blind": ["panel"], "panels": {"1": 2}', ("panel",), None),
        ('"blind": ["panel"], "panels": [true, 101]', ("panel",), (None, None)),
        ('"blind": ["panel"], "panels": [0, null]', ("panel",), (0, None)),
        ('"blind": ["\\u001bx"], "panels": [1, 2]', ("\ufffdx",), (1, 2)),
    ],
)
def test_what_does_not_fit_in_a_stored_veil_is_left_out(
    members: str, blind: tuple[str, ...], panels: tuple[int | None, int | None] | None
) -> None:
    vote = vote_of(f'{{"pick": "tie", {members}}}', 5)
    assert vote == Vote(TIE, 5, blind, panels)


def test_a_tool_vote_is_told_by_the_name_in_the_catalog(store: Store, matchup: Matchup) -> None:
    change = store.facts.cast_tool_vote(replace(matchup.left, name="Tool A"), Call.SHIP)
    assert change.title == "SmolVLM2-2B"


def test_a_tool_is_shipped_skipped_and_let_go(store: Store, matchup: Matchup) -> None:
    assert store.facts.cast_tool_vote(matchup.left, Call.SHIP).title == "SmolVLM2-2B"
    vote = store.facts.tool_vote(COMPACT)
    assert vote
    assert vote.call is Call.SHIP
    store.facts.cast_tool_vote(matchup.left, Call.SKIP)
    assert [fact[4] for fact in facts_in(store)] == ['{"call":"ship"}', '{"call":"skip"}']
    store.facts.cast_tool_vote(matchup.left, None)
    assert store.facts.tool_vote(COMPACT) is None


def test_a_note_or_tags_left_out_stay_as_they_were(store: Store) -> None:
    key = f"tool:{COMPACT}"
    store.facts.save(key, "x", note="first", tags=("Edge", "vision"))
    store.facts.save(key, "x", note="second")
    store.facts.save(key, "x", tags=("edge",))
    mark = store.facts.bookmark(key)
    assert mark
    assert (mark.note, mark.tags) == ("second", ("edge",))
    store.facts.save(key, "x", note="", tags=())
    assert json.loads(str(facts_in(store)[-1][4])) == {"note": "", "tags": []}


def test_notes_and_tags_are_cleaned_and_cut(store: Store) -> None:
    key = f"tool:{COMPACT}"
    note = "two\nlines \x1b[31m" + "x" * 600
    store.facts.save(key, "x", note=note, tags=("Büro", "büro", " ", "b\tc", "y" * 50))
    mark = store.facts.bookmark(key)
    assert mark
    assert mark.note.startswith("two lines \ufffd[31mxxx")
    assert len(mark.note) == 500
    assert mark.tags == ("büro", "b c", "y" * 40)
    assert str(facts_in(store)[-1][4]).isascii()


def test_bookmarks_come_newest_first_and_by_tag(store: Store, matchup: Matchup) -> None:
    store.facts.save(f"tool:{TUNING}", "x", tags=("edge", "api"))
    store.facts.save(f"matchup:{matchup.id}", "x", tags=("edge",))
    store.facts.save(f"tool:{COMPACT}", "x")
    keys = [key for key, _ in store.facts.bookmarks()]
    assert keys == [f"tool:{COMPACT}", f"matchup:{matchup.id}", f"tool:{TUNING}"]
    assert [key for key, _ in store.facts.bookmarks("EDGE")] == keys[1:]
    assert store.facts.bookmarks("none") == []


def test_only_matchups_and_tools_can_be_saved(store: Store) -> None:
    with pytest.raises(UsageError):
        store.facts.save(COMPACT, "x")
    with pytest.raises(NotFoundError):
        store.facts.save("matchup:no-vs-where", "x")
    assert facts_in(store) == []


def test_unsaving_takes_note_and_tags_and_undo_brings_them_back(store: Store) -> None:
    key = f"tool:{COMPACT}"
    store.facts.save(key, "x", note="n", tags=("t",))
    store.facts.unsave(key, "x")
    assert store.facts.bookmark(key) is None
    undone = store.facts.undo()
    assert undone
    assert undone.title == "SmolVLM2-2B"
    mark = store.facts.bookmark(key)
    assert mark
    assert (mark.note, mark.tags) == ("n", ("t",))


# Undo and redo


def test_undo_and_redo_walk_through_the_acts_and_outlive_the_program(
    store: Store, matchup: Matchup
) -> None:
    store.facts.cast_vote(matchup, COMPACT)
    store.facts.cast_vote(matchup, TUNING)
    store.facts.save(f"matchup:{matchup.id}", "x")

    def reopened_undo() -> Change | None:
        with Store.open(store.path, SEED) as again:
            return again.facts.undo()

    def reopened_redo() -> Change | None:
        with Store.open(store.path, SEED) as again:
            return again.facts.redo()

    def state() -> tuple[str | None, bool]:
        now = refresh(store, matchup)
        return now.vote.pick if now.vote else None, bool(now.bookmark)

    title = "SmolVLM2-2B vs GPT-5 Fine-Tuning API"
    states = [(COMPACT, False), (TUNING, False), (TUNING, True)]
    for expected in [states[1], states[0], (None, False)]:
        undone = reopened_undo()
        assert undone
        assert undone.title == title
        assert state() == expected
    assert reopened_undo() is None
    assert not store.facts.can_undo()
    for expected in states:
        assert store.facts.can_redo()
        assert reopened_redo()
        assert state() == expected
    assert reopened_redo() is None
    assert store.facts.can_undo()


def test_a_new_act_leaves_nothing_to_redo(store: Store, matchup: Matchup) -> None:
    store.facts.cast_vote(matchup, COMPACT)
    store.facts.undo()
    store.facts.cast_vote(matchup, TIE)
    assert store.facts.redo() is None
    vote = store.facts.vote(matchup.id)
    assert vote
    assert vote.pick == TIE


def test_undo_passes_over_what_was_noted_quietly(store: Store, matchup: Matchup) -> None:
    store.facts.cast_vote(matchup, COMPACT)
    store.facts.mark_seen(matchup.id, "x", True, quiet=True)
    assert refresh(store, matchup).seen
    undone = store.facts.undo()
    assert undone
    assert undone.kind is Kind.VOTE
    assert refresh(store, matchup).seen
    assert store.facts.undo() is None
    store.facts.mark_seen(matchup.id, "x", False, quiet=False)
    assert not refresh(store, matchup).seen
    assert store.facts.undo()
    assert refresh(store, matchup).seen


def test_another_window_undoes_what_this_one_did(store: Store, matchup: Matchup) -> None:
    with store.another() as other:
        assert not other.facts.can_undo()
        store.facts.cast_vote(matchup, COMPACT)
        assert other.facts.can_undo()
        undone = other.facts.undo()
    assert undone
    assert undone.number == 2
    assert store.facts.vote(matchup.id) is None
    assert not store.facts.can_undo()


def test_two_hundred_acts_can_be_taken_back_and_no_more(store: Store) -> None:
    store._opened.connection.execute("PRAGMA synchronous = OFF")
    for number in range(UNDO_LIMIT + 5):
        store.facts.save(f"tool:{COMPACT}", "x", note=str(number))
    for _ in range(3):
        assert store.facts.undo()
        assert store.facts.redo()
    for _ in range(UNDO_LIMIT):
        assert store.facts.undo()
    mark = store.facts.bookmark(f"tool:{COMPACT}")
    assert mark
    assert mark.note == "4"
    assert not store.facts.can_undo()
    assert store.facts.undo() is None
    for _ in range(UNDO_LIMIT):
        assert store.facts.redo()
    assert store.facts.redo() is None
    mark = store.facts.bookmark(f"tool:{COMPACT}")
    assert mark
    assert mark.note == str(UNDO_LIMIT + 4)


def test_an_act_after_undoing_brings_no_older_act_back_into_reach() -> None:
    """The limit counts from the newest act, so what it let go stays gone."""
    facts = [Fact(n, n, Kind.SEEN, "x", "1", 0) for n in range(1, 301)]
    assert undo_stacks(facts).undo == tuple(range(101, 301))
    facts += [Fact(301 + n, 301 + n, Kind.SEEN, "x", None, 0, undoes=300 - n) for n in range(50)]
    assert undo_stacks(facts).undo == tuple(range(101, 251))
    assert len(undo_stacks(facts).redo) == 50
    facts.append(Fact(351, 351, Kind.SEEN, "x", "1", 0))
    assert undo_stacks(facts) == UndoStacks((*range(101, 251), 351), ())


def test_history_tells_every_act_newest_first(store: Store, matchup: Matchup) -> None:
    store.facts.cast_vote(matchup, TIE)
    store.facts.cast_tool_vote(matchup.right, Call.SHIP)
    store.facts.mark_seen(matchup.id, "x", True, quiet=True)
    store.facts.undo()
    history = store.facts.history()
    assert [(one.number, one.kind, one.title) for one in history] == [
        (4, Kind.TOOL_VOTE, "GPT-5 Fine-Tuning API"),
        (2, Kind.TOOL_VOTE, "GPT-5 Fine-Tuning API"),
        (1, Kind.VOTE, "SmolVLM2-2B vs GPT-5 Fine-Tuning API"),
    ]
    assert [(one.before, one.after) for one in history[:2]] == [
        ('{"call":"ship"}', None),
        (None, '{"call":"ship"}'),
    ]
    assert store.facts.history(limit=1) == history[:1]


# What the tables promise


def test_facts_have_ids_that_sort_by_time(store: Store, matchup: Matchup) -> None:
    store.facts.cast_vote(matchup, TIE)
    time.sleep(0.002)  # the ids carry milliseconds
    store.facts.cast_vote(matchup, None)
    rows = store._opened.connection.execute("SELECT id, at FROM fact ORDER BY n").fetchall()
    for id_, at in rows:
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-\w{12}", id_)
        assert int(id_[:13].replace("-", ""), 16) == at
    assert rows == sorted(rows)


@pytest.mark.parametrize("statement", ["UPDATE fact SET at = 1", "DELETE FROM fact"])
def test_facts_are_never_edited_or_deleted(store: Store, matchup: Matchup, statement: str) -> None:
    store.facts.cast_vote(matchup, TIE)
    with pytest.raises(sqlite3.IntegrityError, match="appended, never"):
        store._opened.connection.execute(statement)


def test_a_locked_database_refuses_a_vote_and_changes_nothing(
    store: Store, matchup: Matchup
) -> None:
    store._opened.connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSavedError, match=r"locked.*try again"):
            store.facts.cast_vote(matchup, TIE)
    assert facts_in(store) == []
    assert store.facts.cast_vote(matchup, TIE).number == 1


def test_a_commit_that_fails_is_not_acknowledged(store: Store, matchup: Matchup) -> None:
    store._opened.connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM fact").fetchall()
        if store._opened.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",):
            with pytest.raises(NotSavedError):
                store.facts.cast_vote(matchup, TIE)
            assert store.facts.vote(matchup.id) is None
    assert store.facts.cast_vote(matchup, TIE).number == 1


def test_a_choice_is_kept_until_another_is_made(store: Store) -> None:
    assert store.settings.get("theme") is None
    store.settings.put("theme", "dark")
    store.settings.put("theme", "light")
    with Store.open(store.path, SEED) as again:
        assert again.settings.get("theme") == "light"


# Against a plain model

KEYS = 3
TAGS = st.lists(st.sampled_from(["edge", "api", "later"]), unique=True, max_size=2).map(tuple)


Key = tuple[Kind, str]
Act = tuple[Key, object, object]
"""A key with what it held before and after."""


class _FactsAgreeWithAPlainDictionary(RuleBasedStateMachine):
    """Whatever is done, in whatever order, over restarts and in two windows."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "shiptui.db"
        self.store = Store.open(self.path, SEED)
        self.other = self.store.another()
        self._make_fast()
        self.matchups = self._matchups()
        self.state: dict[Key, object] = {}
        self.undo: list[Act] = []
        self.redo: list[Act] = []

    def _matchups(self) -> list[Matchup]:
        ids = self.store.catalog.index(limit=KEYS)
        return [found for id_ in ids if (found := self.store.catalog.matchup(id_))]

    def _make_fast(self) -> None:
        for store in (self.store, self.other):
            store._opened.connection.execute("PRAGMA synchronous = OFF")

    def _did(self, key: Key, value: object, change: Change, *, quiet: bool) -> None:
        before = self.state.get(key)
        assert (change.number is None) == (before == value)
        if before == value:
            return
        self._set(key, value)
        if not quiet:
            self.undo.append((key, before, value))
            self.redo.clear()

    def _set(self, key: Key, value: object) -> None:
        self.state[key] = value
        if value is None:
            del self.state[key]

    @rule(number=st.integers(0, KEYS - 1), pick=st.sampled_from(["a", "b", TIE, NEITHER, None]))
    def vote(self, number: int, pick: str | None) -> None:
        matchup = self.matchups[number]
        pick = {"a": matchup.left.slug, "b": matchup.right.slug}.get(pick or "", pick)
        change = self.store.facts.cast_vote(matchup, pick)
        self._did((Kind.VOTE, matchup.id), pick, change, quiet=False)

    @rule(number=st.integers(0, KEYS - 1), call=st.sampled_from([*Call, None]))
    def vote_on_a_tool(self, number: int, call: Call | None) -> None:
        tool: Tool = self.matchups[number].left
        change = self.other.facts.cast_tool_vote(tool, call)
        self._did((Kind.TOOL_VOTE, tool.slug), call, change, quiet=False)

    @rule(
        number=st.integers(0, KEYS - 1),
        note=st.sampled_from([None, "", "why", "why not"]),
        tags=st.none() | TAGS,
    )
    def save(self, number: int, note: str | None, tags: tuple[str, ...] | None) -> None:
        key = f"matchup:{self.matchups[number].id}"
        old = self.state.get((Kind.BOOKMARK, key)) or ("", ())
        assert isinstance(old, tuple)
        value = (old[0] if note is None else note, old[1] if tags is None else tags)
        change = self.store.facts.save(key, "x", note=note, tags=tags)
        self._did((Kind.BOOKMARK, key), value, change, quiet=False)

    @rule(number=st.integers(0, KEYS - 1))
    def unsave(self, number: int) -> None:
        key = f"matchup:{self.matchups[number].id}"
        change = self.other.facts.unsave(key, "x")
        self._did((Kind.BOOKMARK, key), None, change, quiet=False)

    @rule(number=st.integers(0, KEYS - 1), seen=st.booleans(), quiet=st.booleans())
    def see(self, *, number: int, seen: bool, quiet: bool) -> None:
        id_ = self.matchups[number].id
        change = self.store.facts.mark_seen(id_, "x", seen, quiet=quiet)
        self._did((Kind.SEEN, id_), seen or None, change, quiet=quiet)

    @rule(here=st.booleans())
    def take_back(self, *, here: bool) -> None:
        self._step((self.store if here else self.other).facts.undo(), self.undo, self.redo, 1)

    @rule(here=st.booleans())
    def do_again(self, *, here: bool) -> None:
        self._step((self.store if here else self.other).facts.redo(), self.redo, self.undo, 2)

    def _step(
        self,
        change: Change | None,
        source: list[Act],
        target: list[Act],
        which: int,
    ) -> None:
        assert (change is None) == (not source)
        if not change:
            return
        act = source.pop()
        target.append(act)
        key, value = act[0], act[which]
        assert (change.kind, change.key) == key
        self._set(key, value)

    @precondition(lambda self: self.undo or self.redo)
    @rule()
    def start_again(self) -> None:
        self.store.close()
        self.other.close()
        self.store = Store.open(self.path, SEED)
        self.other = self.store.another()
        self._make_fast()

    @invariant()
    def both_windows_show_the_same(self) -> None:
        for store in (self.store, self.other):
            assert dict(shown(store, self.matchups)) == self.state
            assert store.facts.can_undo() == bool(self.undo)
            assert store.facts.can_redo() == bool(self.redo)

    @invariant()
    def the_short_table_holds_the_newest_facts(self) -> None:
        connection = self.store._opened.connection
        newest = connection.execute(
            "SELECT kind, key, value, n, at FROM fact WHERE n IN"
            " (SELECT max(n) FROM fact GROUP BY kind, key) AND value IS NOT NULL"
        ).fetchall()
        current = connection.execute("SELECT kind, key, value, n, at FROM current").fetchall()
        assert sorted(newest) == sorted(current)

    def teardown(self) -> None:
        self.store.close()
        self.other.close()
        self.folder.cleanup()


def shown(store: Store, matchups: Iterable[Matchup]) -> Iterable[tuple[Key, object]]:
    """Everything that the reader did, as the store tells it."""
    for old in matchups:
        matchup = store.catalog.matchup(old.id)
        assert matchup
        if matchup.vote:
            yield (Kind.VOTE, matchup.id), matchup.vote.pick
        if matchup.bookmark:
            note_and_tags = (matchup.bookmark.note, matchup.bookmark.tags)
            yield (Kind.BOOKMARK, f"matchup:{matchup.id}"), note_and_tags
        if matchup.seen:
            yield (Kind.SEEN, matchup.id), True
        if vote := store.facts.tool_vote(matchup.left.slug):
            yield (Kind.TOOL_VOTE, matchup.left.slug), vote.call


TestFacts = _FactsAgreeWithAPlainDictionary.TestCase
TestFacts.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
