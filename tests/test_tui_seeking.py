"""Rows are looked for beside the keys: what is shown, and acted on, is what was asked for last."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from shiptui.model.errors import ShiptuiError, StoreError
from shiptui.tui.preferences import Preferences
from shiptui.tui.screens import sought
from shiptui.tui.seeking import Seeker
from terminal import browse_of, opened, press, shown, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from shiptui.store.store import Store
    from shiptui.tui.reader import Find, Ids

SMALL = (80, 24)
ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"

Answer = Future["Ids | ShiptuiError"]


class Held:
    """Takes searches, and answers none before it is told to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[tuple[Find, int | None, Answer]] = []
        self.holding = False

    def seek(self, find: Find, limit: int | None) -> Answer:
        """Hold a search back, or answer it at once."""
        self.asked.append((find, limit, Future()))
        if not self.holding:
            self.answer(-1)
        return self.asked[-1][2]

    def answer(self, place: int, said: Ids | ShiptuiError | None = None) -> None:
        """Answer one of the searches, from the store where nothing else is said."""
        find, limit, answer = self.asked[place]
        answer.set_result(said or find(self._store.catalog, limit))


@pytest.fixture
def held(store: Store, monkeypatch: pytest.MonkeyPatch) -> Held:
    """What all lists are served by."""
    server = Held(store)
    monkeypatch.setattr(Seeker, "seek", lambda _self, find, limit: server.seek(find, limit))
    return server


@pytest.fixture
def seeker(store: Store) -> Iterator[Seeker]:
    """A real one."""
    real = Seeker(store)
    yield real
    real.close()


async def type_held(pilot: Pilot[int], held: Held, text: str) -> None:
    """Type a filter whose rows do not come."""
    await press(pilot, "/")
    held.holding = True
    for letter in text:
        await pilot.press(letter)


async def test_letters_reach_the_field_while_rows_are_looked_for(store: Store, held: Held) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await type_held(pilot, held, "gpt")
        assert browse.filter.value == browse.query_text == "gpt"
        assert len(held.asked) == 1 + len("gpt")
        held.answer(-1)
        await until(pilot, lambda: browse.list.ids == store.catalog.index(query="gpt"))
        assert "1 of " in shown(pilot.app)


async def test_an_answer_that_was_overtaken_is_never_shown(store: Store, held: Held) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await type_held(pilot, held, "gp")
        held.answer(-1)
        await until(pilot, lambda: browse.list.ids == store.catalog.index(query="gp"))
        held.answer(-2)
        await pilot.pause()
        assert browse.list.ids == store.catalog.index(query="gp")
        assert browse.list.ids != store.catalog.index(query="g")


async def test_a_list_that_takes_long_says_so_and_not_that_nothing_matches(
    store: Store, held: Held
) -> None:
    async with opened(store, SMALL) as pilot:
        await type_held(pilot, held, "zzzz")
        await until(pilot, lambda: "Looking ..." in shown(pilot.app))
        assert "Nothing matches" not in shown(pilot.app)
        held.answer(-1)
        await until(pilot, lambda: 'Nothing matches "zzzz".' in shown(pilot.app))
        assert "Looking" not in shown(pilot.app)


@pytest.mark.parametrize("key", ["a", "s", "+", "m"])
async def test_while_a_list_is_looked_for_no_key_acts_on_a_row(
    store: Store, held: Held, key: str
) -> None:
    async with opened(store, SMALL) as pilot:
        if key == "+":
            await press(pilot, "5")
        await type_held(pilot, held, "gpt")
        await pilot.press("enter")
        await until(pilot, lambda: "Looking ..." in shown(pilot.app))
        await pilot.press("j", key)
        await until(pilot, lambda: "here." in shown(pilot.app))
        assert not store.facts.can_undo()


async def test_a_vote_pressed_at_once_is_for_the_first_row_of_the_new_list(
    store: Store, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filter, Enter and vote in one go: the vote waits a moment for the rows it is meant for."""
    monkeypatch.setattr(sought, "PATIENCE", 30)
    found = store.catalog.index(query="gpt")
    async with opened(store, SMALL) as pilot:
        await press(pilot, "j")
        assert browse_of(pilot).list.current != found[0]
        await type_held(pilot, held, "gpt")
        await pilot.press("enter")
        late = Thread(target=held.answer, args=(-1, found))
        late.start()
        await pilot.press("a")
        late.join()
        await until(pilot, lambda: "Voted" in shown(pilot.app))
        voted = store.catalog.matchup(found[0])
        assert voted is not None
        assert voted.vote is not None


async def test_escape_gives_a_search_up_and_shows_the_whole_list(store: Store, held: Held) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        before = browse.list.current
        await type_held(pilot, held, "gpt")
        await until(pilot, lambda: "Looking ..." in shown(pilot.app))
        held.holding = False
        await pilot.press("escape")
        await until(pilot, lambda: browse.list.ids == store.catalog.index())
        assert browse.list.current == before
        held.answer(-2)
        await pilot.pause()
        assert browse.list.ids == store.catalog.index()


async def test_what_cannot_be_read_is_said_where_the_rows_would_be(
    store: Store, held: Held
) -> None:
    async with opened(store, SMALL) as pilot:
        await type_held(pilot, held, "g")
        held.answer(-1, StoreError("Could not read the database: the disk reported an error."))
        await until(pilot, lambda: "the disk reported an error" in shown(pilot.app))
        assert "Nothing matches" not in shown(pilot.app)


async def test_a_list_hidden_meanwhile_is_looked_for_anew_with_its_names_hidden(
    store: Store, held: Held
) -> None:
    """What a filter finds would tell which names there are."""
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await type_held(pilot, held, "gpt")
        browse.reader.blind = Preferences(names="hidden").blind
        browse.restyle(browse.look)
        held.answer(-2)
        held.answer(-1)
        await until(pilot, lambda: 'Nothing matches "gpt".' in shown(pilot.app))


async def test_the_cursor_reaches_a_row_far_down_as_soon_as_the_list_holds_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sought, "ROWS_AT_ONCE", 5)
    last = store.catalog.index()[-1]
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "3")
        browse.jump_to(last)
        await until(pilot, lambda: browse.list.current == last)
        assert browse.list.ids == store.catalog.index()
        await until(pilot, lambda: browse.matchup is not None and browse.matchup.id == last)


async def test_leaving_does_not_wait_for_a_search(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        app: Any = pilot.app
        answer = app._matchups.seek(endless, None)
        await press(pilot, "q")
    assert isinstance(answer.result(), StoreError)


def endless(reader: Any, _limit: int | None) -> Ids:
    """Look for something without an end."""
    from shiptui.store.writing import read

    return tuple(map(str, read(reader._connection, ENDLESS)))


def test_a_search_that_is_overtaken_is_stopped(seeker: Seeker, store: Store) -> None:
    """Otherwise the next one would wait for ever."""
    first = seeker.seek(endless, None)
    second = seeker.seek(lambda reader, limit: reader.index(query="gpt", limit=limit), 3)
    assert isinstance(first.result(), StoreError)
    assert second.result() == store.catalog.index(query="gpt", limit=3)
