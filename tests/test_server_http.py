"""The server over HTTP: what the conformance suite cannot ask of a stranger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from asking import Api, bookmark
from json_schema import problems
from server_fixtures import OwnServer
from server_world import START, VOTE, InProcess, World
from shiptui.model.errors import ConfigError, StoreError
from shiptui.server.app import make_app
from shiptui.server.journal import network_of
from shiptui.server.openapi import description
from shiptui.server.policy import MINUTE, Policy
from shiptui.server.publishing import publish
from shiptui.server.rates import Rates


@pytest.fixture
def world(own_server: OwnServer) -> Iterator[World]:
    with own_server("sqlite") as store:
        world = World(store)
        world.join("ann")
        yield world


def api_of(world: World, **more: Any) -> Api:
    app = make_app(world.store, clock=world.clock, **more)
    client = httpx.Client(base_url="http://here/v1/", transport=InProcess(app))
    return Api(client, world.tokens["ann"], VOTE, 2)


def test_a_server_that_was_not_founded_says_what_to_do(own_server: OwnServer) -> None:
    with own_server("sqlite") as store, pytest.raises(ConfigError, match="shiptui-server init"):
        make_app(store)


def test_it_says_whether_it_is_well(world: World) -> None:
    assert api_of(world).client.get("http://here/health").json() == {"status": "ok"}


def test_every_answer_is_for_nobody_else_and_names_its_description(world: World) -> None:
    api = api_of(world)
    for answer in (api.client.get(""), api.ask("GET", "me"), api.client.get("nothing")):
        assert answer.headers["cache-control"] == "no-store"
        (link,) = re.findall(r'<(.+)>; rel="service-doc', answer.headers["link"])
        assert api.client.get(f"http://here{link}").json() == description()


def test_one_address_may_not_ask_without_end_and_is_told_when_again(world: World) -> None:
    api = api_of(world, policy=Policy(asks=3))
    assert [api.client.get("").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = api.client.get("")
    assert refused.json()["type"] == "urn:shiptui:problem:slow-down"
    world.clock.time += 1_000 * int(refused.headers["retry-after"])
    assert api.client.get("").status_code == 200


def test_one_token_may_not_act_without_end(world: World) -> None:
    api = api_of(world, policy=Policy(acts=10))
    ops = [bookmark(f"tool:t{n}", {}, n) for n in range(8)]
    api.sync(*ops)
    answer = api.ask("POST", "sync", json={"nonce": "n", "ops": ops})
    assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (429, True)


def test_codes_and_tokens_cannot_be_tried_through(world: World) -> None:
    api = api_of(world, policy=Policy(tries=2))
    wish = {"code": "AAAAAAAA", "name": "thief"}
    assert [api.client.post("pair", json=wish).status_code for _ in range(3)] == [403, 403, 429]
    stranger = Api(api.client, "shp_" + "x" * 27)
    assert stranger.ask("GET", "me").status_code == 429
    assert api.ask("GET", "me").status_code == 200


def test_a_code_holds_for_five_minutes(world: World) -> None:
    api = api_of(world)
    told = api.ask("POST", "codes", json={}).json()
    assert told["expires"] == START + 5 * MINUTE
    world.clock.time = told["expires"]
    answer = api.client.post("pair", json={"code": told["code"], "name": "late"})
    assert answer.json()["type"] == "urn:shiptui:problem:code-invalid"


def test_a_code_gives_no_more_than_the_token_that_made_it(world: World) -> None:
    api = api_of(world)
    paired = api.client.post(
        "pair", json={"code": api.ask("POST", "codes", json={}).json()["code"], "name": "phone"}
    ).json()
    tokens = {each["id"]: each["scopes"] for each in api.ask("GET", "me").json()["tokens"]}
    assert tokens[paired["id"]] == ["sync", "tokens"]
    limited = api.ask("POST", "tokens", json={"name": "x", "scopes": ["sync"]}).json()["token"]
    assert Api(api.client, limited).ask("POST", "codes", json={}).status_code == 403


def test_neither_tokens_nor_codes_are_in_the_database(world: World, tmp_path: Path) -> None:
    api = api_of(world)
    code = api.ask("POST", "codes", json={}).json()["code"]
    world.store.back_up(tmp_path / "copy.db")
    data = (tmp_path / "copy.db").read_bytes()
    assert world.tokens["ann"].encode() not in data
    assert code.encode() not in data


def test_erasing_needs_the_scope_and_leaves_nothing(world: World) -> None:
    api = api_of(world)
    api.judged(api.vote("tie", 1))
    limited = api.ask("POST", "tokens", json={"name": "x", "scopes": ["sync"]}).json()["token"]
    assert Api(api.client, limited).ask("DELETE", "account").status_code == 403
    assert api.ask("DELETE", "account").status_code == 204
    assert api.ask("GET", "export").status_code == 401
    with world.store.reading() as rows:
        assert [rows.all(f"SELECT * FROM {name}") for name in ("account", "op", "own")] == [[]] * 3


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {"Content-Type": "text/html"}])
def test_a_body_that_is_packed_or_no_json_is_refused(world: World, headers: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json"} | headers
    assert api_of(world).ask("POST", "sync", content=b"{}", headers=headers).status_code == 415


def test_a_database_that_refuses_is_worth_a_retry_and_acknowledges_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = api_of(world)

    def refuse() -> None:
        raise StoreError("Not saved: the disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(world.store, "writing", refuse)
        answer = api.ask("POST", "sync", json={"nonce": "n", "ops": [api.vote("tie", 1)]})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert api.sync()["rows"] == []


def test_the_log_holds_no_token_no_code_and_no_whole_address(world: World) -> None:
    lines: list[dict[str, object]] = []
    api = api_of(world, write=lines.append)
    code = api.ask("POST", "codes", json={}).json()["code"]
    paired = api.client.post("pair", json={"code": code, "name": "canary"}).json()
    api.ask("DELETE", f"tokens/{paired['id']}")
    api.client.get(f"wrong/{world.tokens['ann']}")
    text = json.dumps(lines)
    assert [line["status"] for line in lines] == [200, 200, 204, 404]
    assert [line["path"] for line in lines[:3]] == ["/v1/codes", "/v1/pair", "/v1/tokens/{id}"]
    for secret in (code, paired["token"], paired["id"], world.tokens["ann"], "canary"):
        assert secret not in text
    assert {line["network"] for line in lines} == {"127.0.0.0/24"}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("unix:", None),
    ],
)
def test_of_an_address_the_log_keeps_the_network(address: str, network: str | None) -> None:
    assert network_of(address) == network


def test_a_bug_is_a_problem_for_the_client_and_an_error_for_the_operator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(world.store, clock=world.clock)
    monkeypatch.setattr(world.store, "reading", lambda: 1 / 0)
    with httpx.Client(base_url="http://here/", transport=InProcess(app, raises=False)) as client:
        answer = client.get("health")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:shiptui:problem:server-error")
    with (
        httpx.Client(base_url="http://here/", transport=InProcess(app)) as client,
        pytest.raises(ZeroDivisionError),
    ):
        client.get("health")


def test_a_small_site_serves_its_files_and_nothing_else(world: World, tmp_path: Path) -> None:
    publish(world.store, tmp_path, now=world.clock())
    (tmp_path / "secret.txt").write_text("mine")
    api = api_of(world, folder=tmp_path)
    head = api.client.get("http://here/feed.json")
    assert head.json()["_shiptui"]["api"]["url"] == "https://votes.example/v1/"
    assert head.headers["content-type"] == "application/feed+json"
    assert head.headers["cache-control"] == "max-age=300"
    same = api.client.get("http://here/feed.json", headers={"If-None-Match": head.headers["etag"]})
    assert same.status_code == 304
    snapshot = head.json()["_shiptui"]["snapshot"]
    file = api.client.get(f"http://here/{snapshot['url']}")
    assert len(file.content) == snapshot["bytes"]
    assert "immutable" in file.headers["cache-control"]
    for path in ("secret.txt", "../server.db", "", "log/../secret.txt"):
        assert api.client.get(f"http://here/{path}").status_code == 404


def test_a_bucket_fills_again_with_time_and_never_because_a_clock_went_back() -> None:
    rates = Rates(2, 1_000)
    assert [rates.wait("a", 1, START) for _ in range(3)] == [None, None, 1]
    assert rates.wait("b", 1, START) is None
    assert rates.wait("a", 1, START - 10**9) == 1
    assert rates.wait("a", 1, START) is None


def test_what_the_server_answers_fits_its_own_description(world: World) -> None:
    api, root = api_of(world), {"$defs": cast("Any", description())["components"]["schemas"]}

    def fits(name: str, value: object) -> None:
        assert list(problems(value, root["$defs"][name], root)) == []

    fits("about", api.client.get("").json())
    fits("exchanged", api.sync(api.vote("tie", 1), bookmark("tool:x", None, 1), 7))
    fits("me", api.ask("GET", "me").json())
    code = api.ask("POST", "codes", json={}).json()
    fits("code", code)
    fits("paired", api.client.post("pair", json={"code": code["code"], "name": "x"}).json())
    fits("token", api.ask("POST", "tokens", json={"name": "y"}).json())
    fits("problem", api.client.get("nothing").json())
