"""What the status and the headers of an answer mean for a reader of public files."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from shiptui.feed.fetching import AbsentError, Ask, BusyError
from shiptui.feed.limits import ENTITY_TAG
from shiptui.feed.network import host_of
from shiptui.feed.waiting import http_date, retry_after
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Mapping

OK = 200
NOT_MODIFIED = 304
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)

_ABSENT = (404, 410)
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_ENTITY_TAG = re.compile(r'(W/)?"[!#-~]*"\Z')
# What hosts put into a tag when they compress, and then do not know it again.
_TAG_SUFFIX = re.compile(r'[-;](gzip|br|zstd|deflate)"\Z')
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=([0-9]{1,9})(?:$|[\s,])")
_SETTLED_SECONDS = 2


def request_headers(ask: Ask) -> dict[str, str]:
    """The headers that ask only for what has changed, or for no copy."""
    headers = {"Cache-Control": "no-cache"} if ask.anew else {}
    if ask.etag is not None:
        plain = _TAG_SUFFIX.sub('"', ask.etag)
        headers["If-None-Match"] = ask.etag if plain == ask.etag else f"{ask.etag}, {plain}"
    if ask.last_modified is not None:
        headers["If-Modified-Since"] = ask.last_modified
    return headers


def refuse_status(url: str, status: int, headers: Mapping[str, str]) -> None:
    """Refuse every status that brings no whole file and is not "not modified"."""
    host = host_of(url)
    if status in _ABSENT:
        raise AbsentError(f"{host} has nothing at this address ({status}); check the address.")
    if status in _BUSY:
        wait = retry_after(headers.get("Retry-After"), time.time())
        raise BusyError(f"{host} cannot answer just now ({status}); it is asked again later.", wait)
    if status not in {OK, NOT_MODIFIED}:
        raise FeedError(f"{host} does not give this file ({status}); ask whoever publishes it.")


def is_zipped(url: str, headers: Mapping[str, str]) -> bool:
    """Tell whether the server put gzip around the body; no other compression is read."""
    encoding = headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise FeedError(f"{host_of(url)} compresses in a way that was not asked for.")
    return encoding.endswith("gzip")


def announced_length(headers: Mapping[str, str]) -> int:
    """How many bytes the server says will come; 0 where it does not say."""
    text = headers.get("Content-Length", "0")
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else 0


def media_type(headers: Mapping[str, str]) -> str:
    """The type of the body in lower case, without its parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def validators(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """What to ask with the next time, as (entity tag, time of last change).

    Times count whole seconds, and many hosts make the tag from the time: a file that was written
    just before it was read could change without changing either. Then nothing is kept.
    """
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    if etag is not None and (len(etag) > ENTITY_TAG or not _ENTITY_TAG.match(etag)):
        etag = None
    written, read = http_date(modified), http_date(headers.get("Date"))
    if written is None:
        return etag, None
    if read is None or read - written < _SETTLED_SECONDS:
        return None, None
    return etag, modified


def max_age(headers: Mapping[str, str]) -> int | None:
    """How long a copy may be used, in seconds; None where nothing is said."""
    found = _MAX_AGE.search(headers.get("Cache-Control", "").lower())
    return int(found[1]) if found else None
