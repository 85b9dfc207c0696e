"""What a client sends to be judged. A request is refused as a whole, an operation alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from shiptui.feed.limits import WHOLE_NUMBER
from shiptui.feed.picking import whole
from shiptui.feed.wire import canonical, refuse_depth
from shiptui.model.errors import FeedError
from shiptui.server import limits
from shiptui.server.problems import Problem
from shiptui.server.values import Refused, checked_key, checked_value
from shiptui.text.checked import read_json

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,100}\Z")
_FIELDS = {"op", "k", "key", "v", "at", "base"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One act of a reader: key `key` of kind `kind` got `value` (None takes it back).

    `at` is the device's time in ms. `base` are the operations that the device knew of this key.
    `print` is the digest of kind, key and value as sent. Where `refused` gives a reason, the
    operation breaks a rule for ever and the fields behind it are empty.
    """

    id: bytes
    print: bytes
    kind: str | None = None
    key: str | None = None
    value: Mapping[str, object] | None = None
    at: int = 0
    base: tuple[bytes, ...] = ()
    refused: str | None = None

    @property
    def text(self) -> str | None:
        """The value as it is stored."""
        return None if self.value is None else canonical(self.value).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to sync. An item of `ops` is None where it has no id that it could be told by."""

    nonce: str
    cursor: str
    limit: int
    account: str | None
    ops: tuple[Operation | None, ...]


def read_object(body: bytes) -> Mapping[str, object]:
    """Read the body of a request. Raises Problem."""
    try:
        raw = read_json(body, limit=limits.REQUEST)
    except FeedError as error:
        raise Problem("malformed", str(error)) from None
    if not isinstance(raw, dict):
        raise Problem("malformed", "The body is no object.")
    return raw


def exchange_from(raw: Mapping[str, object]) -> Exchange:
    """Read the frame of a request to sync. Raises Problem."""
    nonce, cursor, account = raw.get("nonce"), raw.get("cursor", ""), raw.get("account")
    if not isinstance(nonce, str) or not _WORD.match(nonce):
        raise Problem("invalid-request", "The field nonce is no word of 1 to 100 characters.")
    if not isinstance(cursor, str):
        raise Problem("invalid-request", "The field cursor is no text.")
    if not isinstance(account, str | None):
        raise Problem("invalid-request", "The field account is no text.")
    ops = raw.get("ops", [])
    if not isinstance(ops, list):
        raise Problem("invalid-request", "The field ops is no list.")
    if len(ops) > limits.OPS:
        raise Problem("too-large", f"At most {limits.OPS} operations are taken at once.")
    try:
        limit = whole(raw, "limit", low=1)
    except FeedError as error:
        raise Problem("invalid-request", str(error)) from None
    most = min(limit or limits.ROWS, limits.ROWS)
    return Exchange(nonce, cursor, most, account, tuple(map(operation_from, ops)))


def operation_from(raw: object) -> Operation | None:
    """Read one operation; what breaks a rule for ever says so, and spoils no other."""
    if not isinstance(raw, dict):
        return None
    id_ = _id(raw.get("op"))
    if id_ is None:
        return None
    try:
        refuse_depth(raw)
    except FeedError:
        return Operation(id_, fingerprint(None, None, None), refused="bad_op")
    bare = Operation(id_, fingerprint(raw.get("k"), raw.get("key"), raw.get("v")))
    try:
        return _whole(bare, raw)
    except Refused as refusal:
        return replace(bare, refused=refusal.reason)


def fingerprint(kind: object, key: object, value: object) -> bytes:
    """What tells two operations of one id apart, however their JSON was laid out."""
    text = json.dumps([kind, key, value], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).digest()[:16]


def shown(id_: bytes) -> str:
    """The id of an operation as it is sent."""
    return str(UUID(bytes=id_))


def _whole(bare: Operation, raw: Mapping[str, object]) -> Operation:
    at, base, value = raw.get("at"), raw.get("base", []), raw.get("v")
    if raw.keys() - _FIELDS or "v" not in raw or type(at) is not int or not isinstance(base, list):
        raise Refused("bad_op")
    ids = tuple(map(_id, base))
    if not 0 <= at <= WHOLE_NUMBER or len(ids) > limits.BASES or None in ids:
        raise Refused("bad_op")
    kind, key = checked_key(raw.get("k"), raw.get("key"))
    if value is not None:
        value = checked_value(kind, key, value)
    known = cast("tuple[bytes, ...]", ids)
    return replace(bare, kind=kind, key=key, value=value, at=at, base=known)


def _id(value: object) -> bytes | None:
    if isinstance(value, str) and _UUID.match(value):
        return UUID(value).bytes
    return None
