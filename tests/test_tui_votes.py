"""Voting, undoing, saving: one key, acknowledged when it is on the disk, always to be undone."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from shiptui.model.facts import NEITHER, TIE, Counts, View
from shiptui.store.facts import FactLog
from shiptui.store.store import Store
from terminal import PATIENCE, browse_of, opened, press, rows_of, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

SMALL = (80, 24)


def facts(store: Store) -> list[tuple[Any, ...]]:
    """Every fact in the file, as another program sees it."""
    with closing(sqlite3.connect(store.path)) as db:
        return db.execute("SELECT kind, key, value FROM fact ORDER BY n").fetchall()


def cursor_row(pilot: Pilot[int]) -> str:
    """The row under the cursor."""
    return next(row for row in rows_of(pilot.app) if row.startswith(">"))


def ids(store: Store) -> tuple[str, ...]:
    return store.catalog.index()


async def test_a_vote_is_shown_only_after_it_is_on_the_disk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    cast = FactLog.cast_vote

    def cast_when_let(log: FactLog, *arguments: Any) -> Any:
        assert gate.wait(PATIENCE)
        return cast(log, *arguments)

    monkeypatch.setattr(FactLog, "cast_vote", cast_when_let)
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        before = cursor_row(pilot)
        try:
            await pilot.press("a")
            assert browse.said == ""
            assert cursor_row(pilot) == before
            assert "your vote" not in shown(pilot.app)
        finally:
            gate.set()
        await until(pilot, lambda: "Voted GPT-5 Mini API." in browse.said)
        assert len(facts(store)) == 1
        await until(pilot, lambda: "your vote" in shown(pilot.app))


async def test_leaving_while_a_vote_is_written_keeps_it_and_ends_quietly(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    cast = FactLog.cast_vote

    def cast_when_let(log: FactLog, *arguments: Any) -> Any:
        assert gate.wait(PATIENCE)
        return cast(log, *arguments)

    monkeypatch.setattr(FactLog, "cast_vote", cast_when_let)
    async with opened(store, SMALL) as pilot:
        await pilot.press("a", "q")
        threading.Timer(0.2, gate.set).start()
    assert len(facts(store)) == 1
    assert pilot.app.return_code == 0


@pytest.mark.parametrize(
    ("keys", "words", "marks"),
    [
        (("a", "b"), ("Voted GPT-5 Mini API.", "Voted OpenAI o3-pro API."), "AB"),
        (("t", "="), ("Voted a tie.", "Voted a tie."), "=="),
        (("x",), ("Voted neither.",), "x"),
    ],
)
async def test_one_key_votes_and_the_same_key_again_changes_nothing(
    store: Store, keys: tuple[str, ...], words: tuple[str, ...], marks: str
) -> None:
    async with opened(store, SMALL) as pilot:
        for count, (key, sentence, mark) in enumerate(zip(keys, words, marks, strict=True), 1):
            assert (await press(pilot, key)).startswith(f"{sentence} Press u to undo.")
            assert cursor_row(pilot)[2] == mark
            assert f"2 Unvoted {196 - count}  3 Saved 0  4 Voted {count}" in shown(pilot.app)
            assert "your vote" in shown(pilot.app).lower()
            assert "Your vote stands" in await press(pilot, key)
            assert len(facts(store)) == count
            await press(pilot, "j")


async def test_another_key_changes_the_vote_and_0_takes_it_back(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "a")
        assert (await press(pilot, "b")).startswith("Voted SmolVLM2-2B.")
        assert cursor_row(pilot)[2] == "B"
        assert len(facts(store)) == 2
        assert (await press(pilot, "0")).startswith("Vote taken back. Press u to undo.")
        assert cursor_row(pilot)[2] not in "AB=x"
        assert store.catalog.counts().voted == 0
        assert await press(pilot, "0") == "There was no vote to take back."
        assert len(facts(store)) == 3


async def test_a_capital_votes_and_goes_on_to_the_next_unvoted(store: Store) -> None:
    """What was voted on before is passed over."""
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "j", "a", "k")
        for key, following in (("A", 2), ("B", 3), ("T", 4), ("X", 5)):
            assert (await press(pilot, key)).startswith("Voted ")
            assert browse.list.current == ids(store)[following]
            assert browse.matchup is not None
            assert browse.matchup.id == ids(store)[following]
        rows = store.catalog.rows(ids(store)[:6])
        picks = [rows[0].left, rows[1].left, rows[2].right, rows[3].pick, rows[4].pick, None]
        assert [row.pick for row in rows] == picks
        assert picks[3:5] == [TIE, NEITHER]


async def test_undo_and_redo_walk_back_and_forth_also_after_a_restart(
    tmp_path: Path, seed: Path
) -> None:
    path = tmp_path / "shiptui.db"
    with Store.open(path, seed) as store:
        async with opened(store, SMALL) as pilot:
            assert await press(pilot, "u") == "Nothing to undo."
            assert await press(pilot, "U") == "Nothing to redo."
            await press(pilot, "a", "s", "j", "x")
            said = await press(pilot, "u")
            assert said.startswith("Undone: your vote on SmolVLM2 vs OpenAI o3-pro API.")
            assert cursor_row(pilot)[2] not in "AB=x"
    with Store.open(path, seed) as store:
        async with opened(store, SMALL) as pilot:
            assert (await press(pilot, "U")).startswith("Redone: your vote on SmolVLM2 vs ")
            assert "4 Voted 2" in shown(pilot.app)
            await press(pilot, "u", "u", "u")
            assert store.catalog.counts() == Counts(196, 196, 0, 0, 144)
            assert await press(pilot, "u") == "Nothing to undo."
            await press(pilot, "U", "U", "U")
            assert await press(pilot, "U") == "Nothing to redo."
            assert store.catalog.counts().voted == 2
            assert store.catalog.counts().saved == 1


async def test_s_saves_and_lets_go_and_m_marks_seen_and_new(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        new = cursor_row(pilot)
        assert (await press(pilot, "s")).startswith("Saved: GPT-5 Mini API vs SmolVLM2-2B.")
        assert cursor_row(pilot)[3] != " "
        assert "3 Saved 1" in shown(pilot.app)
        assert (await press(pilot, "s")).startswith("No longer saved: ")
        assert cursor_row(pilot) == new
        assert (await press(pilot, "m")) == "Marked as seen. Press u to undo."
        assert cursor_row(pilot) != new
        assert (await press(pilot, "m")) == "Marked as new. Press u to undo."
        assert cursor_row(pilot) == new


async def test_after_swapping_a_votes_for_the_tool_that_stands_left(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "S")
        assert "SmolVLM2-2B v GPT-5 Mini API" in cursor_row(pilot)
        assert "[a] SmolVLM2-2B " in shown(pilot.app)
        assert (await press(pilot, "a")).startswith("Voted SmolVLM2-2B.")
        assert cursor_row(pilot)[2] == "A"
        assert "[a] SmolVLM2-2B  your vote" in shown(pilot.app)
        await press(pilot, "S")
        assert cursor_row(pilot)[2] == "B"
        assert "[b] SmolVLM2-2B  your vote" in shown(pilot.app)
        assert len(facts(store)) == 1


async def test_rows_stay_in_unvoted_until_r(store: Store) -> None:
    """Nothing moves under the cursor because of a vote."""
    async with opened(store, SMALL, view=View.UNVOTED) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "a", "j", "b")
        assert browse.list.ids == ids(store)
        assert [row[2] for row in rows_of(pilot.app)[2:4]] == ["A", "B"]
        assert "2 of 196" in shown(pilot.app)
        await press(pilot, "r")
        assert browse.list.ids == ids(store)[2:]
        assert "2 of 194" in shown(pilot.app)


async def test_pasting_letters_casts_no_vote_on_any_screen(store: Store) -> None:
    """Feed, detail, filter, tools, a tool's own screen, a persona's, activity and popups."""
    async with opened(store, SMALL) as pilot:
        places: tuple[tuple[str, ...], ...] = (
            (), ("l",), ("/",), ("escape", "5"), ("l",), ("7",), ("1", "<"), ("q", "p"),
            ("q", "?"), ("escape", "."), ("escape", "comma"), ("escape", "c"), ("escape", "e"),
            ("escape", "ctrl+p"),
        )  # fmt: skip
        for keys in places:
            await press(pilot, *keys)
            pilot.app.post_message(events.Paste("abtx+-sm0ABTX"))
            pilot.app.screen.post_message(events.Paste("abtx+-sm0ABTX"))
            await press(pilot)
            assert {kind for kind, *_ in facts(store)} <= {"seen"}, keys


async def test_keys_typed_without_a_pause_act_on_the_row_they_moved_to(store: Store) -> None:
    """Not on the one that was shown when the first of them was pressed."""
    async with opened(store, SMALL) as pilot:
        for key in "jaj":
            pilot.app.post_message(events.Key(key, key))
        for key in "s5j+":
            pilot.app.post_message(events.Key({"+": "plus"}.get(key, key), key))
        await until(pilot, lambda: len(facts(store)) > 1)
        await press(pilot)
        (vote, saved, *_) = facts(store)
        assert vote[1] == ids(store)[1]
        assert saved[1] == f"matchup:{ids(store)[2]}"


async def test_a_held_capital_votes_once(store: Store) -> None:
    """What a keyboard repeats within a moment is no decision about the next matchup."""
    now = [100.0]
    async with opened(store, SMALL, clock=lambda: now[0]) as pilot:
        for _ in range(12):
            await press(pilot, "A")
            now[0] += 0.1
        assert len(facts(store)) == 1
        assert browse_of(pilot).list.index == 1
        now[0] += 0.2
        await press(pilot, "A")
        assert len(facts(store)) == 2
        now[0] += 0.1
        await press(pilot, "B", "T")
        assert len(facts(store)) == 4


async def test_what_could_not_be_saved_is_said_and_not_shown(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses; the marks stay as they were and the program goes on."""
    first = store.catalog.matchup(ids(store)[0])
    assert first is not None
    store.facts.cast_vote(first, first.right.slug)
    before = facts(store)
    another = store.another

    def read_only() -> Store:
        other = another()
        other._opened.connection.execute("PRAGMA query_only = ON")
        return other

    monkeypatch.setattr(store, "another", read_only)
    async with opened(store, SMALL) as pilot:
        row = cursor_row(pilot)
        for key in ("a", "0", "s", "m", "A", "u"):
            said = await press(pilot, key)
            assert said.startswith("Not saved: the database is read-only"), key
            assert cursor_row(pilot) == row
            assert facts(store) == before
            browse_of(pilot).say("")
        await press(pilot, "j")
        assert cursor_row(pilot) != row
