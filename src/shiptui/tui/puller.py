"""The one sync that may be under way: on a thread of its own, with a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shiptui.model.feeds import Looked
    from shiptui.store.store import Store
    from shiptui.sync.syncing import Progress, Wish


class Puller:
    """Syncs beside the keys; what it imports for that, HTTP among it, is imported there."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[list[Looked]] | None = None
        self._stopped = False

    async def pull(self, wish: Wish, told: Callable[[Progress], None]) -> list[Looked] | None:
        """Sync, and tell how it goes here; None where it was stopped. Raises ShiptuiError."""
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
        from shiptui.sync.syncing import sync

        with self._store.another() as own, suppress(asyncio.CancelledError):
            return asyncio.run(self._stoppable(sync(own, wish, told=tell)))
        return None

    async def _stoppable(self, work: Coroutine[None, None, list[Looked]]) -> list[Looked]:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.ensure_future(work)
        if self._stopped:
            self._task.cancel()
        return await self._task
