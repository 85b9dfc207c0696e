"""Pulling a feed, first half: look at its head and plan which files bring a reader up to it.

Nothing is stored here: a cursor goes in and comes out. `batches.py` fetches what was planned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from shiptui.feed import limits
from shiptui.feed.fetching import Ask, plain_body
from shiptui.feed.head import EXTENSION, File, Head, TallyFiles, head_from, read_document
from shiptui.feed.network import host_of
from shiptui.feed.packing import digest_of
from shiptui.feed.picking import seconds_of, table
from shiptui.feed.records import SCHEMA_LEVEL
from shiptui.feed.signing import opened
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.model.errors import FeedError
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from shiptui.feed.fetching import Answer, Fetcher

_TYPES = ("", "application/feed+json", "application/json", "text/plain", "application/octet-stream")
_STALE = (
    "Only old copies of this feed have been served for a week; what was read before is kept. Ask"
    " its publisher, or remove the subscription and add it again."
)


class Outcome(StrEnum):
    """What a look at a head found."""

    UNCHANGED = "unchanged"
    STALE = "stale"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to apply: a file, or the records of the head itself (`file` is None).

    `replace` says that all records of the feed go first. Else the file is a segment with the
    changes after number `after`. `seq` is the version that holds afterwards.
    """

    seq: int
    file: File | None = None
    after: int = 0
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A head that was looked at, from the cursor `before`.

    `cursor` is to be stored when all batches are applied; where there are none, at once. `moved` is
    a new address that two looks in a row agreed on: the subscription may follow it by itself on the
    same host, and elsewhere after asking the reader. `max_age` is for how many seconds the host
    wants to be left alone. `warning` is a sentence for the reader.
    """

    outcome: Outcome
    before: Cursor
    cursor: Cursor
    url: str
    head: Head | None = None
    steps: tuple[Step, ...] = ()
    tallies: TallyFiles | None = None
    moved: str | None = None
    max_age: int | None = None
    warning: str | None = None

    @property
    def bytes(self) -> int:
        """How much there is to fetch, for a progress bar."""
        shards = self.tallies.shards if self.tallies else ()
        return sum(file.bytes for file in (*(step.file for step in self.steps), *shards) if file)


async def look(fetcher: Fetcher, subscription: Subscription, cursor: Cursor, now: int) -> Look:
    """Fetch the head and decide what is needed. `now` is in Unix seconds."""
    known = cursor.body is not None and cursor.level == SCHEMA_LEVEL
    etag, modified = (cursor.etag, cursor.last_modified) if known else (None, None)
    answer = await fetcher.get(Ask(subscription.url, limits.HEAD_WHOLE, etag, modified))
    if answer.body is None:
        after = replace(cursor, stale_since=None, moving=answer.moved)
        found = Look(Outcome.UNCHANGED, cursor, after, answer.url, max_age=answer.max_age)
        return replace(found, moved=_agreed(cursor, after))
    if answer.media_type not in _TYPES:
        raise FeedError(
            f"{host_of(answer.url)} answers with {clean(answer.media_type, 60)} and not with a"
            " feed; a log-in page may be in between."
        )
    data = plain_body(answer, limits.HEAD_WHOLE)
    head = _head_of(data, subscription, cursor, now)
    _refuse_stranger(head, cursor, now)
    after = _cursor_after(head, answer, cursor)
    return _compared(head, replace(after, body=digest_of(data)), answer, cursor, now)


def plan(head: Head, cursor: Cursor) -> tuple[Step, ...]:
    """Which files bring a reader from a cursor to a head, in order; the fewest that can.

    Raises nothing; a head older than the cursor needs nothing.
    """
    if head.whole is not None:
        return () if cursor.epoch else (Step(-1, replace=True),)
    if head.snapshot is None or (head.epoch, head.seq) < cursor.version:
        return ()
    steps: list[Step] = []
    read = cursor.seq
    if not _can_continue(head, cursor):
        read = head.snapshot.seq
        steps.append(Step(read, head.snapshot.file, replace=True))
    steps += [
        Step(segment.to, segment.file, segment.after)
        for segment in head.log
        if segment.after >= read
    ]
    return tuple(steps)


def _can_continue(head: Head, cursor: Cursor) -> bool:
    """Tell whether the log leads on from a cursor.

    It does not where it begins later, where it belongs to another history, or where this program
    has learned kinds of records that were skipped before.
    """
    if cursor.epoch != head.epoch or cursor.level != SCHEMA_LEVEL:
        return False
    if cursor.seq not in {head.seq, *(segment.after for segment in head.log)}:
        return False
    return head.tip(cursor.seq) in {cursor.tip, None} or cursor.tip is None


def _head_of(data: bytes, subscription: Subscription, cursor: Cursor, now: int) -> Head:
    """Read a head: what its signature vouches for where a key is pinned, else what it says."""
    raw = read_document(data)
    extension = table(raw, EXTENSION) or {}
    if subscription.key is None:
        return replace(head_from(raw, extension), keys=())
    payload = opened(extension.get("sig"), cursor.keys or (subscription.key,), now)
    head = head_from(payload, payload)
    if head.whole is not None:
        raise FeedError("The feed has no log, so that its signature does not reach its records.")
    return head


def _refuse_stranger(head: Head, cursor: Cursor, now: int) -> None:
    if cursor.feed_id is not None and head.feed_id != cursor.feed_id:
        raise FeedError(
            "Another feed is served at this address now; nothing was changed. Remove the"
            " subscription and add it again if that is meant."
        )
    if head.epoch > now + limits.FUTURE:
        raise FeedError("The feed's log begins in the future; check the clock here and there.")


def _cursor_after(head: Head, answer: Answer, cursor: Cursor) -> Cursor:
    """The cursor once everything of a head is applied, but for the digest of its body."""
    moving = head.moved_to or answer.moved
    return replace(
        cursor,
        feed_id=head.feed_id,
        epoch=head.epoch,
        seq=-1 if head.whole is not None else head.seq,
        tip=head.tip(head.seq),
        level=SCHEMA_LEVEL,
        # A feed that moves is read whole, so that two looks in a row can agree on where to.
        etag=None if moving else answer.etag,
        last_modified=None if moving else answer.last_modified,
        moving=moving,
        stale_since=None,
        keys=head.keys or cursor.keys,
        min_poll=head.min_poll,
        api=head.api.url if head.api else None,
    )


def _compared(head: Head, after: Cursor, answer: Answer, cursor: Cursor, now: int) -> Look:
    """Decide by versions what a head is: older than what is there, the same, or news."""
    url, age = answer.url, answer.max_age
    if after.version < cursor.version:
        since = now if cursor.stale_since is None else cursor.stale_since
        old = replace(cursor, stale_since=since)
        warning = _STALE if now - since >= limits.STALE_AFTER else None
        return Look(Outcome.STALE, cursor, old, url, max_age=age, warning=warning)
    same = after.body == cursor.body and cursor.level == SCHEMA_LEVEL
    steps = () if same else plan(head, cursor)
    tallies = head.tallies if head.tallies and _is_newer(head.tallies, cursor) else None
    if tallies is not None:
        after = replace(after, tallies_as_of=tallies.as_of)
    outcome = Outcome.NEWS if steps or tallies else Outcome.UNCHANGED
    found = Look(outcome, cursor, after, url, head, steps, tallies)
    return replace(found, moved=_agreed(cursor, after), max_age=age)


def _agreed(cursor: Cursor, after: Cursor) -> str | None:
    return after.moving if after.moving == cursor.moving else None


def _is_newer(tallies: TallyFiles, cursor: Cursor) -> bool:
    had = cursor.tallies_as_of
    return had is None or seconds_of(tallies.as_of) > seconds_of(had)
