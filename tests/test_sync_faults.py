"""Whatever a server sends: one sentence, bounded memory, and the database as it was."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feed_server import Request, World, world
from feed_store import told
from feed_world import NOW, retold, small_catalog
from shiptui.feed.http import Client, Deadlines
from shiptui.feed.packing import digest_of, pack
from shiptui.feed.publish import build
from shiptui.model.feeds import Looked, Outcome
from shiptui.store.store import Store
from shiptui.sync.syncing import OpenFetcher, sync

QUICK = Deadlines(connect=2, read=0.3, exchange=0.6)
MEMORY = 12_000_000
"""Bytes; the largest answer below, unpacked, is many times as long."""


@pytest.fixture
async def server() -> AsyncIterator[World]:
    async with world() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published folder."""
    build(small_catalog(), tmp_path / "site", now=NOW)
    return tmp_path / "site"


@pytest.fixture
def following(tmp_path: Path, seed: Path, server: World, site: Path) -> Iterator[Store]:
    """A store that follows what a server serves."""
    serve(server, site)
    with Store.open(tmp_path / "shiptui.db", seed) as store:
        store.feeds.add(f"{server.url}/feed.json")
        yield store


def serve(server: World, site: Path, **headers: str) -> None:
    """Serve a folder as it is."""
    for path in site.rglob("*"):
        if path.is_file():
            server.serve(f"/{path.relative_to(site).as_posix()}", path.read_bytes(), 200, **headers)


def hasty(*, allow_http: bool) -> Client:
    return Client(allow_http=allow_http, deadlines=QUICK)


async def synced(store: Store, open_fetcher: OpenFetcher = Client) -> Looked:
    """How the one look went."""
    (looked,) = await sync(store, open_fetcher=open_fetcher)
    return looked


def facts(path: Path) -> list[tuple[object, ...]]:
    """What was noted of the reader's own."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM fact").fetchall()


def bomb() -> bytes:
    """Sixty megabytes of nothing, packed."""
    deflate = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(deflate.compress(bytes(1_000_000)) for _ in range(60)) + deflate.flush()


async def _endless(request: Request) -> None:
    await request.head(Connection="close")
    while True:
        await request.send(b"x" * 65_536)


async def _silent(_request: Request) -> None:
    await asyncio.Event().wait()


async def _cut(request: Request) -> None:
    await request.head(Content_Length="1000")
    await request.send(b"half")
    request.writer.close()


HEADS = {
    "endless": _endless,
    "silent": _silent,
    "cut": _cut,
    "deep": lambda request: request.answer(200, b"[" * 200_000),
    "deep objects": lambda request: request.answer(200, b'{"a":' * 20 + b"1" + b"}" * 20),
    "page": lambda request: request.answer(200, b"<html>Log in", Content_Type="text/html"),
    "bomb": lambda request: request.answer(200, bomb(), Content_Encoding="gzip"),
    "unasked 304": lambda request: request.answer(304),
    "loop": lambda request: request.answer(302, Location="/feed.json"),
    "chain": lambda request: request.answer(301, Location=f"{request.path}x"),
    "gone": lambda request: request.answer(404),
    "busy": lambda request: request.answer(503),
    "no json": lambda request: request.answer(200, b"{"),
    "another feed": lambda request: request.answer(
        200, json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x"}).encode()
    ),
}


@pytest.mark.parametrize("fault", HEADS)
@pytest.mark.parametrize("read", [True, False])
async def test_a_bad_head_changes_nothing_but_the_note_about_it(
    following: Store, server: World, fault: str, *, read: bool
) -> None:
    if read:
        assert (await synced(following)).outcome is Outcome.NEWS
    before, mine = told(following.path), facts(following.path)
    for path in ("/feed.json", *(f"/feed.json{'x' * n}" for n in range(1, 6))):
        server.at(path, HEADS[fault])
    tracemalloc.start()
    try:
        looked = await synced(following, hasty if fault == "silent" else Client)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    assert looked.outcome.failed
    assert looked.problem
    assert 20 < len(looked.problem) < 300
    assert "\n" not in looked.problem
    assert (told(following.path), facts(following.path)) == (before, mine)


def spoiled(data: bytes, fault: str) -> bytes:
    """A file as it should not arrive."""
    return {
        "cut": data[:-3],
        "longer": data + b"x",
        "exchanged": pack(b"{}"),
        "bomb": bomb(),
        "page": b"<html>Log in",
    }[fault]


@pytest.mark.parametrize("fault", ["cut", "longer", "exchanged", "bomb", "page"])
async def test_a_bad_segment_changes_nothing(
    following: Store, server: World, site: Path, fault: str
) -> None:
    assert (await synced(following)).outcome is Outcome.NEWS
    before = told(following.path)
    build(retold(small_catalog(), "mill", tagline="Grinds"), site, now=NOW + 60)
    serve(server, site)
    (segment,) = (site / "log").iterdir()
    server.serve(f"/log/{segment.name}", spoiled(segment.read_bytes(), fault))
    looked = await synced(following)
    assert looked.outcome is Outcome.REFUSED
    assert told(following.path) == before
    serve(server, site)
    assert (await synced(following)).gain.changed == {"tool": 1}


@pytest.mark.parametrize(
    "line",
    [
        b'{"s":7,"k":"tool","id":"mill","v":{"name":"Mill"}}\n',
        b'{"s":12,"k":"tool","id":"mill"}\n',
        b"[" * 5_000 + b"\n",
        b'{"s":12,"k":"tool","id":"mill","v":{"name":"' + b"x" * 300_000 + b'"}}\n',
        b"no json\n",
        b'{"s":12,"k":"tool","id":"mill","v":{"name":"Mill"}}',
    ],
)
async def test_a_segment_whose_digest_is_right_and_whose_lines_are_not_changes_nothing(
    following: Store, server: World, site: Path, line: bytes
) -> None:
    """The publisher itself is at fault, so that nothing but the reader's own check is left."""
    assert (await synced(following)).outcome is Outcome.NEWS
    before = told(following.path)
    head = json.loads((site / "feed.json").read_bytes())
    extension, data = head["_shiptui"], pack(line)
    seq = extension["seq"]
    extension |= {"seq": seq + 1}
    entry = {"url": "log/bad.ndjson.gz", "from": seq, "to": seq + 1, "sha256": digest_of(data)}
    extension["log"] = [entry | {"bytes": len(data), "raw_bytes": len(line)}]
    server.serve("/feed.json", json.dumps(head).encode())
    server.serve("/log/bad.ndjson.gz", data)
    looked = await synced(following)
    assert (looked.outcome, told(following.path)) == (Outcome.REFUSED, before)


async def test_a_public_file_is_asked_for_without_a_name_a_cookie_or_a_token(
    following: Store, server: World, site: Path
) -> None:
    serve(server, site, Set_Cookie="canary=1; Path=/")
    for _ in range(2):
        assert not (await synced(following)).outcome.failed
    assert len(server.requests) > 2
    sent = {name for request in server.requests for name in request.headers}
    assert sent <= {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
        "if-none-match",
        "if-modified-since",
        "cache-control",
    }
