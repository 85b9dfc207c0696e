"""Votes on the screen go out by themselves; what was refused is settled in Activity."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from feed_server import Request, world
from feed_world import NOW
from own_world import PAIRS
from shiptui.feed.secret import Secret
from shiptui.model.account import LONGEST_WAIT, Access, Account, Reply, Result, Status
from shiptui.model.facts import Holdup
from shiptui.server.policy import now
from shiptui.store.store import Store
from shiptui.sync.accounts import Tokens
from shiptui.sync.credentials import Credentials
from shiptui.sync.exchanging import exchange_each
from shiptui.sync.syncing import Wish, sync
from shiptui.tui import parting
from shiptui.tui.parting import send_last
from shiptui.tui.puller import Puller
from shiptui.tui.syncing import Plan
from terminal import PATIENCE, Terminal, fake_clipboard, opened, press, rows_of, shown, until
from test_sync_answers import publish
from test_tui_accounts import PAIR, log_in
from voting_server import VotingServer, voting_server

WIDE = (120, 40)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VotingServer]:
    with voting_server(tmp_path_factory.mktemp("voting") / "server") as running:
        yield running


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """The name of an account of this test's own."""
    name: str = request.node.name
    return name[-60:].replace("[", "-").replace("]", "")


@pytest.fixture
def tokens(store: Store, server: VotingServer, user: str, tmp_path: Path) -> Tokens:
    """The store of the screen is logged in with these; all is read."""
    found = log_in(store, server, server.add_user(user), tmp_path / "credentials.json")
    asyncio.run(exchange_each(store, found, Wish()))
    return found


def votes(server: VotingServer, user: str) -> list[str]:
    """What the server holds of an account's votes."""
    rows: list[dict[str, Any]] = list(map(json.loads, server("export", user).splitlines()))
    return [text for text in map(json.dumps, rows) if f'"{PAIR}"' in text]


def vote(store: Store, id_: str = PAIR, pick: str = "mill") -> None:
    matchup = store.catalog.matchup(id_)
    assert matchup
    store.facts.cast_vote(matchup, pick)


def refuse(store: Store) -> None:
    """The account's server does not accept what waits."""
    (account,) = store.accounts.all()
    batch = store.accounts.next_batch(account.feed, now=0, most=50, notes=False)
    refused = tuple(Result(each.id, Status.REJECTED, "matchup_closed") for each in batch.operations)
    reply = Reply(account.account, 1, 0, refused, cursor=batch.cursor)
    assert store.accounts.take_in(account.feed, batch, reply, now=0).refused == len(refused) > 0


async def test_a_vote_goes_out_by_itself_once_it_has_been_quiet(
    store: Store, tokens: Tokens, server: VotingServer, user: str
) -> None:
    async with opened(store, WIDE, plan=Plan(tokens=lambda: tokens, send_after=0.01)) as pilot:
        pilot.app.simulate_key("a")
        await until(pilot, lambda: store.catalog.counts().voted == 1)
        await until(pilot, lambda: not store.accounts.pending())
        await until(pilot, lambda: not any("^A" in row for row in rows_of(pilot.app)))
        assert "to send" not in rows_of(pilot.app)[0]
    assert votes(server, user)


@pytest.mark.parametrize("plan", [Plan(), Plan(offline=True, send_after=0.01)])
async def test_where_nothing_is_to_be_sent_by_itself_the_header_says_what_waits(
    store: Store, tokens: Tokens, server: VotingServer, user: str, plan: Plan
) -> None:
    plan = plan._replace(tokens=lambda: tokens)
    async with opened(store, WIDE, plan=plan) as pilot:
        await press(pilot, "a")
        phrase = "offline, 1 to send" if plan.offline else "synced now, 1 to send"
        assert rows_of(pilot.app)[0].endswith(phrase)
        await press(pilot, "s")
        assert rows_of(pilot.app)[0].endswith(phrase.replace("1", "2"))
    send_last(store, plan)
    assert votes(server, user) == []


