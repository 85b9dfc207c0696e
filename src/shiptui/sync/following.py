"""Beginning to follow a feed: it is looked at once, so that a wrong address is told at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shiptui.feed.http import Client
from shiptui.feed.pull import look
from shiptui.feed.subscription import Cursor
from shiptui.model.errors import FeedError, UsageError
from shiptui.sync.keeping import cursor_of
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from shiptui.feed.subscription import Subscription
    from shiptui.model.feeds import Subscribed
    from shiptui.store.feeds import Feeds
    from shiptui.sync.syncing import OpenFetcher

_TITLE_LIMIT = 160


async def follow(
    feeds: Feeds, wanted: Subscription, *, open_fetcher: OpenFetcher = Client
) -> tuple[Subscribed, str]:
    """Look at a feed and follow it; return the subscription and the title that the feed tells.

    A feed that is followed at another address already is followed to this one if the same key
    vouches for both, or if the feed itself has announced the move; otherwise it is refused: anybody
    can claim the id of a feed. Raises FeedError, OfflineError, UsageError; nothing changed then.
    """
    refuse_known(feeds, wanted)
    async with open_fetcher(allow_http=wanted.allow_http) as fetcher:
        head = (await look(fetcher, wanted, Cursor(), int(time.time()))).head
    if head is None:
        raise FeedError("The feed says that nothing has changed, though it was never read.")
    title = clean(head.title, _TITLE_LIMIT)
    twin = next((each for each in feeds.all() if each.feed_id == head.feed_id), None)
    if twin is None:
        return add(feeds, wanted), title
    if not _is_same_publisher(twin, wanted):
        raise FeedError(
            f"The feed {title} is followed at {twin.url} already, and neither has it announced this"
            " address nor is it signed by the same key; remove one to follow the other."
        )
    feeds.move(twin.id, wanted.url, allow_http=wanted.allow_http)
    return twin, title


def add(feeds: Feeds, wanted: Subscription) -> Subscribed:
    """Follow a feed that nobody has looked at yet."""
    return feeds.add(wanted.url, allow_http=wanted.allow_http, key=wanted.key)


def refuse_known(feeds: Feeds, wanted: Subscription) -> None:
    """Refuse an address that is followed already. Raises UsageError."""
    if any(each.url == wanted.url for each in feeds.all()):
        raise UsageError(f"{wanted.url} is followed already.")


def _is_same_publisher(known: Subscribed, wanted: Subscription) -> bool:
    if known.key is not None:
        return known.key == wanted.key
    return cursor_of(known.cursor).moving == wanted.url
