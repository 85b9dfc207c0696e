"""When to ask a feed again: pure functions of what happened and of one random number."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from shiptui.feed.limits import DAY

EVERY = 6 * 3_600
"""How often a feed is asked where nothing else is said, in seconds."""
SPREAD = 0.2
"""How far that may be off, so that not all readers come at once."""
FIRST_WAIT = 60
LONGEST_WAIT = DAY

_DIGITS = re.compile(r"[0-9]{1,10}\Z")


def next_poll(
    chance: float, *, every: int = EVERY, min_poll: int = 0, max_age: int | None = None
) -> int:
    """Seconds until the next poll after a good answer. `chance` is random, 0 to 1.

    `every` is the reader's wish. The feed's own and the lifetime of its copies are kept, too, at
    most for a day.
    """
    wished = round(every * (1 - SPREAD + 2 * SPREAD * chance))
    return max(wished, min(LONGEST_WAIT, max(min_poll, max_age or 0)))


def back_off(failures: int, chance: float, *, wait: int | None = None) -> int:
    """Seconds until the next try after `failures` in a row, from a minute to a day.

    Full jitter: anywhere up to a bound that doubles with each failure. `wait` is what the server
    asked for, and stands above it.
    """
    bound = min(LONGEST_WAIT, FIRST_WAIT << min(failures, 20))
    return max(FIRST_WAIT, round(bound * chance), min(wait or 0, LONGEST_WAIT))


def retry_after(value: str | None, now: float) -> int | None:
    """Read a Retry-After header: seconds from now, 1 to a day; None where it says nothing sound."""
    if value is None:
        return None
    if _DIGITS.match(value):
        seconds = int(value)
    else:
        moment = http_date(value)
        if moment is None:
            return None
        seconds = round(moment - now)
    return max(1, min(seconds, LONGEST_WAIT))


def http_date(value: str | None) -> float | None:
    """Read the date of an HTTP header as Unix seconds; None where it is none."""
    if value is None or not value.isascii():
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
