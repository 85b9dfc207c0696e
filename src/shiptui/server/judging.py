"""How an operation is judged: once, in one place, and the same for every device.

An act beats everything that its device knew when it was made, whatever the clocks: its stamp lies
above those of the operations in its `base`. A clock ahead is capped at the server's; nothing from
the past is refused. A stamp is never changed again, so that all devices get the same winner. What
cannot be taken yet gets one as well, so that it never overtakes what is based on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.model.facts import Kind
from shiptui.server.cursors import next_link
from shiptui.server.operations import Operation, shown
from shiptui.server.values import COUNTED, choice_of

if TYPE_CHECKING:
    from shiptui.server.storage import Row, Rows

APPLIED, SUPERSEDED, REJECTED, DEFERRED = "applied", "superseded", "rejected", "deferred"

_KNOWN = """
SELECT op, account, fp, status, reason, eff, kind, key FROM op
WHERE op IN (:op, :first, :second)
"""
_CURRENT = """
SELECT kind, key, value, op, eff FROM own
WHERE account = :account AND kind = :kind AND key = :key
"""
_SUBJECT = "SELECT options, rev, removed FROM subject WHERE kind = :kind AND key = :key"
_HELD = """
SELECT count(*) FROM (SELECT 1 FROM own WHERE account = :account LIMIT :most) AS held
"""
_KEEP = """
INSERT INTO op (op, account, kind, key, value, at, base, fp, status, reason, eff, seq, chain,
  accepted)
VALUES (:op, :account, :kind, :key, :value, :at, :base, :fp, :status, :reason, :eff, :seq, :chain,
  :accepted)
ON CONFLICT (op) DO UPDATE SET status = excluded.status, reason = excluded.reason,
  seq = excluded.seq, chain = excluded.chain, accepted = excluded.accepted
  WHERE op.status = 'deferred' AND op.account = excluded.account
"""
_PUT = """
INSERT INTO own (account, kind, key, value, op, eff, seq, choice, rev)
VALUES (:account, :kind, :key, :value, :op, :eff, :seq, :choice, :rev)
ON CONFLICT (account, kind, key) DO UPDATE SET value = excluded.value, op = excluded.op,
  eff = excluded.eff, seq = excluded.seq, choice = excluded.choice, rev = excluded.rev
"""
_MARK = "INSERT INTO dirty (kind, key) VALUES (:kind, :key)"


@dataclass(slots=True)
class Book:
    """The account that is written to, its row locked: its last number and the chain up to it.

    `held` is how many rows it has, counted when that is first asked for.
    """

    account: int
    seq: int
    chain: bytes
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one operation; `state` is what its key holds now."""

    op: str | None
    status: str
    reason: str | None = None
    state: Row | None = None


def judge(rows: Rows, book: Book, operation: Operation | None, *, now: int, most: int) -> Result:
    """Judge one operation, and keep what came of it. `most` is how many rows an account holds."""
    if operation is None:
        return Result(None, REJECTED, "bad_op")
    first, second = (*operation.base, None, None)[:2]
    known = rows.all(_KNOWN, op=operation.id, first=first, second=second)
    before = next((row for row in known if row[0] == operation.id), None)
    if before and (before[3] != DEFERRED or _is_reused(book, operation, before)):
        return _again(rows, book, operation, before)
    stamps = [row[5] + 1 for row in known if row[1] == book.account and row[5] is not None]
    eff = before[5] if before else max(min(operation.at, now), *stamps, 0)
    name = shown(operation.id)
    if hindrance := _hindrance(rows, operation):
        result = Result(name, *hindrance)
        stamp = eff if result.status == DEFERRED else None
        return _keep(rows, book, operation, now, result, stamp)
    current = _current(rows, book, operation.kind, operation.key)
    if current is None and _is_full(rows, book, most):
        return _keep(rows, book, operation, now, Result(name, DEFERRED, "quota"), eff)
    if current is None or (eff, operation.id) > (current[4], current[3]):
        return _apply(rows, book, operation, now, eff)
    return _keep(rows, book, operation, now, Result(name, SUPERSEDED, None, current), eff)


