"""A founded server without HTTP, its accounts, and what their devices say."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from feed_world import small_catalog
from shiptui.model.catalog import Catalog
from shiptui.server.accounts import add_account, caller_of
from shiptui.server.exchange import sync
from shiptui.server.founding import Site, found
from shiptui.server.operations import exchange_from
from shiptui.server.storage import Rows, Store

URL = "https://votes.example/v1/"
START = 1_795_168_000_000
"""Milliseconds: when a test begins unless it says otherwise."""

VOTE, OTHER = "aider-vs-zed", "aider-vs-mill"
"""Matchups of the small catalog; the first is at revision 2."""


@dataclass
class Clock:
    """Tells the time that a test sets."""

    time: int = START

    def __call__(self) -> int:
        """Milliseconds."""
        return self.time


class InProcess(httpx.BaseTransport):
    """Asks an application without a network, and without an event loop of the test's own."""

    def __init__(self, app: Any, *, raises: bool = True) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=raises)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Hand one request over and wait for the whole answer."""

        async def ask() -> httpx.Response:
            answer = await self._transport.handle_async_request(request)
            body = await answer.aread()
            return httpx.Response(answer.status_code, headers=answer.headers, content=body)

        request.read()
        return asyncio.run(ask())


@dataclass
class World:
    """A founded server without HTTP: accounts by name, and what a device says."""

    store: Store
    catalog: Catalog = field(default_factory=small_catalog)
    clock: Clock = field(default_factory=Clock)
    tokens: dict[str, str] = field(default_factory=dict)
    n_min: int = 1
    holding: int = 0

    def __post_init__(self) -> None:
        """Found it."""
        self.site = self.found(self.catalog)

    def found(self, catalog: Catalog) -> Site:
        """Give the server a catalog."""
        return found(
            self.store, catalog, url=URL, now=self.clock(), n_min=self.n_min, holding=self.holding
        )

    def join(self, name: str) -> None:
        """Make an account."""
        with self.store.writing() as rows:
            counted_from = self.clock() + self.holding * 86_400_000
            _, token = add_account(rows, name, now=self.clock(), counted_from=counted_from)
        self.tokens[name] = token

    def sync(self, name: str, *ops: object, cursor: str = "", limit: int = 500) -> dict[str, Any]:
        """One exchange of a device of an account."""
        with self.store.writing() as rows:
            return self.exchange(rows, name, *ops, cursor=cursor, limit=limit)

    def exchange(
        self, rows: Rows, name: str, *ops: object, cursor: str = "", limit: int = 500
    ) -> dict[str, Any]:
        """The same within a transaction."""
        raw = {"nonce": "n", "cursor": cursor, "limit": limit, "ops": list(ops)}
        caller = caller_of(rows, self.tokens[name])
        assert caller is not None
        asked, epoch = exchange_from(raw), self.site.epoch
        return sync(rows, caller, asked, epoch=epoch, now=self.clock(), most=50_000)

    def status(self, name: str, op: object) -> str:
        """What becomes of one operation: its status, and its reason if any."""
        (result,) = self.sync(name, op)["results"]
        return ":".join(each for each in (result["status"], result.get("reason")) if each)


_ids = count(1)


def op(
    key: str = VOTE,
    value: object = "aider",
    *,
    kind: str | None = None,
    at: int = START,
    base: tuple[str, ...] = (),
    id_: str | None = None,
) -> dict[str, Any]:
    """An operation with a new id; a word as value is a pick or a call."""
    kind = kind or _kind(key)
    if isinstance(value, str):
        value = {"c": value, "rev": 2 if key == VOTE else 1} if kind == "vote" else {"c": value}
    id_ = id_ or f"00000000-0000-7000-8000-{next(_ids):012x}"
    return {"op": id_, "k": kind, "key": key, "v": value, "at": at, "base": list(base)}


def _kind(key: str) -> str:
    if ":" in key:
        return "bookmark"
    return "vote" if "-vs-" in key else "toolvote"
