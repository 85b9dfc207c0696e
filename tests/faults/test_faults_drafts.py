"""Mistakes that made-up histories hardly ever meet: each with the one story that shows it.

In the first two a phone votes, a laptop is told, the phone is lost, the server is restored from a
backup of before the vote: the laptop alone knows of it, and has to notice. In the others the clock
of the laptop is wrong: its act must not lose against an older one of its own, nor win for ever here
what it lost on the server.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from own_bugs import (
    acts_bear_the_time_of_their_clock,
    answers_alone_are_trusted,
    newer_acts_overtake_what_was_put_off,
    only_stamps_decide,
    the_last_writer_moves_the_cursor,
    what_was_put_off_is_forgotten,
)
from own_checks import acts_beat_what_they_knew, all_agree, server_rows, stamps_are_frozen
from own_world import DAY, PAIRS, World, said
from shiptui.feed import api

pytestmark = pytest.mark.soak

KEY = ("vote", PAIRS[0])


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def sync_for_days(world: World) -> None:
    """The laptop syncs, a few times."""
    for _ in range(3):
        world.time += DAY
        world.sync(world.devices[0], [], None, after=False)


def is_known_again(world: World) -> bool:
    """Whether the server knows the vote after the laptop has synced."""
    sync_for_days(world)
    return KEY in server_rows(world)


def holds(world: World, value: str | None) -> bool:
    """Whether this is the vote on the laptop and on the server after the laptop has synced."""
    sync_for_days(world)
    return world.devices[0].shown(*KEY) == said(KEY[0], server_rows(world)[KEY][0]) == value


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
    world.lose(phone)
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


def a_basis_that_was_forgotten(world: World) -> bool:
    """The clock goes back, the reader votes anew, and the server is restored before it hears it.

    It judges the new vote when it does not know the old one, which the laptop tells it again then.
    """
    laptop, backup = world.devices[0], world.store.connection.serialize()
    world.act(laptop, "vote", KEY[1], "aider")
    world.sync(laptop, [], None, after=False)
    laptop.offset = -400 * DAY
    world.act(laptop, "vote", KEY[1], "tie")
    world.sync(laptop, ["lost"], None, after=False)
    world.start_server(backup)
    return holds(world, "tie")


def a_vote_that_was_put_off(world: World) -> bool:
    """The clock is ahead, and the server does not know the matchup until a minute later.

    Meanwhile the server is restored, so that it has forgotten what it put off, and the reader takes
    the vote back, which a server takes in any case.
    """
    laptop = world.devices[0]
    world.change_subject(KEY[1], "unknown")
    backup, laptop.offset = world.store.connection.serialize(), 400 * DAY
    world.act(laptop, "vote", KEY[1], "tie")
    world.sync(laptop, [], None, after=False)
    world.start_server(backup)
    world.act(laptop, "vote", KEY[1], None)
    world.sync(laptop, [], None, after=False)
    world.change_subject(KEY[1], "back")
    return holds(world, None)


def a_vote_that_was_put_off_comes_late(world: World) -> bool:
    """As before, but nothing is restored, and the reader votes once more before taking it back.

    In the end the request of the first vote, which was thought lost, arrives as well.
    """
    laptop = world.devices[0]
    world.change_subject(KEY[1], "unknown")
    laptop.offset = 400 * DAY
    world.act(laptop, "vote", KEY[1], "tie")
    world.sync(laptop, ["delayed"], None, after=False)
    world.sync(laptop, [], None, after=False)
    world.act(laptop, "vote", KEY[1], "aider")
    world.sync(laptop, [], None, after=False)
    world.act(laptop, "vote", KEY[1], None)
    world.sync(laptop, [], None, after=False)
    world.change_subject(KEY[1], "back")
    world.time += DAY
    world.deliver_late()
    return holds(world, None)


def two_stamps_of_one_vote(world: World) -> bool:
    """The laptop's clock is ahead, so that its vote gets the stamp of its arrival, which is twice.

    The phone votes in between. In the end the server has the first arrival, and goes on from there.
    """
    laptop, phone, *_ = world.devices
    empty, laptop.offset = world.store.connection.serialize(), 400 * DAY
    world.act(laptop, "vote", KEY[1], "tie")
    world.sync(laptop, ["answer_lost"], None, after=False)
    first = world.store.connection.serialize()
    world.act(phone, "vote", KEY[1], "aider")
    world.start_server(empty)
    world.sync(laptop, [], None, after=False)
    world.start_server(first)
    world.sync(phone, [], None, after=False)
    return holds(world, "aider")


def test_the_server_is_told_again_after_two_programs_synced_one_file(world: World) -> None:
    assert two_programs_on_one_file(world)


def test_the_server_is_told_again_what_was_acknowledged_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "ROWS", 1)
    assert an_answer_without_its_page(world)


def test_a_restored_server_does_not_let_an_older_vote_win(world: World) -> None:
    assert a_basis_that_was_forgotten(world)


def test_a_vote_that_was_put_off_does_not_come_back_after_it_was_taken_back(world: World) -> None:
    assert a_vote_that_was_put_off(world)


def test_a_vote_that_was_put_off_does_not_come_back_by_a_late_request(world: World) -> None:
    assert a_vote_that_was_put_off_comes_late(world)


def test_a_server_has_its_way_with_a_vote_that_bore_two_stamps(world: World) -> None:
    assert two_stamps_of_one_vote(world)


def test_a_vote_that_was_put_off_by_a_clock_that_was_ahead_is_sent_when_it_is_right(
    world: World,
) -> None:
    laptop = world.devices[0]
    world.change_subject(KEY[1], "unknown")
    laptop.offset = 400 * DAY
    world.act(laptop, "vote", KEY[1], "tie")
    world.sync(laptop, [], None, after=False)
    laptop.offset = 0
    world.change_subject(KEY[1], "back")
    assert holds(world, "tie")


def test_an_act_loses_only_to_one_that_a_restored_server_judged_anew(world: World) -> None:
    """The phone's clock is ahead, and it never hears that its vote arrived and was answered."""
    laptop, phone, *_ = world.devices
    backup = world.store.connection.serialize()
    phone.offset = 400 * DAY
    world.act(phone, "vote", KEY[1], "tie")
    world.sync(phone, ["answer_lost"], None, after=False)
    world.sync(laptop, [], None, after=False)
    stamps_are_frozen(world)
    world.act(laptop, "vote", KEY[1], "aider")
    world.sync(laptop, [], None, after=False)
    assert holds(world, "aider")
    world.forget_judged()
    world.start_server(backup)
    sync_for_days(world)
    world.sync(phone, [], None, after=False)
    assert holds(world, "tie")
    acts_beat_what_they_knew(world)


def test_a_vote_that_a_restored_server_refuses_stays_where_it_is_known(world: World) -> None:
    laptop, backup = world.devices[0], world.store.connection.serialize()
    world.act(laptop, "vote", KEY[1], "tie")
    world.sync(laptop, [], None, after=False)
    world.start_server(backup)
    world.change_subject(KEY[1], "removed")
    sync_for_days(world)
    assert KEY not in server_rows(world)
    assert laptop.shown(*KEY) == "tie"
    all_agree(world)


def test_these_stories_notice_the_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "ROWS", 1)
    for mistake, story in (
        (the_last_writer_moves_the_cursor, two_programs_on_one_file),
        (answers_alone_are_trusted, an_answer_without_its_page),
        (acts_bear_the_time_of_their_clock, a_basis_that_was_forgotten),
        (newer_acts_overtake_what_was_put_off, a_vote_that_was_put_off),
        (what_was_put_off_is_forgotten, a_vote_that_was_put_off_comes_late),
        (only_stamps_decide, two_stamps_of_one_vote),
    ):
        with pytest.MonkeyPatch.context() as patch:
            mistake(patch)
            made = World()
            assert not story(made), mistake.__name__
            made.close()
