"""Whatever bytes come in: clean data, or one sentence, and nothing of it is left behind."""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pages import Page, honest, pages, served
from sizes import size

from feed_world import URL
from hostile_texts import harmful
from shiptui.export.bundle import unpack as unpack_bundle
from shiptui.export.reopening import parse_record
from shiptui.export.stack import read_stack
from shiptui.feed.fetching import AbsentError, Answer, Ask
from shiptui.model.errors import FeedError, ShiptuiError
from shiptui.settings.settling import settle
from shiptui.store.store import Store
from shiptui.sync.pulling import pull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Figure

pytestmark = pytest.mark.soak

CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
MEMORY = 150_000_000
"""Bytes."""
SLOWEST = 1.0
"""Seconds of the processor: those of the clock are also what other programs did meanwhile."""


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
def store(tmp_path: Path, seed: Path) -> Iterator[Store]:
    """A store that need not survive a power cut."""
    with Store.open(tmp_path / "pages.db", seed) as opened:
        opened._opened.connection.execute("PRAGMA synchronous = OFF")
        yield opened


def pull_page(page: Page, store: Store) -> None:
    """Read an honest feed, then its next version with the page in it; FeedError as it is told."""
    dice = random.Random(len(page.data))  # noqa: S311 - the same files each time
    subscribed = store.feeds.add(URL)
    try:
        sound = Page("segment", honest()["segment"], "honest")
        files = served(sound, random.Random(2))  # noqa: S311 - dice that turn no bit over
        assert not asyncio.run(pull(store.feeds, subscribed, Host(files))).outcome.failed
        (subscribed,) = store.feeds.all()
        held = contents(store, subscribed.id)
        looked = asyncio.run(pull(store.feeds, subscribed, Host(served(page, dice)), full=True))
        holds = contents(store, subscribed.id)
        if looked.outcome.failed:
            assert holds == held
            raise FeedError(looked.problem or "")
    finally:
        store.feeds.remove(subscribed.id)


TABLES = ("record", "tally", "tool", "take", "matchup", "persona", "category")


def contents(store: Store, feed: int) -> list[list[tuple[object, ...]]]:
    """All that the database holds of a feed."""
    connection = store._opened.connection
    held = [
        connection.execute(f"SELECT * FROM {table} WHERE feed = ?", (feed,)).fetchall()
        for table in TABLES
    ]
    for rows in held:
        for row in rows:
            assert not any(isinstance(each, str) and CONTROL.search(each) for each in row)
    return held


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


def knock(page: Page, store: Store, folder: Path) -> bool:
    """Let a page in by its door; whether it was taken."""
    own: dict[str, Callable[[], Any]] = {
        "bundle": lambda: unpack_bundle(page.data),
        "record": lambda: parse_record(page.data),
        "stack": lambda: read_stack(page.data),
        "config": lambda: read_config(page, folder),
    }
    try:
        own.get(page.door, lambda: pull_page(page, store))()
    except ShiptuiError as error:
        refuse_sentence(str(error))
        return False
    return True


def test_no_page_whatever_raises_or_leaves_a_control_character(
    store: Store, tmp_path: Path, figure: Figure
) -> None:
    """A page that fails is told by how it was made; the seed makes it again."""
    number, taken, slowest, most = size("pages"), 0, 0.0, 0
    for page in pages(8, number):
        idle, begun = resident(anew=True), time.process_time()
        try:
            taken += knock(page, store, tmp_path)
        except Exception as error:
            error.add_note(f"{page.made}: {page.data[:2_000]!r}")
            raise
        slowest = max(slowest, time.process_time() - begun)
        most = max(most, resident(peak=True) - idle)
    assert taken > number // 50
    assert taken < number
    assert most < MEMORY
    assert slowest < SLOWEST
    figure(
        "pages",
        f"{number:,} pages: {taken:,} taken, {number - taken:,} refused with a sentence, 0 other"
        " exceptions, 0 control characters stored, nothing changed by a refused page; slowest"
        f" {slowest:.2f} s of the processor, most {most / 1e6:.0f} MB",
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
