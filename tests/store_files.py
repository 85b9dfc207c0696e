"""What tests of the store do with files."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

from shiptui.model.facts import TIE

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.store.store import Store


def cast_one(store: Store, position: int = 0) -> str:
    """Vote on one matchup of the feed and return its id."""
    id_ = store.catalog.index()[position]
    matchup = store.catalog.matchup(id_)
    assert matchup
    store.facts.cast_vote(matchup, TIE)
    return id_


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def mode_of(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


def run_sql(path: Path, *statements: str) -> None:
    """What another program does to a database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
