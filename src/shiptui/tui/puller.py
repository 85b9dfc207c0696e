"""The one sync that may be under way: on a thread of its own, with a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.model.feeds import Looked
    from shiptui.store.store import Store
    from shiptui.sync.syncing import Progress, Wish


class Puller:
    """Syncs beside the keys; what it imports for that, HTTP among it, is imported there."""

    def __init__(self, store: Store, credentials: Path | None = None, *, notes: bool) -> None:
        self._store = store
        self._credentials = credentials
        self._notes = notes
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[list[Looked]] | None = None
        self._stopped = False

    async def pull(self, wish: Wish, told: Callable[[Progress], None]) -> list[Looked] | None:
        """Sync, and tell how it goes here; None where it was stopped. Raises ShiptuiError.

        After the feeds come the accounts: how an exchange went stands with each of them.
        """
        home = asyncio.get_running_loop()
        self._stopped = False

        def tell(progress: Progress) -> None:
            with suppress(RuntimeError):  # the program has left meanwhile
                home.call_soon_threadsafe(told, progress)

        return await asyncio.to_thread(self._work, wish, tell)

    def stop(self) -> None:
        """Let go of what is under way; what was applied stays."""
        self._stopped = True
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):  # it has just ended
                self._loop.call_soon_threadsafe(self._task.cancel)

    def _work(self, wish: Wish, tell: Callable[[Progress], None]) -> list[Looked] | None:
        with self._store.another() as own, suppress(asyncio.CancelledError):
            return asyncio.run(self._stoppable(self._both(own, wish, tell)))
        return None

    async def _both(self, own: Store, wish: Wish, tell: Callable[[Progress], None]) -> list[Looked]:
        from shiptui.sync.accounts import Tokens
        from shiptui.sync.credentials import Credentials
        from shiptui.sync.exchanging import exchange_each
        from shiptui.sync.syncing import sync

        looks = await sync(own, wish, told=tell)
        if self._credentials is not None:
            tokens = Tokens(Credentials(self._credentials))
            await exchange_each(own, tokens, wish, notes=self._notes)
        return looks

    async def _stoppable(self, work: Coroutine[None, None, list[Looked]]) -> list[Looked]:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.ensure_future(work)
        if self._stopped:
            self._task.cancel()
        return await self._task
