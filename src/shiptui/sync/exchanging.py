"""Exchanging own data with all accounts, one after the other: what `sync` does after the feeds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shiptui.feed.api_client import ApiClient
from shiptui.feed.network import host_of
from shiptui.model.account import Access, Account, Exchanged
from shiptui.model.errors import FeedError, NotSavedError, OfflineError, ShiptuiError
from shiptui.sync.keeping import cursor_of
from shiptui.sync.own import clock, exchange_all
from shiptui.sync.turn import turn

if TYPE_CHECKING:
    from shiptui.model.feeds import Subscribed
    from shiptui.store.store import Store
    from shiptui.sync.accounts import OpenCaller, Tokens
    from shiptui.sync.syncing import Wish


@dataclass(frozen=True, slots=True)
class Told:
    """How the exchange with one account went. `error` is why it came to nothing, or None.

    `skew` is how far the server's clock is ahead of ours in ms, where the reader should know.
    """

    feed: int
    name: str
    exchanged: Exchanged = field(default_factory=Exchanged)
    error: ShiptuiError | None = None
    skew: int | None = None


async def exchange_each(
    store: Store,
    tokens: Tokens,
    wish: Wish,
    *,
    notes: bool = False,
    open_caller: OpenCaller = ApiClient,
) -> list[Told]:
    """Send what waits and read what other devices did, at every account that is wished for.

    What is wrong with one does not keep the others waiting. Raises OfflineError where another sync
    is at work, NotSavedError where nothing can be written.
    """
    if not store.accounts.all():
        return []
    if not store.writable:
        raise NotSavedError("Not synced: the database cannot be written.")
    with turn(store.path):
        followed = {each.id: each for each in store.feeds.all()}
        wanted = [each for each in store.accounts.all() if _is_wanted(each, followed, wish)]
        return [
            await _tell(store, tokens, each, followed[each.feed], open_caller, notes=notes)
            for each in wanted
        ]


async def _tell(
    store: Store,
    tokens: Tokens,
    account: Account,
    subscribed: Subscribed,
    open_caller: OpenCaller,
    *,
    notes: bool,
) -> Told:
    told = Told(account.feed, host_of(account.url))
    try:
        _refuse_unsettled(store, account, subscribed)
        token = tokens.of(account)
        if token is None:
            raise FeedError(f"There is no token for {told.name}; log in again.")
        async with open_caller(account.url, token) as caller:
            done = await exchange_all(store.accounts, account, caller, notes=notes)
    except NotSavedError:
        raise
    except ShiptuiError as error:
        return replace(told, error=error)
    now = store.accounts.of(account.feed)
    return replace(told, exchanged=done, skew=now.skew if now and now.is_skewed else None)


def _refuse_unsettled(store: Store, account: Account, subscribed: Subscribed) -> None:
    """Refuse an account that the reader has to decide about. A token goes to one place only."""
    api = cursor_of(subscribed.cursor).api
    if account.access is Access.OPEN and api is not None and api != account.url:
        problem = (
            f"The feed now names {host_of(api)} for votes instead of {host_of(account.url)};"
            " nothing was sent there. If that is meant, log in again."
        )
        store.accounts.stop(account.feed, Access.ELSEWHERE, problem)
        raise FeedError(problem)
    if account.access is not Access.OPEN:
        raise FeedError(account.problem or "Log in again.")


def _is_wanted(account: Account, followed: dict[int, Subscribed], wish: Wish) -> bool:
    if account.feed not in followed or wish.only not in (None, account.feed):
        return False
    return not account.is_left and (not wish.due_only or account.is_due(clock()))


def is_worth_a_retry(told: Told) -> bool:
    """Whether the same again may work later."""
    return isinstance(told.error, OfflineError)