async def test_a_refused_act_is_told_and_let_go_and_undo_brings_it_back(
    store: Store, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = fake_clipboard(monkeypatch)
    vote(store)
    refuse(store)
    async with opened(store, WIDE, plan=Plan(tokens=lambda: tokens)) as pilot:
        assert any("!A" in row for row in rows_of(pilot.app))
        await press(pilot, "7")
        assert "! not accepted: voting has closed. r sends it again," in shown(pilot.app)
        await press(pilot, "y")
        await until(pilot, lambda: copied == ["Mill vs Zed: not accepted: voting has closed."])
        assert (await press(pilot, "!")).startswith("Dropped, as the account has it: Mill vs Zed")
        assert store.facts.vote(PAIR) is None
        assert store.accounts.pending() == []
        assert "not refused" in await press(pilot, "!")
        assert await press(pilot, "y") == "There is no error to copy."
        await press(pilot, "u")
        kept = store.facts.vote(PAIR)
        assert kept
        assert kept.pick == "mill"
        assert [each.holdup for each in store.accounts.pending()] == [Holdup.WAITING]


@pytest.fixture
def late(store: Store, tmp_path: Path) -> Iterator[Tokens]:
    """Tokens of a server that took the matchup away after this device had read the feed."""
    with voting_server(tmp_path / "server") as server:
        found = log_in(store, server, server.add_user("ann"), tmp_path / "credentials.json")
        (tmp_path / "server" / "catalog" / "matchups.toml").write_text("")
        server("init", "--catalog", "catalog", "--url", f"{server.host}/v1/")
        yield found


async def test_what_a_server_does_not_accept_is_said_unasked_and_marked(
    store: Store, late: Tokens
) -> None:
    async with opened(store, WIDE, plan=Plan(tokens=lambda: late, send_after=0.01)) as pilot:
        pilot.app.simulate_key("a")
        said = "1 act was not accepted. Press 7 to see why."
        await until(pilot, lambda: said in shown(pilot.app))
        assert any("!A" in row for row in rows_of(pilot.app))
        await press(pilot, "7")
        assert "! not accepted: the feed has removed this matchup." in shown(pilot.app)


async def test_r_on_a_refused_act_sends_it_again(
    store: Store, tokens: Tokens, server: VotingServer, user: str
) -> None:
    vote(store)
    refuse(store)
    async with opened(store, WIDE, plan=Plan(tokens=lambda: tokens)) as pilot:
        await press(pilot, "7", "r")
        await until(pilot, lambda: not store.accounts.pending())
        await until(pilot, lambda: "127.0.0.1: sent 1." in shown(pilot.app))
    assert votes(server, user)


@pytest.mark.parametrize(("choice", "sent"), [("move", True), ("fresh", False), ("not", None)])
async def test_a_token_of_another_account_is_asked_about(
    store: Store,
    tokens: Tokens,
    server: VotingServer,
    user: str,
    choice: str,
    sent: bool | None,  # noqa: FBT001 - a case of the test
) -> None:
    """Nothing is sent before the reader has said what it means."""
    vote(store)
    (account,) = store.accounts.all()
    tokens.file.put(account.url, Secret(server.add_user(f"{user}-2")))
    async with opened(store, WIDE, plan=Plan(tokens=lambda: tokens)) as pilot:
        await press(pilot, "r")
        await until(pilot, lambda: "is another account's" in shown(pilot.app))
        assert votes(server, f"{user}-2") == []
        await press(pilot, *choice, "enter")
        await until(pilot, lambda: "is another account's" not in shown(pilot.app))
        if sent is None:
            assert store.accounts.all()[0].access is Access.MISMATCH
            assert "1 to send, 7 shows why" in rows_of(pilot.app)[0]
        else:
            await until(pilot, lambda: store.accounts.all()[0].access is Access.OPEN)
            await until(pilot, lambda: not store.accounts.pending())
            await pilot.app.workers.wait_for_complete()
    assert bool(votes(server, f"{user}-2")) == bool(sent)
    assert votes(server, user) == []


def test_what_waits_is_sent_when_the_reader_leaves(
    store: Store, tokens: Tokens, server: VotingServer, user: str
) -> None:
    vote(store)
    send_last(store, Plan(tokens=lambda: tokens, send_after=10))
    assert store.accounts.pending() == []
    assert votes(server, user)


def test_leaving_asks_for_no_token_where_nothing_waits_or_a_pause_is_on(
    store: Store, tokens: Tokens
) -> None:
    def asked() -> Tokens:
        raise AssertionError("a token was asked for")

    plan = Plan(tokens=asked, send_after=10)
    send_last(store, plan)
    vote(store)
    (account,) = store.accounts.all()
    store.accounts.failed(account.feed, "It was away.", now() + LONGEST_WAIT // 2)
    send_last(store, plan)
    store.accounts.stop(account.feed, Access.LOGIN)
    send_last(store, plan)
    assert tokens.file.get(account.url)


def test_a_pause_that_was_begun_by_a_clock_that_was_a_year_ahead_is_over(
    store: Store, tokens: Tokens, server: VotingServer, user: str
) -> None:
    send_last(store, Plan(tokens=lambda: tokens, send_after=10))
    vote(store)
    (account,) = store.accounts.all()
    store.accounts.failed(account.feed, "It was away.", now() + 365 * LONGEST_WAIT)
    send_last(store, Plan(tokens=lambda: tokens, send_after=10))
    assert votes(server, user)


async def test_leaving_waits_for_no_server_that_stalls(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vote is kept, and goes out with a later exchange."""
    monkeypatch.setattr(parting, "PATIENCE", 0.3)
    async with world() as stalled:

        async def stall(_request: Request) -> None:
            await asyncio.Event().wait()

        url = f"{stalled.url}/v1/"
        stalled.at("/v1/sync", stall)
        store.feeds.add(publish(stalled, tmp_path / "site", url, NOW))
        await sync(store)
        tokens = Tokens(Credentials(tmp_path / "credentials.json"))
        tokens.file.put(url, Secret("shp_whatever"))
        store.accounts.log_in(1, url, "a_me", from_environment=False)
        vote(store, PAIRS[0], "tie")
        await asyncio.to_thread(leave, store, tokens)
        assert "/v1/sync" in [request.path for request in stalled.requests]
        assert len(store.accounts.pending()) == 1


async def test_leaving_waits_for_no_name_that_cannot_be_resolved(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the last try nor in one that is under way when the reader leaves."""
    url, asked, given_up = "https://votes.example/v1/", Event(), Event()
    waited_out: list[bool] = []
    async with world() as home:
        store.feeds.add(publish(home, tmp_path / "site", url, NOW))
        await sync(store)
    tokens = Tokens(Credentials(tmp_path / "credentials.json"))
    tokens.file.put(url, Secret("shp_whatever"))
    store.accounts.log_in(1, url, "a_me", from_environment=False)
    vote(store, PAIRS[0], "tie")

    def resolve(*_: object, **__: object) -> list[object]:
        asked.set()
        waited_out.append(not given_up.wait(PATIENCE))
        raise OSError("no such name")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr(parting, "PATIENCE", 0.3)
    try:
        await asyncio.to_thread(leave, store, tokens)
        puller = Puller(store, lambda: tokens, notes=False)
        sending = asyncio.create_task(puller.send(Wish()))
        asked.clear()
        assert await asyncio.to_thread(asked.wait, PATIENCE)
        puller.stop()
        assert await sending is None
        assert waited_out == []
        assert len(store.accounts.pending()) == 1
    finally:
        given_up.set()


def leave(store: Store, tokens: Tokens) -> None:
    with store.another() as own:
        send_last(own, Plan(tokens=lambda: tokens, send_after=10))


def test_a_token_of_the_environment_is_for_the_account_that_was_logged_in_with_it(
    tmp_path: Path,
) -> None:
    """No other feed gets it, and that account never gets one from the file."""
    url, given = "https://votes.example/v1/", Secret("shp_of-the-environment")
    tokens = Tokens(Credentials(tmp_path / "credentials.json"), given)
    tokens.file.put(url, Secret("shp_of-the-file"))
    plain = Account(1, url, Access.OPEN, "a_me")
    kept = tokens.of(plain)
    assert kept
    assert kept.reveal() == "shp_of-the-file"
    assert tokens.of(replace(plain, url="https://other.example/v1/")) is None
    assert tokens.of(replace(plain, from_environment=True)) is given


def test_the_screen_sends_with_a_token_of_the_environment_also_when_it_is_left_at_once(
    tmp_path: Path, server: VotingServer, user: str
) -> None:
    token = server.add_user(user)
    db = tmp_path / "shiptui.db"
    environment = {"SHIPTUI_TOKEN": token}
    for words in (("feed", "add", server.feed), ("login", "1")):
        with Terminal(db, 80, 24, ("-m", "shiptui", *words), environment) as terminal:
            assert terminal.wait_for_end() == 0, terminal.text
    with Terminal(db, 120, 40, environment=environment) as terminal:
        terminal.see_app()
        terminal.press("a")
        terminal.see("Voted")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    assert len(server("export", user).splitlines()) > 2
    assert not (tmp_path / ".config" / "shiptui" / "credentials.json").exists()
