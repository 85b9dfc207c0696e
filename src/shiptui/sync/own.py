"""Exchanging the reader's own data with one account: send what waits, read what other devices did.

The store decides what is sent and what an answer means; here is only the order of the steps.
Nothing is awaited while a transaction is open, and what is about to be sent is committed before it
leaves.
"""

from __future__ import annotations

import secrets
import time
from random import random
from typing import TYPE_CHECKING

from shiptui.feed import api
from shiptui.feed.api_problems import LoginError, MismatchError, UnreadableError
from shiptui.feed.fetching import BusyError
from shiptui.feed.waiting import back_off
from shiptui.model.account import Access, Exchanged
from shiptui.model.errors import FeedError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shiptui.feed.api_client import Caller
    from shiptui.model.account import Account, Batch, Reply
    from shiptui.store.accounts import Accounts

MOST_EXCHANGES = 500
"""In one run; what is left then waits for the next one."""

_WHY = {LoginError: Access.LOGIN, MismatchError: Access.MISMATCH}


def clock() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


async def exchange_all(
    accounts: Accounts,
    account: Account,
    caller: Caller,
    *,
    notes: bool = False,
    now: Callable[[], int] = clock,
) -> Exchanged:
    """Exchange until nothing waits on either side.

    Raises FeedError or OfflineError, noted with the account, where that comes to nothing; what was
    settled before stays settled.
    """
    try:
        return await _exchange_all(accounts, account, caller, notes=notes, now=now)
    except (LoginError, MismatchError) as error:
        accounts.stop(account.feed, _WHY[type(error)], str(error))
        raise
    except (FeedError, OfflineError) as error:
        wait = error.wait if isinstance(error, BusyError) else None
        pause = back_off(account.failures + 1, random(), wait=wait)  # noqa: S311 - spreads load
        accounts.failed(account.feed, str(error), now() + pause * 1_000)
        raise


async def _exchange_all(
    accounts: Accounts,
    account: Account,
    caller: Caller,
    *,
    notes: bool,
    now: Callable[[], int],
) -> Exchanged:
    feed, total, most = account.feed, Exchanged(), api.OPERATIONS
    before: Batch | None = None
    for _ in range(MOST_EXCHANGES):
        batch = accounts.next_batch(feed, now=now(), most=most, notes=notes)
        if before is not None and batch.is_empty:
            break
        if batch == before:
            raise FeedError("The server leaves acts unanswered; they are kept and sent again.")
        try:
            reply = await _exchange(caller, batch)
        except UnreadableError as error:
            most = _fewer(accounts, feed, batch, error)
            continue
        total += accounts.take_in(feed, batch, reply, now=now())
        before = batch
    return total


async def _exchange(caller: Caller, batch: Batch) -> Reply:
    nonce = secrets.token_hex(16)
    body = await caller.call("POST", "sync", api.request(batch, nonce))
    reply = api.reply_from(body, nonce)
    if reply.account != batch.account:
        raise MismatchError("The server answers for another account; log in again.")
    return reply


def _fewer(accounts: Accounts, feed: int, batch: Batch, error: UnreadableError) -> int:
    """How many operations to send next, after the server could not read these.

    One that is refused alone is set aside, and the others go on.
    """
    count = len(batch.operations)
    if count > 1:
        return count // 2
    if not count:
        raise error
    accounts.park(feed, batch.operations[0].id, str(error))
    return api.OPERATIONS
