"""What it means for the outbox when a server refuses a request as a whole.

Nothing is dropped by any of these: only a result for exactly one operation settles it.

    400 413 422   UnreadableError   send fewer; a single one that still fails is set aside
    401           LoginError        keep all, ask for a log-in
    409           MismatchError     keep all, ask what the other account means
    403 410 ...   FeedError         keep all, tell
    429 5xx ...   BusyError         keep all, try again later
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from shiptui.feed.answering import OK, REDIRECTS, announced_length, media_type
from shiptui.feed.fetching import BusyError
from shiptui.feed.network import host_of
from shiptui.feed.waiting import retry_after
from shiptui.model.errors import FeedError
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_CONTENT = 204
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_TYPES = ("application/json",)


class UnreadableError(FeedError):
    """The server cannot take this request as it is: too large, or something in it breaks a rule."""


class LoginError(FeedError):
    """The token is not accepted."""


class MismatchError(FeedError):
    """The token belongs to another account than the one that is known here."""


def refuse(url: str, status: int, headers: Mapping[str, str], *, limit: int) -> None:
    """Refuse every answer but a whole one in JSON of at most `limit` bytes."""
    if status == NO_CONTENT:
        return
    if status != OK:
        raise _error(url, status, headers)
    if headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise FeedError(f"{host_of(url)} compresses its answer, which was not asked for.")
    if media_type(headers) not in _TYPES:
        raise FeedError(
            f"{host_of(url)} answers with {clean(media_type(headers), 60) or 'no type'} and not as"
            " a server of votes; a log-in page may be in between. What waits is kept."
        )
    if announced_length(headers) > limit:
        raise FeedError(f"{host_of(url)} answers with more than the {limit:,} bytes that are read.")


_KEPT = "what waits is kept."
_REFUSALS = {
    400: (UnreadableError, "cannot read what was sent (400)."),
    401: (LoginError, f"does not accept the token; log in again, {_KEPT}"),
    403: (FeedError, f"does not let this account do that; {_KEPT}"),
    409: (MismatchError, "knows the token as that of another account; log in again."),
    410: (FeedError, f"speaks a newer protocol; upgrade shiptui, {_KEPT}"),
    413: (UnreadableError, "finds what was sent too large (413)."),
    422: (UnreadableError, "cannot read what was sent (422)."),
}


def _error(url: str, status: int, headers: Mapping[str, str]) -> FeedError | BusyError:
    host = host_of(url)
    if status in _BUSY:
        wait = retry_after(headers.get("Retry-After"), time.time())
        return BusyError(f"{host} cannot take votes just now ({status}); {_KEPT}", wait)
    if status in REDIRECTS:
        return FeedError(f"{host} sends {_target(headers)}, where no token goes; {_KEPT}")
    kind, words = _REFUSALS.get(status, (FeedError, f"is no server of votes ({status}); {_KEPT}"))
    return kind(f"{host} {words}")


def _target(headers: Mapping[str, str]) -> str:
    host = host_of(headers.get("Location", ""))
    return f"on to {clean(host, 80)}" if re.fullmatch(r"[a-z0-9.-]+", host) else "elsewhere"
