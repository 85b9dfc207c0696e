"""The feeds that the reader follows, what was read of them, and how the looks at them went."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from shiptui.model.errors import UsageError
from shiptui.model.feeds import Gain, Looked, Outcome, Subscribed, Tally
from shiptui.store.ledger import now
from shiptui.store.tallying import tallies
from shiptui.store.writing import Row, read, writing
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

    from shiptui.store.applying import Batch

LOOKS_KEPT = 200
TITLE_LIMIT = 160
SENTENCE_LIMIT = 500
"""Characters."""

_SUBSCRIBED = """
SELECT s.id, s.url, s.allow_http, s.key, s.added, s.looked, s.due, s.failures, s.problem,
  f.feed_id, f.title, f.as_of, f.cursor
FROM subscription AS s LEFT JOIN feed AS f ON f.id = s.id
"""


class Feeds:
    """Subscriptions and all that comes by them. Every write returns after COMMIT has returned."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Subscribed]:
        """The subscriptions in the order in which they were made: the first one speaks first."""
        return [_subscribed(row) for row in read(self._connection, f"{_SUBSCRIBED} ORDER BY s.id")]

    def add(self, url: str, *, allow_http: bool = False, key: str | None = None) -> Subscribed:
        """Follow a feed from now on. UsageError where its address is followed already."""
        at = now()
        with writing(self._connection) as connection:
            known = connection.execute("SELECT 1 FROM subscription WHERE url = ?", (url,))
            if known.fetchone():
                raise UsageError(f"{url} is followed already.")
            (id_,) = connection.execute(
                "INSERT INTO subscription (url, allow_http, key, added) VALUES (?, ?, ?, ?)"
                " RETURNING id",
                (url, allow_http, key, at),
            ).fetchone()
        return Subscribed(id_, url, allow_http, key, at)

    def move(self, id_: int, url: str, *, allow_http: bool) -> None:
        """Look for a feed at another address from now on; what was read of it stays."""
        with writing(self._connection) as connection:
            connection.execute(
                "UPDATE subscription SET url = ?, allow_http = ?, due = NULL WHERE id = ?",
                (url, allow_http, id_),
            )

    def remove(self, id_: int) -> None:
        """Follow a feed no longer: all that it said goes, votes and bookmarks stay.

        The bundled catalog comes back when the database is opened the next time.
        """
        from shiptui.store.applying import remove_feed
        from shiptui.store.entries import derive_entries
        from shiptui.store.totals import note_totals

        with writing(self._connection) as connection:
            remove_feed(connection, id_)
            derive_entries(connection)
            note_totals(connection)
            connection.execute("DELETE FROM subscription WHERE id = ?", (id_,))

    def apply(self, id_: int, batch: Batch) -> Gain:
        """Apply a batch in one transaction; StoreError where it does not continue what is there."""
        from shiptui.store.applying import apply

        return apply(self._connection, id_, batch)

    def note_look(self, look: Looked, *, cursor: str | None, due: int, failures: int) -> None:
        """Write down how a look went, and when the next one is due.

        `cursor` is kept where one is given and the feed was read before.
        """
        told = {
            "name": look.name,
            "size": look.size,
            "problem": look.problem,
            "new": look.gain.new,
            "changed": look.gain.changed,
            "gone": look.gain.gone,
        }
        with writing(self._connection) as connection:
            connection.execute(
                "UPDATE subscription SET looked = ?, due = ?, failures = ?, problem = ?"
                " WHERE id = ?",
                (look.at, due, failures, look.problem, look.feed),
            )
            if cursor is not None:
                connection.execute("UPDATE feed SET cursor = ? WHERE id = ?", (cursor, look.feed))
            (n,) = connection.execute(
                "INSERT INTO look (feed, at, outcome, told) VALUES (?, ?, ?, ?) RETURNING n",
                (look.feed, look.at, look.outcome, json.dumps(told)),
            ).fetchone()
            connection.execute("DELETE FROM look WHERE n <= ?", (n - LOOKS_KEPT,))

    def looks(self, limit: int = LOOKS_KEPT) -> list[Looked]:
        """The last looks, newest first."""
        rows = read(
            self._connection,
            "SELECT feed, at, outcome, told FROM look ORDER BY n DESC LIMIT ?",
            (limit,),
        )
        return [_looked(row) for row in rows]

    def tallies(self, kind: str) -> dict[str, Tally]:
        """How readers voted, by id (`matchup`) or by slug (`tool`); the first feed speaks."""
        return tallies(self._connection, kind)


def _subscribed(row: Row) -> Subscribed:
    id_, url, allow_http, key, added, looked, due, failures, problem, feed_id, title, *rest = row
    as_of, cursor = rest
    return Subscribed(
        id=id_,
        url=clean(url, 2_000),
        allow_http=bool(allow_http),
        key=key,
        added=added,
        looked=looked,
        due=due,
        failures=failures,
        problem=problem and clean(problem, SENTENCE_LIMIT),
        feed_id=feed_id,
        title=title and clean(title, TITLE_LIMIT),
        as_of=as_of,
        cursor=cursor,
    )


def _looked(row: Row) -> Looked:
    feed, at, outcome, text = row
    told = json.loads(text)
    gain = Gain(*(Counter(told[side]) for side in ("new", "changed", "gone")))
    name, problem = clean(told["name"], TITLE_LIMIT), told["problem"]
    return Looked(
        feed,
        name,
        at,
        Outcome(outcome),
        gain,
        told["size"],
        problem and clean(problem, SENTENCE_LIMIT),
    )
