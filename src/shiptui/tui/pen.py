"""The one thread that writes: acts reach the disk in the order of the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from shiptui.model.facts import Change
from shiptui.store.store import Store

Write = Callable[[Store], Change | None]


class Pen:
    """Writes with a connection of its own, off the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
        self._ink: Store | None = None

    async def write(self, write: Write) -> Change | None:
        """Return after the commit; raises NotSavedError when nothing was saved."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, write)

    def _run(self, write: Write) -> Change | None:
        if self._ink is None:
            self._ink = self._store.another()
        return write(self._ink)

    def close(self) -> None:
        """Let the last write reach the disk."""
        self._thread.submit(self._close_ink)
        self._thread.shutdown(wait=True)

    def _close_ink(self) -> None:
        if self._ink is not None:
            self._ink.close()
