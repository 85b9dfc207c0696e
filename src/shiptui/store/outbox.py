"""What is still to be sent to an account. The outbox is a question to the facts, not a second list.

A fact waits for an account as long as the server has had no last word on it. Of several acts on one
key that were never sent, only the newest is: it says all that is left of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.account import LONGEST_WAIT, Batch, Operation
from shiptui.model.facts import Kind
from shiptui.store.ledger import ACCOUNT, HERE, last_restored
from shiptui.store.sent_values import sent_value

if TYPE_CHECKING:
    import sqlite3

    from shiptui.store.writing import Row

REPLACED = "replaced"
"""A receipt of our own: the act could not be taken yet, and a newer one says all that is left."""

DROPPED = "dropped"
"""A receipt of our own: the reader let go of the act."""

LISTED = """
(EXISTS (SELECT 1 FROM own AS o WHERE o.feed = a.feed AND o.kind = f.kind AND o.key = f.key)
 OR CASE f.kind
  WHEN 'vote' THEN EXISTS (SELECT 1 FROM matchup AS m WHERE m.feed = a.feed AND m.id = f.key)
  WHEN 'toolvote' THEN EXISTS (SELECT 1 FROM tool AS t WHERE t.feed = a.feed AND t.slug = f.key)
  WHEN 'bookmark' THEN
   EXISTS (SELECT 1 FROM matchup AS m WHERE m.feed = a.feed AND 'matchup:' || m.id = f.key
           AND m.id = substr(f.key, 9))
   OR EXISTS (SELECT 1 FROM tool AS t WHERE t.feed = a.feed AND 'tool:' || t.slug = f.key
              AND t.slug = substr(f.key, 6))
  ELSE 0 END)
"""
"""Whether what fact `f` is about stands in the feed of account `a`, or in the account already."""

UNSENT = f"""
f.origin <> '{ACCOUNT}'
AND (f.origin = '{HERE}' AND f.n > :restored OR f.n <= a.last_imported)
AND f.n >= a.first_sent
AND NOT EXISTS (SELECT 1 FROM receipt AS r WHERE r.feed = a.feed AND r.fact = f.n)
AND NOT EXISTS (SELECT 1 FROM sending AS s WHERE s.fact = f.n AND s.feed = a.feed)
AND NOT EXISTS (SELECT 1 FROM fact AS e WHERE e.kind = f.kind AND e.key = f.key AND e.n > f.n
                AND e.origin <> '{ACCOUNT}')
AND {LISTED}
"""
"""Whether fact `f` is to be sent to account `a` and never was; `:restored` is `last_restored`."""

_UNSENT = f"""
SELECT f.n, f.id, f.kind, f.key, f.value, f.at FROM account AS a JOIN fact AS f
WHERE a.feed = :feed AND {UNSENT} ORDER BY f.n LIMIT :most
"""
# What is to wait for longer than anything does was put off by a clock that was ahead.
_DUE = f"""
SELECT op, kind, key, value, at, base FROM sending
WHERE feed = :feed AND parked = 0 AND (due <= :now OR due > :now + {LONGEST_WAIT})
ORDER BY n LIMIT :most
"""
# The newest of what was sent of this key before and may bear a stamp by now.
_SENT_BEFORE = f"""
SELECT op FROM (
  SELECT fact, op FROM receipt WHERE feed = :feed
    AND status IN ('applied', 'superseded', '{REPLACED}')
    AND fact IN (SELECT n FROM fact WHERE kind = :kind AND key = :key AND n < :n)
  UNION ALL
  SELECT fact, op FROM sending WHERE feed = :feed
    AND fact IN (SELECT n FROM fact WHERE kind = :kind AND key = :key AND n < :n))
ORDER BY fact DESC LIMIT 1
"""
# The highest stamp of what an act is based on, as far as it is known: what waits is stamped
# with its own time at most, since that lies above its basis as well.
_STAMP = """
SELECT max(stamp) FROM (
  SELECT eff AS stamp, op FROM own WHERE feed = :feed AND kind = :kind AND key = :key
  UNION ALL
  SELECT at, op FROM sending WHERE feed = :feed AND kind = :kind AND key = :key)
