"""What an operator decides, and the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Clock: TypeAlias = Callable[[], int]
"""Tells milliseconds since 1970, UTC."""

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
"""Milliseconds."""


def now() -> int:
    """The time of this computer, in milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """How much one may ask for. None is no limit.

    `asks` counts requests of one address in a minute, `acts` requests and operations of one token
    in an hour, `tries` attempts of one address to log in by a code or with an unknown token, in a
    minute. `rows` is how many votes and bookmarks one account may hold.
    """

    asks: int | None = 300
    acts: int | None = 20_000
    tries: int | None = 10
    rows: int = 50_000


UNLIMITED = Policy(None, None, None)
"""For tests and benchmarks."""
