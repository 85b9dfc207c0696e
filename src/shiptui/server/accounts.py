"""Accounts, the tokens of their devices, and the codes that bring the next device in.

Of a token or code only the digest is kept: whoever reads the database can log in nowhere.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.model.errors import NotFoundError, UsageError
from shiptui.server.cursors import first_link
from shiptui.server.policy import HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.server.storage import Row, Rows

SCOPES = ("sync", "tokens")
"""What a token may do: sync and export; make and revoke tokens, erase the account."""

CODE_HOLDS = 5 * MINUTE
_CODE_LENGTH = 8
# Nothing that is mistaken for something else on a small screen.
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TOKEN = re.compile(r"shp_[A-Za-z0-9_-]{27}\Z")
_RANDOM_BYTES = 20
_USED_EVERY = HOUR
"""How exactly it is noted when a token was used last."""

_CALLER = """
SELECT account.n, account.id, token.id, token.scopes, token.last_used
FROM token JOIN account ON account.n = token.account WHERE token.hash = :hash
"""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an account, by one of its tokens. `used` is when it was last noted, in ms."""

    account: int
    account_id: str
    token_id: str
    scopes: tuple[str, ...]
    used: int | None


def caller_of(rows: Rows, token: str) -> Caller | None:
    """Whose token it is; None for one that is not known."""
    row = rows.one(_CALLER, hash=digest(token)) if _TOKEN.match(token) else None
    return Caller(row[0], row[1], row[2], tuple(row[3].split(" ")), row[4]) if row else None


def lock(rows: Rows, account: int) -> str | None:
    """Keep an account from being changed or erased meanwhile; its id, None where it is gone.

    Whatever writes to an account does this before it touches another row of it.
    """
    row = rows.locked("SELECT id FROM account WHERE n = :account", account=account)
    return str(row[0]) if row else None


def note_use(rows: Rows, caller: Caller, now: int) -> None:
    """Note that a token was used, to the hour."""
    if caller.used is None or now - caller.used >= _USED_EVERY:
        used = now - now % _USED_EVERY
        rows.run("UPDATE token SET last_used = :now WHERE id = :id", now=used, id=caller.token_id)


def add_account(rows: Rows, name: str, *, now: int, counted_from: int) -> tuple[str, str]:
    """Make an account; its id and its first token. UsageError where the name is taken."""
    if rows.one("SELECT 1 FROM account WHERE name = :name", name=name):
        raise UsageError(f"There is an account {name} already; choose another name.")
    id_ = f"a_{secrets.token_urlsafe(12)}"
    ((account,),) = rows.all(
        "INSERT INTO account (id, name, created, counted_from, chain)"
        " VALUES (:id, :name, :now, :counted_from, :chain) RETURNING n",
        id=id_,
        name=name,
        now=now,
        counted_from=counted_from,
        chain=first_link(id_),
    )
    return id_, add_token(rows, account, name=name, scopes=SCOPES, now=now)[1]


def named(rows: Rows, name: str) -> int:
    """The number of an account by its name or id. Raises NotFoundError."""
    row = rows.one("SELECT n FROM account WHERE name = :name OR id = :name", name=name)
    if row is None:
        raise NotFoundError(f"There is no account {name}.")
    return int(row[0])


def numbers(rows: Rows) -> list[int]:
    """The numbers of all accounts, oldest first."""
    return [row[0] for row in rows.all("SELECT n FROM account ORDER BY n")]


def listed(rows: Rows) -> list[dict[str, object]]:
    """What an operator sees of the accounts, oldest first."""
    names = ("id", "name", "created", "counted_from", "excluded")
    found = rows.all(f"SELECT {', '.join(names)} FROM account ORDER BY n")
    return [dict(zip(names, (*row[:-1], bool(row[-1])), strict=True)) for row in found]


def exclude(rows: Rows, name: str, *, excluded: bool) -> int:
    """Count an account's votes no more, or again; how many subjects have to be counted anew.

    Raises NotFoundError.
    """
    account = named(rows, name)
    rows.run("UPDATE account SET excluded = :to WHERE n = :n", to=int(excluded), n=account)
    return mark_votes(rows, account)


def mark_votes(rows: Rows, account: int) -> int:
    """Mark all that an account has voted on as to be counted anew."""
    return rows.run(
        "INSERT INTO dirty (kind, key)"
        " SELECT kind, key FROM own WHERE account = :account AND choice IS NOT NULL",
        account=account,
    )


def add_token(
    rows: Rows, account: int, *, name: str, scopes: Sequence[str], now: int
) -> tuple[str, str]:
    """Make a token of an account; its id, and the token, which nobody can ask for again."""
    id_, token = f"t_{secrets.token_urlsafe(9)}", f"shp_{secrets.token_urlsafe(_RANDOM_BYTES)}"
    rows.run(
        "INSERT INTO token (hash, id, account, name, scopes, created)"
        " VALUES (:hash, :id, :account, :name, :scopes, :now)",
        hash=digest(token),
        id=id_,
        account=account,
        name=name,
        scopes=" ".join(scopes),
        now=now,
    )
    return id_, token


def tokens_of(rows: Rows, account: int) -> list[dict[str, object]]:
    """What can be told of the tokens of an account, oldest first."""
    found = rows.all(
        "SELECT id, name, scopes, created, last_used FROM token WHERE account = :account"
        " ORDER BY created, id",
        account=account,
    )
    return [_token(row) for row in found]


def revoke(rows: Rows, account: int, id_: str) -> bool:
    """Take a token away; whether the account had it."""
    return bool(
        rows.run("DELETE FROM token WHERE account = :account AND id = :id", account=account, id=id_)
    )


def add_code(rows: Rows, caller: Caller, now: int) -> tuple[str, int]:
    """A code that gives one more device a token, and until when."""
    rows.run("DELETE FROM code WHERE expires <= :now", now=now)
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    rows.run(
        "INSERT INTO code (hash, account, scopes, expires)"
        " VALUES (:hash, :account, :scopes, :expires)",
        hash=digest(code),
        account=caller.account,
        scopes=" ".join(caller.scopes),
        expires=now + CODE_HOLDS,
    )
    return code, now + CODE_HOLDS


def redeem(rows: Rows, code: str, *, name: str, now: int) -> tuple[str, str, str] | None:
    """Account, token id and token for a code, which is used up; None where it does not hold."""
    hash_ = digest(code.upper())
    row = rows.one("SELECT account FROM code WHERE hash = :hash", hash=hash_)
    account = lock(rows, row[0]) if row else None
    used = rows.one("DELETE FROM code WHERE hash = :hash RETURNING scopes, expires", hash=hash_)
    if row is None or account is None or used is None or used[1] <= now:
        return None
    id_, token = add_token(rows, row[0], name=name, scopes=used[0].split(" "), now=now)
    return account, id_, token


def erase(rows: Rows, account: int) -> None:
    """Forget everything about an account; its votes are counted no more."""
    lock(rows, account)
    mark_votes(rows, account)
    for table in ("code", "token", "own", "op"):
        rows.run(f"DELETE FROM {table} WHERE account = :account", account=account)
    rows.run("DELETE FROM account WHERE n = :account", account=account)


def digest(secret: str) -> bytes:
    """What is kept of a token or a code."""
    return hashlib.sha256(secret.encode("ascii", "replace")).digest()


def _token(row: Row) -> dict[str, object]:
    id_, name, scopes, created, last_used = row
    return {
        "id": id_,
        "name": name,
        "scopes": scopes.split(" "),
        "created": created,
        "last_used": last_used,
    }
