"""A whole catalog out of a database file that holds one, such as the bundled one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from shiptui.model.catalog import Catalog, Pair
from shiptui.model.errors import StoreError
from shiptui.store.connecting import FROZEN, address
from shiptui.store.records import (
    LINE_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    all_personas,
    text,
    tools_where,
)
from shiptui.store.schema import APPLICATION_ID
from shiptui.store.writing import read, reason_of
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from pathlib import Path

_PAIRS = "SELECT a, b, source, rev FROM matchup ORDER BY n"


def catalog_in(path: Path) -> Catalog:
    """Read the catalog of a file that nobody writes to meanwhile.

    Raises StoreError where the file is none of ours or holds more than one feed.
    """
    try:
        with closing(sqlite3.connect(address(path, FROZEN), uri=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise StoreError(f"{path} is no database of shiptui.")
            return _gathered(connection, path)
    except sqlite3.Error as error:
        if reason := reason_of(error):
            raise StoreError(f"The catalog {path} cannot be read: {reason}.") from error
        raise


def _gathered(connection: sqlite3.Connection, path: Path) -> Catalog:
    feeds = read(connection, "SELECT feed_id, title, as_of FROM feed")
    if len(feeds) != 1:
        raise StoreError(f"{path} holds {len(feeds)} feeds; a catalog is one of them.")
    ((feed_id, title, as_of),) = feeds
    # The reader's own takes are no part of a catalog, and the bundled file has no place for them.
    connection.execute("CREATE TEMP TABLE current (kind, key, value, at)")
    labels = read(connection, "SELECT label, section FROM category ORDER BY label")
    pairs = read(connection, _PAIRS)
    return Catalog(
        clean(feed_id, NAME_LIMIT),
        clean(title, NAME_LIMIT),
        clean(as_of, NAME_LIMIT),
        all_personas(connection),
        {clean(label, LINE_LIMIT): clean(section, LINE_LIMIT) for label, section in labels},
        tuple(tools_where(connection, "true ORDER BY t.slug").values()),
        tuple(Pair(a, b, text(source, TEXT_LIMIT), rev) for a, b, source, rev in pairs),
    )
