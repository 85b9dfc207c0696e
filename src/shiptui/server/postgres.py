"""The server's database in PostgreSQL, for more than one process or machine."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NoReturn, Self

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from shiptui.model.errors import ConfigError, NotSavedError, OfflineError, StoreError
from shiptui.server.schema import migrate
from shiptui.server.storage import BUSY, Row, Values, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WORDS = Words(
    whole="BIGINT",
    counter="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    octets="BYTEA",
    table="",
    clustered="",
)

_MIGRATING, _COUNTING = 0x5348_5001, 0x5348_5002
"""Keys of the advisory locks."""

_CONNECTIONS = 8
_PATIENCE = 10.0
"""Seconds to wait for a connection, and for another transaction's lock."""


class PostgresRows:
    """A transaction of PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def all(self, statement: str, **values: object) -> list[Row]:
        """All rows."""
        return self._connection.execute(_spelled(statement), values).fetchall()

    def one(self, statement: str, **values: object) -> Row | None:
        """The first row, or None."""
        return self._connection.execute(_spelled(statement), values).fetchone()

    def locked(self, statement: str, **values: object) -> Row | None:
        """The first row, which no other transaction changes before this one is over."""
        return self.one(f"{statement} FOR UPDATE", **values)

    def run(self, statement: str, **values: object) -> int:
        """Change something; how many rows it touched."""
        return self._connection.execute(_spelled(statement), values).rowcount

    def many(self, statement: str, values: Iterable[Values]) -> None:
        """Run one statement for each set of values."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_spelled(statement), values)


class PostgresStore:
    """A server's database at an address like postgresql://user@host/name."""

    def __init__(self, pool: ConnectionPool[psycopg.Connection[Row]]) -> None:
        self._pool = pool

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect, and make or upgrade the tables. Raises StoreError, ConfigError."""
        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise ConfigError("The address of the database is none of PostgreSQL.") from error
        pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=_PATIENCE,
            configure=_configure,
            open=False,
        )
        store = cls(pool)
        try:
            with _telling(StoreError, "The database cannot be used"):
                pool.open(wait=True, timeout=_PATIENCE)
            with store.writing() as rows:
                rows.one(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
                migrate(rows, WORDS)
        except BaseException:
            pool.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[PostgresRows]:
        """One moment of the database."""
        with (
            _telling(StoreError, "The database cannot be read"),
            self._pool.connection() as connection,
            connection.transaction(),
        ):
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresRows(connection)

    @contextmanager
    def writing(self) -> Iterator[PostgresRows]:
        """One transaction; leaving it means that COMMIT has returned."""
        with (
            _telling(NotSavedError, "Not saved"),
            self._pool.connection() as connection,
            connection.transaction(),
        ):
            yield PostgresRows(connection)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of counting and publishing; it goes with the connection."""
        with (
            _telling(StoreError, "The database cannot be used"),
            self._pool.connection() as connection,
            connection.transaction(),
        ):
            row = connection.execute(f"SELECT pg_try_advisory_xact_lock({_COUNTING})").fetchone()
            if not row or not row[0]:
                raise OfflineError(BUSY)
            yield

    def back_up(self, target: Path) -> NoReturn:
        """PostgreSQL has its own tools for this."""
        raise ConfigError(
            f"For PostgreSQL use its own tool: pg_dump --format=custom --file={target}"
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


def _configure(connection: psycopg.Connection[Row]) -> None:
    connection.execute(f"SET lock_timeout = {_PATIENCE * 1_000:.0f}")
    connection.commit()


@cache
def _spelled(statement: str) -> str:
    """A statement of ours with values as psycopg names them."""
    return re.sub(r":(\w+)", r"%(\1)s", statement)


@contextmanager
def _telling(kind: type[StoreError], what: str) -> Iterator[None]:
    """Turn what the world refuses into a sentence; a bug of ours stays what it is."""
    try:
        yield
    except (psycopg.OperationalError, PoolTimeout) as error:
        # Never the message itself: it may hold the address of the database, password and all.
        raise kind(f"{what}: {type(error).__name__}.") from error
