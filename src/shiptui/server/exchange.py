"""One exchange: what a device sends is judged, what it has not seen yet is answered, as one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.feed.wire import canonical
from shiptui.server import limits
from shiptui.server.cursors import Cursor, cursor_from, first_link
from shiptui.server.judging import Book, Result, judge
from shiptui.server.operations import shown
from shiptui.server.problems import Problem

if TYPE_CHECKING:
    from shiptui.server.accounts import Caller
    from shiptui.server.operations import Exchange
    from shiptui.server.storage import Row, Rows

_LOCK = "SELECT seq, chain FROM account WHERE n = :account"
_MOVE = "UPDATE account SET seq = :seq, chain = :chain WHERE n = :account"
_LINK = "SELECT chain FROM op WHERE account = :account AND seq = :seq"
_NEWER = """
SELECT kind, key, value, op, eff, seq FROM own
WHERE account = :account AND seq > :seq ORDER BY seq LIMIT :most
"""
_FRAME = 1_000
"""Bytes that an answer needs besides its results and rows."""


def sync(
    rows: Rows, caller: Caller, asked: Exchange, *, epoch: int, now: int, most: int
) -> dict[str, object]:
    """Judge all operations and read the next rows, within the transaction given.

    The account's row is locked: its numbers become visible in their order, so that no reader of a
    cursor passes one by that comes later. Raises Problem.
    """
    if asked.account is not None and asked.account != caller.account_id:
        raise Problem("account-mismatch")
    locked = rows.locked(_LOCK, account=caller.account)
    if locked is None:
        raise Problem("token-invalid")
    book = Book(caller.account, *locked)
    since = _since(rows, book, caller, asked.cursor, epoch)
    results = [judge(rows, book, each, now=now, most=most) for each in asked.ops]
    if book.seq != locked[0]:
        rows.run(_MOVE, account=book.account, seq=book.seq, chain=book.chain)
    answer: dict[str, object] = {
        "nonce": asked.nonce,
        "account": caller.account_id,
        "epoch": epoch,
        "time": now,
        "results": list(map(_result, results)),
    }
    if since is None:
        return answer | {"rows": [], "cursor": "", "more": True, "reset": True}
    return answer | _page(rows, book, since, asked.limit, answer) | {"reset": False}


def _since(rows: Rows, book: Book, caller: Caller, text: str, epoch: int) -> Cursor | None:
    """Where a device has read to; None where this database has another history."""
    start = Cursor(epoch, 0, first_link(caller.account_id))
    if not text:
        return start
    cursor = cursor_from(text)
    if cursor is None or cursor.epoch != epoch:
        return None
    if cursor.seq == 0:
        return cursor if cursor == start else None
    # Compared by the operation itself: the number alone would be there after a restore, too.
    link = rows.one(_LINK, account=book.account, seq=cursor.seq)
    return cursor if link is not None and link[0] == cursor.chain else None


def _page(
    rows: Rows, book: Book, since: Cursor, limit: int, answer: dict[str, object]
) -> dict[str, object]:
    """The rows after a cursor that fit into the answer, tombstones included, and the next cursor.

    They are what holds now, not a history: a row that changes meanwhile moves up and comes again.
    """
    found = rows.all(_NEWER, account=book.account, seq=since.seq, most=limit + 1)
    room = limits.ANSWER - _FRAME - len(canonical(answer))
    page: list[dict[str, object]] = []
    for row in found[:limit]:
        shown_row = _state(row)
        room -= len(canonical(shown_row)) + 1
        if room < 0:
            break
        page.append(shown_row)
    more = len(page) < len(found)
    end = Cursor(since.epoch, book.seq, book.chain)
    if more:
        seq = found[len(page) - 1][5] if page else since.seq
        link = rows.one(_LINK, account=book.account, seq=seq)
        end = Cursor(since.epoch, seq, link[0]) if link else since
    return {"rows": page, "cursor": str(end), "more": more}


def _result(result: Result) -> dict[str, object]:
    told: dict[str, object] = {"op": result.op, "status": result.status}
    if result.reason is not None:
        told["reason"] = result.reason
    if result.state is not None:
        told["state"] = _state(result.state)
    return told


def _state(row: Row) -> dict[str, object]:
    """What a key holds, as it is sent."""
    kind, key, value, op, eff = row[:5]
    told = None if value is None else json.loads(value)
    return {"k": str(kind), "key": key, "v": told, "op": shown(op), "eff": eff}
