"""The rules for what the files of a feed hold: changes, records and counts."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from shiptui.feed.assembling import references
from shiptui.feed.coding import encode
from shiptui.feed.head import Head, Segment
from shiptui.feed.limits import WHOLE_NUMBER
from shiptui.feed.placing import HEAD_NAME
from shiptui.feed.published import replay
from shiptui.feed.records import KINDS, Record
from shiptui.feed.tallies import read_shards
from shiptui.feed.wire import Key, Line, change_of, segment_lines, snapshot_lines
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shiptui.feed.findings import Findings


def replayed(head: Head, files: Mapping[str, bytes], findings: Findings) -> dict[Key, Line]:
    """Return the live lines of a feed, and note where its files do not add up."""
    state: dict[Key, Line] = {}
    if head.snapshot is None:
        replay(state, head.whole or ())
        return state
    file, seq = head.snapshot.file, head.snapshot.seq
    with findings.at(file.url):
        replay(state, snapshot_lines(files[file.url], file.raw_bytes, seq=seq))
    snapshot = dict(state)
    early: dict[Key, Line] = {}
    for segment in head.log:
        with findings.at(segment.file.url):
            for line in _lines(segment, files):
                if line.seq <= seq:
                    early[line.key] = line
                else:
                    _replay_one(state, line, segment, findings)
    for key, line in early.items():
        if (snapshot[key].value if key in snapshot else None) != line.value:
            findings.error(HEAD_NAME, f"The snapshot and change {line.seq} of the log differ.")
    return state


def check_state(head: Head, state: Mapping[Key, Line], findings: Findings) -> None:
    """Note records that readers refuse, change, do not know or cannot show."""
    held: list[Record] = []
    for line in state.values():
        where = f"{line.kind} {line.id}"
        if line.kind not in KINDS:
            findings.warning(where, f"The kind {line.kind} is not known to this program.")
            continue
        change = change_of(line, head.feed_id)
        if change.record is None:
            findings.error(where, (change.problem or "").removeprefix(f"{where}: "))
        else:
            held.append(change.record)
            _check_value(where, change.record, line.value or {}, findings)
    there = {(each.kind, each.id) for each in held}
    for record in held:
        for kind, id_ in references(record):
            if (kind, id_) not in there:
                findings.error(f"{record.kind} {record.id}", f"It needs the {kind} {id_}.")


def check_tallies(
    head: Head, files: Mapping[str, bytes], state: Mapping[Key, Line], findings: Findings
) -> None:
    """Note counts that break a rule, or that are of nothing that is published."""
    if head.tallies is None:
        return
    as_of, n_min = head.tallies.as_of, head.tallies.n_min
    with findings.at("tallies"):
        shards = [files[file.url] for file in head.tallies.shards]
        tallies = read_shards(shards, as_of=as_of, n_min=n_min)
        for kind, ids in (("matchup", tallies.matchups), ("tool", tallies.tools)):
            for id_ in ids:
                if (kind, id_) not in state:
                    findings.warning("tallies", f"They count the {kind} {id_}, which is not there.")


def _lines(segment: Segment, files: Mapping[str, bytes]) -> Iterator[Line]:
    file = segment.file
    return segment_lines(files[file.url], file.raw_bytes, after=segment.after, to=segment.to)


def _replay_one(state: dict[Key, Line], line: Line, segment: Segment, findings: Findings) -> None:
    before = state.get(line.key)
    if before is None and line.value is None:
        findings.warning(segment.file.url, f"Change {line.seq} removes what is not there.")
    elif before is not None and before.value == line.value:
        findings.warning(segment.file.url, f"Change {line.seq} changes nothing.")
    replay(state, [line])


def _check_value(
    where: str, record: Record, value: Mapping[str, object], findings: Findings
) -> None:
    read = encode(record)
    told = {key for key, each in value.items() if each is not None}
    for key, each in read.items():
        if key in told and value[key] != each:
            findings.warning(where, f"Readers show another {key}: it is cleaned or cut.")
    with findings.at(where):
        _refuse_strange(value)


def _refuse_strange(value: object) -> None:
    """Refuse what some reader of JSON would not keep, also in unknown fields."""
    if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        raise FeedError("It holds text that is not in normal form C.")
    if isinstance(value, int | float) and abs(value) > WHOLE_NUMBER:
        raise FeedError("It holds a number beyond 2^53.")
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            _refuse_strange(each)
