"""How often one may ask: a bucket for each address and token, in the memory of one process."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil
from threading import Lock

_MOST_BUCKETS = 20_000


@dataclass(slots=True)
class _Bucket:
    level: float
    seen: int


class Rates:
    """Buckets of one size that fill up again over a time, in ms."""

    def __init__(self, most: int | None, per: int) -> None:
        self._most, self._per = most, per
        self._buckets: dict[Hashable, _Bucket] = {}
        self._lock = Lock()

    def wait(self, who: Hashable, cost: int, now: int) -> int | None:
        """Take from a bucket; seconds to wait where it holds too little, else None.

        What costs more than a whole bucket is let through when the bucket is full.
        """
        if self._most is None:
            return None
        with self._lock:
            bucket = self._buckets.get(who)
            if bucket is None:
                self._make_room(now)
                bucket = self._buckets[who] = _Bucket(self._most, now)
            # A clock that was set back fills no bucket and empties none.
            gained = max(0, now - bucket.seen) * self._most / self._per
            bucket.level, bucket.seen = min(self._most, bucket.level + gained), now
            missing = min(cost, self._most) - bucket.level
            if missing > 0:
                return max(1, ceil(missing * self._per / self._most / 1_000))
            bucket.level -= min(cost, self._most)
        return None

    def _make_room(self, now: int) -> None:
        """Forget buckets that are full again, and all of them if that is not enough."""
        if len(self._buckets) < _MOST_BUCKETS:
            return
        self._buckets = {
            who: each for who, each in self._buckets.items() if 0 <= now - each.seen < self._per
        }
        if len(self._buckets) >= _MOST_BUCKETS:
            self._buckets.clear()
