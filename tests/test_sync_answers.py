"""What each answer of a server of votes means for what waits: feed-protocol.md, row by row."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from feed_server import World as Site
from feed_server import world as site_world
from feed_world import NOW, small_catalog
from own_world import ACCOUNTS, FEED, LOOP, PAIRS, URL, Device, World, response
from shiptui.feed.api_client import ApiClient
from shiptui.feed.publish import build
from shiptui.feed.secret import Secret
from shiptui.feed.site import Site as Words
from shiptui.model.account import Access, Account, Exchanged
from shiptui.model.errors import FeedError, OfflineError, ShiptuiError
from shiptui.model.facts import Holdup
from shiptui.page.syncing import exchange_words
from shiptui.store.store import Store
from shiptui.sync import accounts
from shiptui.sync.accounts import Tokens
from shiptui.sync.credentials import Credentials
from shiptui.sync.exchanging import exchange_each
from shiptui.sync.own import exchange_all
from shiptui.sync.syncing import Wish, sync

Answer = Callable[[dict[str, Any]], httpx.Response | None]
"""What is answered to a request; None where the real server is to answer."""

HTML = httpx.Headers({"Content-Type": "text/html"})


class Answering(httpx.AsyncBaseTransport):
    """A server that answers as the test asks; it keeps what it was sent."""

    def __init__(self, world: World, answer: Answer) -> None:
        self._world, self._answer = world, answer
        self.sent: list[dict[str, Any]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        body = await request.aread()
        self.sent.append(json.loads(body))
        return self._answer(self.sent[-1]) or await self._world.deliver(request, body)

    @property
    def sizes(self) -> list[int]:
        """How many operations came with each request."""
        return [len(each["ops"]) for each in self.sent]


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


@pytest.fixture
def device(world: World) -> Device:
    """A device that is logged in and has read its account; five acts wait."""
    made = world.devices[0]
    world.sync(made, [], None, after=False)
    for kind, key, value in (
        ("vote", PAIRS[0], "tie"),
        ("vote", PAIRS[1], "aider"),
        ("toolvote", "zed", "ship"),
        ("toolvote", "mill", "skip"),
        ("bookmark", "tool:zed", "later"),
    ):
        world.act(made, kind, key, value)
    assert len(made.accounts.pending()) == 5
    return made


def exchange(world: World, device: Device, answering: Answering) -> Exchanged:
    """One exchange of the real client with the server of the test."""

    async def run() -> Exchanged:
        (account,) = device.accounts.all()
        token = Secret(ACCOUNTS[device.user][1])
        async with ApiClient(URL, token, transport=answering) as caller:
            return await exchange_all(
                device.accounts, account, caller, now=lambda: world.time + device.offset
            )

    return LOOP.run_until_complete(run())


def account_of(device: Device) -> Account:
    (account,) = device.accounts.all()
    return account


def plain(status: int, **headers: str) -> Answer:
    """The same answer to everything."""
    return lambda _: httpx.Response(status, headers=headers)


def page(_: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, headers=HTML, content=b"<p>Log in to the network")


def cut(_: dict[str, Any]) -> httpx.Response:
    return response(200, b'{"nonce":')


def another_account(request: dict[str, Any]) -> httpx.Response:
    frame = {"nonce": request["nonce"], "account": "a_other", "epoch": 1, "time": 1}
    rest = {"results": [], "rows": [], "cursor": "", "more": False, "reset": False}
    return response(200, json.dumps(frame | rest).encode())


def another_nonce(_: dict[str, Any]) -> httpx.Response:
    return another_account({"nonce": "of yesterday"})


@pytest.mark.parametrize(
    ("answer", "error", "access", "says"),
    [
        (plain(401), FeedError, Access.LOGIN, "does not accept the token; log in again"),
        (plain(403), FeedError, Access.OPEN, "does not let this account do that"),
        (plain(404), FeedError, Access.OPEN, "is no server of votes (404)"),
        (plain(405), FeedError, Access.OPEN, "is no server of votes (405)"),
        (plain(406), FeedError, Access.OPEN, "is no server of votes (406)"),
        (plain(415), FeedError, Access.OPEN, "is no server of votes (415)"),
        (plain(409), FeedError, Access.MISMATCH, "another account; log in again"),
        (another_account, FeedError, Access.MISMATCH, "answers for another account"),
        (plain(410), FeedError, Access.OPEN, "newer protocol; upgrade shiptui"),
        (page, FeedError, Access.OPEN, "a log-in page may be in between"),
        (cut, FeedError, Access.OPEN, ""),
        (another_nonce, OfflineError, Access.OPEN, "belongs to an earlier question"),
        *(
            (
                plain(status, Location="https://evil.example/"),
                FeedError,
                Access.OPEN,
                "evil.example",
            )
            for status in (301, 302, 303, 307, 308)
        ),
        *(
            (plain(status), OfflineError, Access.OPEN, f"just now ({status})")
            for status in (408, 425, 429, 500, 502, 503, 504)
        ),
    ],
)
def test_no_answer_to_a_whole_request_loses_or_settles_an_act(
    world: World,
    device: Device,
    answer: Answer,
    error: type[ShiptuiError],
    access: Access,
    says: str,
) -> None:
    """It is told in one sentence, all acts wait, and the same ones go out when the server is well.

    None of them is sent twice under another id.
    """
    refusing = Answering(world, answer)
    with pytest.raises(error) as caught:
        exchange(world, device, refusing)
    assert says in str(caught.value)
    assert refusing.sizes == [5]
    account = account_of(device)
    assert (account.access, account.problem) == (access, str(caught.value))
    waiting = device.accounts.pending()
    assert [each.holdup for each in waiting] == [Holdup.WAITING] * 5
    if access is not Access.OPEN:
        device.accounts.log_in(FEED, URL, account.account, from_environment=False)
    well = Answering(world, lambda _: None)
    assert exchange(world, device, well).settled == 5
    assert well.sent[0]["ops"] == refusing.sent[0]["ops"]
    assert device.accounts.pending() == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_patience_gets_it(world: World, device: Device, status: int) -> None:
    with pytest.raises(OfflineError):
        exchange(world, device, Answering(world, plain(status, **{"Retry-After": "3600"})))
    account = account_of(device)
    assert account.due is not None
    assert account.due >= world.time + 3_600_000
    assert account.failures == 1


@pytest.mark.parametrize("status", [400, 413, 422])
def test_one_act_that_a_server_cannot_read_is_set_aside_and_the_others_arrive(
    world: World, device: Device, status: int
) -> None:
    """Batches are halved down to the one; it can be sent again, and then it arrives as well."""

    def answer(request: dict[str, Any]) -> httpx.Response | None:
        bad = any((each["k"], each["key"]) == ("toolvote", "zed") for each in request["ops"])
        return httpx.Response(status) if bad else None

    answering = Answering(world, answer)
    assert exchange(world, device, answering).settled == 4
    assert answering.sizes[:5] == [5, 2, 2, 1, 2]
    (aside,) = device.accounts.pending()
    assert (aside.key, aside.holdup) == ("zed", Holdup.REFUSED)
    assert f"({status})" in (aside.reason or "")
    assert account_of(device).access is Access.OPEN
    device.accounts.retry(aside)
    assert exchange(world, device, Answering(world, lambda _: None)).settled == 1
    assert device.accounts.pending() == []


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_server_that_cannot_even_be_asked_is_told_and_nothing_goes_round_for_ever(
    world: World, device: Device, status: int
) -> None:
    """Each act is set aside alone; then there is nothing to send, and the question is refused."""
    answering = Answering(world, plain(status))
    with pytest.raises(FeedError, match=str(status)):
        exchange(world, device, answering)
    assert answering.sizes == [5, 2, 1, 4, 2, 1, 3, 1, 2, 1, 1, 0]
    assert [each.holdup for each in device.accounts.pending()] == [Holdup.REFUSED] * 5


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (0, None),
        (120_000, None),
        (600_000, "this computer's clock is 10 min ahead of the server's; check it"),
        (-600_000, "this computer's clock is 10 min behind the server's; check it"),
    ],
)
def test_a_clock_that_is_off_is_named_from_two_minutes_on_and_not_obeyed(
    world: World, device: Device, ahead: int, words: str | None
) -> None:
    """Acts are sent with the time that this device believed it was; nothing is shifted."""
    device.offset = ahead
    answering = Answering(world, lambda _: None)
    done = exchange(world, device, answering)
    account = account_of(device)
    assert account.skew == -ahead
    assert account.is_skewed == (words is not None)
    said = exchange_words(done, None, account.skew if account.is_skewed else None)
    assert said == ("sent 5" if words is None else f"sent 5; {words}")
    kept = [row[0] for row in device.rows("SELECT at FROM fact ORDER BY n")]
    assert sorted(each["at"] for each in answering.sent[0]["ops"]) == kept


@pytest.fixture
async def home() -> AsyncIterator[Site]:
    async with site_world() as made:
        yield made


def publish(home: Site, folder: Path, api: str, now: int) -> str:
    """Serve a feed that names this place for votes; its address."""
    build(small_catalog(), folder, now=now, site=Words(api_url=api))
    for path in folder.rglob("*"):
        if path.is_file():
            home.serve(f"/{path.relative_to(folder).as_posix()}", path.read_bytes())
    return f"{home.url}/feed.json"


async def test_a_feed_that_names_another_place_for_votes_gets_no_token_there(
    store: Store, home: Site, tmp_path: Path
) -> None:
    """Nothing is sent to either place until the reader has logged in again."""
    async with site_world() as elsewhere:
        store.feeds.add(publish(home, tmp_path / "site", f"{home.url}/v1/", NOW))
        await sync(store)
        (subscribed,) = store.feeds.all()
        tokens = Tokens(Credentials(tmp_path / "credentials.json"))
        url = accounts.address_of(subscribed)
        tokens.file.put(url, Secret("shp_of-the-first-place"))
        store.accounts.log_in(subscribed.id, url, "a_me", from_environment=False)
        publish(home, tmp_path / "site", f"{elsewhere.url}/v1/", NOW + 60)
        await sync(store)
        home.requests.clear()
        for _ in range(2):
            (told,) = await exchange_each(store, tokens, Wish())
            assert "now names" in str(told.error)
        assert (home.requests, elsewhere.requests) == ([], [])
        (account,) = store.accounts.all()
        assert account.access is Access.ELSEWHERE
        assert tokens.file.get(f"{elsewhere.url}/v1/") is None
