"""The reader's accounts at feeds: who they are, what is sent next, what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.account import Access, Account, Batch, Exchanged, Pending, Reply
from shiptui.store.ledger import next_number
from shiptui.store.writing import read, writing

if TYPE_CHECKING:
    import sqlite3

    from shiptui.model.facts import Change

_ACCOUNT = """
SELECT feed, url, access, account, from_environment, skew, problem, failures, due FROM account
"""
_LOGIN = """
INSERT INTO account (feed, url, access, account, from_environment) VALUES (?, ?, 'open', ?, ?)
ON CONFLICT (feed) DO UPDATE SET url = excluded.url, access = 'open', account = excluded.account,
  from_environment = excluded.from_environment, problem = NULL, failures = 0, due = NULL
"""
_FORGET = ("own", "sending", "receipt", "basis")


class Accounts:
    """Reads raise StoreError, writes raise NotSavedError and have changed nothing then.

    What there is to do for an account is imported with the first one: most readers have none.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Account, ...]:
        """All accounts, in the order of their subscriptions."""
        rows = read(self._connection, f"{_ACCOUNT} ORDER BY feed")
        return tuple(
            Account(feed, url, Access(access), account, bool(environment), *rest)
            for feed, url, access, account, environment, *rest in rows
        )

    def of(self, feed: int) -> Account | None:
        """The account at a feed."""
        return next((each for each in self.all() if each.feed == feed), None)

    def log_in(
        self, feed: int, url: str, account: str, *, from_environment: bool, since_now: bool = False
    ) -> None:
        """Use an account at a feed from now on.

        Where it is another one than before, nothing of that one is known any more, and what was
        done here is sent to the new one: all of it, or with `since_now` only what is done from now
        on.
        """
        with writing(self._connection) as connection:
            before = self.of(feed)
            connection.execute(_LOGIN, (feed, url, account, int(from_environment)))
            if before and before.account not in (None, account):
                _forget(connection, feed)
                first = next_number(connection) if since_now else 1
                connection.execute(
                    "UPDATE account SET epoch = 0, gen = gen + 1, cursor = '', complete = 0,"
                    " first_sent = ? WHERE feed = ?",
                    (first, feed),
                )

    def stop(self, feed: int, access: Access, problem: str | None = None) -> None:
        """Leave an account alone until the reader has decided; nothing that waits is lost.

        Without a problem it was the reader who wanted it so.
        """
        with writing(self._connection) as connection:
            connection.execute(
                "UPDATE account SET access = ?, problem = ? WHERE feed = ?",
                (access, problem, feed),
            )

    def failed(self, feed: int, problem: str, due: int) -> None:
        """Note why an exchange came to nothing, and when to try again."""
        with writing(self._connection) as connection:
            connection.execute(
                "UPDATE account SET problem = ?, failures = failures + 1, due = ? WHERE feed = ?",
                (problem, due, feed),
            )

    def forget(self, feed: int) -> None:
        """Know nothing of an account any more; what the reader did stays."""
        with writing(self._connection) as connection:
            _forget(connection, feed)
            connection.execute("DELETE FROM account WHERE feed = ?", (feed,))

    def send_imported(self, feed: int) -> None:
        """Let what came from a file be sent as well, as far as it is here now."""
        with writing(self._connection) as connection:
            connection.execute(
                "UPDATE account SET last_imported = ? WHERE feed = ?",
                (next_number(connection) - 1, feed),
            )

    def next_batch(self, feed: int, *, now: int, most: int, notes: bool) -> Batch:
        """What to send next, with the place to read on from. Committed when it returns."""
        from shiptui.store.outbox import next_batch

        with writing(self._connection) as connection:
            return next_batch(connection, feed, now=now, most=most, notes=notes)

    def take_in(self, feed: int, batch: Batch, reply: Reply, *, now: int) -> Exchanged:
        """Apply the answer to a batch, whole or not at all."""
        from shiptui.store.settling import Settling

        with writing(self._connection) as connection:
            return Settling(connection, feed, now).take_in(batch, reply)

    def pending(self) -> list[Pending]:
        """The acts that wait for an account or were refused, oldest first."""
        if not self._are_any():
            return []
        from shiptui.store.pending import pending

        return pending(self._connection)

    def waiting(self) -> int:
        """How many acts wait to be sent."""
        if not self._are_any():
            return 0
        from shiptui.store.pending import waiting

        return waiting(self._connection)

    def retry(self, refused: Pending) -> None:
        """Send a refused act again with the next exchange."""
        from shiptui.store.pending import retry

        with writing(self._connection) as connection:
            retry(connection, refused)

    def drop(self, refused: Pending) -> Change:
        """Let go of a refused act; what the account holds is shown. Undo brings it back."""
        from shiptui.store.pending import drop

        with writing(self._connection) as connection:
            return drop(connection, refused)

    def park(self, feed: int, op: str, problem: str) -> None:
        """Set one operation aside that the server cannot read; the others go on."""
        with writing(self._connection) as connection:
            connection.execute(
                "UPDATE sending SET parked = 1, problem = ? WHERE feed = ? AND op = ?",
                (problem, feed, op),
            )

    def _are_any(self) -> bool:
        return bool(read(self._connection, "SELECT 1 FROM account LIMIT 1"))


def _forget(connection: sqlite3.Connection, feed: int) -> None:
    for table in _FORGET:
        connection.execute(f"DELETE FROM {table} WHERE feed = ?", (feed,))
