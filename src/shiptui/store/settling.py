"""Taking in what a server answered: results, rows and the cursor, in one transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.account import (
    LONGEST_WAIT,
    REUSED,
    Exchanged,
    OwnRow,
    Reply,
    Result,
    Status,
    wins,
)
from shiptui.model.facts import Kind
from shiptui.store.ledger import uuid7
from shiptui.store.mirroring import mirror
from shiptui.store.outbox import REPLACED, write_receipt

if TYPE_CHECKING:
    import sqlite3

    from shiptui.model.account import Batch
    from shiptui.store.writing import Row

FIRST_WAIT = 60_000
"""How long a deferred operation waits for its second try, in milliseconds; then twice that."""

_PLACE = "SELECT account, gen, cursor, epoch FROM account WHERE feed = ?"
_HELD = "SELECT value, op, eff FROM own WHERE feed = ? AND kind = ? AND key = ?"
_HOLD = """
INSERT INTO own (feed, kind, key, value, op, eff) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (feed, kind, key)
DO UPDATE SET value = excluded.value, op = excluded.op, eff = excluded.eff
"""
_TOLD = "UPDATE own SET pulled = ?, gen = ? WHERE feed = ? AND kind = ? AND key = ?"
_TURN = """
UPDATE account SET epoch = ?, gen = gen + 1, cursor = '', complete = 0 WHERE feed = ?
"""
_MOVE = "UPDATE account SET epoch = ?, cursor = ?, complete = ? WHERE feed = ?"
_MEET = """
UPDATE account SET skew = ?, problem = NULL, failures = 0, due = NULL WHERE feed = ?
"""
_SENT = "SELECT fact, kind, key, tries FROM sending WHERE feed = ? AND op = ?"
_PUT_OFF = "UPDATE sending SET tries = tries + 1, due = ?, problem = ? WHERE feed = ? AND op = ?"
_RENAME = "UPDATE sending SET op = ?, base = ?, tries = 0, due = 0 WHERE feed = ? AND op = ?"
_REFUSED_AGAIN = """
UPDATE own SET pulled = op, gen = (SELECT a.gen FROM account AS a WHERE a.feed = own.feed)
WHERE feed = ? AND op = ?
"""
_HAS_NEWER = """
SELECT 1 FROM fact AS f JOIN fact AS e ON e.kind = f.kind AND e.key = f.key AND e.n > f.n
WHERE f.n = ? AND e.origin <> 'account'
"""


class Settling:
    """One answer of the server of one account, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, feed: int, now: int) -> None:
        self._connection = connection
        self._feed = feed
        self._now = now
        self._touched: dict[tuple[Kind, str], None] = {}

    def take_in(self, batch: Batch, reply: Reply) -> Exchanged:
        """Apply an answer to what was sent.

        The page counts only where nobody has moved on since: another program on this file may have,
        and its cursor must not be set back. The results are last words in any case.
        """
        found = self._connection.execute(_PLACE, (self._feed,)).fetchone()
        if found is None or found[0] != reply.account:  # logged out or in elsewhere since
            return Exchanged()
        _, gen, cursor, epoch = found
        sent = {operation.id for operation in batch.operations}
        results = {each.op: each for each in reply.results if each.op in sent}
        settled = [self._settle(each) for each in results.values()]
        if _is_next(batch, gen, cursor):
            self._read_on(reply, gen, epoch)
        self._connection.execute(_MEET, (reply.time - self._now, self._feed))
        shown = [mirror(self._connection, self._feed, *key, self._now) for key in self._touched]
        return Exchanged(
            settled=sum(status in (Status.APPLIED, Status.SUPERSEDED) for status in settled),
            refused=settled.count(Status.REJECTED),
            received=sum(shown),
        )

    def _read_on(self, reply: Reply, gen: int, epoch: int) -> None:
        """Take in a page, or begin to read all again where the server has another history."""
        if reply.reset or epoch not in (0, reply.epoch):
            self._connection.execute(_TURN, (reply.epoch, self._feed))
            return
        for row in reply.rows:
            self._merge(row)
            self._connection.execute(_TOLD, (row.op, gen, self._feed, row.kind, row.key))
        values = (reply.epoch, reply.cursor, int(not reply.more), self._feed)
        self._connection.execute(_MOVE, values)

    def _merge(self, row: OwnRow, judged: str | None = None) -> None:
        found = self._connection.execute(_HELD, (self._feed, row.kind, row.key)).fetchone()
        held = OwnRow(row.kind, row.key, *found) if found else None
        if wins(row, held, judged=judged):
            values = (self._feed, row.kind, row.key, row.value, row.op, row.eff)
            self._connection.execute(_HOLD, values)
            if held is None or held.op != row.op:
                self._touched[row.kind, row.key] = None

    def _settle(self, result: Result) -> Status | None:
        """Note what became of one operation; None where nothing is decided."""
        sent = self._connection.execute(_SENT, (self._feed, result.op)).fetchone()
        if sent is None:  # another program has taken in the same answer
            return None
        state = result.state
        if state is not None and (state.kind, state.key) == sent[1:3]:
            self._merge(state, judged=result.op)
        if result.status is Status.DEFERRED:
            self._put_off(result, sent)
            return None
        if result.status is Status.REJECTED:
            if result.reason == REUSED:
                self._rename(result.op)
                return None
            # What the server will not have back is not offered again until it forgets once more.
            self._connection.execute(_REFUSED_AGAIN, (self._feed, result.op))
        self._finish(result.op, sent, result.status, result.reason)
        return result.status

    def _finish(self, op: str, sent: Row, status: str, reason: str | None) -> None:
        fact, kind, key, _ = sent
        self._connection.execute("DELETE FROM sending WHERE feed = ? AND op = ?", (self._feed, op))
        if fact is not None:
            write_receipt(self._connection, (self._feed, fact, op), status, reason, self._now)
        self._touched[Kind(kind), key] = None

    def _put_off(self, result: Result, sent: Row) -> None:
        """Keep an operation that the server cannot take yet, unless a newer act says it all."""
        fact, *_, tries = sent
        if self._connection.execute(_HAS_NEWER, (fact,)).fetchone():
            self._finish(result.op, sent, REPLACED, None)
            return
        due = self._now + min(FIRST_WAIT << min(tries, 20), LONGEST_WAIT)
        self._connection.execute(_PUT_OFF, (due, result.reason, self._feed, result.op))

    def _rename(self, op: str) -> None:
        """Send the same act under another id: a copied or restored database used this one before.

        A row that was offered again bears the new id as well, so that the answer is about it.
        """
        fresh = uuid7(self._now)
        self._connection.execute(_RENAME, (fresh, json.dumps([op]), self._feed, op))
        self._connection.execute(
            "UPDATE own SET op = ? WHERE feed = ? AND op = ?", (fresh, self._feed, op)
        )


def _is_next(batch: Batch, gen: int, cursor: str) -> bool:
    """Whether an answer goes on from where this database has read to."""
    return (batch.gen, batch.cursor) == (gen, cursor)
