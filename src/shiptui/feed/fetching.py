"""What a fetcher gives, whether it reads a folder, a web server or a test's own world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from shiptui.feed.packing import digest_of, unpack
from shiptui.model.errors import FeedError, OfflineError


class AbsentError(FeedError):
    """The server says that there is nothing at this address."""


class BusyError(OfflineError):
    """The server asks for patience. `wait` is how long, in seconds, or None."""

    def __init__(self, sentence: str, wait: int | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Ask:
    """What to fetch and what is known of it already.

    `limit` bounds the bytes that are received. `anew` asks whoever stands in between not to answer
    with a copy. `told` is called with the number of bytes of each piece that arrives, for a
    progress bar.
    """

    url: str
    limit: int
    etag: str | None = None
    last_modified: str | None = None
    anew: bool = False
    told: Callable[[int], None] | None = None

    @property
    def is_conditional(self) -> bool:
        """Whether an answer without a body makes sense."""
        return self.etag is not None or self.last_modified is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is None where the server says that nothing has changed.

    `body` is as received; `zipped` says that the server put gzip around it on its own. `url` is
    where it was found in the end, `moved` that address if every step to it was a permanent one.
    `max_age` is how long a copy may be used, in seconds.
    """

    url: str
    body: bytes | None
    zipped: bool = False
    media_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    moved: str | None = None
    max_age: int | None = None


class Fetcher(Protocol):
    """Gets one public file. It sends nothing that tells who asks."""

    async def get(self, ask: Ask) -> Answer:
        """Fetch, or raise FeedError or OfflineError with one sentence."""
        ...


def plain_body(answer: Answer, limit: int) -> bytes:
    """Return the body without what the server put around it, of at most `limit` bytes."""
    body = answer.body or b""
    if answer.zipped:
        return unpack(body, limit)
    if len(body) > limit:
        raise FeedError(f"The answer is {len(body):,} bytes long; at most {limit:,} are read.")
    return body


def verified_body(answer: Answer, sha256: str, size: int) -> bytes:
    """Return the bytes that have the size and the digest a feed announced for a file.

    Some hosts label a `.gz` file as compressed on the way, some compress it once more: the bytes
    as received count, and else those that the host's own compression holds.
    """
    body = answer.body or b""
    if len(body) == size and digest_of(body) == sha256:
        return body
    if answer.zipped:
        body = unpack(body, size)
        if len(body) == size and digest_of(body) == sha256:
            return body
    raise FeedError("The file is not the one that the feed announced: it was cut or exchanged.")
