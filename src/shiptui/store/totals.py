"""How many matchups and tools the feeds list. To count a million takes long, so it is kept.

What is kept says of which edition of the catalog it is; of any other one it is not believed.
"""

from __future__ import annotations

import json

from shiptui import TYPE_CHECKING
from shiptui.model.frozen import dataclass
from shiptui.store.indexing import FEED_BITS
from shiptui.store.settings import Settings, write_setting
from shiptui.store.writing import read

if TYPE_CHECKING:
    import sqlite3

KEY = "totals"

# A plain count of a table costs less than any other; only what later feeds list again is looked at.
_LISTED = """
(SELECT count(*) FROM {table}) - (SELECT count(*) FROM {table} AS again
  WHERE again.n >= ((SELECT min(id) FROM feed) + 1) << {bits} AND EXISTS
  (SELECT 1 FROM {table} AS e WHERE e.{key} = again.{key} AND e.n < again.n))
"""
# The reader's own entries come and go with facts, and are few; a feed that tells of one takes its
# place.
_OWN = f"(SELECT count(*) FROM tool WHERE n < 1 << {FEED_BITS})"
_TOTALS = f"""
SELECT {_LISTED.format(table="matchup", key="id", bits=FEED_BITS)},
  {_LISTED.format(table="tool", key="slug", bits=FEED_BITS)} - {_OWN}
"""
_EDITION = "SELECT id, digest, cursor FROM feed WHERE id > 0 ORDER BY id"


@dataclass(frozen=True, slots=True)
class Total:
    """How many matchups and tools there are; one that several feeds list counts once."""

    matchups: int
    tools: int


class Totals:
    """Counts what is listed once for each edition of the catalog."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: tuple[tuple[str, str | None], Total] | None = None

    def now(self) -> Total:
        """What holds now, the reader's own entries included. Raises StoreError."""
        edition, text = _edition(self._connection), Settings(self._connection).get(KEY)
        if self._known is None or self._known[0] != (edition, text):
            total = _kept(text, edition) or _counted(self._connection)
            self._known = (edition, text), total
        known = self._known[1]
        ((own,),) = read(self._connection, f"SELECT {_OWN}")
        return Total(known.matchups, known.tools + own)


def note_totals(connection: sqlite3.Connection) -> None:
    """Keep the totals, at the end of a transaction of the caller's that changes the catalog."""
    total = _counted(connection)
    text = json.dumps([_edition(connection), total.matchups, total.tools])
    write_setting(connection, KEY, text)


def _edition(connection: sqlite3.Connection) -> str:
    """A text that changes whenever a feed lists anything else."""
    return json.dumps(read(connection, _EDITION))


def _counted(connection: sqlite3.Connection) -> Total:
    return Total(*read(connection, _TOTALS)[0])


def _kept(text: str | None, edition: str) -> Total | None:
    """What was kept of an edition; None where it is of another one, or not ours."""
    try:
        of, *numbers = json.loads(text or "[null]")
    except (ValueError, TypeError, RecursionError):
        return None
    if of != edition or [type(each) for each in numbers] != [int, int]:
        return None
    return Total(*numbers)
