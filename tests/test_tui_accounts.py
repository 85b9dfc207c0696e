"""Votes on the screen go to the reader's account when the reader syncs, and come from it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from shiptui.store.store import Store
from shiptui.sync import accounts
from shiptui.sync.accounts import Tokens
from shiptui.sync.credentials import Credentials
from shiptui.sync.exchanging import exchange_each
from shiptui.sync.syncing import Wish, sync
from shiptui.tui.syncing import Plan
from terminal import opened, press, rows_of
from voting_server import VotingServer, voting_server

PAIR = "mill-vs-zed"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VotingServer]:
    with voting_server(tmp_path_factory.mktemp("voting") / "server") as running:
        yield running


def log_in(store: Store, server: VotingServer, token: str, file: Path) -> Tokens:
    """A database that follows the server's feed, was synced and is logged in."""
    store.feeds.add(server.feed)
    asyncio.run(sync(store))
    (subscribed,) = store.feeds.all()
    tokens = Tokens(Credentials(file))
    entry = asyncio.run(accounts.enter(subscribed, token))
    accounts.keep(store, subscribed, entry, tokens)
    return tokens


@pytest.fixture
def logged_in(store: Store, server: VotingServer, tmp_path: Path, seed: Path) -> Iterator[Store]:
    """The store of the screen is logged in; another device of the same reader is given."""
    token = server.add_user("ann")
    log_in(store, server, token, tmp_path / "credentials.json")
    with Store.open(tmp_path / "other.db", seed) as other:
        log_in(other, server, token, tmp_path / "credentials.json")
        yield other


async def test_a_vote_waits_with_a_mark_goes_out_with_a_sync_and_others_come_in(
    store: Store, logged_in: Store, tmp_path: Path
) -> None:
    tokens = Tokens(Credentials(tmp_path / "credentials.json"))
    zed = logged_in.catalog.tool("zed")
    assert zed
    logged_in.facts.save("tool:zed", "Zed", tags=("later",))
    await exchange_each(logged_in, tokens, Wish())
    async with opened(store, (120, 40), plan=Plan(tokens=lambda: tokens)) as pilot:
        await press(pilot, "a")
        assert any("^A" in row for row in rows_of(pilot.app))
        await press(pilot, "7")
        assert any("Waiting to be sent: 1. r sends." in row for row in rows_of(pilot.app))
        await press(pilot, "1")
        await press(pilot, "r")
        assert not any("^A" in row for row in rows_of(pilot.app))
    assert store.facts.bookmark("tool:zed")
    await exchange_each(logged_in, tokens, Wish())
    vote = logged_in.facts.vote(PAIR)
    assert vote
    assert vote.pick == "mill"
