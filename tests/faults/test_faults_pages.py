"""Whatever bytes come in: clean data, or one sentence, and nothing of it is left behind."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pages import Page, pages, served
from sizes import size

from feed_world import URL, MemoryReader
from hostile_texts import harmful
from shiptui.export.bundle import unpack as unpack_bundle
from shiptui.export.reopening import parse_record
from shiptui.export.stack import read_stack
from shiptui.feed.fetching import AbsentError, Answer, Ask
from shiptui.model.errors import ShiptuiError
from shiptui.settings.settling import settle
from shiptui.store.connecting import connect
from shiptui.store.files import make_private
from shiptui.store.filling import fill
from shiptui.store.migrating import migrate

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Figure

pytestmark = pytest.mark.soak

CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
MEMORY = 150_000_000
"""Bytes."""


@dataclass(slots=True)
class Host:
    """Serves files from memory."""

    files: dict[str, bytes] = field(default_factory=dict)

    async def get(self, ask: Ask) -> Answer:
        """Answer like a plain host."""
        name = ask.url.removeprefix(URL.removesuffix("feed.json"))
        if name not in self.files:
            raise AbsentError(f"There is no {name}.")
        return Answer(ask.url, self.files[name], media_type="application/json")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of ours with nothing in it."""
    path = tmp_path / "pages.db"
    make_private(path)
    with closing(connect(path)) as connection:
        migrate(connection)
    return path


def pull(page: Page, connection: sqlite3.Connection) -> None:
    """Read a feed that holds the page, and store what it adds up to."""
    reader = MemoryReader()
    asyncio.run(reader.sync(Host(served(page, random.Random(len(page.data))))))  # noqa: S311 - as above
    connection.execute("BEGIN")
    try:
        fill(connection, reader.assembled().catalog, "digest")
        refuse_control(connection)
    finally:
        connection.execute("ROLLBACK")


def refuse_control(connection: sqlite3.Connection) -> None:
    """No text of any table may hold what steers; those of the search index are made from them."""
    tables = "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    for (table,) in connection.execute(tables).fetchall():
        for row in connection.execute(f"SELECT * FROM {table}"):
            assert not any(isinstance(each, str) and CONTROL.search(each) for each in row), table


def read_config(page: Page, folder: Path) -> None:
    """A config file never stops the program; its notices are the sentences."""
    path = folder / "config.toml"
    path.write_bytes(page.data)
    for notice in settle({"config": str(path)}).notices:
        refuse_sentence(notice)


def refuse_sentence(sentence: str) -> None:
    """A sentence is one line that cannot steer the terminal that it is shown on."""
    assert "\n" not in sentence
    assert not harmful(sentence)
    assert 10 < len(sentence) < 1_000


def knock(page: Page, connection: sqlite3.Connection, folder: Path) -> bool:
    """Let a page in by its door; whether it was taken."""
    own: dict[str, Callable[[], Any]] = {
        "bundle": lambda: unpack_bundle(page.data),
        "record": lambda: parse_record(page.data),
        "stack": lambda: read_stack(page.data),
        "config": lambda: read_config(page, folder),
    }
    try:
        own.get(page.door, lambda: pull(page, connection))()
    except ShiptuiError as error:
        refuse_sentence(str(error))
        return False
    return True


def test_no_page_whatever_raises_or_leaves_a_control_character(
    database: Path, tmp_path: Path, figure: Figure
) -> None:
    """A page that fails is told by how it was made; the seed makes it again."""
    number, taken, slowest, most = size("pages"), 0, 0.0, 0
    with closing(connect(database)) as connection:
        before = "\n".join(connection.iterdump())
        for page in pages(8, number):
            idle, begun = resident(anew=True), time.perf_counter()
            try:
                taken += knock(page, connection, tmp_path)
            except Exception as error:
                error.add_note(f"{page.made}: {page.data[:2_000]!r}")
                raise
            slowest = max(slowest, time.perf_counter() - begun)
            most = max(most, resident(peak=True) - idle)
        assert "\n".join(connection.iterdump()) == before
    assert taken > number // 50
    assert taken < number
    assert most < MEMORY
    figure(
        "pages",
        f"{number:,} pages: {taken:,} taken, {number - taken:,} refused with a sentence, 0 other"
        f" exceptions, 0 control characters; slowest {slowest:.2f} s, most {most / 1e6:.0f} MB",
    )


def resident(*, peak: bool = False, anew: bool = False) -> int:
    """Bytes of memory in use, or the most since the last time it was counted anew; on Linux."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    name = "VmHWM" if peak else "VmRSS"
    found = re.search(rf"{name}:\s+(\d+) kB", status.read_text())
    assert found
    return int(found[1]) * 1024
