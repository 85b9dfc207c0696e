"""However a server misbehaves: one sentence within the deadline, while keys are answered.

What each misbehaviour is worth a sentence of its own is told in test_feed_http_faults.py; here all
of them, and how they are combined, meet the client that reads feeds beside a running program.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from feed_server import Request, world
from feed_world import NOW
from hostile_texts import harmful
from shiptui.feed.http import Client, Deadlines
from shiptui.feed.packing import pack
from shiptui.feed.pull import look
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.model.errors import ShiptuiError
from terminal import PATIENCE, browse_of, opened

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from conftest import Figure
    from shiptui.store.store import Store

pytestmark = pytest.mark.soak

DEADLINES = Deadlines(connect=1, read=0.3, exchange=0.6)
KEYS = 5
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BOMB = zlib.compress(bytes(40_000_000), 9, 31)
EVIL = b"\x1b]52;c;ZXZpbA==\x07"


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """What is sent, and how it goes on: `close`, `reset`, `stall`, or the same piece for ever."""

    sends: bytes
    then: str | bytes = "close"

    async def __call__(self, request: Request) -> None:
        """Answer one request."""
        await request.send(self.sends)
        if self.then == "reset":
            linger = struct.pack("ii", 1, 0)
            plug: socket.socket = request.writer.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if self.then in {"close", "reset"}:
            request.writer.close()
            return
        while True:
            await asyncio.sleep(0.02)
            if isinstance(self.then, bytes):
                await request.send(self.then)


def whole(body: bytes, *headers: bytes) -> bytes:
    """An answer with its length."""
    lines = (b"Content-Length: %d\r\n" % len(body), *(each + b"\r\n" for each in headers))
    return OK + b"".join(lines) + b"\r\n" + body


MISBEHAVIOURS = {
    "says nothing": Misbehaviour(b"", "stall"),
    "hangs up at once": Misbehaviour(b""),
    "resets at once": Misbehaviour(b"", "reset"),
    "stalls in the headers": Misbehaviour(b"HTTP/1.1 200 OK\r\nContent-", "stall"),
    "resets in the headers": Misbehaviour(OK, "reset"),
    "sends headers for ever": Misbehaviour(OK, b"X-A: b\r\n"),
    "sends 103 for ever": Misbehaviour(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "sends 100 for ever": Misbehaviour(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "stalls in the body": Misbehaviour(OK + b"Content-Length: 99\r\n\r\n{", "stall"),
    "resets in the body": Misbehaviour(OK + b"Content-Length: 99\r\n\r\n{", "reset"),
    "hangs up in the body": Misbehaviour(OK + b"Content-Length: 99\r\n\r\n{"),
    "drips the body": Misbehaviour(OK + b"Content-Length: 9999\r\n\r\n", b" "),
    "tells no length and stalls": Misbehaviour(OK + b"\r\n{", "stall"),
    "tells no length and goes on": Misbehaviour(OK + b"\r\n", b" " * 500_000),
    "tells a length that is a lie": Misbehaviour(OK + b"Content-Length: 2\r\n\r\n{}{}{}"),
    "tells two lengths": Misbehaviour(OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "tells an endless length": Misbehaviour(OK + b"Content-Length: " + b"9" * 500 + b"\r\n\r\n"),
    "sends a chunk of no size": Misbehaviour(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "sends chunks for ever": Misbehaviour(
        OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"
    ),
    "answers twice": Misbehaviour(whole(b"{}") + whole(b"{}")),
    "answers twice, then stalls": Misbehaviour(whole(b"{}") + whole(b"{}"), "stall"),
    "has not changed, without a copy": Misbehaviour(b"HTTP/1.1 304 No\r\n\r\n"),
    "sends a bomb": Misbehaviour(whole(BOMB, b"Content-Encoding: gzip")),
    "sends a bomb in a bomb": Misbehaviour(whole(pack(BOMB), b"Content-Encoding: gzip")),
    "compresses unheard of": Misbehaviour(whole(b"{}", b"Content-Encoding: br")),
    "compresses and cuts": Misbehaviour(whole(pack(b"{}")[:-3], b"Content-Encoding: gzip")),
    "redirects to itself": Misbehaviour(
        b"HTTP/1.1 301 x\r\nLocation: /feed.json\r\nContent-Length: 0\r\n\r\n"
    ),
    "redirects to a file": Misbehaviour(
        b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"
    ),
    "redirects nowhere": Misbehaviour(b"HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n"),
    "speaks to the terminal": Misbehaviour(
        b"HTTP/1.1 500 " + EVIL + b"\r\nContent-Length: 0\r\nX: " + EVIL + b"\r\n\r\n"
    ),
    "sends a page to log in": Misbehaviour(whole(b"<!doctype html>" + EVIL)),
    "sends another language": Misbehaviour(b"SSH-2.0-OpenSSH_9.2\r\n" * 10),
    "sends noise": Misbehaviour(bytes(range(256)) * 400),
    "sends cookies and no feed": Misbehaviour(whole(b"{}", *[b"Set-Cookie: a=%s" % EVIL] * 30)),
    "sends brackets": Misbehaviour(whole(b"[" * 200_000)),
}


async def ended(url: str) -> tuple[str, float]:
    """The sentence that a look ended with, and by how many seconds it was too late for that."""
    begun = time.monotonic()
    async with Client(deadlines=DEADLINES) as client:
        with pytest.raises(ShiptuiError) as caught:
            await look(client, Subscription(url), Cursor(), NOW)
    return str(caught.value), time.monotonic() - begun - DEADLINES.exchange


def ended_beside(url: str) -> tuple[str, float]:
    """The same on a thread with a loop of its own, where the program syncs."""
    return asyncio.run(ended(url))


async def moved(pilot: Pilot[int]) -> float:
    """The seconds until a key has moved the list."""
    rows = browse_of(pilot).list
    before, begun = rows.index, time.perf_counter()
    pilot.app.simulate_key("j")
    while rows.index == before:
        assert time.perf_counter() - begun < PATIENCE
        await asyncio.sleep(0)
    assert rows.index == before + 1
    return time.perf_counter() - begun


async def test_every_misbehaviour_ends_in_a_sentence_while_keys_are_answered(
    store: Store, figure: Figure
) -> None:
    """Keys are pressed before the server has ended its mischief, and have done their work then."""
    latest, slowest, stalled = 0.0, 0.0, 0
    async with opened(store, (80, 24)) as pilot, world() as server:
        for name, handler in MISBEHAVIOURS.items():
            server.at("/feed.json", handler)
            task = asyncio.create_task(
                asyncio.to_thread(ended_beside, f"{server.url}/feed.json"), name=name
            )
            for _ in range(KEYS):
                slowest = max(slowest, await moved(pilot))
                await asyncio.sleep(0.01)
            stalled += not task.done()
            sentence, late = await task
            latest = max(latest, late)
            assert "\n" not in sentence, name
            assert not harmful(sentence), name
            assert 20 < len(sentence) < 300, name
    assert stalled > len(MISBEHAVIOURS) // 4
    figure(
        "transport",
        f"{len(MISBEHAVIOURS)} misbehaviours, one sentence each, the last {max(latest, 0):.2f} s"
        f" after its deadline; a key was done within {slowest * 1000:.0f} ms meanwhile",
    )
