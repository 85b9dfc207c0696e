"""Days as they are typed: `7d`, `2w`, `2026-11-20`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from shiptui.model.errors import UsageError

_SPAN = re.compile(r"(\d{1,5})([dw])\Z")
_DAYS = {"d": 1, "w": 7}


def today() -> date:
    """The day it is, in UTC, as all days of the program are."""
    return datetime.now(UTC).date()


def typed_day(text: str, now: date, sign: int) -> date:
    """A date, or so many days or weeks before (-1) or after (1) `now`. Raises UsageError."""
    try:
        if span := _SPAN.match(text.strip()):
            return now + timedelta(days=sign * int(span[1]) * _DAYS[span[2]])
        return date.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise UsageError(f'"{text}" is no day; say 7d, 2w or a date such as 2026-11-20.') from None
