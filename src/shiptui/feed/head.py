"""The head of a feed: what `feed.json` says besides what it shows to ordinary feed readers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shiptui.feed.limits import (
    HEAD,
    HEAD_WHOLE,
    SEGMENT,
    SEGMENT_RAW,
    SHARDS,
    SNAPSHOT,
    SNAPSHOT_RAW,
    TALLY,
    TALLY_RAW,
)
from shiptui.feed.picking import (
    digest,
    moment,
    place,
    required_moment,
    required_whole,
    table,
    web_address,
    whole,
)
from shiptui.feed.wire import Line, line_from, refuse_depth
from shiptui.model.errors import FeedError
from shiptui.text.checked import LABEL_LIMIT, NAME_LIMIT, naming, read_json
from shiptui.text.fields import checked_id, flag, optional_text, records, required_text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

PROTOCOL = 1
JSON_FEED = "https://jsonfeed.org/version/1.1"
EXTENSION = "_shiptui"

_MOST_SEGMENTS = 5_000
_MOST_RECORDS = 20_000


@dataclass(frozen=True, slots=True)
class File:
    """A file of a feed: where it lies (relative), its digest, its size as it is and unpacked."""

    url: str
    sha256: str
    bytes: int
    raw_bytes: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All live records as they were when change `seq` had been made."""

    file: File
    seq: int


@dataclass(frozen=True, slots=True)
class Segment:
    """The changes after number `after` up to `to`, and when they were published."""

    file: File
    after: int
    to: int
    published: str | None = None


@dataclass(frozen=True, slots=True)
class TallyFiles:
    """Where the community's counts lie. A count below `n_min` votes is not told."""

    as_of: str
    n_min: int
    shards: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """Where votes may be sent, and of which kinds."""

    url: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed announces. `whole` holds the records of a feed without a log, else None.

    `epoch` is the Unix second in which the log was begun and `seq` the number of its last change;
    both are 0 without a log. `keys` are the public keys that a signed head tells.
    """

    feed_id: str
    title: str
    epoch: int = 0
    seq: int = 0
    published: str | None = None
    snapshot: Snapshot | None = None
    log: tuple[Segment, ...] = ()
    tallies: TallyFiles | None = None
    whole: tuple[Line, ...] | None = None
    api: Api | None = None
    min_poll: int = 0
    licence: str | None = None
    moved_to: str | None = None
    keys: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[File, ...]:
        """All files that the head names."""
        snapshot = (self.snapshot.file,) if self.snapshot else ()
        shards = self.tallies.shards if self.tallies else ()
        return (*snapshot, *(segment.file for segment in self.log), *shards)

    def tip(self, seq: int) -> str | None:
        """The digest of the segment that ends at a version, where one is listed."""
        return next((each.file.sha256 for each in self.log if each.to == seq), None)


def read_document(data: bytes) -> Mapping[str, object]:
    """Parse a `feed.json` and refuse what is no JSON Feed with our extension."""
    if data.lstrip()[:1] == b"<":
        raise FeedError("The answer is a web page and not a feed; a log-in page may be in between.")
    raw = read_json(data, limit=HEAD_WHOLE)
    if not isinstance(raw, dict):
        raise FeedError("The document is no JSON Feed.")
    refuse_depth(raw)
    extension = table(raw, EXTENSION)
    if extension is None:
        raise FeedError(f"The document holds no {EXTENSION}: it is no feed of verdicts.")
    protocol = required_whole(extension, "protocol", low=1)
    if protocol != PROTOCOL:
        raise FeedError(f"The feed speaks protocol {protocol}; a newer shiptui may read it.")
    if not flag(extension, "complete") and len(data) > HEAD:
        raise FeedError(f"The document is {len(data):,} bytes long; at most {HEAD:,} are read.")
    return raw


def head_from(raw: Mapping[str, object], extension: Mapping[str, object]) -> Head:
    """Read a head. `extension` is the document's own, or what a signature vouches for."""
    head = Head(
        feed_id=checked_id(extension.get("feed_id"), "feed_id"),
        title=required_text(raw, "title", NAME_LIMIT),
        published=moment(extension, "published"),
        tallies=_tallies(extension),
        api=_api(extension),
        min_poll=whole(extension, "min_poll", low=0) or 0,
        licence=optional_text(extension, "licence", LABEL_LIMIT),
        moved_to=web_address(extension, "moved_to"),
        keys=texts(extension, "keys", LABEL_LIMIT),
    )
    if flag(extension, "complete"):
        return replace(head, whole=_whole(raw))
    head = replace(
        head,
        epoch=required_whole(extension, "epoch", low=1),
        seq=required_whole(extension, "seq"),
        snapshot=_snapshot(extension),
        log=_log(extension),
    )
    _refuse_holes(head)
    return head


