"""Picks the fields that only a feed has: whole numbers, digests, moments, places of files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from shiptui.feed.limits import WHOLE_NUMBER
from shiptui.model.errors import FeedError
from shiptui.text.address import check_address
from shiptui.text.fields import optional_date

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z\Z")
# Below the folder of feed.json and nowhere else: no scheme, no host, no way up, nothing hidden.
_PLACE = re.compile(r"(?=.{1,200}\Z)([A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_][A-Za-z0-9._-]*\Z")


def whole(
    raw: Mapping[str, object], key: str, *, low: int = -WHOLE_NUMBER, high: int = WHOLE_NUMBER
) -> int | None:
    """Return a whole number within bounds, or None where the field is absent."""
    value = raw.get(key)
    if value is None:
        return None
    # bool first: True is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise FeedError(f"The field {key} is no whole number from {low} to {high}.")
    return value


def required_whole(
    raw: Mapping[str, object], key: str, *, low: int = 0, high: int = WHOLE_NUMBER
) -> int:
    """Return a whole number within bounds; FeedError where it is missing."""
    value = whole(raw, key, low=low, high=high)
    if value is None:
        raise FeedError(f"The field {key} is missing.")
    return value


def required_date(raw: Mapping[str, object], key: str) -> str:
    """Return an ISO date; FeedError where it is missing."""
    value = optional_date(raw, key)
    if value is None:
        raise FeedError(f"The field {key} is missing.")
    return value


def moment(raw: Mapping[str, object], key: str) -> str | None:
    """Return a moment like 2026-11-20T10:00:00Z as it stands, or None where it is absent."""
    value = raw.get(key)
    if value is None:
        return None
    if isinstance(value, str) and _MOMENT.match(value):
        try:
            seconds_of(value)
        except ValueError:
            pass
        else:
            return value
    raise FeedError(f"The field {key} is no moment like 2026-11-20T10:00:00Z.")


def required_moment(raw: Mapping[str, object], key: str) -> str:
    """Return a moment as it stands; FeedError where it is missing."""
    value = moment(raw, key)
    if value is None:
        raise FeedError(f"The field {key} is missing.")
    return value


def digest(raw: Mapping[str, object], key: str) -> str:
    """Return a SHA-256 in lower-case hexadecimal."""
    value = raw.get(key)
    if not isinstance(value, str) or not _DIGEST.match(value):
        raise FeedError(f"The field {key} is no SHA-256 of 64 lower-case digits.")
    return value


def place(raw: Mapping[str, object], key: str) -> str:
    """Return the place of a file, relative to the folder of feed.json and inside it."""
    value = raw.get(key)
    if not isinstance(value, str) or not _PLACE.match(value):
        raise FeedError(f"The field {key} is no plain relative path below the feed's folder.")
    return value


def web_address(raw: Mapping[str, object], key: str) -> str | None:
    """Return a safe http or https address, or None where the field is absent."""
    value = raw.get(key)
    if value is None:
        return None
    address = check_address(value) if isinstance(value, str) else None
    if address is None:
        raise FeedError(f"The field {key} is no web address.")
    return address


def table(raw: Mapping[str, object], key: str) -> Mapping[str, object] | None:
    """Return an object, or None where the field is absent."""
    value = raw.get(key)
    if value is None or isinstance(value, dict):
        return cast("Mapping[str, object] | None", value)
    raise FeedError(f"The field {key} is no object.")


def seconds_of(text: str) -> int:
    """Return the Unix seconds of a moment; ValueError where there is no such moment."""
    return int(datetime.fromisoformat(text).timestamp())


def moment_of(seconds: int) -> str:
    """Return Unix seconds as a moment like 2026-11-20T10:00:00Z."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
