"""Two mistakes that made-up histories hardly ever meet: each with the one story that shows it.

A phone votes, a laptop is told, the phone is lost, the server is restored from a backup of before
the vote. The laptop alone knows of it, and has to notice.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from own_bugs import answers_alone_are_trusted, the_last_writer_moves_the_cursor
from own_checks import server_rows
from own_world import CLIENT_IMAGE, DAY, PAIRS, World
from shiptui.feed import api

pytestmark = pytest.mark.soak

KEY = ("vote", PAIRS[0])


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def is_known_again(world: World) -> bool:
    """Whether the server knows the vote after the laptop has synced, a few times."""
    for _ in range(3):
        world.time += DAY
        world.sync(world.devices[0], [], None, after=False)
    return KEY in server_rows(world)


def two_programs_on_one_file(world: World) -> bool:
    """The answer that one of them waits for comes after the other one has read on."""
    laptop, phone, *_ = world.devices
    world.act(phone, "toolvote", "zed", "ship")
    world.sync(phone, [], None, after=False)
    backup = world.store.connection.serialize()
    deliver = world.deliver

    async def late(*request: object) -> object:
        answer = await deliver(*request)  # type: ignore[arg-type]  # what a request is made of
        world.deliver = deliver  # type: ignore[method-assign]  # only the first answer is late
        world.act(phone, "vote", KEY[1], "tie")
        await world.exchange(phone)
        await world.exchange(laptop)
        return answer

    world.deliver = late  # type: ignore[assignment,method-assign]  # as above
    world.sync(laptop, [], None, after=False)
    assert laptop.shown(*KEY) == "tie"
    phone.load(CLIENT_IMAGE)
    world.devices.remove(phone)
    world.start_server(backup)
    return is_known_again(world)


def an_answer_without_its_page(world: World) -> bool:
    """The laptop's own vote is acknowledged, but no page that it could read has told it."""
    laptop, phone, *_ = world.devices
    world.act(phone, "toolvote", "zed", "ship")
    world.act(phone, "bookmark", "tool:zed", "x")
    world.sync(phone, [], None, after=False)
    backup = world.store.connection.serialize()
    world.act(laptop, "vote", KEY[1], "tie")
    # The page after the answer does not come.
    world.sync(laptop, ["none", "lost"], None, after=False)
    assert KEY in server_rows(world)
    world.start_server(backup)
    return is_known_again(world)


def test_the_server_is_told_again_after_two_programs_synced_one_file(world: World) -> None:
    assert two_programs_on_one_file(world)


def test_the_server_is_told_again_what_was_acknowledged_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "ROWS", 1)
    assert an_answer_without_its_page(world)


def test_these_stories_notice_the_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "ROWS", 1)
    for mistake, story in (
        (the_last_writer_moves_the_cursor, two_programs_on_one_file),
        (answers_alone_are_trusted, an_answer_without_its_page),
    ):
        with pytest.MonkeyPatch.context() as patch:
            mistake(patch)
            made = World()
            assert not story(made), mistake.__name__
            made.close()
