"""Showing what an account holds: a fact of its own, appended like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import MATCHUP_SEPARATOR
from shiptui.model.facts import Fact, Kind
from shiptui.store.ledger import ACCOUNT, append, last_restored, next_number, uuid7
from shiptui.store.naming import MATCHUP_KEY
from shiptui.store.outbox import UNSENT
from shiptui.store.sent_values import kept_value

if TYPE_CHECKING:
    import sqlite3

_OWN = "SELECT value, op FROM own WHERE feed = ? AND kind = ? AND key = ?"
_NEWEST = """
SELECT n, value FROM fact WHERE kind = ? AND key = ? ORDER BY n DESC LIMIT 1
"""
_WAITS = f"""
SELECT EXISTS (SELECT 1 FROM sending AS s JOIN fact AS f ON f.n = s.fact
               WHERE s.feed = :feed AND s.kind = :kind AND s.key = :key AND NOT s.parked)
  OR EXISTS (SELECT 1 FROM account AS a JOIN fact AS f
             WHERE a.feed = :feed AND f.kind = :kind AND f.key = :key AND {UNSENT})
"""
# A refused act stays on the screen, marked, until the account tells of something newer.
_IS_REFUSED = """
SELECT 1 FROM receipt AS r WHERE r.feed = :feed AND r.fact = :fact AND r.status = 'rejected'
  AND :op IS (SELECT op FROM basis WHERE fact = :fact AND feed = :feed)
"""


def mirror(connection: sqlite3.Connection, feed: int, kind: Kind, key: str, now: int) -> bool:
    """Let a key hold what an account holds, and tell whether that was news.

    An act that waits for this account is shown until the server has had its word on it: whoever
    did something sees it.
    """
    own = connection.execute(_OWN, (feed, kind, key)).fetchone()
    restored = last_restored(connection)
    waits = {"feed": feed, "kind": kind, "key": key, "restored": restored}
    if own is None or connection.execute(_WAITS, waits).fetchone()[0]:
        return False
    sent, op = own
    newest = connection.execute(_NEWEST, (kind, key)).fetchone()
    number, held = newest or (None, None)
    value = kept_value(kind, sent, held)
    refused = {"feed": feed, "fact": number, "op": op}
    if value == held or connection.execute(_IS_REFUSED, refused).fetchone():
        return False
    _keep_pair(connection, kind, key)
    n = next_number(connection)
    is_known = connection.execute("SELECT 1 FROM fact WHERE id = ?", (op,)).fetchone()
    fact = Fact(n, n, kind, key, value, now)
    append(connection, fact, id_=uuid7(now) if is_known else op, origin=ACCOUNT)
    return True


def _keep_pair(connection: sqlite3.Connection, kind: Kind, key: str) -> None:
    """Keep the two tools of a matchup that only the account knew, where the id tells them."""
    if kind is Kind.TOOL_VOTE or (kind is Kind.BOOKMARK and not key.startswith(MATCHUP_KEY)):
        return
    id_ = key.removeprefix(MATCHUP_KEY)
    found = connection.execute("SELECT a, b FROM matchup WHERE id = ?", (id_,)).fetchone()
    sides = found or tuple(id_.split(MATCHUP_SEPARATOR))
    if len(sides) == len(("a", "b")) and sides[0] < sides[1]:
        connection.execute("INSERT OR IGNORE INTO pair (id, a, b) VALUES (?, ?, ?)", (id_, *sides))
