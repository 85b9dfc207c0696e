"""Lines of snapshots and segments: one change each, as JSON text.

A line whose frame is broken (no JSON, no id, a number out of turn) makes the whole file unusable,
because nobody can say what it spoke of. A line that is sound but whose record breaks a rule, or is
of a kind that is not known, spoils only itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from shiptui.feed.coding import decode
from shiptui.feed.limits import DEPTH, LINE
from shiptui.feed.packing import lines
from shiptui.feed.picking import required_whole, table
from shiptui.feed.records import KINDS, Record, Value
from shiptui.model.errors import FeedError
from shiptui.text.checked import naming, read_json
from shiptui.text.fields import checked_id, flag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key: TypeAlias = tuple[str, str]
"""Kind and id: what a change is about."""

_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written: change number `seq` gave `value` to a key, or took it away (None)."""

    seq: int
    kind: str
    id: str
    value: Mapping[str, object] | None

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Change:
    """One change to apply: `record` is what a key holds from now on, None where nothing is there.

    `problem` says in a sentence why a record that was sent is left out; an older one under the same
    key goes too, so that every reader of a feed ends with the same records.
    """

    seq: int
    kind: str
    id: str
    record: Record | None
    problem: str | None = None


def canonical(value: object) -> bytes:
    """Return a value as JSON bytes that depend on nothing but the value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def written(line: Line) -> bytes:
    """Return the bytes of a line, its end included."""
    raw: Value = {"s": line.seq, "k": line.kind, "id": line.id}
    raw |= {"del": True} if line.value is None else {"v": line.value}
    data = canonical(raw)
    if len(data) > LINE:
        raise FeedError(f"The {line.kind} {line.id} takes {len(data):,} bytes; {LINE:,} are read.")
    return data + b"\n"


def read_line(data: bytes) -> Line:
    """Read the frame of one line; the record in it is not looked at."""
    raw = read_json(data, limit=LINE)
    # What holds no more brackets than may lie in each other cannot lie deeper.
    if data.count(b"{") + data.count(b"[") > DEPTH:
        refuse_depth(raw)
    return line_from(raw)


def line_from(raw: object) -> Line:
    """Read the frame of a line that is already parsed and not too deep."""
    if not isinstance(raw, dict):
        raise FeedError("The line is no object.")
    kind, value = raw.get("k"), table(raw, "v")
    if not isinstance(kind, str) or not _KIND.match(kind):
        raise FeedError("The field k is no kind of record.")
    if flag(raw, "del") is (value is not None):
        raise FeedError("The line has to hold either v or del.")
    return Line(required_whole(raw, "s", low=1), kind, checked_id(raw.get("id"), "id"), value)


def change_of(line: Line, feed_id: str) -> Change:
    """Read the record of a line; what cannot be used is told and left out."""
    if line.value is None:
        return Change(line.seq, line.kind, line.id, None)
    if line.kind not in KINDS:
        problem = f"The kind {line.kind} is not known."
        return Change(line.seq, line.kind, line.id, None, problem)
    try:
        record = decode(line.kind, line.id, line.value, feed_id=feed_id)
    except FeedError as error:
        return Change(line.seq, line.kind, line.id, None, f"{line.kind} {line.id}: {error}")
    return Change(line.seq, line.kind, line.id, record)


def segment_lines(data: bytes, raw_bytes: int, *, after: int, to: int) -> Iterator[Line]:
    """Yield the lines of a segment, which are numbered from `after` + 1 to `to` without a hole."""
    seq = after
    for number, text in enumerate(lines(data, raw_bytes), 1):
        with naming(f"line {number}"):
            line = read_line(text)
            seq += 1
            if line.seq != seq:
                raise FeedError(f"The change is numbered {line.seq} instead of {seq}.")
        yield line
    if seq != to:
        raise FeedError(f"The last change is numbered {seq} instead of {to}.")


def snapshot_lines(data: bytes, raw_bytes: int, *, seq: int) -> Iterator[Line]:
    """Yield the lines of a snapshot: every key once, live ones only, no number beyond `seq`."""
    seen: set[Key] = set()
    for number, text in enumerate(lines(data, raw_bytes), 1):
        with naming(f"line {number}"):
            line = read_line(text)
            if line.value is None or line.key in seen or line.seq > seq:
                raise FeedError(f"The {line.kind} {line.id} has no place in this snapshot.")
            seen.add(line.key)
        yield line


def refuse_depth(raw: object, deepest: int = DEPTH) -> None:
    """Refuse what lies deeper than every reader follows."""
    level: list[object] = [raw]
    for _ in range(deepest):
        level = [each for item in level for each in _within(item)]
        if not level:
            return
    raise FeedError(f"The data is nested more than {deepest} deep.")


def _within(item: object) -> list[object]:
    """The objects and lists right inside an object or list."""
    inside = item.values() if isinstance(item, dict) else cast("list[object]", item)
    return [each for each in inside if isinstance(each, dict | list)]
