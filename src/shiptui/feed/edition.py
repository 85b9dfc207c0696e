"""What the next edition of a feed consists of: its changes, its log, its snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from shiptui.feed.assembling import references
from shiptui.feed.coding import decode, encode
from shiptui.feed.limits import DAY, SNAPSHOT, SNAPSHOT_RAW
from shiptui.feed.picking import moment_of, seconds_of
from shiptui.feed.placing import packed
from shiptui.feed.published import Published, replay
from shiptui.feed.records import KINDS, Record, Value
from shiptui.feed.wire import Key, Line, written
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTED_FOR = 30 * DAY
"""How long a segment stays in the log."""
SEGMENT_ROOM = 900_000
"""Bytes of lines in one segment: so few stay below what readers take even where nothing shrinks."""
MOST_SINCE_SNAPSHOT = 150
"""How many segments may follow a snapshot, however small they are."""


@dataclass(slots=True)
class Edition:
    """A version of a feed: the lines that are live, how they are listed, the files to add."""

    epoch: int
    seq: int
    state: dict[Key, Line]
    log: list[Value] = field(default_factory=list)
    snapshot: Value | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    changes: int = 0

    @property
    def seq_of(self) -> dict[Key, int]:
        """The number of the last change of each record."""
        return {key: line.seq for key, line in self.state.items()}


def next_edition(
    before: Published | None, records: Sequence[Record], *, feed_id: str, now: int
) -> Edition:
    """Continue the log of what was published, or begin one with a snapshot."""
    refuse_loose_ends(records)
    if before is None or before.head.snapshot is None:
        edition = Edition(epoch=now, seq=0, state={})
        _advance(edition, changed({}, records, seq=0, feed_id=feed_id))
        _take_snapshot(edition)
        return edition
    extension = before.extension
    edition = Edition(before.head.epoch, before.head.seq, dict(before.state))
    edition.log = list(cast("list[Value]", extension["log"]))
    edition.snapshot = cast("Value", extension["snapshot"])
    lines = changed(before.state, records, seq=edition.seq, feed_id=feed_id)
    for part in _cut(lines):
        raw = b"".join(map(written, part))
        first, last = part[0].seq, part[-1].seq
        entry, data = packed("log", f"{first}-{last}", "ndjson", raw)
        numbers = {"from": first - 1, "to": last, "published": moment_of(now)}
        edition.log.append(entry | numbers)
        edition.files[str(entry["url"])] = data
    _advance(edition, lines)
    if _is_snapshot_due(edition):
        _take_snapshot(edition)
    if lines:
        edition.log = trimmed(edition, now)
    return edition


def changed(
    before: Mapping[Key, Line], records: Iterable[Record], *, seq: int, feed_id: str
) -> list[Line]:
    """Number the changes that lead from the lines that are live to the records that are wanted.

    What others refer to comes before them and goes after them, so that the records fit together
    after every single change.
    """
    values = {(each.kind, each.id): each for each in records}
    wanted: list[tuple[Key, Mapping[str, object] | None]] = []
    for key, record in values.items():
        value = encode(record)
        if key not in before or before[key].value != value:
            _refuse_unreadable(record, value, feed_id)
            wanted.append((key, value))
    gone = [key for key in before if key not in values]
    gone.sort(key=lambda key: (-KINDS.index(key[0]), key[1]))
    wanted += [(key, None) for key in gone]
    return [Line(seq + n, *key, value) for n, (key, value) in enumerate(wanted, 1)]


def refuse_loose_ends(records: Iterable[Record]) -> None:
    """Refuse records that refer to one that is not there."""
    records = list(records)
    there = {(each.kind, each.id) for each in records}
    for record in records:
        for kind, id_ in references(record):
            if (kind, id_) not in there:
                raise FeedError(
                    f"The {record.kind} {record.id} refers to the {kind} {id_}, which is missing."
                )


def trimmed(edition: Edition, now: int) -> list[Value]:
    """The log without what is old, but with all that follows the snapshot."""
    return [
        entry
        for entry in edition.log
        if _is_needed(edition, entry) or _age(entry, now) < LISTED_FOR
    ]


def shortened(edition: Edition, most: int) -> list[Value]:
    """The newest entries of the log, at least those that follow the snapshot."""
    newest = edition.log[-most:]
    return [entry for entry in edition.log if entry in newest or _is_needed(edition, entry)]


def _advance(edition: Edition, lines: Sequence[Line]) -> None:
    replay(edition.state, lines)
    edition.seq += len(lines)
    edition.changes = len(lines)


def _cut(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Cut changes into the parts that become segments."""
    part: list[Line] = []
    size = 0
    for line in lines:
        length = len(written(line))
        if part and size + length > SEGMENT_ROOM:
            yield part
            part, size = [], 0
        part.append(line)
        size += length
    if part:
        yield part


def _is_needed(edition: Edition, entry: Value) -> bool:
    return _number(entry, "to") > _number(edition.snapshot or {}, "seq")


def _is_snapshot_due(edition: Edition) -> bool:
    """Tell whether what follows the snapshot has grown to more than half of it."""
    since = [entry for entry in edition.log if _is_needed(edition, entry)]
    size = sum(_number(entry, "bytes") for entry in since)
    due = 2 * size > _number(edition.snapshot or {}, "bytes")
    return due or len(since) > MOST_SINCE_SNAPSHOT


def _take_snapshot(edition: Edition) -> None:
    lines = sorted(edition.state.values(), key=lambda line: (KINDS.index(line.kind), line.id))
    raw = b"".join(map(written, lines))
    entry, data = packed("snap", str(edition.seq), "ndjson", raw)
    if len(raw) > SNAPSHOT_RAW or len(data) > SNAPSHOT:
        raise FeedError(f"The catalog takes {len(raw):,} bytes; readers take {SNAPSHOT_RAW:,}.")
    edition.snapshot = entry | {"seq": edition.seq}
    edition.files[str(entry["url"])] = data


def _refuse_unreadable(record: Record, value: Value, feed_id: str) -> None:
    """Refuse what a reader would refuse or read as something else."""
    if decode(record.kind, record.id, value, feed_id=feed_id) != record:
        raise FeedError(
            f"The {record.kind} {record.id} holds text that readers would clean or cut; mend it."
        )


def _age(entry: Value, now: int) -> int:
    published = entry.get("published")
    return now - seconds_of(published) if isinstance(published, str) else LISTED_FOR


def _number(entry: Mapping[str, object], key: str) -> int:
    number = entry.get(key, 0)
    return number if isinstance(number, int) else 0
