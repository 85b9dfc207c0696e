"""Which acts have not arrived at an account and why, and what the reader can do about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.account import Pending
from shiptui.model.facts import Change, Fact, Holdup, Kind
from shiptui.store.ledger import KEY_LIMIT, append, last_restored, next_number, now, uuid7
from shiptui.store.naming import title_of
from shiptui.store.outbox import DROPPED, UNSENT, write_receipt
from shiptui.store.sent_values import kept_value
from shiptui.store.writing import read
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from shiptui.store.writing import Row

_REASON_LIMIT = 200
"""Characters."""

_IS_NEWEST = """
NOT EXISTS (SELECT 1 FROM fact AS e WHERE e.kind = f.kind AND e.key = f.key AND e.n > f.n)
"""
_PENDING = f"""
SELECT f.n, a.feed, f.kind, f.key, f.value, f.at, 'waiting', NULL
FROM account AS a JOIN fact AS f WHERE {UNSENT}
UNION ALL
SELECT f.n, s.feed, f.kind, f.key, f.value, f.at,
  CASE WHEN s.parked THEN 'refused' WHEN s.problem IS NULL THEN 'waiting' ELSE 'deferred' END,
  s.problem
FROM sending AS s JOIN fact AS f ON f.n = s.fact WHERE NOT s.parked OR {_IS_NEWEST}
UNION ALL
SELECT f.n, r.feed, f.kind, f.key, f.value, f.at, 'refused', r.reason
FROM receipt AS r JOIN fact AS f ON f.n = r.fact WHERE r.status = 'rejected' AND {_IS_NEWEST}
ORDER BY 1, 2
"""
# An account that the reader has logged out of is sent nothing.
_IS_USED = "(a.access = 'open' OR a.problem IS NOT NULL)"
_WAITING = f"""
SELECT (SELECT count(*) FROM account AS a JOIN fact AS f WHERE {_IS_USED} AND {UNSENT})
 + (SELECT count(*) FROM account AS a JOIN sending AS s ON s.feed = a.feed
    WHERE {_IS_USED} AND s.fact IS NOT NULL AND NOT s.parked)
"""
_HELD_VOTES = f"""
SELECT c.key, CASE
  WHEN EXISTS (SELECT 1 FROM receipt AS r WHERE r.fact = c.n AND r.status = 'rejected')
    OR EXISTS (SELECT 1 FROM sending AS s WHERE s.fact = c.n AND s.parked) THEN 'refused'
  WHEN EXISTS (SELECT 1 FROM sending AS s WHERE s.fact = c.n)
    OR EXISTS (SELECT 1 FROM account AS a JOIN fact AS f WHERE f.n = c.n AND {UNSENT})
  THEN 'waiting' END
FROM json_each(:ids) AS wanted JOIN current AS c ON c.kind = 'vote' AND c.key = wanted.value
"""
_OWN = "SELECT value FROM own WHERE feed = ? AND kind = ? AND key = ?"


def pending(connection: sqlite3.Connection) -> list[Pending]:
    """All acts that wait or were refused, oldest first. Raises StoreError."""
    rows = read(connection, _PENDING, {"restored": last_restored(connection)})
    return [_pending(connection, row) for row in rows]


def waiting(connection: sqlite3.Connection) -> int:
    """How many acts wait to be sent. Raises StoreError."""
    return int(read(connection, _WAITING, {"restored": last_restored(connection)})[0][0])


def held_votes(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Holdup]:
    """Why the votes on these matchups have not arrived, where they have not. Raises StoreError."""
    asked = {"ids": json.dumps(ids), "restored": last_restored(connection)}
    return {key: Holdup(word) for key, word in read(connection, _HELD_VOTES, asked) if word}


def retry(connection: sqlite3.Connection, refused: Pending) -> None:
    """Send a refused act again, inside the caller's transaction.

    One that the server has judged is sent as a new fact: its answer to the old one is its last.
    """
    found = connection.execute(
        "UPDATE sending SET parked = 0, problem = NULL WHERE feed = ? AND fact = ?",
        (refused.feed, refused.fact),
    )
    if not found.rowcount:
        n = next_number(connection)
        append(connection, Fact(n, None, refused.kind, refused.key, refused.value, now()))


def drop(connection: sqlite3.Connection, refused: Pending) -> Change:
    """Let go of a refused act in favour of what the account holds, in the caller's transaction.

    Undo brings it back, and then it is sent again.
    """
    feed, kind, key = refused.feed, refused.kind, refused.key
    own = connection.execute(_OWN, (feed, kind, key)).fetchone()
    value = kept_value(kind, own[0], refused.value) if own else None
    connection.execute("DELETE FROM sending WHERE feed = ? AND fact = ?", (feed, refused.fact))
    n, at = next_number(connection), now()
    id_ = uuid7(at)
    append(connection, Fact(n, n, kind, key, value, at), id_=id_)
    for fact in (refused.fact, n):
        write_receipt(connection, (feed, fact, id_), DROPPED, None, at)
    return Change(n, kind, key, refused.title, refused.value, value, at)


def _pending(connection: sqlite3.Connection, row: Row) -> Pending:
    n, feed, word, key, value, at, holdup, reason = row
    kind = Kind(word)
    return Pending(
        feed=feed,
        fact=n,
        kind=kind,
        key=clean(key, KEY_LIMIT),
        title=title_of(connection, kind, key),
        value=value,
        at=at,
        holdup=Holdup(holdup),
        reason=clean(reason, _REASON_LIMIT) if reason else None,
    )
