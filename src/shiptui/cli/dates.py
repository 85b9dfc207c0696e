"""Days as they are typed: `7d`, `2w`, `2026-11-20`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from time import time as seconds

from shiptui.model.errors import UsageError

_SPAN = re.compile(r"(\d{1,5})([dw])\Z")
_DAYS = {"d": 1, "w": 7}


def today() -> date:
    """The day it is, in UTC, as all days of the program are."""
    return datetime.now(UTC).date()


def now() -> int:
    """The second it is, in Unix time."""
    return int(seconds())


def day_before(text: str) -> date:
    """A day, or the one so many days or weeks ago. Raises UsageError."""
    return _day(text, -1)


def day_after(text: str) -> date:
    """A day, or the one so many days or weeks ahead. Raises UsageError."""
    return _day(text, 1)


def start_of(day: date) -> int:
    """The moment a day begins, in milliseconds since 1970."""
    return int(datetime.combine(day, time.min, UTC).timestamp() * 1000)


def _day(text: str, sign: int) -> date:
    try:
        if span := _SPAN.match(text.strip()):
            days = int(span[1]) * _DAYS[span[2]]
            return today() + timedelta(days=sign * days)
        return date.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise UsageError(f'"{text}" is no day; say 7d, 2w or a date such as 2026-11-20.') from None
