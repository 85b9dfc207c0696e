"""Another spelling for a filter that found nothing, looked for beside the keys."""

from __future__ import annotations

import asyncio

from shiptui.model.errors import ShiptuiError
from shiptui.store.store import Store

PAUSE = 0.15
"""Seconds without a key after which it is worth a look."""


async def another_spelling(store: Store, query: str) -> str | None:
    """Find a filter that was probably meant, with a connection of its own."""

    def look() -> str | None:
        with store.another() as other:
            return other.catalog.did_you_mean(query)

    await asyncio.sleep(PAUSE)
    try:
        return await asyncio.to_thread(look)
    except ShiptuiError:
        return None  # It was only a suggestion; the keys tell what is wrong with the database.
