"""The second place that speaks HTTP: one request with a token to one origin, and no step further.

It is kept apart from `http.py` because nothing of that one may happen here: no redirect is
followed, no connection is kept, no answer is unpacked, and no answer names the next address.
"""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from typing import TYPE_CHECKING, Protocol, Self
from urllib.parse import urljoin

from shiptui import __version__
from shiptui.feed import api, api_problems
from shiptui.feed.http import Deadlines, one_sentence
from shiptui.feed.network import fetchable, host_of
from shiptui.feed.secret import Secret, origin_of
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

DEADLINES = Deadlines(5.0, 10.0, 20.0)


class Caller(Protocol):
    """Makes one call to a server of votes and gives back the body of a good answer."""

    async def call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Call, or raise FeedError or OfflineError with one sentence."""
        ...


class ApiClient:
    """Calls the server at `url`, with the token that belongs to its origin; a context manager.

    Without a token it may be used for what needs none. Plain http is spoken with this machine
    only: whoever listens on the way would have the token.
    """

    def __init__(
        self,
        url: str,
        token: Secret | None,
        *,
        deadlines: Deadlines = DEADLINES,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base = fetchable(url if url.endswith("/") else f"{url}/", allow_http=False)
        self._token = token
        self._deadlines = deadlines
        self._transport = transport

    async def __aenter__(self) -> Self:
        import httpx

        times = self._deadlines
        self._client = httpx.AsyncClient(
            transport=self._transport,
            verify=_trusted(),
            follow_redirects=False,
            trust_env=False,
            http2=False,
            timeout=httpx.Timeout(times.read, connect=times.connect),
            # A connection that is kept could hand on what was smuggled into it as an answer.
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Connection": "close",
                "User-Agent": f"shiptui/{__version__}",
            },
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Call `path` below the server's address; the token goes there and nowhere else."""
        url = urljoin(self._base, path)
        if origin_of(url) != origin_of(self._base):
            raise FeedError(f"{host_of(url)} is not where the token belongs; nothing was sent.")
        with one_sentence(url, self._deadlines.exchange):
            async with (
                asyncio.timeout(self._deadlines.exchange),
                self._client.stream(
                    method, url, content=body, headers=self._headers(body)
                ) as response,
            ):
                self._client.cookies.clear()
                api_problems.refuse(url, response.status_code, response.headers, limit=api.ANSWER)
                return await _read(url, response)

    def _headers(self, body: bytes | None) -> dict[str, str]:
        headers = {} if body is None else {"Content-Type": "application/json"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return headers


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities of this system, read once: it takes as long as a whole exchange."""
    return ssl.create_default_context()


async def _read(url: str, response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > api.ANSWER:
            raise FeedError(f"{host_of(url)} answers with more than is read; nothing was changed.")
    return bytes(body)
