"""How far a device has read: `epoch.seq.chain`, opaque to it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_CURSOR = re.compile(r"([0-9]{1,15})\.([0-9]{1,15})\.([0-9a-f]{16})\Z")
_LINK = 8


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the changes of one account: after number `seq`, reached through `chain`."""

    epoch: int
    seq: int
    chain: bytes

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}.{self.chain.hex()}"


def cursor_from(text: str) -> Cursor | None:
    """Read a cursor; None where it is none of ours."""
    found = _CURSOR.match(text)
    if found is None:
        return None
    return Cursor(int(found[1]), int(found[2]), bytes.fromhex(found[3]))


def first_link(account: str) -> bytes:
    """The chain of an account that has no changes yet."""
    return hashlib.sha256(account.encode("ascii")).digest()[:_LINK]


def next_link(chain: bytes, op: bytes, eff: int) -> bytes:
    """The chain after one more operation, with the stamp it was given."""
    return hashlib.sha256(chain + op + eff.to_bytes(8, "big")).digest()[:_LINK]
