"""The store: one database file with the cached catalog and the reader's facts."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import cached_property

from shiptui import TYPE_CHECKING
from shiptui.model.frozen import replace
from shiptui.store.catalog import CatalogCache
from shiptui.store.opening import Opened, open_database
from shiptui.store.soundness import note_sound
from shiptui.store.writing import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from shiptui.model.bundle import Bundle, Gain, Told
    from shiptui.store.accounts import Accounts
    from shiptui.store.changes import Changes
    from shiptui.store.decisions import Decisions
    from shiptui.store.facts import FactLog
    from shiptui.store.feeds import Feeds
    from shiptui.store.health import Health
    from shiptui.store.own import OwnWords
    from shiptui.store.settings import Settings


STEPS = 20_000
"""Steps of SQLite's machine between two looks at whether to go on; far less than a millisecond."""


class Store:
    """One connection to the database, to be used and closed by the thread that opened it.

    What a command does not ask for is not imported.
    `notices` are sentences the reader must be told, such as that a damaged file was set aside.
    Where `writable` is false every write raises NotSavedError.
    """

    def __init__(self, path: Path, opened: Opened) -> None:
        self.path = path
        self.notices = opened.notices
        self.writable = opened.writable
        self.catalog = CatalogCache(opened.connection)
        self._opened = opened
        self._checked: int | None = None

    @classmethod
    def open(cls, path: Path, seed: Path) -> Self:
        """Open the database, or make it, and bring the bundled catalog in it up to date.

        Raises StoreError for a file that is not ours, OfflineError when another process holds it.
        """
        store = cls(path, open_database(path, seed))
        store._checked = store._edition_of_tables() if store.writable else None
        return store

    def another(self) -> Self:
        """A second connection to the same data, for the calling thread, without the checks.

        Raises StoreError when the file is gone or cannot be read.
        """
        opened = self._opened
        with reading():
            connection = opened.reopen()
        return type(self)(self.path, replace(opened, connection=connection))

    @contextmanager
    def stopped_by(self, test: Callable[[], bool]) -> Iterator[None]:
        """End what is under way here with an error, a StoreError, as soon as `test` says so."""
        connection = self._opened.connection
        connection.set_progress_handler(test, STEPS)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)

    @cached_property
    def facts(self) -> FactLog:
        """What the reader did."""
        from shiptui.store.facts import FactLog

        return FactLog(self._opened.connection)

    @cached_property
    def changes(self) -> Changes:
        """What feeds said before."""
        from shiptui.store.changes import Changes

        return Changes(self._opened.connection)

    @cached_property
    def own(self) -> OwnWords:
        """The reader's own takes, claims and entries."""
        from shiptui.store.own import OwnWords

        return OwnWords(self._opened.connection, self.facts)

    @cached_property
    def settings(self) -> Settings:
        """What was chosen in the program."""
        from shiptui.store.settings import Settings

        return Settings(self._opened.connection)

    @cached_property
    def decisions(self) -> Decisions:
        """Where decision records were written to."""
        from shiptui.store.decisions import Decisions

        return Decisions(self.settings)

    @cached_property
    def accounts(self) -> Accounts:
        """The reader's accounts at feeds, and what waits for them."""
        from shiptui.store.accounts import Accounts

        return Accounts(self._opened.connection)

    @cached_property
    def feeds(self) -> Feeds:
        """The subscriptions, and what was read of them."""
        from shiptui.store.feeds import Feeds

        return Feeds(self._opened.connection)

    def dump(self) -> Bundle:
        """Everything the reader did. Raises StoreError."""
        from shiptui.store.bundling import dump

        return dump(self._opened.connection)

    def foresee(self, bundle: Bundle) -> Gain:
        """What `restore` would do; nothing is changed."""
        from shiptui.store.bundling import foresee

        return foresee(self._opened.connection, bundle)

    def restore(self, bundle: Bundle, mark: str, told: Told | None = None) -> Gain:
        """Take in what another database dumped, in one transaction. Raises NotSavedError."""
        from shiptui.model.bundle import nobody
        from shiptui.store.bundling import restore

        return restore(self._opened.connection, bundle, mark, told or nobody)

    def health(self) -> Health:
        """What a report about this database says. Raises StoreError."""
        from shiptui.store.health import health_of

        return health_of(self._opened.connection)

    def close(self) -> None:
        """Close the connection; all that was acknowledged is on the disk already.

        What was sound when it was opened has only been written by SQLite since, so that the next
        start need not read all of it, unless another program changed the tables meanwhile.
        """
        in_order = self._checked is not None and self._checked == self._edition_of_tables()
        self._opened.connection.close()
        if in_order:
            note_sound(self.path)

    def _edition_of_tables(self) -> int | None:
        """What another program's change of the tables changes; None where it cannot be read."""
        try:
            (edition,) = self._opened.connection.execute("PRAGMA schema_version").fetchone()
        except sqlite3.Error:
            return None
        return int(edition)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
