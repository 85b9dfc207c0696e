"""The one place that speaks HTTP: public files, fetched within bounds and without a trace.

No cookie and no token is sent. The size of what is received is bounded while it arrives, the whole
exchange has a deadline, and a redirect is followed only by the rules of docs/feed-protocol.md.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

from shiptui import __version__
from shiptui.feed import answering, limits
from shiptui.feed.answering import request_headers
from shiptui.feed.fetching import Answer, Ask
from shiptui.feed.network import fetchable, host_of, is_private, is_secure
from shiptui.model.errors import FeedError, OfflineError
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import httpx


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long is waited for a connection, for the next bytes, and for all of it, in seconds."""

    connect: float = limits.CONNECT_SECONDS
    read: float = limits.READ_SECONDS
    exchange: float = limits.EXCHANGE_SECONDS


class Client:
    """Fetches public files; use it as an asynchronous context manager.

    `allow_http` permits plain http, which otherwise works on this machine only. Environment
    variables for proxies and passwords are not looked at.
    """

    def __init__(self, *, allow_http: bool = False, deadlines: Deadlines | None = None) -> None:
        self._allow_http = allow_http
        self._deadlines = deadlines or Deadlines()

    async def __aenter__(self) -> Self:
        import httpx

        times = self._deadlines
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            http2=False,
            verify=ssl.create_default_context(),
            timeout=httpx.Timeout(times.read, connect=times.connect),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2),
            headers={"Accept-Encoding": "gzip", "User-Agent": f"shiptui/{__version__}"},
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(self, ask: Ask) -> Answer:
        """Fetch one file; FeedError or OfflineError with one sentence where that fails."""
        url = fetchable(ask.url, allow_http=self._allow_http)
        with one_sentence(url, self._deadlines.exchange):
            async with asyncio.timeout(self._deadlines.exchange):
                ask = replace(ask, url=url)
                answer = await self._follow(ask)
                if answer.body is None and not ask.is_conditional:
                    answer = await self._follow(replace(ask, anew=True))
                if answer.body is None and not ask.is_conditional:
                    raise FeedError(
                        f"{host_of(url)} says that nothing has changed, though it was asked for"
                        " the whole file; nothing was read."
                    )
                return answer

    async def _follow(self, ask: Ask) -> Answer:
        """Fetch through at most three redirects."""
        permanent, at_home = True, False
        for step in range(limits.REDIRECTS + 1):
            if step and not at_home:
                await _refuse_private(ask.url)
            async with self._client.stream(
                "GET", ask.url, headers=request_headers(ask)
            ) as response:
                self._client.cookies.clear()
                peer_private = _peer_is_private(response)
                if not step:
                    at_home = peer_private
                elif peer_private and not at_home:
                    raise _private(ask.url)
                if response.status_code not in answering.REDIRECTS:
                    moved = ask.url if step and permanent else None
                    return replace(await _read(response, ask), moved=moved)
                permanent = permanent and response.status_code in answering.PERMANENT
                ask = replace(ask, url=self._target(ask.url, response))
        raise FeedError(f"{host_of(ask.url)} sends from one address to the next without end.")

    def _target(self, url: str, response: httpx.Response) -> str:
        location = response.headers.get("Location")
        if not location:
            raise FeedError(f"{host_of(url)} says that the file lies elsewhere, but not where.")
        target = fetchable(urljoin(url, location), allow_http=self._allow_http)
        if is_secure(url) and not is_secure(target):
            raise FeedError(f"{host_of(url)} sends from https to plain http; that is not followed.")
        return target


async def _read(response: httpx.Response, ask: Ask) -> Answer:
    """Turn any answer that is no redirect into an Answer, or into a sentence."""
    headers = response.headers
    # 304 first: httpx counts it among the redirects.
    unchanged = response.status_code == answering.NOT_MODIFIED
    answering.refuse_status(ask.url, response.status_code, headers)
    etag, last_modified = answering.validators(headers)
    return Answer(
        url=ask.url,
        zipped=answering.is_zipped(ask.url, headers),
        body=None if unchanged else await _body(response, ask),
        media_type=answering.media_type(headers),
        etag=etag,
        last_modified=last_modified,
        max_age=answering.max_age(headers),
    )


async def _body(response: httpx.Response, ask: Ask) -> bytes:
    if answering.announced_length(response.headers) > ask.limit:
        raise _too_long(ask)
    body = bytearray()
    # Raw: httpx would unpack a bomb before its size could be seen.
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > ask.limit:
            raise _too_long(ask)
        if ask.told is not None:
            ask.told(len(piece))
    return bytes(body)


def _too_long(ask: Ask) -> FeedError:
    return FeedError(
        f"{host_of(ask.url)} sends more than the {ask.limit:,} bytes that are read; nothing was"
        " changed."
    )


def _peer_is_private(response: httpx.Response) -> bool:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream is not None else None
    return address is not None and is_private(str(address[0]))


async def _refuse_private(url: str) -> None:
    """Refuse a redirect into a private network before anything in there is asked."""
    host = host_of(url)
    loop = asyncio.get_running_loop()
    for *_, address in await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        if is_private(str(address[0])):
            raise _private(url)


def _private(url: str) -> FeedError:
    return FeedError(
        f"The feed sends to {host_of(url)}, which lies in a private network; that is not followed."
    )


@contextmanager
def one_sentence(url: str, seconds: float) -> Iterator[None]:
    """Turn whatever the network does into one sentence."""
    import httpx

    host = host_of(url)
    try:
        yield
    except TimeoutError:
        raise OfflineError(
            f"{host} did not finish within {seconds:.0f} seconds; it is asked again later."
        ) from None
    except httpx.TimeoutException:
        raise OfflineError(f"{host} does not answer; it is asked again later.") from None
    except httpx.RemoteProtocolError:
        raise OfflineError(
            f"{host} broke off or does not speak HTTP; nothing was changed, try again later."
        ) from None
    except (httpx.InvalidURL, httpx.CookieConflict, UnicodeError):
        raise FeedError(f"{host} cannot be asked at this address; check the address.") from None
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise OfflineError(_no_connection(host, error)) from error


def _no_connection(host: str, error: Exception) -> str:
    detail = clean(str(error), 100)
    return f"{host} cannot be reached ({detail or type(error).__name__}); try again later."
