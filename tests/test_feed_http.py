from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from feed_server import Request, World, world
from shiptui.feed.fetching import Ask
from shiptui.feed.http import Client
from shiptui.model.errors import FeedError, ShiptuiError

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


def mocked(client: Client, answer: Any) -> Client:
    """The client with the whole internet replaced by one function."""
    client._client = httpx.AsyncClient(transport=httpx.MockTransport(answer), trust_env=False)
    return client


async def sentence(client: Client, url: str, kind: type[ShiptuiError] = FeedError) -> str:
    """The one sentence that comes of asking."""
    with pytest.raises(kind) as caught:
        await client.get(Ask(url, LIMIT))
    told = str(caught.value)
    assert told.count("\n") == 0
    assert re.fullmatch(r"[ -~]{20,300}", told)
    return told


async def test_a_file_comes_with_what_is_needed_to_ask_again(server: World, client: Client) -> None:
    url = server.serve(
        "/f", b"body", ETag='"x"', Last_Modified=LONG_AGO, Date=TODAY, Cache_Control="max-age=300"
    )
    answer = await client.get(Ask(url, LIMIT))
    assert (answer.body, answer.url, answer.moved) == (b"body", url, None)
    assert (answer.etag, answer.last_modified, answer.max_age) == ('"x"', LONG_AGO, 300)


async def test_nothing_that_tells_who_asks_is_sent(server: World, client: Client) -> None:
    """No cookie, also none that was set before or by a redirect, no token, no referrer."""
    server.serve("/b", b"b", Set_Cookie="who=you; Path=/")
    url = server.serve("/a", status=302, Location="/b", Set_Cookie="who=me; Path=/")
    for _ in range(2):
        await client.get(Ask(url, LIMIT))
    assert len(server.requests) == 4
    for request in server.requests:
        assert set(request.headers) == {"host", "accept", "accept-encoding", "user-agent"} | (
            {"connection"} & set(request.headers)
        )
        assert request.headers["accept-encoding"] == "gzip"
        assert re.fullmatch(r"shiptui/[0-9.]+", request.headers["user-agent"])


async def test_proxies_of_the_environment_are_not_used(
    server: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with Client() as made:
        assert (await made.get(Ask(server.serve("/f", b"x"), LIMIT))).body == b"x"


async def test_what_has_not_changed_has_no_body(server: World, client: Client) -> None:
    url = server.serve("/f", status=304, ETag='"x"')
    answer = await client.get(Ask(url, LIMIT, etag='"x"', last_modified=LONG_AGO))
    assert answer.body is None
    assert server.requests[0].headers["if-none-match"] == '"x"'
    assert server.requests[0].headers["if-modified-since"] == LONG_AGO


@pytest.mark.parametrize("suffix", ["-gzip", ";gzip", "-br"])
async def test_a_tag_that_the_host_changed_is_sent_both_ways(
    server: World, client: Client, suffix: str
) -> None:
    url = server.serve("/f", status=304)
    await client.get(Ask(url, LIMIT, etag=f'W/"abc{suffix}"'))
    assert server.requests[0].headers["if-none-match"] == f'W/"abc{suffix}", W/"abc"'


async def test_304_to_a_plain_question_is_asked_once_more_and_then_refused(
    server: World, client: Client
) -> None:
    url = server.serve("/f", status=304)
    assert "nothing was read" in await sentence(client, url)
    assert len(server.requests) == 2
    assert server.requests[1].headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({"ETag": '"x"'}, ('"x"', None)),
        ({"ETag": 'W/"x"'}, ('W/"x"', None)),
        ({"ETag": "x"}, (None, None)),
        ({"ETag": '"\u00e9"'}, (None, None)),
        ({"ETag": f'"{"x" * 200}"'}, (None, None)),
        ({"Last-Modified": LONG_AGO, "Date": TODAY}, (None, LONG_AGO)),
        ({"Last-Modified": LONG_AGO, "Date": LONG_AGO, "ETag": '"x"'}, (None, None)),
        ({"Last-Modified": LONG_AGO}, (None, None)),
        ({"Last-Modified": "\u0661 never", "Date": TODAY}, (None, None)),
    ],
)
async def test_a_validator_is_kept_only_where_it_can_be_trusted(
    server: World, client: Client, headers: dict[str, str], kept: tuple[str | None, str | None]
) -> None:
    """A file written in the second in which it was read could change and look the same."""
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("utf-8")

    async def handler(request: Request) -> None:
        await request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + raw + b"\r\nx")

    answer = await client.get(Ask(server.at("/f", handler), LIMIT))
    assert (answer.etag, answer.last_modified) == kept


async def test_three_redirects_are_followed_and_no_fourth(server: World, client: Client) -> None:
    server.serve("/0", b"here")
    for step in range(1, 5):
        server.serve(f"/{step}", status=307, Location=f"{step - 1}")
    assert (await client.get(Ask(f"{server.url}/3", LIMIT))).body == b"here"
    assert "without end" in await sentence(client, f"{server.url}/4")


async def test_a_loop_ends(server: World, client: Client) -> None:
    assert "without end" in await sentence(client, server.serve("/f", status=301, Location="/f"))
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((308, 307), False)],
)
async def test_only_permanent_redirects_move_a_feed(
    server: World, client: Client, statuses: tuple[int, ...], *, moved: bool
) -> None:
    end = server.serve("/end", b"x")
    url = end
    for number, status in enumerate(statuses):
        url = server.serve(f"/{number}", status=status, Location=url)
    answer = await client.get(Ask(url, LIMIT))
    assert (answer.url, answer.moved) == (end, end if moved else None)


@pytest.mark.parametrize(
    "location", ["ftp://a.example/", "javascript:1", "http://u:p@a.example/", "http://a b/", ""]
)
async def test_a_redirect_to_no_address_is_refused(
    server: World, client: Client, location: str
) -> None:
    await sentence(client, server.serve("/f", status=302, Location=location))
    assert len(server.requests) == 1


async def test_a_redirect_to_plain_http_is_refused(server: World, client: Client) -> None:
    url = server.serve("/f", status=302, Location="http://feed.example/f")
    assert "plain http" in await sentence(client, url)


async def test_a_redirect_from_https_to_plain_http_is_refused_even_where_http_is_allowed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.scheme == "https"
        return httpx.Response(302, headers={"Location": "http://93.184.215.14/f"})

    client = mocked(Client(allow_http=True), answer)
    assert "from https to plain http" in await sentence(client, "https://93.184.215.14/f")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "localhost"])
async def test_a_public_feed_never_leads_into_a_private_network(host: str) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": f"https://{host}/secret"})

    client = mocked(Client(), answer)
    assert "lies in a private network" in await sentence(client, "https://93.184.215.14/f")
    assert asked == ["93.184.215.14"]


async def test_a_name_that_turns_private_while_it_is_asked_is_refused() -> None:
    class Stream:
        def get_extra_info(self, _name: str) -> tuple[str, int]:
            return ("10.0.0.1", 443)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/f":
            return httpx.Response(302, headers={"Location": "https://93.184.215.14/g"})
        return httpx.Response(200, content=b"secret", extensions={"network_stream": Stream()})

    client = mocked(Client(), answer)
    assert "private network" in await sentence(client, "https://93.184.215.14/f")


async def test_a_feed_at_home_may_redirect_at_home(server: World, client: Client) -> None:
    """The reader added an address of the own network, so others there are no surprise."""
    async with world() as other:
        url = server.serve("/f", status=302, Location=other.serve("/g", b"x"))
        assert (await client.get(Ask(url, LIMIT))).body == b"x"
