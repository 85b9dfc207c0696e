"""What tests of the store do with files."""

from __future__ import annotations

import json
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


def next_edition(seed: Path, folder: Path, *statements: str) -> Path:
    """The bundled catalog as another edition tells it, changed by these statements."""
    edition = folder / f"edition-{len(list(folder.glob('edition-*')))}.sqlite"
    edition.write_bytes(seed.read_bytes())
    run_sql(edition, f"UPDATE feed SET digest = '{edition.name}'", *statements)
    return edition


def turned_down(slug: str) -> tuple[str, ...]:
    """Statements after which every persona skips a tool."""
    return (
        f"UPDATE take SET call = 'skip' WHERE tool = (SELECT n FROM tool WHERE slug = '{slug}')",
        f"UPDATE tool SET pct = 0, verdict = 'skip' WHERE slug = '{slug}'",
    )


O3_PRO = "openai-o3-pro-api-extended-thinking-200k-context"


def said_otherwise(path: Path, at: int = 1_795_390_000_000) -> None:
    """Let the bundled catalog have said of o3-pro, before a moment (ms), that all would skip it."""
    before = json.dumps({"tool": O3_PRO, "call": "skip"})
    run_sql(
        path,
        "INSERT INTO revision (feed, kind, id, at, before, after)"
        f" SELECT feed, 'take', '{O3_PRO}.' || persona, {at}, json_set('{before}', '$.persona',"
        " persona, '$.score', score, '$.words', words), '{}' FROM take"
        f" WHERE tool = (SELECT n FROM tool WHERE slug = '{O3_PRO}')",
    )
