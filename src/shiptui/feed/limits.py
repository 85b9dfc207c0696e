"""What a reader of a feed refuses: sizes in bytes, counts, seconds. One place for each number."""

from __future__ import annotations

HEAD = 256_000
"""`feed.json` with a log."""
HEAD_WHOLE = 1_000_000
"""`feed.json` that holds all records itself."""
SEGMENT = 1_000_000
SEGMENT_RAW = 8_000_000
SNAPSHOT = 32_000_000
SNAPSHOT_RAW = 128_000_000
TALLY = 1_000_000
TALLY_RAW = 8_000_000

LINE = 256_000
"""One line of a snapshot or segment."""
DEPTH = 8
"""How deep objects and lists may lie in each other."""
WHOLE_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON keeps to the digit."""
ENTITY_TAG = 200
SHARDS = 64

REDIRECTS = 3
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
EXCHANGE_SECONDS = 120.0

DAY = 86_400
FUTURE = DAY
"""How far ahead of our clock the begin of a log may lie."""
STALE_AFTER = 7 * DAY
"""How long old copies are served before the reader is told."""
