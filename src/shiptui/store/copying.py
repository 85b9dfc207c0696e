"""A whole catalog out of a database file, so that it can be published or compared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from shiptui.model.catalog import Catalog, Pair
from shiptui.model.errors import NotFoundError, StoreError
from shiptui.store.connecting import FROZEN, READ, connect
from shiptui.store.records import (
    NAME_LIMIT,
    TEXT_LIMIT,
    personas_of,
    text,
    tools_where,
)
from shiptui.store.schema import APPLICATION_ID
from shiptui.store.writing import read, reason_of
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from pathlib import Path

_WAYS = (READ, FROZEN)
"""A database in a folder that cannot be written is read only as one that nobody else writes."""


def read_catalog(path: Path, word: str | None = None) -> Catalog:
    """Read the catalog of one feed out of a database of ours; nothing is changed in it.

    `word` is the feed's id, or its title or a part of one; it may be left out where there is one
    feed. Raises StoreError, and NotFoundError with the titles where no single feed is meant.
    """
    for mode in _WAYS:
        try:
            with closing(connect(path, mode)) as connection:
                return _read(connection, path, word)
        except sqlite3.Error as error:
            reason = reason_of(error) or str(error)
    raise StoreError(f"{path} cannot be read ({reason}).")


def _read(connection: sqlite3.Connection, path: Path, word: str | None) -> Catalog:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    if mark != APPLICATION_ID:
        raise StoreError(f"{path} is no database of shiptui.")
    feed, feed_id, title, as_of = _feed(connection, word)
    tools = tools_where(connection, "t.feed = ? ORDER BY t.slug", (feed,), as_published=True)
    sections = read(connection, "SELECT label, section FROM category WHERE feed = ?", (feed,))
    pairs = read(
        connection, "SELECT a, b, source, rev FROM matchup WHERE feed = ? ORDER BY n", (feed,)
    )
    return Catalog(
        feed_id,
        clean(title, NAME_LIMIT),
        as_of,
        personas_of(connection, feed),
        {clean(label, NAME_LIMIT): clean(section, NAME_LIMIT) for label, section in sections},
        tuple(tools.values()),
        tuple(Pair(a, b, text(source, TEXT_LIMIT), rev) for a, b, source, rev in pairs),
    )


def _feed(connection: sqlite3.Connection, word: str | None) -> tuple[int, str, str, str]:
    rows = connection.execute("SELECT id, feed_id, title, as_of FROM feed ORDER BY id").fetchall()
    wanted = (word or "").casefold()
    exact = [row for row in rows if wanted in (row[1], row[2].casefold())]
    fitting = exact or [row for row in rows if wanted in row[2].casefold()]
    if len(fitting) == 1:
        id_, feed_id, title, as_of = fitting[0]
        return id_, feed_id, title, as_of
    titles = tuple(clean(row[2], NAME_LIMIT) for row in rows)
    raise NotFoundError("Say which of its feeds is to be published, with --feed:", titles)
