"""The reader's own entries as rows of the catalog, made anew from the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.own import OWN_FEED
from shiptui.store.filling import put_tools
from shiptui.store.indexing import FEED_BITS, add_words, remove_words
from shiptui.store.own_values import entry_of

if TYPE_CHECKING:
    import sqlite3

OWN = 0
"""The number of the feed that holds them: before every other, so that they are found first."""

_ENTRIES = """
SELECT key, value, at FROM current
WHERE kind = 'entry' AND NOT EXISTS (SELECT 1 FROM tool WHERE slug = key) ORDER BY n DESC
"""


def derive_entries(connection: sqlite3.Connection) -> None:
    """Make the rows anew, inside the caller's transaction, whenever facts or feeds changed.

    An entry is for a tool that no feed tells of: once one does, the feed speaks, and the entry
    shows again when the tool leaves it.
    """
    remove_words(connection, OWN)
    connection.execute("DELETE FROM tool WHERE feed = ?", (OWN,))
    rows = connection.execute(_ENTRIES).fetchall()
    tools = [tool for key, value, at in rows if (tool := entry_of(key, value, at))]
    if not tools:
        connection.execute("DELETE FROM feed WHERE id = ?", (OWN,))
        return
    connection.execute(
        "INSERT OR IGNORE INTO feed (id, feed_id, title, as_of) VALUES (?, ?, ?, ?)",
        (OWN, OWN_FEED, "Your own entries", tools[0].as_of),
    )
    put_tools(connection, OWN, dict(enumerate(tools, (OWN << FEED_BITS) + 1)))
    add_words(connection, OWN)
