"""Everything that is held about one account, as lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.feed.wire import canonical
from shiptui.server.accounts import tokens_of
from shiptui.server.operations import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shiptui.server.storage import Row, Rows

_OPS = """
SELECT op, kind, key, value, at, base, status, reason, eff, seq, accepted FROM op
WHERE account = :account ORDER BY accepted, seq, op
"""
_OWN = "SELECT kind, key, value, op, eff, seq FROM own WHERE account = :account ORDER BY seq"
_ID = 16


def lines_of(rows: Rows, account: int) -> Iterator[bytes]:
    """One line for the account, then one for each token, operation and row that holds now.

    Nothing for an account that was erased meanwhile.
    """
    found = rows.one(
        "SELECT id, name, created, counted_from, excluded FROM account WHERE n = :n", n=account
    )
    if found is None:
        return
    id_, name, created, counted_from, excluded = found
    yield _line(
        "account",
        id=id_,
        name=name,
        created=created,
        counted_from=counted_from,
        excluded=bool(excluded),
    )
    for token in tokens_of(rows, account):
        yield _line("token", **token)
    for row in rows.all(_OPS, account=account):
        yield _operation(row)
    for kind, key, value, op, eff, seq in rows.all(_OWN, account=account):
        yield _line("own", k=kind, key=key, v=_value(value), op=shown(op), eff=eff, seq=seq)


def _operation(row: Row) -> bytes:
    op, kind, key, value, at, base, status, reason, eff, seq, accepted = row
    return _line(
        "op",
        op=shown(op),
        k=kind,
        key=key,
        v=_value(value),
        at=at,
        base=[shown(base[n : n + _ID]) for n in range(0, len(base), _ID)],
        status=status,
        reason=reason,
        eff=eff,
        seq=seq,
        accepted=accepted,
    )


def _line(type_: str, **fields: object) -> bytes:
    return canonical({"type": type_, **fields}) + b"\n"


def _value(text: str | None) -> object:
    return None if text is None else json.loads(text)
