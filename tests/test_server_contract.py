"""What both databases of the server have to do alike: judge, number, page, forget, count."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from server_world import START, VOTE, World, op
from shiptui.feed.wire import canonical
from shiptui.server import accounts
from shiptui.server.accounts import caller_of, erase
from shiptui.server.judging import Book, judge
from shiptui.server.operations import operation_from
from shiptui.server.policy import DAY
from shiptui.server.storage import Store


@pytest.fixture
def world(server_store: Store) -> World:
    world = World(server_store)
    world.join("ann")
    world.join("bob")
    return world


def held(world: World, name: str) -> dict[tuple[str, str], Any]:
    """What an account holds, read page by page."""
    found: dict[tuple[str, str], Any] = {}
    cursor, more = "", True
    while more:
        answer = world.sync(name, cursor=cursor, limit=3)
        assert not answer["reset"]
        found |= {(row["k"], row["key"]): row["v"] for row in answer["rows"]}
        cursor, more = answer["cursor"], answer["more"]
    return found


def test_a_vote_is_applied_and_comes_back_as_a_row(world: World) -> None:
    vote = op(VOTE, "zed")
    answer = world.sync("ann", vote)
    row = {"k": "vote", "key": VOTE, "v": {"c": "zed", "rev": 2}, "op": vote["op"], "eff": START}
    assert answer["results"] == [{"op": vote["op"], "status": "applied", "state": row}]
    assert (answer["rows"], answer["more"], answer["reset"]) == ([row], False, False)
    assert world.sync("ann", cursor=answer["cursor"])["rows"] == []


def test_the_same_operation_again_changes_nothing_and_is_answered_alike(world: World) -> None:
    first, second = op(VOTE, "zed"), op(VOTE, "aider", at=START + 1)
    world.clock.time += 10
    world.sync("ann", first)
    world.sync("ann", second)
    world.clock.time += 10_000
    (again,) = world.sync("ann", first)["results"]
    assert (again["status"], again["state"]["op"]) == ("applied", second["op"])
    assert held(world, "ann") == {("vote", VOTE): {"c": "aider", "rev": 2}}


def test_an_id_that_was_used_otherwise_is_refused(world: World) -> None:
    first = op(VOTE, "zed")
    world.sync("ann", first)
    assert world.status("ann", first | {"v": None}) == "rejected:op_id_reuse"
    assert world.status("bob", first) == "rejected:op_id_reuse"
    assert held(world, "bob") == {}


def test_a_later_act_wins_whatever_the_order_of_arrival(world: World) -> None:
    world.clock.time += 1_000
    late, early = op(VOTE, "zed", at=START + 900), op(VOTE, "aider", at=START + 100)
    assert world.status("ann", late) == "applied"
    (result,) = world.sync("ann", early)["results"]
    assert (result["status"], result["state"]["op"]) == ("superseded", late["op"])


def test_an_act_beats_what_its_device_knew_though_its_clock_is_behind(world: World) -> None:
    first = op(VOTE, "zed")
    world.sync("ann", first)
    slow = op(VOTE, "aider", at=5, base=(first["op"],))
    (result,) = world.sync("ann", slow)["results"]
    assert (result["status"], result["state"]["eff"]) == ("applied", START + 1)


def test_a_clock_ahead_wins_only_up_to_the_moment_of_upload(world: World) -> None:
    ahead = op(VOTE, "zed", at=START + 10**9)
    (result,) = world.sync("ann", ahead)["results"]
    assert result["state"]["eff"] == START
    world.clock.time += 1_000
    assert world.status("ann", op(VOTE, "aider", at=START + 1)) == "applied"


def test_a_base_of_another_account_lends_no_stamp(world: World) -> None:
    theirs = op(VOTE, "zed")
    world.sync("bob", theirs)
    (result,) = world.sync("ann", op(VOTE, "zed", at=7, base=(theirs["op"],)))["results"]
    assert result["state"]["eff"] == 7


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (op(VOTE, {"c": "mill", "rev": 2}), "rejected:bad_value"),
        (op(VOTE, {"c": "zed"}), "rejected:bad_value"),
        (op(VOTE, {"c": "zed", "rev": True}), "rejected:bad_value"),
        (op(VOTE, {"c": "zed", "rev": 2, "more": 1}), "rejected:bad_value"),
        (op(VOTE, ["zed"]), "rejected:bad_value"),
        (op("zed", {"c": "mixed"}), "rejected:bad_value"),
        (op("tool:zed", {"note": "x" * 501}), "rejected:bad_value"),
        (op("tool:zed", {"note": "two\nlines"}), "rejected:bad_value"),
        (op("tool:zed", {"note": "\x00"}), "rejected:bad_value"),
        (op("tool:zed", {"tags": ["x" * 40] * 64}), "rejected:bad_value"),
        (op("page:zed", {}), "rejected:bad_op"),
        (op("zed", "ship", kind="vote") | {"key": "Zed!"}, "rejected:bad_op"),
        (op(VOTE, "zed") | {"extra": 1}, "rejected:bad_op"),
        (op(VOTE, "zed", at=-1), "rejected:bad_op"),
        (op(VOTE, "zed") | {"base": ["x"]}, "rejected:bad_op"),
        (op(VOTE, "zed", kind="podcast"), "rejected:not_allowed"),
        (op("who-vs-zed", "zed"), "deferred:unknown_matchup"),
        (op(VOTE, {"c": "zed", "rev": 3}), "deferred:unknown_matchup"),
        (op("nobody", "ship"), "deferred:unknown_tool"),
        (op(VOTE, {"c": "tie", "rev": 2}), "applied"),
        (op(VOTE, None), "applied"),
        (op("zed", "skip"), "applied"),
        (op("tool:zed", {}), "applied"),
        (op("matchup:who-vs-knows", {"note": "later", "tags": ["a"]}), "applied"),
    ],
)
def test_each_operation_is_judged_alone(world: World, operation: dict[str, Any], told: str) -> None:
    assert world.status("ann", operation) == told
    assert world.status("ann", operation) == told


def test_one_bad_operation_blocks_no_other(world: World) -> None:
    answer = world.sync("ann", op("zed", "ship"), 7, op("zed", {"c": 1}), {"op": "x"}, op(VOTE))
    assert [each["status"] for each in answer["results"]] == [
        "applied",
        "rejected",
        "rejected",
        "rejected",
        "applied",
    ]


def learn_of_rev_3(world: World) -> None:
    pairs = tuple(replace(pair, rev=3) if pair.id == VOTE else pair for pair in world.catalog.pairs)
    world.found(replace(world.catalog, pairs=pairs))


def test_what_is_deferred_may_be_taken_later(world: World) -> None:
    vote = op(VOTE, {"c": "zed", "rev": 3})
    assert world.status("ann", vote) == "deferred:unknown_matchup"
    assert held(world, "ann") == {}
    learn_of_rev_3(world)
    assert world.status("ann", vote) == "applied"
    assert world.status("ann", vote) == "applied"


def test_what_is_deferred_has_its_stamp_and_overtakes_nothing_when_it_is_taken(
    world: World,
) -> None:
    vote = op(VOTE, {"c": "zed", "rev": 3}, at=START + DAY)
    world.status("ann", vote)
    back = op(VOTE, None, at=START + DAY, base=(vote["op"],))
    assert world.status("ann", back) == "applied"
    learn_of_rev_3(world)
    world.clock.time += DAY
    (told,) = world.sync("ann", vote)["results"]
    assert (told["status"], told["state"]["op"]) == ("superseded", back["op"])
    assert told["state"]["eff"] == START + 1


def test_an_id_that_was_deferred_stands_for_one_act_of_one_account(world: World) -> None:
    vote = op(VOTE, {"c": "zed", "rev": 3})
    assert world.status("ann", vote) == "deferred:unknown_matchup"
    assert world.status("ann", vote | {"v": None}) == "rejected:op_id_reuse"
    assert world.status("bob", vote) == "rejected:op_id_reuse"


def test_a_vote_on_what_is_gone_is_refused_but_may_be_taken_back(world: World) -> None:
    kept = tuple(pair for pair in world.catalog.pairs if pair.id != VOTE)
    world.sync("ann", op(VOTE, "zed"))
    world.found(replace(world.catalog, pairs=kept))
    assert world.status("ann", op(VOTE, "aider")) == "rejected:matchup_removed"
    assert world.status("ann", op(VOTE, None, at=START + 1)) == "applied"


def test_a_full_account_keeps_what_it_has_and_changes_it(world: World) -> None:
    with world.store.writing() as rows:
        ((account, chain),) = rows.all("SELECT n, chain FROM account WHERE name = 'ann'")
        book = Book(account, 0, chain)

        def told(operation: dict[str, Any]) -> tuple[str, str | None]:
            result = judge(rows, book, operation_from(operation), now=START, most=2)
            return result.status, result.reason

        assert told(op("tool:a", {}))[0] == told(op("tool:b", {}))[0] == "applied"
        assert told(op("tool:c", {})) == ("deferred", "quota")
        assert told(op("tool:a", None, at=START + 1))[0] == "applied"


def test_rows_come_in_pages_with_tombstones_and_none_is_missed(world: World) -> None:
    world.sync("ann", *[op(f"tool:t{n}", {"note": str(n)}) for n in range(10)])
    world.sync("ann", op("tool:t3", None, at=START + 1))
    found = held(world, "ann")
    assert found["bookmark", "tool:t3"] is None
    assert len(found) == 10


def test_a_row_that_changes_while_paging_moves_up_and_comes_again(world: World) -> None:
    world.sync("ann", *[op(f"tool:t{n}", {}) for n in range(4)])
    first = world.sync("ann", limit=2)
    world.sync("ann", op("tool:t0", {"note": "new"}, at=START + 1))
    rest = world.sync("ann", cursor=first["cursor"])
    assert [row["key"] for row in rest["rows"]] == ["tool:t2", "tool:t3", "tool:t0"]


@pytest.mark.parametrize("cursor", ["x", "1.2.3", "1795168000.1.0000000000000000", "9.0.0"])
def test_a_cursor_of_another_history_is_reset_and_its_operations_are_judged(
    world: World, cursor: str
) -> None:
    world.sync("ann", op("zed", "ship"))
    answer = world.sync("ann", op(VOTE), cursor=cursor)
    assert (answer["reset"], answer["cursor"], answer["rows"], answer["more"]) == (
        True,
        "",
        [],
        True,
    )
    assert answer["results"][0]["status"] == "applied"


def test_a_cursor_of_another_account_is_reset(world: World) -> None:
    cursor = world.sync("ann")["cursor"]
    assert world.sync("bob", cursor=cursor)["reset"] is True


def test_a_database_that_lost_its_newest_operations_notices(world: World) -> None:
    """As after a fail-over to a replica that was behind; a device brings back what was lost."""
    first = world.sync("ann", op("tool:a", {"note": "kept"}))
    lost = op("tool:b", {"note": "lost"})
    last = world.sync("ann", lost)
    seq, chain = (first["cursor"].split(".")[n] for n in (1, 2))
    with world.store.writing() as rows:
        account = accounts.named(rows, "ann")
        for table in ("own", "op"):
            rows.run(
                f"DELETE FROM {table} WHERE account = :account AND seq > :seq",
                account=account,
                seq=int(seq),
            )
        rows.run(
            "UPDATE account SET seq = :seq, chain = :chain WHERE n = :account",
            seq=int(seq),
            chain=bytes.fromhex(chain),
            account=account,
        )
    # Another device wrote meanwhile, so that the lost number is there again.
    world.sync("ann", op("tool:c", {}))
    assert world.sync("ann", cursor=last["cursor"])["reset"] is True
    assert world.sync("ann", cursor=first["cursor"])["reset"] is False
    assert world.status("ann", lost) == "applied"


def test_an_answer_stays_within_what_clients_take(world: World) -> None:
    note, tags = "\u4e00" * 500, ["x" * 40]
    for start in range(0, 400, 100):
        world.sync(
            "ann",
            *[op(f"tool:t{n}", {"note": note, "tags": tags}) for n in range(start, start + 100)],
        )
    answer = world.sync("ann", *[op(f"tool:t{n}", {}, at=1) for n in range(200)])
    assert len(canonical(answer)) <= 512_000
    assert answer["more"]
    assert answer["rows"]
    assert len(held(world, "ann")) == 400


@pytest.mark.parametrize("accounts", [1, 8])
def test_writers_at_once_lose_nothing_and_a_reader_of_the_cursor_misses_no_row(
    world: World, accounts: int
) -> None:
    """Eight writers on one account, and on eight; a reader follows the first one meanwhile."""
    names = [f"w{n % accounts}" for n in range(8)]
    for name in sorted(set(names)):
        world.join(name)
    rounds = 12
    seen: dict[str, int] = {}
    total = rounds * 3 * (8 // accounts)

    def write(writer: int) -> None:
        for turn in range(rounds):
            keys = [f"tool:w{writer}-{turn}-{n}" for n in range(3)]
            world.sync(names[writer], *[op(key, {}) for key in keys])

    def follow() -> None:
        cursor = ""
        while len(seen) < total:
            answer = world.sync("w0", cursor=cursor, limit=5)
            cursor = answer["cursor"]
            seen.update({row["key"]: 1 for row in answer["rows"]})

    with ThreadPoolExecutor(9) as pool:
        reader = pool.submit(follow)
        for done in [pool.submit(write, writer) for writer in range(8)]:
            done.result()
        reader.result()
    assert len(seen) == total


def test_an_erased_account_leaves_nothing_and_its_token_is_dead(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    with world.store.writing() as rows:
        caller = caller_of(rows, world.tokens["ann"])
        assert caller is not None
        erase(rows, caller.account)
    with world.store.reading() as rows:
        assert caller_of(rows, world.tokens["ann"]) is None
        for table in ("op", "own", "token", "code"):
            found = rows.all(f"SELECT * FROM {table} WHERE account = :n", n=caller.account)
            assert found == []


def test_a_transaction_that_fails_leaves_nothing(world: World) -> None:
    with suppress(RuntimeError), world.store.writing() as rows:
        rows.run("UPDATE account SET excluded = 1")
        raise RuntimeError
    with world.store.reading() as rows:
        assert rows.all("SELECT excluded FROM account") == [(0,), (0,)]
