"""Pulling a feed, second half: fetch and verify what was planned, give out what changed.

A batch is applied whole, together with its cursor, in one transaction, or not at all: then the
records of a feed are always exactly those of one published version, and versions never go back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from shiptui.feed.fetching import AbsentError, Ask, verified_body
from shiptui.feed.network import host_of
from shiptui.feed.records import SCHEMA_LEVEL
from shiptui.feed.tallies import Tallies, read_shards
from shiptui.feed.wire import Change, Line, change_of, segment_lines, snapshot_lines
from shiptui.model.errors import OfflineError
from shiptui.text.checked import naming

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from shiptui.feed.fetching import Fetcher
    from shiptui.feed.head import File, Head
    from shiptui.feed.pull import Look, Step
    from shiptui.feed.subscription import Cursor


@dataclass(frozen=True, slots=True)
class Batch:
    """What to apply in one transaction, together with `cursor`.

    The store first makes sure that it still holds the version of `before`: another program may have
    moved on, and then the rest is dropped. Where `replace` is true, all records of the feed go
    first. `tallies`, where they are there, replace all tallies of the feed. Votes and bookmarks are
    never touched.
    """

    before: Cursor
    cursor: Cursor
    replace: bool = False
    tallies: Tallies | None = None
    lines: Callable[[], Iterator[Line]] = field(default=lambda: iter(()), repr=False)

    def changes(self) -> Iterator[Change]:
        """Yield the changes in order. A FeedError in between means: roll everything back."""
        feed_id = self.cursor.feed_id or ""
        return (change_of(line, feed_id) for line in self.lines())


async def fetch(
    fetcher: Fetcher, seen: Look, told: Callable[[int], None] | None = None
) -> AsyncIterator[Batch]:
    """Fetch and verify what a look found, one batch after the other.

    `told` is called with the size of each piece that arrives. Each batch carries the cursor to
    store with it; only the last one's makes the next look cheap.
    """
    head, before = seen.head, seen.before
    if head is None:
        return
    for group in _groups(seen.steps, before, head):
        last = group[-1]
        data = [await _step(fetcher, seen.url, step, told) for step in group]
        cursor = replace(
            _unsettled(before, head), epoch=head.epoch, seq=last.seq, tip=head.tip(last.seq)
        )
        if last == seen.steps[-1] and seen.tallies is None:
            cursor = seen.cursor
        yield Batch(before, cursor, group[0].replace, lines=partial(_lines, head, group, data))
        before = cursor
    if seen.tallies is not None:
        yield Batch(before, seen.cursor, tallies=await _tallies(fetcher, seen, told))


def _unsettled(cursor: Cursor, head: Head) -> Cursor:
    """A cursor on the way: the next look has to read the head again."""
    cursor = replace(cursor, feed_id=head.feed_id, level=SCHEMA_LEVEL)
    return replace(cursor, etag=None, last_modified=None, body=None)


def _groups(steps: Sequence[Step], before: Cursor, head: Head) -> Iterator[tuple[Step, ...]]:
    """What has to be applied together: a snapshot that lies behind us, and all that leads here."""
    group: list[Step] = []
    for step in steps:
        group.append(step)
        if (head.epoch, step.seq) >= before.version:
            yield tuple(group)
            group.clear()


def _lines(head: Head, group: Sequence[Step], data: Sequence[bytes]) -> Iterator[Line]:
    """The lines of a group of steps. Only here the content of a file is looked at."""
    for step, content in zip(group, data, strict=True):
        file = step.file
        if file is None:
            yield from head.whole or ()
            continue
        with naming(file.url):
            if step.replace:
                yield from snapshot_lines(content, file.raw_bytes, seq=step.seq)
            else:
                yield from segment_lines(content, file.raw_bytes, after=step.after, to=step.seq)


async def _step(
    fetcher: Fetcher, base: str, step: Step, told: Callable[[int], None] | None
) -> bytes:
    return b"" if step.file is None else await _file(fetcher, base, step.file, told)


async def _tallies(
    fetcher: Fetcher, seen: Look, told: Callable[[int], None] | None
) -> Tallies | None:
    if seen.tallies is None:
        return None
    shards = [await _file(fetcher, seen.url, file, told) for file in seen.tallies.shards]
    return read_shards(shards, as_of=seen.tallies.as_of, n_min=seen.tallies.n_min)


async def _file(
    fetcher: Fetcher, base: str, file: File, told: Callable[[int], None] | None
) -> bytes:
    """Fetch a file that a head lists and return its bytes, verified."""
    # A host that compresses what is compressed makes it a little larger.
    limit = file.bytes + file.bytes // 100 + 1_000
    try:
        answer = await fetcher.get(Ask(urljoin(base, file.url), limit, told=told))
    except AbsentError:
        raise OfflineError(
            f"{host_of(base)} announces {file.url} but does not have it yet; what was read so far"
            " is kept, try again later."
        ) from None
    with naming(file.url):
        return verified_body(answer, file.sha256, file.bytes)
