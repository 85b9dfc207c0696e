"""The rules of the two-way half (docs/feed-protocol.md), asked of a server over HTTP."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from asking import Api, bookmark


def kinds(api: Api, cursor: str) -> list[tuple[str, Any]]:
    """Keys and values of the rows after a cursor."""
    return [(row["key"], row["v"]) for row in api.sync(cursor=cursor)["rows"]]


def test_it_says_what_it_is_without_a_token(api: Api) -> None:
    answer = api.client.get("")
    told = answer.json()
    assert answer.status_code == 200
    assert 1 in told["protocol"]
    assert {"feed_id", "epoch", "time", "limits", "auth"} <= told.keys()
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("token", [None, "shp_" + "x" * 27, "nonsense"])
def test_who_has_no_token_gets_nothing(api: Api, token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = api.client.post("sync", json={"nonce": "n"}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:shiptui:problem:token-invalid"


def test_an_operation_comes_back_as_a_row_and_only_once(api: Api, key: str) -> None:
    start = api.end()
    save = bookmark(key, {"note": "first"}, 1_000)
    answer = api.sync(save, cursor=start)
    assert answer["results"][0]["status"] == "applied"
    assert [row["op"] for row in answer["rows"]] == [save["op"]]
    assert kinds(api, answer["cursor"]) == []


def test_a_repeat_is_harmless_for_ever(api: Api, key: str) -> None:
    save = bookmark(key, {"note": "first"}, 1_000)
    first = api.judged(save)
    later = api.judged(bookmark(key, {"note": "second"}, 2_000, (save["op"],)))
    assert (first["status"], later["status"]) == ("applied", "applied")
    again = api.judged(save)
    assert (again["status"], again["state"]["v"]) == ("applied", {"note": "second"})


def test_an_id_with_other_content_is_rejected(api: Api, key: str) -> None:
    save = bookmark(key, {"note": "first"}, 1_000)
    api.judged(save)
    told = api.judged(save | {"v": {"note": "other"}})
    assert (told["status"], told["reason"]) == ("rejected", "op_id_reuse")


def test_an_act_beats_what_its_device_knew(api: Api, key: str) -> None:
    first = api.judged(bookmark(key, {"note": "first"}, 5_000))
    second = api.judged(bookmark(key, {"note": "slow clock"}, 10, (first["op"],)))
    assert second["status"] == "applied"
    assert second["state"]["eff"] == first["state"]["eff"] + 1


def test_an_older_act_is_superseded_and_learns_the_winner(api: Api, key: str) -> None:
    winner = api.judged(bookmark(key, {"note": "new"}, 5_000))
    loser = api.judged(bookmark(key, {"note": "old"}, 4_000))
    assert (loser["status"], loser["state"]["op"]) == ("superseded", winner["op"])


def test_the_future_is_capped_at_the_servers_clock(api: Api, key: str) -> None:
    answer = api.sync(bookmark(key, {}, 2**52))
    assert answer["results"][0]["state"]["eff"] <= answer["time"]


def test_what_was_taken_back_is_told_as_a_tombstone(api: Api, key: str) -> None:
    start = api.end()
    save = api.judged(bookmark(key, {"note": "x"}, 1_000))
    api.judged(bookmark(key, None, 2_000, (save["op"],)))
    assert kinds(api, start) == [(key, None)]


def test_pages_of_one_row_miss_nothing(api: Api, key: str) -> None:
    start = api.end()
    api.sync(*[bookmark(f"{key}-{n}", {}, n) for n in range(5)])
    found, cursor, more = [], start, True
    while more:
        answer = api.sync(cursor=cursor, limit=1)
        found += [row["key"] for row in answer["rows"]]
        cursor, more = answer["cursor"], answer["more"]
    assert found == [f"{key}-{n}" for n in range(5)]


def test_a_strange_cursor_is_reset_and_the_operations_count(api: Api, key: str) -> None:
    answer = api.sync(bookmark(key, {}, 1), cursor="1.999999.0123456789abcdef")
    assert (answer["reset"], answer["cursor"], answer["rows"]) == (True, "", [])
    assert answer["results"][0]["status"] == "applied"


def test_a_vote_is_a_side_a_tie_or_neither(api: Api) -> None:
    base: tuple[str, ...] = ()
    side = api.matchup.partition("-vs-")[0]
    for choice in (side, "tie", "neither", None):
        told = api.judged(api.vote(choice, 1, base))
        assert told["status"] == "applied"
        base = (told["op"],)


@pytest.mark.parametrize(
    "change",
    [
        {"v": {"c": "who-is-this", "rev": 1}},
        {"v": {"c": "tie", "rev": 1, "more": 1}},
        {"v": 1},
        {"extra": True},
        {"at": -1},
        {"at": "now"},
        {"base": [str(uuid4())] * 3},
        {"base": "x"},
        {"k": "podcast"},
        {"key": "No Id"},
    ],
)
def test_a_bad_operation_is_rejected_and_blocks_no_other(
    api: Api, key: str, change: dict[str, Any]
) -> None:
    bad, good = api.vote("tie", 1) | change, bookmark(key, {}, 1)
    first, second = api.sync(bad, good)["results"]
    assert (first["op"], first["status"]) == (bad["op"], "rejected")
    assert second["status"] == "applied"


def test_what_is_no_operation_is_rejected_in_its_place(api: Api, key: str) -> None:
    results = api.sync(7, {"op": "x"}, bookmark(key, {}, 1))["results"]
    assert [each["status"] for each in results] == ["rejected", "rejected", "applied"]
    assert [each["op"] for each in results[:2]] == [None, None]


def test_what_is_not_known_yet_is_deferred_and_not_kept(api: Api) -> None:
    vote = api.vote("tie", 1) | {"key": f"nobody-{uuid4().hex}-vs-nothing"}
    start = api.end()
    for _ in range(2):
        told = api.judged(vote)
        assert (told["status"], told["reason"]) == ("deferred", "unknown_matchup")
    assert kinds(api, start) == []


def test_what_is_based_on_something_deferred_lies_above_it(api: Api) -> None:
    key = {"key": f"nobody-{uuid4().hex}-vs-nothing"}
    first = api.vote("tie", 5_000) | key
    second = api.vote("neither", 10, (first["op"],)) | key
    back = api.vote(None, 10, (second["op"],)) | key
    assert [api.judged(each)["status"] for each in (first, second)] == ["deferred"] * 2
    assert api.judged(back)["state"]["eff"] == 5_002


def test_the_stamp_of_what_is_deferred_is_never_changed(api: Api) -> None:
    key = {"key": f"nobody-{uuid4().hex}-vs-nothing"}
    vote = api.vote("tie", 2**52) | key
    before = api.sync(vote)["time"]
    while api.sync(vote)["time"] == before:
        pass
    back = api.vote(None, 0, (vote["op"],)) | key
    assert api.judged(back)["state"]["eff"] <= before + 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"\xff", 400),
        (b'{"nonce": "a", "nonce": "b"}', 400),
        (b"{}", 422),
        (b'{"nonce": "a", "ops": 1}', 422),
        (b'{"nonce": "a", "limit": 0}', 422),
        (b'{"nonce": "' + b"a" * 101 + b'"}', 422),
        (b"[" * 100_000, 400),
        (b" " * 300_000, 413),
        (json.dumps({"nonce": "a", "ops": [1] * 201}).encode(), 413),
    ],
)
def test_a_request_that_breaks_a_rule_is_a_problem(api: Api, body: bytes, status: int) -> None:
    answer = api.ask("POST", "sync", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_another_media_type_is_a_problem(api: Api) -> None:
    answer = api.ask("POST", "sync", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_another_account_than_believed_is_a_problem(api: Api) -> None:
    answer = api.ask("POST", "sync", json={"nonce": "n", "account": "a_somebody"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:shiptui:problem:account-mismatch"


def test_an_address_that_is_none_is_a_problem(api: Api) -> None:
    assert api.ask("GET", "nothing").json()["type"] == "urn:shiptui:problem:not-an-api"
    wrong = api.ask("GET", "sync")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")


def test_a_token_for_another_device_works_until_it_is_revoked(api: Api) -> None:
    made = api.ask("POST", "tokens", json={"name": "laptop", "scopes": ["sync"]}).json()
    device = Api(api.client, made["token"])
    device.sync()
    assert device.ask("POST", "tokens", json={"name": "more"}).status_code == 403
    listed = {each["id"]: each for each in api.ask("GET", "me").json()["tokens"]}
    assert listed[made["id"]]["name"] == "laptop"
    assert made["token"] not in json.dumps(listed)
    assert api.ask("DELETE", f"tokens/{made['id']}").status_code == 204
    assert device.ask("GET", "me").status_code == 401
    assert api.ask("DELETE", f"tokens/{made['id']}").status_code == 404


def test_a_device_logs_itself_out(api: Api) -> None:
    made = api.ask("POST", "tokens", json={"name": "phone", "scopes": ["sync"]}).json()
    device = Api(api.client, made["token"])
    assert device.ask("DELETE", f"tokens/{made['id']}").status_code == 204
    assert device.ask("GET", "me").status_code == 401


def test_a_code_brings_one_device_in(api: Api) -> None:
    code = api.ask("POST", "codes", json={}).json()["code"]
    assert len(code) == 8
    wish = {"code": code.lower(), "name": "phone"}
    paired = api.client.post("pair", json=wish).json()
    account = api.ask("GET", "me").json()["account"]
    assert paired["account"] == account
    assert Api(api.client, paired["token"]).ask("GET", "me").json()["account"] == account
    again = api.client.post("pair", json=wish)
    assert (again.status_code, again.json()["type"]) == (403, "urn:shiptui:problem:code-invalid")
    api.ask("DELETE", f"tokens/{paired['id']}")


def test_everything_that_is_held_can_be_taken_away(api: Api, key: str) -> None:
    save = bookmark(key, {"note": "mine"}, 1_000)
    api.judged(save)
    answer = api.ask("GET", "export")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert lines[0]["type"] == "account"
    held = [line for line in lines if line["type"] == "own" and line["key"] == key]
    assert [(line["op"], line["v"]) for line in held] == [(save["op"], {"note": "mine"})]
    assert api.token not in answer.text
