"""What the server asks of a database: transactions of plain SQL, and nothing that only one knows.

Every statement of the server is written once, in the words that SQLite and PostgreSQL share, with
values as `:name`. An engine brings the transaction, the lock and its words for types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

BUSY = "Another process is counting or publishing; try again."

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Mapping[str, object]


class Rows(Protocol):
    """What can be done within one transaction."""

    def all(self, statement: str, **values: object) -> list[Row]:
        """All rows of a query, or of what a change returns."""
        ...

    def one(self, statement: str, **values: object) -> Row | None:
        """The first row, or None."""
        ...

    def locked(self, statement: str, **values: object) -> Row | None:
        """The first row, which no other transaction changes before this one is over."""
        ...

    def run(self, statement: str, **values: object) -> int:
        """Change something; how many rows it touched."""
        ...

    def many(self, statement: str, values: Iterable[Values]) -> None:
        """Run one statement for each set of values."""
        ...


class Store(Protocol):
    """A database that is open and has all tables. Safe to use from several threads.

    Every method raises StoreError where the database refuses; nothing has changed then.
    """

    def reading(self) -> AbstractContextManager[Rows]:
        """One moment of the database."""
        ...

    def writing(self) -> AbstractContextManager[Rows]:
        """One transaction. Leaving it without an exception means that COMMIT has returned."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Keep others from counting and publishing meanwhile, in this process and elsewhere.

        Raises OfflineError at once where somebody is at it.
        """
        ...

    def back_up(self, target: Path) -> None:
        """Write a whole copy to a file that is not there yet."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """How an engine spells the types of the tables, which it holds in one text."""

    whole: str
    counter: str
    octets: str
    table: str
    clustered: str