WHERE op IN (SELECT value FROM json_each(:base))
"""
_QUEUE = """
INSERT OR IGNORE INTO sending (feed, op, fact, kind, key, value, at, base)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
# What the server could not take yet is judged before an act that is newer, or it would come after.
_HURRY = "UPDATE sending SET due = 0 WHERE feed = ? AND kind = ? AND key = ?"
# A row that no page of this generation has told is what the server may have lost.
_QUEUE_AGAIN = """
INSERT OR IGNORE INTO sending (feed, op, fact, kind, key, value, at, base)
SELECT o.feed, o.op, NULL, o.kind, o.key, o.value, o.eff, '[]'
FROM own AS o JOIN account AS a ON a.feed = o.feed
WHERE o.feed = ? AND a.complete AND (o.pulled IS NOT o.op OR o.gen IS NOT a.gen)
ORDER BY o.eff LIMIT ?
"""


def next_batch(
    connection: sqlite3.Connection, feed: int, *, now: int, most: int, notes: bool
) -> Batch:
    """What to send next, oldest first, inside the caller's transaction.

    What has not been sent before is written down as it will be sent, now and at every other try:
    once this is committed, the first byte may leave.
    """
    account, gen, cursor, complete = connection.execute(
        "SELECT account, gen, cursor, complete FROM account WHERE feed = ?", (feed,)
    ).fetchone()
    room = most - len(_due(connection, feed, now, most))
    if room:
        _queue(connection, feed, most=room, notes=notes)
        room = most - len(_due(connection, feed, now, most))
        connection.execute(_QUEUE_AGAIN, (feed, room))
    rows = _due(connection, feed, now, most)
    return Batch(account, gen, cursor, bool(complete), tuple(map(_operation, rows)))


def _due(connection: sqlite3.Connection, feed: int, now: int, most: int) -> list[Row]:
    return connection.execute(_DUE, {"feed": feed, "now": now, "most": most}).fetchall()


def _queue(connection: sqlite3.Connection, feed: int, *, most: int, notes: bool) -> None:
    restored = last_restored(connection)
    found = connection.execute(_UNSENT, {"feed": feed, "restored": restored, "most": most})
    for n, id_, kind, key, value, at in found.fetchall():
        try:
            sent = sent_value(Kind(kind), value, notes=notes)
        except ValueError:
            write_receipt(connection, (feed, n, id_), "rejected", "bad_value", at)
            continue
        base = json.dumps(_base(connection, feed, n, kind, key))
        time = _time(connection, at, {"feed": feed, "kind": kind, "key": key, "base": base})
        connection.execute(_QUEUE, (feed, id_, n, kind, key, sent, time, base))
        connection.execute(_HURRY, (feed, kind, key))


def _base(connection: sqlite3.Connection, feed: int, n: int, kind: str, key: str) -> list[str]:
    """What a fact's device knew of its key: its own last sent operation, and the account's row.

    Both, because a device can hold an act that waits for weeks and have read a newer one meanwhile.
    """
    before = connection.execute(
        _SENT_BEFORE, {"feed": feed, "kind": kind, "key": key, "n": n}
    ).fetchone()
    known = connection.execute("SELECT op FROM basis WHERE fact = ? AND feed = ?", (n, feed))
    return list(dict.fromkeys(row[0] for row in (before, known.fetchone()) if row))


def _time(connection: sqlite3.Connection, at: int, about: dict[str, object]) -> int:
    """When an act was done, and not before what it is based on, though the clock may say so.

    A server that was restored does not know the basis until it is told again, and would take the
    act for an older one.
    """
    (stamp,) = connection.execute(_STAMP, about).fetchone()
    return at if stamp is None else max(at, stamp + 1)


def write_receipt(
    connection: sqlite3.Connection,
    about: tuple[int, int, str],
    status: str,
    reason: str | None,
    at: int,
) -> None:
    """Note a last word on a fact. `about` is the feed, the number of the fact and its operation."""
    connection.execute(
        "INSERT OR IGNORE INTO receipt (feed, fact, op, status, reason, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (*about, status, reason, at),
    )


def _operation(row: Row) -> Operation:
    op, kind, key, value, at, base = row
    return Operation(op, Kind(kind), key, value, at, tuple(json.loads(base)))
