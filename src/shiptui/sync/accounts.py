"""Logging in to a feed and out of it: a token, bound to the one place the feed names for votes."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from shiptui.feed import api_account
from shiptui.feed.api_client import ApiClient
from shiptui.feed.network import host_of
from shiptui.feed.secret import Secret
from shiptui.model.account import Access
from shiptui.model.errors import FeedError, OfflineError, UsageError
from shiptui.sync.keeping import cursor_of

if TYPE_CHECKING:
    from shiptui.feed.api_account import Code, Me
    from shiptui.feed.api_client import Caller
    from shiptui.model.account import Account
    from shiptui.model.feeds import Subscribed
    from shiptui.store.store import Store
    from shiptui.sync.credentials import Credentials

OpenCaller: TypeAlias = Callable[[str, Secret | None], ApiClient]
"""Makes what calls the server at an address, with a token or none."""

_CODE = re.compile(r"[A-Za-z0-9]{8}\Z")
_DEVICE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Tokens:
    """Where tokens come from: the file, and for one account the environment of this run."""

    file: Credentials
    environment: Secret | None = None

    def of(self, account: Account) -> Secret | None:
        """The token for an account's own address."""
        return self.environment if account.from_environment else self.file.get(account.url)


@dataclass(frozen=True, slots=True)
class Entry:
    """A log-in that the server agreed to and that is not written down yet."""

    url: str
    me: Me
    token: Secret


def address_of(subscribed: Subscribed) -> str:
    """Where a feed says that votes are sent. FeedError where it takes none."""
    url = cursor_of(subscribed.cursor).api
    if url is None:
        name = subscribed.title or host_of(subscribed.url)
        raise FeedError(f"{name} takes no votes; yours stay on this machine.")
    return url


async def enter(
    subscribed: Subscribed, said: Secret | str, open_caller: OpenCaller = ApiClient
) -> Entry:
    """Try a token, or the code of another device, at a feed's server. Nothing is written down."""
    url = address_of(subscribed)
    async with open_caller(url, None) as caller:
        await api_account.refuse_stranger(caller, subscribed.feed_id or "")
        token = await _token(caller, said)
    async with open_caller(url, token) as caller:
        return Entry(url, await api_account.whose(caller), token)


def keep(
    store: Store, subscribed: Subscribed, entry: Entry, tokens: Tokens, *, since_now: bool = False
) -> None:
    """Write a log-in down: the token in its file, the account in the database."""
    given = tokens.environment is entry.token
    if given and any(
        each.from_environment and each.feed != subscribed.id for each in store.accounts.all()
    ):
        raise UsageError("The token of the environment is that of another feed; log out there.")
    if not given:
        tokens.file.put(entry.url, entry.token)
    store.accounts.log_in(
        subscribed.id, entry.url, entry.me.account, from_environment=given, since_now=since_now
    )


async def follow_token(
    store: Store,
    account: Account,
    tokens: Tokens,
    *,
    since_now: bool,
    open_caller: OpenCaller = ApiClient,
) -> None:
    """Use the account that the token belongs to now, instead of the one that is known here."""
    subscribed = next(each for each in store.feeds.all() if each.id == account.feed)
    entry = await enter(subscribed, _known(tokens, account), open_caller)
    keep(store, subscribed, entry, tokens, since_now=since_now)


async def leave(
    store: Store, account: Account, tokens: Tokens, open_caller: OpenCaller = ApiClient
) -> str | None:
    """Forget the token here, and at the server where it can be asked; why not, where it cannot."""
    token, why = tokens.of(account), None
    if token is not None and not account.from_environment:
        why = await _revoke(account, token, open_caller)
        tokens.file.remove(account.url)
    store.accounts.stop(account.feed, Access.LOGIN)
    return why


async def next_code(account: Account, tokens: Tokens, open_caller: OpenCaller = ApiClient) -> Code:
    """A code that lets one more device in."""
    async with open_caller(account.url, _known(tokens, account)) as caller:
        return await api_account.code_for_next(caller)


def _known(tokens: Tokens, account: Account) -> Secret:
    token = tokens.of(account)
    if token is None:
        raise FeedError(f"There is no token for {host_of(account.url)}; log in first.")
    return token


async def _token(caller: Caller, said: Secret | str) -> Secret:
    if isinstance(said, Secret):
        return said
    words = said.strip()
    if not _CODE.match(words):
        return Secret(words)
    device = socket.gethostname()[:_DEVICE_LIMIT] or "a device"
    return await api_account.token_for(caller, words, device)


async def _revoke(account: Account, token: Secret, open_caller: OpenCaller) -> str | None:
    try:
        async with open_caller(account.url, token) as caller:
            await api_account.revoke(caller, await api_account.whose(caller))
    except (FeedError, OfflineError) as error:
        return f"The server still knows the token: {error}"
    return None
