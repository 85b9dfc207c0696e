"""A small server on the loopback that misbehaves exactly as a test asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

Headers: TypeAlias = dict[str, str]


@dataclass(slots=True)
class Request:
    """One request as it came in; header names in lower case."""

    path: str
    headers: Headers
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send raw bytes."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; underscores in header names become hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if status != 304:
            named.setdefault("Content-Length", str(len(body)))
        lines = [
            f"HTTP/1.1 {status} Whatever",
            *(f"{name}: {each}" for name, each in named.items()),
        ]
        await self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    async def head(self, **headers: str) -> None:
        """Send only the beginning of a good answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = ["HTTP/1.1 200 OK", *(f"{name}: {each}" for name, each in named.items())]
        await self.send("\r\n".join(lines).encode() + b"\r\n\r\n")


Handler: TypeAlias = Callable[[Request], Awaitable[None]]


@dataclass(slots=True)
class World:
    """A server: what it does at each path, and what it was asked."""

    url: str = ""
    handlers: dict[str, Handler] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def at(self, path: str, handler: Handler) -> str:
        """Let a handler answer at a path; return the address."""
        self.handlers[path] = handler
        return f"{self.url}{path}"

    def serve(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer the same thing every time."""
        return self.at(path, lambda request: request.answer(status, body, **headers))

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                request = await _request(reader, writer)
                self.requests.append(request)
                handler = self.handlers.get(request.path)
                if handler is None:
                    await request.answer(404)
                else:
                    await handler(request)
                if writer.is_closing():
                    break
        writer.close()


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    first = (await reader.readuntil(b"\r\n")).decode("latin-1")
    headers: Mapping[str, str] = {}
    found: Headers = dict(headers)
    while (line := (await reader.readuntil(b"\r\n")).decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        found[name.lower()] = value.strip()
    return Request(first.split(" ")[1], found, reader, writer)


@asynccontextmanager
async def world() -> AsyncIterator[World]:
    """A server that is gone afterwards, with all its connections."""
    made = World()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            tasks.add(task)
        await made.handle(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
