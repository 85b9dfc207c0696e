"""Everything that can go wrong, one sentence each.

    ShiptuiError            exit 1
    |-- UsageError          exit 2   what was asked for makes no sense
    |-- ConfigError         exit 2   a setting cannot be used
    |-- OfflineError        exit 3   worth another try later
    |-- NotFoundError       exit 4   no such tool or matchup, or more than one
    |-- FeedError           exit 1   foreign data broke a rule
    `-- StoreError          exit 1   the database
        |-- ForeignDatabaseError     somebody else's file: refused, unchanged
        |-- NewerDatabaseError       made by a newer shiptui: refused, unchanged
        `-- NotSavedError            a write did not reach the disk

Foreign exceptions (sqlite3, httpx, OSError) become one of these at the border that meets them and
nowhere else. Bugs are not caught.
"""

from __future__ import annotations


class ShiptuiError(Exception):
    """A sentence for the reader: what happened, what it means, what to do."""

    exit_code = 1


class UsageError(ShiptuiError):
    """What was asked for makes no sense as written."""

    exit_code = 2


class ConfigError(ShiptuiError):
    """A setting cannot be used."""

    exit_code = 2


class OfflineError(ShiptuiError):
    """The network or a lock stood in the way; another try may work."""

    exit_code = 3


class NotFoundError(ShiptuiError):
    """A name means nothing, or more than one thing; then `candidates` lists what it could be."""

    exit_code = 4

    def __init__(self, sentence: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.candidates = candidates


class FeedError(ShiptuiError):
    """Foreign data broke a rule of the reader at the border."""


class StoreError(ShiptuiError):
    """The database cannot be used."""


class ForeignDatabaseError(StoreError):
    """The file belongs to another program, or was altered by one. It was left as it is."""


class NewerDatabaseError(StoreError):
    """The file was made by a newer shiptui. It was left as it is."""


class NotSavedError(StoreError):
    """A write did not reach the disk; nothing has changed."""
