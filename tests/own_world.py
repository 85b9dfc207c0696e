"""A world for own data: the real server, real devices, and a network that does what it likes."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
import pytest

from feed_world import small_catalog
from shiptui.feed.api_client import ApiClient
from shiptui.feed.secret import Secret, origin_of
from shiptui.model.account import Access
from shiptui.model.catalog import Call, Tool
from shiptui.model.errors import FeedError, OfflineError
from shiptui.model.facts import Change, Kind, Matchup
from shiptui.server import app as server_app
from shiptui.server.accounts import add_account
from shiptui.server.app import make_app
from shiptui.server.founding import found
from shiptui.server.policy import UNLIMITED
from shiptui.server.schema import migrate as migrate_server
from shiptui.server.schema import tell, told
from shiptui.server.sqlite import APPLICATION_ID, WORDS, SqliteRows
from shiptui.store import facts
from shiptui.store.accounts import Accounts
from shiptui.store.connecting import configure
from shiptui.store.facts import FactLog
from shiptui.store.migrating import migrate
from shiptui.store.writing import transaction
from shiptui.sync.own import exchange_all

URL = "https://votes.example/v1/"
FEED = 1
START = 1_795_168_000_000
DAY = 86_400_000
"""Milliseconds."""

PAIRS = ("aider-vs-mill", "aider-vs-zed")
TOOLS = ("aider", "mill", "zed")
LOOP = asyncio.new_event_loop()


class Crash(BaseException):
    """The power went off."""


class Disk(sqlite3.Connection):
    """A database whose power goes off at a commit: before it, or right after it."""

    commits_left: int | None = None
    after = False

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
        """Run a statement, unless the power goes off."""
        if statement != "COMMIT" or self.commits_left is None:
            return super().execute(statement, *parameters)
        self.commits_left -= 1
        if self.commits_left >= 0:
            return super().execute(statement, *parameters)
        if self.after:
            super().execute(statement)
        raise Crash


def memory(image: bytes | None, kind: type[sqlite3.Connection]) -> sqlite3.Connection:
    """A database in memory, from what another one looked like."""
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, factory=kind
    )
    if image is not None:
        connection.deserialize(image)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


class MemoryStore:
    """The server's database, as quick to copy as it is to restore."""

    def __init__(self, image: bytes | None = None) -> None:
        self.connection = memory(image, sqlite3.Connection)
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[SqliteRows]:
        """One moment."""
        with self._lock:
            yield SqliteRows(self.connection)

    @contextmanager
    def writing(self) -> Iterator[SqliteRows]:
        """One transaction."""
        with self._lock, transaction(self.connection) as connection:
            yield SqliteRows(connection)

    def back_up(self, target: Path) -> None:
        """Nobody asks for it."""
        raise NotImplementedError(target)

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else is here."""
        yield


def _client_image() -> bytes:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    configure(connection)
    migrate(connection)
    connection.execute(
        "INSERT INTO feed (id, feed_id, title, as_of) VALUES (?, 'urn:feed', 'Feed', '2026-11-20')",
        (FEED,),
    )
    for n, slug in enumerate(TOOLS, 1):
        connection.execute(
            "INSERT INTO tool (n, feed, slug, name, folded, complete) VALUES (?, ?, ?, ?, ?, 0)",
            (n, FEED, slug, slug.title(), slug),
        )
    for n, id_ in enumerate(PAIRS, 1):
        a, b = id_.split("-vs-")
        sides = (TOOLS.index(a) + 1, TOOLS.index(b) + 1)
        connection.execute(
            "INSERT INTO matchup (n, feed, id, a, b, a_tool, b_tool, rev)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            (n, FEED, id_, a, b, *sides),
        )
    image = connection.serialize()
    connection.close()
    return image


def _server_image() -> tuple[bytes, dict[str, tuple[str, str]]]:
    store = MemoryStore()
    store.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with store.writing() as rows:
        migrate_server(rows, WORDS)
    found(store, small_catalog(), url=URL, now=START, n_min=1, holding=0)
    with store.writing() as rows:
        accounts = {
            name: add_account(rows, name, now=START, counted_from=0) for name in ("me", "other")
        }
    image = store.connection.serialize()
    store.connection.close()
    return image, accounts


async def _at_once(function: Callable[..., Any], *arguments: object) -> Any:
    return function(*arguments)


CLIENT_IMAGE = _client_image()
SERVER_IMAGE, ACCOUNTS = _server_image()


@dataclass
class Device:
    """One database of a reader, with a clock of its own."""

    name: str
    user: str
    connection: Any
    offset: int = 0
    image: bytes | None = None
    facts: FactLog = field(init=False)
    accounts: Accounts = field(init=False)

    def __post_init__(self) -> None:
        """Open the database."""
        self.load(self.connection.serialize())

    def load(self, image: bytes) -> None:
        """Start with a database that looks like this."""
        self.connection.close()
        self.connection = memory(image, Disk)
        self.facts, self.accounts = FactLog(self.connection), Accounts(self.connection)

    def reboot(self) -> None:
        """Start again with what was committed."""
        self.connection.commits_left = None
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self.load(self.connection.serialize())

    def rows(self, statement: str, *parameters: object) -> list[Any]:
        """What the database holds."""
        connection: sqlite3.Connection = self.connection
        return connection.execute(statement, parameters).fetchall()

    def shown(self, kind: str, key: str) -> str | None:
        """What the reader sees, as the account would have it."""
        found = self.rows("SELECT value FROM current WHERE kind = ? AND key = ?", kind, key)
        return said(kind, found[0][0] if found else None)


def said(kind: str, value: str | None) -> str | None:
    """The words of a value, whether a fact's or an account's, without a note."""
    if value is None:
        return None
    members = json.loads(value)
    if kind == "bookmark":
        return ",".join(members.get("tags", []))
    return str(members.get("c") or members.get("pick") or members.get("call"))


class Network(httpx.AsyncBaseTransport):
    """The way to the server. Each call meets the next fault of the list, then none."""

    def __init__(self, world: World, device: Device) -> None:
        self._world, self._device = world, device

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Bring a request to the server, more or less."""
        world = self._world
        token = request.headers.get("authorization", "")
        assert origin_of(str(request.url)) == origin_of(URL), "a token went elsewhere"
        assert token == f"Bearer {ACCOUNTS[self._device.user][1]}"
        body = await request.aread()
        fault = world.faults.pop(0) if world.faults else "none"
        answer: httpx.Response = await getattr(self, f"_{fault}")(request, body)
        return answer

    async def _none(self, request: httpx.Request, body: bytes) -> httpx.Response:
        return await self._world.deliver(request, body)

    async def _lost(self, _request: httpx.Request, _body: bytes) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    async def _answer_lost(self, request: httpx.Request, body: bytes) -> httpx.Response:
        await self._world.deliver(request, body)
        raise httpx.ReadTimeout("no answer")

    async def _twice(self, request: httpx.Request, body: bytes) -> httpx.Response:
        await self._world.deliver(request, body)
        return await self._world.deliver(request, body)

    async def _twice_first(self, request: httpx.Request, body: bytes) -> httpx.Response:
        first = await self._world.deliver(request, body)
        await self._world.deliver(request, body)
        return first

    async def _delayed(self, request: httpx.Request, body: bytes) -> httpx.Response:
        self._world.delayed.append((request, body))
        raise httpx.ReadTimeout("no answer yet")

    async def _cut(self, request: httpx.Request, body: bytes) -> httpx.Response:
        answer = await self._world.deliver(request, body)
        return response(200, (await answer.aread())[:-40])

    async def _stale(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """Somebody in between answers with a copy, and the server is not asked."""
        old = self._world.answers.get(self._device.user, [])
        if not old:
            return await self._world.deliver(request, body)
        return response(200, old[len(old) // 2])

    async def _page(self, _request: httpx.Request, _body: bytes) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Type": "text/html"}, content=b"<p>Log in!")

    async def _busy(self, _request: httpx.Request, _body: bytes) -> httpx.Response:
        return httpx.Response(503, headers={"Retry-After": "5"})

    async def _large(self, request: httpx.Request, body: bytes) -> httpx.Response:
        if len(json.loads(body)["ops"]) > 1:
            return httpx.Response(413)
        return await self._world.deliver(request, body)

    async def _partial(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """The server has no time for the last operation and says nothing of it."""
        raw = json.loads(body)
        fewer = json.dumps(raw | {"ops": raw["ops"][:-1]}).encode()
        return await self._world.deliver(request, fewer)

    async def _second(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """Another program syncs the same database while the answer is on its way."""
        answer = await self._world.deliver(request, body)
        await self._world.exchange(self._device)
        return answer

    async def _act(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """The reader goes on voting while the answer is on its way."""
        answer = await self._world.deliver(request, body)
        self._world.act(self._device, "vote", PAIRS[0], "neither")
        return answer


FAULTS = tuple(
    name.removeprefix("_")
    for name, each in vars(Network).items()
    if asyncio.iscoroutinefunction(each) and name.startswith("_") and name != "_none"
)

_JSON = {"Content-Type": "application/json"}


def response(status: int, content: bytes) -> httpx.Response:
    """An answer that has not been read yet."""
    return httpx.Response(status, headers=_JSON, stream=httpx.ByteStream(content))


class World:
    """One server, three devices of one reader, one of another."""

    def __init__(self) -> None:
        self.time = START
        self.faults: list[str] = []
        self.delayed: list[tuple[httpx.Request, bytes]] = []
        self.answers: dict[str, list[bytes]] = {}
        self.acts: list[tuple[int, Device, Kind, str]] = []
        self.told: dict[tuple[str, str, str], tuple[int, str]] = {}
        self.judged: dict[str, tuple[Any, ...]] = {}
        self.first_stamps: dict[str, int | None] = {}
        self.store = MemoryStore(SERVER_IMAGE)
        self.app: Any = None
        self.start_server(SERVER_IMAGE)
        users = {"one": "me", "two": "me", "three": "me", "four": "other"}
        self.devices = [
            Device(name, user, memory(CLIENT_IMAGE, Disk)) for name, user in users.items()
        ]
        for device in self.devices:
            device.accounts.log_in(FEED, URL, ACCOUNTS[device.user][0], from_environment=False)

    @property
    def mine(self) -> list[Device]:
        """The devices of the reader."""
        return [each for each in self.devices if each.user == "me"]

    def start_server(self, image: bytes, *, epoch: int | None = None) -> None:
        """Run the server on a database that looks like this."""
        self.store.connection.close()
        self.store = MemoryStore(image)
        if epoch is not None:
            with self.store.writing() as rows:
                site = json.loads(told(rows, "site") or "")
                tell(rows, "site", json.dumps(site | {"epoch": epoch}))
        app = make_app(self.store, clock=lambda: self.time, policy=UNLIMITED)
        self.app = httpx.ASGITransport(app)

    def act(self, device: Device, kind: str, key: str, value: str | None) -> Change | None:
        """The reader does something, at the time that the device believes it is."""
        self.time += 10
        log, before = device.facts, device.rows("SELECT max(n) FROM fact")
        with self._clock_of(device):
            if kind == "undo":
                change = log.undo()
            elif kind == "vote":
                a, b = key.split("-vs-")
                change = log.cast_vote(Matchup(key, Tool(a, a), Tool(b, b)), value)
            elif kind == "toolvote":
                call = Call(value) if value else None
                change = log.cast_tool_vote(Tool(key, key), call)
            elif value is None:
                change = log.unsave(key, key)
            else:
                change = log.save(key, key, tags=(value,))
        if change and device.rows("SELECT max(n) FROM fact") != before:
            self.acts.append((self.time, device, change.kind, change.key))
        return change

    def sync(self, device: Device, faults: list[str], crash: int | None, *, after: bool) -> None:
        """One run of the program's sync, that may go wrong in any way."""
        self.time += 10
        self.faults = list(faults)
        device.connection.commits_left, device.connection.after = crash, after
        try:
            LOOP.run_until_complete(self.exchange(device))
        except (FeedError, OfflineError):
            pass
        except Crash:
            device.reboot()
        self.faults = []
        device.connection.commits_left = None

    async def exchange(self, device: Device) -> None:
        """The real client against the real server."""
        (account,) = device.accounts.all()
        assert account.access is Access.OPEN
        token = Secret(ACCOUNTS[device.user][1])
        async with ApiClient(URL, token, transport=Network(self, device)) as caller:
            await exchange_all(
                device.accounts, account, caller, now=lambda: self.time + device.offset
            )

    async def deliver(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """What the server makes of a request."""
        headers = {"Authorization": request.headers["authorization"], **_JSON}
        again = httpx.Request(request.method, request.url, headers=headers, content=body)
        with pytest.MonkeyPatch.context() as patch:
            # A thread for each request would take longer than all the rest.
            patch.setattr(server_app, "run_in_threadpool", _at_once)
            answer = await self.app.handle_async_request(again)
        content = await answer.aread()
        user = next(name for name, each in ACCOUNTS.items() if each[1] in headers["Authorization"])
        if answer.status_code == 200:
            self.answers.setdefault(user, []).append(content)
        return response(answer.status_code, content)

    def deliver_late(self) -> None:
        """A request that was thought lost arrives after all."""
        if self.delayed:
            LOOP.run_until_complete(self.deliver(*self.delayed.pop(0)))

    def forget_judged(self) -> None:
        """Judgements may differ from here on: the server has lost some."""
        self.judged.clear()

    def replace(self, device: Device, other: Device) -> None:
        """A device begins again with its own backup, or with a copy of another one's database."""
        image = device.image if device is other else other.connection.serialize()
        if image is not None:
            device.load(image)
            for place in [each for each in self.told if each[0] == device.name]:
                del self.told[place]

    def change_subject(self, key: str, what: str) -> None:
        """Let the server know a matchup, or not, or no longer take votes on it."""
        where = "WHERE kind = 'vote' AND key = ?"
        if what == "unknown":
            self.server(f"UPDATE subject SET rev = 0 {where}", key)
        else:
            removed = int(what == "removed")
            self.server(f"UPDATE subject SET rev = 2, removed = {removed} {where}", key)

    def server(self, statement: str, *parameters: object) -> list[Any]:
        """What the server's database holds."""
        return self.store.connection.execute(statement, parameters).fetchall()

    def lose(self, device: Device) -> None:
        """The reader loses it, with all that it held."""
        device.connection.close()
        self.devices.remove(device)

    def close(self) -> None:
        """Let go of all databases."""
        self.store.connection.close()
        for device in self.devices:
            device.connection.close()

    @contextmanager
    def _clock_of(self, device: Device) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(facts, "now", lambda: self.time + device.offset)
            yield
