from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from feed_server import World, world
from feed_world import NOW, MemoryReader, retold, small_catalog
from shiptui.feed.check import WebSource, check, check_source
from shiptui.feed.fetching import Ask
from shiptui.feed.http import Client
from shiptui.feed.packing import pack
from shiptui.feed.publish import build
from shiptui.feed.pull import Outcome
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.model.errors import FeedError

LIMIT = 100_000
LONG_AGO = "Fri, 20 Nov 2026 10:00:00 GMT"
TODAY = "Sat, 21 Nov 2026 10:00:00 GMT"


@pytest.fixture
async def server() -> AsyncIterator[World]:
    async with world() as made:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client() as made:
        yield made


class Quiet(SimpleHTTPRequestHandler):
    """What `python -m http.server` runs, without its log."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def plain_server(tmp_path: Path) -> Any:
    """The server of the standard library on a folder."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *each: Quiet(*each, directory=str(tmp_path))
    ) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/feed.json"
        server.shutdown()
        thread.join()


def published(folder: Path) -> dict[str, bytes]:
    """Publish the small feed; return its files."""
    build(small_catalog(), folder, now=NOW)
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def age(folder: Path) -> None:
    """Let everything in a folder be a minute old, as if the test had waited."""
    for path in folder.rglob("*"):
        stat = path.stat()
        os.utime(path, (stat.st_atime - 60, stat.st_mtime - 60))


async def test_the_server_of_the_standard_library_serves_a_feed(
    tmp_path: Path, plain_server: str
) -> None:
    """Serve, subscribe, look again for nothing, change one entry: one change by one segment."""
    build(small_catalog(), tmp_path, now=NOW)
    age(tmp_path)
    reader = MemoryReader(Subscription(plain_server))
    async with Client() as client:
        await reader.sync(client)
        assert reader.catalog == small_catalog()
        assert reader.cursor.last_modified is not None
        assert (await reader.sync(client)).outcome is Outcome.UNCHANGED
        assert (
            await client.get(Ask(plain_server, LIMIT, None, reader.cursor.last_modified))
        ).body is None
        changed = retold(small_catalog(), "mill", tagline="Grinds")
        build(changed, tmp_path, now=NOW + 60)
        reader.applied.clear()
        await reader.sync(client)
        assert (reader.catalog, reader.applied) == (changed, [1])
        findings = await check_source(WebSource(client, plain_server), NOW)
    assert [each.what for each in findings if each.is_error] == []


def test_a_feed_is_checked_where_it_is_served(tmp_path: Path, plain_server: str) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    age(tmp_path)
    assert check(plain_server, now=NOW) == []
    assert [each.is_error for each in check(plain_server.replace("feed.json", "x"), now=NOW)] == [
        True
    ]


async def test_two_versions_within_one_second_are_told_apart(
    tmp_path: Path, plain_server: str
) -> None:
    """The server knows whole seconds only; a time that is too fresh is not believed."""
    build(small_catalog(), tmp_path, now=NOW)
    reader = MemoryReader(Subscription(plain_server))
    async with Client() as client:
        for number in range(3):
            changed = retold(small_catalog(), "mill", tagline=f"Number {number}")
            build(changed, tmp_path, now=NOW + 1 + number)
            await reader.sync(client)
            assert reader.catalog == changed


async def test_a_host_that_labels_gz_files_as_compressed_is_understood(
    tmp_path: Path, server: World, client: Client
) -> None:
    for name, body in published(tmp_path).items():
        encoding = "gzip" if name.endswith(".gz") else "identity"
        server.serve(f"/{name}", body, Content_Encoding=encoding)
    reader = MemoryReader(Subscription(f"{server.url}/feed.json"))
    await reader.sync(client)
    assert reader.catalog == small_catalog()


async def test_a_host_that_compresses_everything_on_the_way_is_understood(
    tmp_path: Path, server: World, client: Client
) -> None:
    for name, body in published(tmp_path).items():
        server.serve(f"/{name}", pack(body), Content_Encoding="gzip", ETag='"tag-gzip"')
    reader = MemoryReader(Subscription(f"{server.url}/feed.json"))
    await reader.sync(client)
    assert reader.catalog == small_catalog()
    assert (await reader.sync(client)).outcome is Outcome.UNCHANGED


async def test_a_file_exchanged_on_the_way_changes_nothing(
    tmp_path: Path, server: World, client: Client
) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    head = json.loads((tmp_path / "feed.json").read_bytes())
    snapshot = head["_shiptui"]["snapshot"]["url"]
    server.serve("/feed.json", (tmp_path / "feed.json").read_bytes())
    reader = MemoryReader(Subscription(f"{server.url}/feed.json"))
    data = (tmp_path / snapshot).read_bytes()
    for body in (b"<p>Log in</p>", data[:-1], data[:-1] + b"x", data + b"x", b""):
        server.serve(f"/{snapshot}", body)
        with pytest.raises(FeedError, match="cut or exchanged"):
            await reader.sync(client)
        assert (reader.records, reader.cursor) == ({}, Cursor())
    server.serve(f"/{snapshot}", bytes(10**6))
    with pytest.raises(FeedError, match="sends more than"):
        await reader.sync(client)


async def test_a_feed_through_a_redirect_finds_its_files_beside_it(
    tmp_path: Path, server: World, client: Client
) -> None:
    for name, body in published(tmp_path).items():
        server.serve(f"/new/{name}", body)
    url = server.serve("/feed.json", status=301, Location="/new/feed.json")
    reader = MemoryReader(Subscription(url))
    assert (await reader.sync(client)).moved is None
    assert reader.catalog == small_catalog()
    assert (await reader.sync(client)).moved == f"{server.url}/new/feed.json"
