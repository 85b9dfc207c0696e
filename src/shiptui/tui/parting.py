"""The last try to send what waits, when the reader has left and the terminal is theirs again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from shiptui.model.errors import ShiptuiError
from shiptui.store.ledger import now
from shiptui.tui.puller import run_apart

if TYPE_CHECKING:
    from shiptui.store.store import Store
    from shiptui.tui.puller import OpenTokens
    from shiptui.tui.syncing import Plan

PATIENCE = 1.0
"""Seconds. What is not sent by then waits for the next run."""


def send_last(store: Store, plan: Plan) -> None:
    """Send what waits, for a second at most; where nothing does, nothing is even imported."""
    if plan.offline or plan.tokens is None or not plan.send_after or not store.writable:
        return
    moment = now()
    if not any(each.is_due(moment) for each in store.accounts.all()):
        return
    if store.accounts.waiting():
        run_apart(_send(store, plan.tokens, notes=plan.notes))


async def _send(store: Store, tokens: OpenTokens, *, notes: bool) -> None:
    with suppress(ShiptuiError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            from shiptui.sync.exchanging import exchange_each
            from shiptui.sync.syncing import Wish

            await exchange_each(store, tokens(), Wish(due_only=True), notes=notes)
