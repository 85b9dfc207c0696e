"""Pulling one feed into the store: look, fetch, apply batch by batch, note how it went."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import random
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shiptui.feed.batches import fetch
from shiptui.feed.fetching import BusyError
from shiptui.feed.network import host_of
from shiptui.feed.pull import look
from shiptui.feed.records import KINDS
from shiptui.feed.waiting import EVERY, back_off, next_poll
from shiptui.model.errors import FeedError, NotSavedError, OfflineError, StoreError
from shiptui.model.feeds import Gain, Looked, Outcome
from shiptui.sync.keeping import cursor_of, cursor_text, kept, subscription_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from shiptui.feed.fetching import Fetcher
    from shiptui.feed.pull import Look
    from shiptui.feed.subscription import Cursor
    from shiptui.feed.wire import Change
    from shiptui.model.feeds import Subscribed
    from shiptui.store.feeds import Feeds

_SECOND = 1_000
"""The store counts in milliseconds."""


@dataclass(slots=True)
class Visit:
    """What a look at a feed has brought so far; what was applied stays, however it ends."""

    name: str
    held: str | None
    gain: Gain = field(default_factory=Gain)
    size: int = 0
    left_out: list[Change] = field(default_factory=list)


async def pull(
    feeds: Feeds,
    subscribed: Subscribed,
    fetcher: Fetcher,
    *,
    full: bool = False,
    every: int = EVERY,
    told: Callable[[int, int], None] | None = None,
) -> Looked:
    """Bring one feed up to date and write down how that went.

    `full` reads it anew from its snapshot. `every` is how many seconds lie between two looks where
    nothing else is said. `told` is called with the bytes that came and those that are to come.
    What is wrong with the feed or the way to it is told in the answer; NotSavedError is raised.
    """
    visit, now = Visit(name_of(subscribed), subscribed.cursor), int(time())
    try:
        seen = await _read(feeds, subscribed, fetcher, visit, now, full=full, told=told)
    except NotSavedError:
        raise
    except (FeedError, OfflineError, StoreError) as error:
        outcome = Outcome.OFFLINE if isinstance(error, OfflineError) else Outcome.REFUSED
        failures = subscribed.failures + 1
        wait = error.wait if isinstance(error, BusyError) else None
        pause = back_off(failures, _chance(), wait=wait)
        looked = _looked(subscribed, now, outcome, visit, str(error))
        feeds.note_look(looked, cursor=None, due=(now + pause) * _SECOND, failures=failures)
        return looked
    pause = next_poll(_chance(), every=every, min_poll=seen.cursor.min_poll, max_age=seen.max_age)
    problem = _moved(feeds, subscribed, seen.moved) or seen.warning or _left_out(visit)
    looked = _looked(subscribed, now, Outcome(seen.outcome), visit, problem)
    cursor = cursor_text(seen.cursor)
    feeds.note_look(looked, cursor=cursor, due=(now + pause) * _SECOND, failures=0)
    return looked


def name_of(subscribed: Subscribed) -> str:
    """How a subscription is called: its title, before it was read its host."""
    return subscribed.title or host_of(subscribed.url)


async def _read(
    feeds: Feeds,
    subscribed: Subscribed,
    fetcher: Fetcher,
    visit: Visit,
    now: int,
    *,
    full: bool,
    told: Callable[[int, int], None] | None,
) -> Look:
    cursor = cursor_of(visit.held)
    if full:
        cursor = _forgetful(cursor)
    seen = await look(fetcher, subscription_of(subscribed), cursor, now)
    if seen.head is not None:
        visit.name = seen.head.title

    def came(size: int) -> None:
        visit.size += size
        if told:
            told(visit.size, seen.bytes)

    async for batch in fetch(fetcher, seen, came):
        if seen.head is None:
            break
        # Read before the transaction begins: a broken file must not hold up other writers.
        changes = list(batch.changes())
        visit.left_out += [each for each in changes if each.problem]
        visit.gain.add(feeds.apply(subscribed.id, kept(batch, seen.head, visit.held, changes)))
        visit.held = cursor_text(batch.cursor)
    return seen


def _forgetful(cursor: Cursor) -> Cursor:
    """The same place in the same feed, but nothing that would spare reading it again."""
    bare = replace(cursor, level=0, etag=None, last_modified=None, body=None)
    return replace(bare, tallies_as_of=None)


def _looked(
    subscribed: Subscribed, now: int, outcome: Outcome, visit: Visit, problem: str | None
) -> Looked:
    return Looked(
        subscribed.id, visit.name, now * _SECOND, outcome, visit.gain, visit.size, problem
    )


def _moved(feeds: Feeds, subscribed: Subscribed, url: str | None) -> str | None:
    """Follow a feed to a new address on its host; elsewhere the reader has to agree."""
    if url is None or url == subscribed.url:
        return None
    if _origin(url) == _origin(subscribed.url):
        feeds.move(subscribed.id, url, allow_http=subscribed.allow_http)
        return f"The feed has moved to {url} and is read there from now on."
    return f"The feed has moved to {url}; to follow it there: shiptui feed add {url}"


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _left_out(visit: Visit) -> str | None:
    """What was sent and is not shown. A kind that a newer program knows is nobody's mistake."""
    broken = [each.problem for each in visit.left_out if each.kind in KINDS]
    if broken:
        return f"Records that could not be used: {len(broken)}; the first: {broken[0]}"
    if visit.left_out:
        kind = visit.left_out[0].kind
        count = len(visit.left_out)
        return f"Records of a kind that this version does not show: {count} ({kind})."
    return None


def _chance() -> float:
    return random()  # noqa: S311 - spreads readers over time and guards nothing