def _is_reused(book: Book, operation: Operation, known: Row) -> bool:
    """Whether an id was used before for something else, or by somebody else."""
    _, account, print_, *_ = known
    return bool(account != book.account or print_ != operation.print)


def _again(rows: Rows, book: Book, operation: Operation, known: Row) -> Result:
    """The answer to an operation that was answered before: the first one, or a stranger's id."""
    _, _, _, status, reason, _, kind, key = known
    name = shown(operation.id)
    if _is_reused(book, operation, known):
        return Result(name, REJECTED, "op_id_reuse")
    state = None if status == REJECTED else _current(rows, book, kind, key)
    return Result(name, status, reason, state)


def _hindrance(rows: Rows, operation: Operation) -> tuple[str, str] | None:
    """Status and reason where an operation cannot be taken, never or not yet; mostly None."""
    if operation.refused is not None:
        return REJECTED, operation.refused
    # What takes a vote back, and what is nobody else's business, needs nothing to be about.
    if operation.value is None or operation.kind is Kind.BOOKMARK:
        return None
    what = "matchup" if operation.kind is Kind.VOTE else "tool"
    subject = rows.one(_SUBJECT, kind=operation.kind, key=operation.key)
    choice, rev = choice_of(operation.kind, operation.value)
    if subject is None or rev > subject[1]:
        return DEFERRED, f"unknown_{what}"
    if choice not in subject[0].split(" "):
        return REJECTED, "bad_value"
    return (REJECTED, f"{what}_removed") if subject[2] else None


def _is_full(rows: Rows, book: Book, most: int) -> bool:
    """Tell whether the account has no room for one row more; else it is taken."""
    if book.held is None:
        ((book.held,),) = rows.all(_HELD, account=book.account, most=most)
    if book.held >= most:
        return True
    book.held += 1
    return False


def _apply(rows: Rows, book: Book, operation: Operation, now: int, eff: int) -> Result:
    """Let an operation be what its key holds from now on."""
    seq, chain = book.seq + 1, next_link(book.chain, operation.id, eff)
    state = (operation.kind, operation.key, operation.text, operation.id, eff)
    result = Result(shown(operation.id), APPLIED, None, state)
    result = _keep(rows, book, operation, now, result, eff, (seq, chain))
    if result.status != APPLIED:
        return result
    choice, rev = choice_of(operation.kind, operation.value)
    rows.run(
        _PUT,
        account=book.account,
        kind=operation.kind,
        key=operation.key,
        value=operation.text,
        op=operation.id,
        eff=eff,
        seq=seq,
        choice=choice,
        rev=rev,
    )
    if operation.kind in COUNTED:
        rows.run(_MARK, kind=operation.kind, key=operation.key)
    book.seq, book.chain = seq, chain
    return result


def _keep(
    rows: Rows,
    book: Book,
    operation: Operation,
    now: int,
    result: Result,
    eff: int | None = None,
    place: tuple[int, bytes] | tuple[None, None] = (None, None),
) -> Result:
    """Keep an operation with its result, which another account may have forestalled by its id.

    What was put off before keeps the stamp that it got then.
    """
    kept = rows.run(
        _KEEP,
        op=operation.id,
        account=book.account,
        kind=operation.kind,
        key=operation.key,
        value=operation.text,
        at=operation.at,
        base=b"".join(operation.base),
        fp=operation.print,
        status=result.status,
        reason=result.reason,
        eff=eff,
        seq=place[0],
        chain=place[1],
        accepted=now,
    )
    return result if kept else Result(result.op, REJECTED, "op_id_reuse")


def _current(rows: Rows, book: Book, kind: str | None, key: str | None) -> Row | None:
    return rows.one(_CURRENT, account=book.account, kind=kind, key=key)
