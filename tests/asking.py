"""The server whose conformance is judged: a stranger's, or else our own on both databases.

    pytest tests/conformance --base-url https://votes.example.org/v1/ --token shp_... \
        --matchup aider-vs-zed --rev 2

The token needs the scopes sync and tokens. The suite writes votes and bookmarks to its account, so
give it one of its own; nothing is erased.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from server_world import VOTE, Clock, InProcess, World
from shiptui.server.app import make_app
from shiptui.server.policy import UNLIMITED, now


@dataclass
class Api:
    """A server as a client sees it."""

    client: httpx.Client
    token: str
    matchup: str = ""
    rev: int = 1

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request with the token."""
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return self.client.request(method, path, headers=headers, **more)

    def sync(self, *ops: object, cursor: str = "", limit: int = 500) -> dict[str, Any]:
        """One exchange that has to succeed."""
        body = {"nonce": uuid4().hex, "cursor": cursor, "limit": limit, "ops": list(ops)}
        answer = self.ask("POST", "sync", json=body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        assert told["nonce"] == body["nonce"]
        return told

    def judged(self, operation: object) -> dict[str, Any]:
        """The result of one operation."""
        (result,) = self.sync(operation)["results"]
        return dict(result)

    def end(self) -> str:
        """The cursor after everything that is there."""
        cursor, more = "", True
        while more:
            answer = self.sync(cursor=cursor)
            cursor, more = answer["cursor"], answer["more"]
        return cursor

    def vote(self, choice: str | None, at: int, base: tuple[str, ...] = ()) -> dict[str, Any]:
        """A vote on the matchup; None takes it back."""
        value = None if choice is None else {"c": choice, "rev": self.rev}
        key = {"k": "vote", "key": self.matchup, "v": value}
        return {"op": str(uuid4()), **key, "at": at, "base": list(base)}


def bookmark(key: str, value: object, at: int, base: tuple[str, ...] = ()) -> dict[str, Any]:
    """An operation on a bookmark."""
    op = {"op": str(uuid4()), "k": "bookmark", "key": key, "v": value}
    return op | {"at": at, "base": list(base)}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("conformance", "the two-way server that is judged")
    group.addoption("--base-url", help="its API, ending in /v1/; our own unless said")
    group.addoption("--token", default=os.environ.get("SHIPTUI_TOKEN"), help="of a test account")
    group.addoption("--matchup", default=VOTE, help="a matchup that it knows")
    group.addoption("--rev", type=int, default=2, help="the rev of that matchup")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "api" in metafunc.fixturenames:
        stranger = metafunc.config.getoption("--base-url", default=None)
        kinds = ["stranger"] if stranger else ["sqlite", "postgres"]
        metafunc.parametrize("api", kinds, indirect=True)


@pytest.fixture
def api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """The server that is judged."""
    if request.param == "stranger":
        option = request.config.getoption
        with httpx.Client(base_url=option("--base-url")) as client:
            yield Api(client, option("--token") or "", option("--matchup"), option("--rev"))
        return
    with request.getfixturevalue("own_server")(request.param) as store:
        world = World(store, clock=Clock(now()))
        world.join("conformance")
        app = make_app(store, policy=UNLIMITED)
        with httpx.Client(base_url="http://here/v1/", transport=InProcess(app)) as client:
            yield Api(client, world.tokens["conformance"], VOTE, 2)


@pytest.fixture
def key() -> str:
    """A bookmark that nobody has used."""
    return f"tool:conformance-{uuid4().hex}"
