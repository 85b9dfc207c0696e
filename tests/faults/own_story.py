"""A fixed story of two devices and a server, each a file, that ends at a given step.

Called with a folder and a number: the process dies at that step, which is a commit of a device, or
the moment before or after a request has reached the server. Called again it goes on from what the
files hold, as a person would: acts that are there are not done again. Prints `done` at the end.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

import httpx

from own_world import DAY, LOOP, PAIRS, START, URL
from shiptui.feed.api_client import ApiClient
from shiptui.feed.secret import Secret
from shiptui.model.catalog import Tool
from shiptui.model.facts import Matchup
from shiptui.server.app import make_app
from shiptui.server.policy import UNLIMITED
from shiptui.server.sqlite import SqliteStore
from shiptui.store.accounts import Accounts
from shiptui.store.facts import FactLog
from shiptui.sync.own import exchange_all

ACTS = (
    (0, PAIRS[0], "tie"),
    (1, PAIRS[1], "zed"),
    (0, PAIRS[1], "aider"),
    (1, PAIRS[0], "mill"),
    (0, PAIRS[0], None),
    (1, PAIRS[1], None),
)
"""Device, matchup, pick: after each one both devices sync."""

left = 0


def step() -> None:
    """One more step; the last one is not survived."""
    global left  # noqa: PLW0603 - a process has one end
    left -= 1
    if left == 0:
        os._exit(9)


def say(words: str) -> None:
    """Tell at once, so that it is heard whatever comes."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Dying(sqlite3.Connection):
    """A connection whose commits are steps."""

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
        """Run a statement; around a commit the process may die."""
        if statement == "COMMIT":
            step()
        done = super().execute(statement, *parameters)
        if statement == "COMMIT":
            step()
        return done


class Way(httpx.AsyncBaseTransport):
    """The way to the server, on which the process may die."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Bring a request there and an answer back."""
        step()
        answer = await self._inner.handle_async_request(request)
        step()
        return answer


def opened(path: Path) -> sqlite3.Connection:
    """A device's database; a write waits for no disk, as it is the process that dies."""
    connection = sqlite3.connect(path, isolation_level=None, factory=Dying)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def run(folder: Path) -> None:
    """Go through the story, from where it was left."""
    store = SqliteStore.open(folder / "server.db")
    app = make_app(store, clock=lambda: START + DAY * 365, policy=UNLIMITED)
    devices = [opened(folder / f"{name}.db") for name in ("one", "two")]
    for n, (who, id_, pick) in enumerate(ACTS):
        known = devices[who].execute("SELECT count(*) FROM fact WHERE origin = 'here'")
        if known.fetchone()[0] <= sum(each[0] == who for each in ACTS[:n]):
            a, b = id_.split("-vs-")
            FactLog(devices[who]).cast_vote(Matchup(id_, Tool(a, a), Tool(b, b)), pick)
            say(f"acknowledged {n}")
        for device in devices:
            LOOP.run_until_complete(exchange(device, app))
    LOOP.run_until_complete(exchange(devices[0], app))
    say("done")


async def exchange(device: sqlite3.Connection, app: Any) -> None:
    """What `sync` does."""
    accounts = Accounts(device)
    token = Secret(os.environ["STORY_TOKEN"])
    async with ApiClient(URL, token, transport=Way(app)) as caller:
        await exchange_all(accounts, accounts.all()[0], caller)


if __name__ == "__main__":
    left = int(sys.argv[2])
    run(Path(sys.argv[1]))
