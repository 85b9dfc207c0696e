"""A subscription as the reader made it, and how far its feed was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urldefrag

from shiptui.feed.network import fetchable
from shiptui.model.errors import FeedError

_PINNED = re.compile(r"ed25519=([A-Za-z0-9_-]{43})\Z")


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a feed lies and what the reader demands of it.

    `allow_http` permits plain http. `key` is the public Ed25519 key (base64url, 43 characters) by
    which every head has to be signed, or None.
    """

    url: str
    allow_http: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a feed was read, and what makes the next look cheap. Stored whole, or not at all.

    The records that the store holds are those of `seq` in `epoch`; (0, -1) is nothing yet, or a
    feed without a log. `tip` is the digest of the segment that ends at `seq`, where one is known: a
    log that has another one there was restored from an older copy. `level` is the SCHEMA_LEVEL of
    the program that read it. `body` is the digest of the last head that was read to its end, and
    `etag` and `last_modified` belong to it. `moving` is the new address that the last head named or
    redirected to. `stale_since` is the Unix second since which only older copies were served.
    `keys` are those that a signed head told. `min_poll` is how many seconds the publisher wants to
    be left alone. `api` is where the publisher says that votes are sent.
    """

    feed_id: str | None = None
    epoch: int = 0
    seq: int = -1
    tip: str | None = None
    level: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body: str | None = None
    tallies_as_of: str | None = None
    moving: str | None = None
    stale_since: int | None = None
    keys: tuple[str, ...] = ()
    min_poll: int = 0
    api: str | None = None

    @property
    def version(self) -> tuple[int, int]:
        """Versions are ordered by (epoch, seq), and a reader never goes to a lower one."""
        return self.epoch, self.seq


def subscription_from(text: str, *, allow_http: bool = False) -> Subscription:
    """Read an address as the reader typed it; `#ed25519=KEY` at its end pins a key."""
    address, fragment = urldefrag(text.strip())
    pinned = _PINNED.match(fragment)
    if fragment and pinned is None:
        raise FeedError("What follows # is no key: it should read ed25519= and 43 characters.")
    url = fetchable(address, allow_http=allow_http)
    return Subscription(url, allow_http, None if pinned is None else pinned[1])
