"""The one sync that may be under way: on a thread of its own, with a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from shiptui.model.feeds import Looked
    from shiptui.store.store import Store
    from shiptui.sync.accounts import Tokens
    from shiptui.sync.exchanging import Told
    from shiptui.sync.syncing import Progress, Wish

OpenTokens: TypeAlias = "Callable[[], Tokens]"
"""Gives where tokens come from; what it imports for that is imported when it is called."""

Result = TypeVar("Result")


def run_apart(work: Coroutine[None, None, Result]) -> Result:
    """Run something to its end, or to its cancelling, and not a moment longer.

    `asyncio.run` would also wait for threads that it started, and one that resolves a name can
    neither be stopped nor is it done soon where the network is half there.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


class Pulled(NamedTuple):
    """How the looks at feeds and the exchanges with accounts went."""

    looks: list[Looked]
    told: list[Told]


class Puller:
    """Syncs beside the keys; what it imports for that, HTTP among it, is imported there."""

    def __init__(self, store: Store, tokens: OpenTokens | None = None, *, notes: bool) -> None:
        self._store = store
        self._tokens = tokens
        self._notes = notes
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[object] | None = None
        self._stopped = False

    async def pull(self, wish: Wish, told: Callable[[Progress], None]) -> Pulled | None:
        """Sync, and tell how it goes here; None where it was stopped. Raises ShiptuiError.

        After the feeds come the accounts.
        """
        home = asyncio.get_running_loop()

        def tell(progress: Progress) -> None:
            with suppress(RuntimeError):  # the program has left meanwhile
                home.call_soon_threadsafe(told, progress)

        async def both(own: Store) -> Pulled:
            from shiptui.sync.syncing import sync

            looks = await sync(own, wish, told=tell)
            return Pulled(looks, await self._exchange(own, wish))

        return await self.work(both)

    async def send(self, wish: Wish) -> list[Told] | None:
        """Exchange with the accounts alone; None where it was stopped. Raises ShiptuiError."""
        return await self.work(lambda own: self._exchange(own, wish))

    async def work(self, work: Callable[[Store], Coroutine[None, None, Result]]) -> Result | None:
        """Do something beside the keys; None where it was stopped. Raises ShiptuiError."""
        self._stopped = False
        return await asyncio.to_thread(self._work, work)

    def stop(self) -> None:
        """Let go of what is under way; what was applied stays."""
        self._stopped = True
        if self._loop is not None and self._task is not None:
            with suppress(RuntimeError):  # it has just ended
                self._loop.call_soon_threadsafe(self._task.cancel)

    def _work(self, work: Callable[[Store], Coroutine[None, None, Result]]) -> Result | None:
        with self._store.another() as own, suppress(asyncio.CancelledError):
            return run_apart(self._stoppable(work(own)))
        return None

    async def _exchange(self, own: Store, wish: Wish) -> list[Told]:
        if self._tokens is None or not own.accounts.all():
            return []
        from shiptui.sync.exchanging import exchange_each

        return await exchange_each(own, self._tokens(), wish, notes=self._notes)

    async def _stoppable(self, work: Coroutine[None, None, Result]) -> Result:
        self._loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
        self._task = task
        if self._stopped:
            task.cancel()
        return await task
