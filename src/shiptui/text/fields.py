"""Picks known fields out of one raw record: typed, bounded, cleaned, or a `FeedError` sentence.

Null and an absent field both mean unknown. Ids are refused rather than cleaned, because two ids
that differ could be equal once cleaned.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from shiptui.model.errors import FeedError
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_ITEMS = 64
"""How many items a list holds at most where nothing else is said."""

_ID = r"[a-z0-9][a-z0-9._:-]{0,159}"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def checked_id(value: object, key: str) -> str:
    """Return `value` if it may be an id or a slug; it is never mended."""
    if not isinstance(value, str) or not is_id(value):
        raise FeedError(f"The field {key} is no id of lower-case letters, digits and . _ : -")
    return value


def is_id(value: str) -> bool:
    """Whether a text may be an id or a slug."""
    return re.fullmatch(_ID, value) is not None


def required_text(raw: Mapping[str, object], key: str, limit: int) -> str:
    """Return the cleaned text of a field that must say something."""
    text = optional_text(raw, key, limit)
    if text is None:
        raise FeedError(f"The field {key} is missing or empty.")
    return text


def optional_text(raw: Mapping[str, object], key: str, limit: int) -> str | None:
    """Return the cleaned text of a field, or None where nothing is left to show."""
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise FeedError(f"The field {key} is no text.")
    return clean(value, limit) or None


def texts(raw: Mapping[str, object], key: str, limit: int) -> tuple[str, ...]:
    """Return the cleaned texts of a list, without those that say nothing."""
    values = _items(raw, key)
    if not all(isinstance(value, str) for value in values):
        raise FeedError(f"The field {key} is no list of texts.")
    return tuple(text for value in values if (text := clean(cast("str", value), limit)))


def optional_date(raw: Mapping[str, object], key: str) -> str | None:
    """Return an ISO date, from text or from a TOML date; None where the field is absent."""
    value = raw.get(key)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and re.fullmatch(_DATE, value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise FeedError(f"The field {key} is no date like 2026-11-20.")


def records(
    raw: Mapping[str, object], key: str, most: int = MOST_ITEMS
) -> tuple[Mapping[str, object], ...]:
    """Return the records of a list of at most `most`; an absent list is empty."""
    values = _items(raw, key, most)
    if not all(isinstance(value, dict) for value in values):
        raise FeedError(f"The field {key} is no list of records.")
    return tuple(cast("Sequence[Mapping[str, object]]", values))


def one_of(raw: Mapping[str, object], key: str, choices: Sequence[str]) -> str | None:
    """Return a value that is one of the choices, or None."""
    value = raw.get(key)
    if value is None or value in choices:
        return cast("str | None", value)
    raise FeedError(f"The field {key} is neither {' nor '.join(choices)}.")


def optional_percent(raw: Mapping[str, object], key: str) -> int | None:
    """Return a whole number from 0 to 100, or None."""
    value = raw.get(key)
    if value is None:
        return None
    # bool first: True is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:  # noqa: PLR2004 - a percentage
        raise FeedError(f"The field {key} is no whole number from 0 to 100.")
    return value


def flag(raw: Mapping[str, object], key: str) -> bool:
    """Return a yes or no that is no unless said."""
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise FeedError(f"The field {key} is neither true nor false.")
    return value


def _items(raw: Mapping[str, object], key: str, most: int = MOST_ITEMS) -> Sequence[object]:
    values = raw.get(key)
    if values is None:
        return ()
    if not isinstance(values, list):
        raise FeedError(f"The field {key} is no list.")
    if len(values) > most:
        raise FeedError(f"The field {key} holds {len(values)} items; at most {most} are read.")
    return values