def read_head(data: bytes) -> Head:
    """Read a `feed.json` without looking at its signature."""
    raw = read_document(data)
    return head_from(raw, table(raw, EXTENSION) or {})


def _whole(raw: Mapping[str, object]) -> tuple[Line, ...]:
    """The records that stand in the items themselves; other items are for people alone."""
    found = []
    for number, item in enumerate(records(raw, "items", _MOST_RECORDS), 1):
        with naming(f"item {number}"):
            extension = table(item, EXTENSION)
            if extension is not None:
                found.append(line_from({**extension, "s": number}))
    if len({line.key for line in found}) < len(found):
        raise FeedError("One record stands twice among the items.")
    return tuple(found)


def _snapshot(extension: Mapping[str, object]) -> Snapshot:
    with naming("snapshot"):
        raw = table(extension, "snapshot")
        if raw is None:
            raise FeedError("The field snapshot is missing.")
        return Snapshot(_file(raw, SNAPSHOT, SNAPSHOT_RAW), required_whole(raw, "seq"))


def _log(extension: Mapping[str, object]) -> tuple[Segment, ...]:
    segments = []
    for number, raw in enumerate(records(extension, "log", _MOST_SEGMENTS), 1):
        with naming(f"log entry {number}"):
            after, to = required_whole(raw, "from"), required_whole(raw, "to", low=1)
            if after >= to:
                raise FeedError(f"It goes from {after} to {to}.")
            file = _file(raw, SEGMENT, SEGMENT_RAW)
            segments.append(Segment(file, after, to, moment(raw, "published")))
    return tuple(segments)


def _tallies(extension: Mapping[str, object]) -> TallyFiles | None:
    with naming("tallies"):
        raw = table(extension, "tallies")
        if raw is None:
            return None
        shards = tuple(_file(each, TALLY, TALLY_RAW) for each in records(raw, "shards", SHARDS))
        n_min = required_whole(raw, "n_min", low=1)
        return TallyFiles(required_moment(raw, "as_of"), n_min, shards)


def _api(extension: Mapping[str, object]) -> Api | None:
    with naming("api"):
        raw = table(extension, "api")
        if raw is None:
            return None
        url = web_address(raw, "url")
        if url is None:
            raise FeedError("The field url is missing.")
        return Api(url, texts(raw, "kinds", LABEL_LIMIT))


def _file(raw: Mapping[str, object], most: int, most_raw: int) -> File:
    return File(
        place(raw, "url"),
        digest(raw, "sha256"),
        required_whole(raw, "bytes", high=most),
        required_whole(raw, "raw_bytes", high=most_raw),
    )


def _refuse_holes(head: Head) -> None:
    """Every state from the snapshot to the last change has to be reachable through the log."""
    after = head.log[0].after if head.log else head.seq
    reached = after
    for segment in head.log:
        if segment.after != reached:
            raise FeedError(f"The log has a hole between changes {reached} and {segment.after}.")
        reached = segment.to
    if reached != head.seq:
        raise FeedError(f"The log ends at change {reached} instead of {head.seq}.")
    edges = {head.seq, *(segment.after for segment in head.log)}
    if head.snapshot is None or head.snapshot.seq not in edges:
        raise FeedError("No segment of the log begins where the snapshot ends.")
