"""Days as they are typed: `7d`, `2w`, `2026-11-20`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from time import time as seconds

from shiptui.text.days import today, typed_day


def now() -> int:
    """The second it is, in Unix time."""
    return int(seconds())


def day_before(text: str) -> date:
    """A day, or the one so many days or weeks ago. Raises UsageError."""
    return typed_day(text, today(), -1)


def day_after(text: str) -> date:
    """A day, or the one so many days or weeks ahead. Raises UsageError."""
    return typed_day(text, today(), 1)


def start_of(day: date) -> int:
    """The moment a day begins, in milliseconds since 1970."""
    return int(datetime.combine(day, time.min, UTC).timestamp() * 1000)
