"""Rows for a list, looked for beside the keys."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from shiptui.model.errors import ShiptuiError
from shiptui.store.store import Store
from shiptui.tui.reader import Find, Ids


class Seeker:
    """Serves one list, from one thread with a connection of its own.

    Only the newest search counts: one that is overtaken is stopped, and its answer is an error.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="seek")
        self._eye: Store | None = None
        self._overtaken = Event()

    def seek(self, find: Find, limit: int | None) -> Future[Ids | ShiptuiError]:
        """Look for at most so many rows."""
        self._overtaken.set()
        self._overtaken = Event()
        return self._thread.submit(self._run, self._overtaken, find, limit)

    def _run(self, overtaken: Event, find: Find, limit: int | None) -> Ids | ShiptuiError:
        try:
            if self._eye is None:
                self._eye = self._store.another()
            with self._eye.stopped_by(overtaken.is_set):
                return find(self._eye.catalog, limit)
        except ShiptuiError as error:
            return error

    def close(self) -> None:
        """End the search that is under way, and the thread."""
        self._overtaken.set()
        self._thread.submit(self._close_eye)
        self._thread.shutdown(wait=True)

    def _close_eye(self) -> None:
        if self._eye is not None:
            self._eye.close()
