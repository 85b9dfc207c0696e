from __future__ import annotations

import asyncio
import re
import socket
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from feed_server import Request, World, world
from feed_world import NOW
from shiptui.feed.fetching import AbsentError, Ask, BusyError
from shiptui.feed.http import Client, Deadlines
from shiptui.feed.packing import pack
from shiptui.feed.pull import look
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.model.errors import FeedError, OfflineError, ShiptuiError

LIMIT = 100_000
QUICK = Deadlines(connect=2, read=0.3, exchange=0.6)
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


@pytest.fixture
async def hasty() -> AsyncIterator[Client]:
    """A client that gives up soon."""
    async with Client(deadlines=QUICK) as made:
        yield made


async def sentence(client: Client, url: str, kind: type[ShiptuiError] = FeedError) -> str:
    """The one sentence that comes of asking."""
    with pytest.raises(kind) as caught:
        await client.get(Ask(url, LIMIT))
    told = str(caught.value)
    assert told.count("\n") == 0
    assert re.fullmatch(r"[ -~]{20,300}", told)
    return told


@pytest.mark.parametrize("told", [True, False])
async def test_a_body_too_large_is_cut_off_in_little_memory(
    server: World, client: Client, *, told: bool
) -> None:
    sent = 0

    async def handler(request: Request) -> None:
        nonlocal sent
        length = {"Content-Length": "1000000000"} if told else {"Connection": "close"}
        await request.head(**{name.replace("-", "_"): value for name, value in length.items()})
        while True:
            await request.send(b"x" * 65_536)
            sent += 65_536

    url = server.at("/f", handler)
    tracemalloc.start()
    try:
        assert "more than the 100,000 bytes" in await sentence(client, url)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert sent < 20_000_000


async def test_a_compressed_bomb_is_refused_in_little_memory(server: World, client: Client) -> None:
    deflate = zlib.compressobj(1, zlib.DEFLATED, 31)
    bomb = b"".join(deflate.compress(bytes(1_000_000)) for _ in range(60)) + deflate.flush()
    assert len(bomb) < 1_000_000
    url = server.serve("/feed.json", bomb, Content_Encoding="gzip", Content_Type="application/json")
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match="unpacks to more than the 1,000,000 bytes"):
            await look(client, Subscription(url), Cursor(), NOW)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip"])
async def test_only_gzip_is_unpacked(server: World, client: Client, encoding: str) -> None:
    url = server.serve("/f", b"x", Content_Encoding=encoding)
    assert "compresses in a way" in await sentence(client, url)


async def test_a_gzip_that_was_cut_is_refused(server: World, client: Client) -> None:
    body = pack(b"{}" * 1000)[:-4]
    url = server.serve("/f", body, Content_Encoding="gzip", Content_Type="application/json")
    with pytest.raises(FeedError, match="cut short"):
        await look(client, Subscription(url), Cursor(), NOW)


async def test_a_body_that_was_cut_is_told(server: World, client: Client) -> None:
    async def handler(request: Request) -> None:
        await request.head(Content_Length="1000")
        await request.send(b"half")
        request.writer.close()

    told = await sentence(client, server.at("/f", handler), OfflineError)
    assert "broke off" in told


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
    ],
)
async def test_a_server_that_stalls_is_left_within_the_deadline(
    server: World, hasty: Client, first: bytes
) -> None:
    async def handler(request: Request) -> None:
        await request.send(first)
        await asyncio.sleep(60)

    url = server.at("/f", handler)
    begun = asyncio.get_running_loop().time()
    assert "later" in await sentence(hasty, url, OfflineError)
    assert asyncio.get_running_loop().time() - begun < QUICK.exchange + 1


@pytest.mark.parametrize("drop", ["body", "headers", "103"])
async def test_a_server_that_drips_for_ever_is_left_within_the_deadline(
    server: World, hasty: Client, drop: str
) -> None:
    """Each drop comes in time; only a deadline for all of it ends that."""

    async def handler(request: Request) -> None:
        if drop == "body":
            await request.head(Content_Length="1000")
        elif drop == "headers":
            await request.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            piece = {"body": b"x", "headers": b"X-A: b\r\n", "103": b"HTTP/1.1 103 E\r\n\r\n"}
            await request.send(piece[drop])
            await asyncio.sleep(0.05)

    url = server.at("/f", handler)
    assert "did not finish within" in await sentence(hasty, url, OfflineError)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
async def test_what_is_no_http_is_told(server: World, client: Client, raw: bytes) -> None:
    async def handler(request: Request) -> None:
        await request.send(raw)
        request.writer.close()

    await sentence(client, server.at("/f", handler), OfflineError)


async def test_a_closed_port_is_told(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    told = await sentence(client, f"http://127.0.0.1:{port}/f", OfflineError)
    assert "cannot be reached" in told


@pytest.mark.parametrize("status", [404, 410])
async def test_an_absent_file_is_its_own_error(server: World, client: Client, status: int) -> None:
    assert str(status) in await sentence(client, server.serve("/f", status=status), AbsentError)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_busy_server_is_asked_again_when_it_says(
    server: World, client: Client, status: int
) -> None:
    url = server.serve("/f", status=status, Retry_After="120")
    with pytest.raises(BusyError) as caught:
        await client.get(Ask(url, LIMIT))
    assert caught.value.wait == 120


@pytest.mark.parametrize("status", [201, 204, 206, 300, 305, 400, 401, 403, 418, 451])
async def test_any_other_status_is_no_file(server: World, client: Client, status: int) -> None:
    assert str(status) in await sentence(client, server.serve("/f", status=status))


async def test_a_reason_phrase_reaches_no_sentence(server: World, client: Client) -> None:
    async def handler(request: Request) -> None:
        await request.send(b"HTTP/1.1 403 \x1b[31mNo\r\nContent-Length: 0\r\n\r\n")

    await sentence(client, server.at("/f", handler), ShiptuiError)


async def test_a_login_page_is_no_feed(server: World, client: Client) -> None:
    for content_type in ("text/html; charset=utf-8", "application/json"):
        url = server.serve("/f", b"<!doctype html><p>Log in</p>", Content_Type=content_type)
        with pytest.raises(FeedError, match="log-in page"):
            await look(client, Subscription(url), Cursor(), NOW)


async def test_a_feed_that_is_nested_without_end_is_no_feed(server: World, client: Client) -> None:
    url = server.serve("/f", b"[" * 100_000, Content_Type="application/json")
    with pytest.raises(FeedError, match="nested too deeply"):
        await look(client, Subscription(url), Cursor(), NOW)
