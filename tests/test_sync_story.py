"""The story of publisher and readers once more, against the real store, which may also crash."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, settings

from feed_store import pulling
from feed_world import ROOT, URL, MemoryReader
from shiptui.feed.fetching import Fetcher
from shiptui.feed.subscription import Cursor
from shiptui.model.catalog import Catalog
from shiptui.model.feeds import Looked
from shiptui.store import applying
from shiptui.store.copying import read_catalog
from shiptui.store.facts import FactLog
from shiptui.store.store import Store
from shiptui.sync.keeping import cursor_of
from test_feed_story import Cache, Story

SEED = ROOT / "data" / "seed.sqlite"


class CrashError(Exception):
    """The power has gone."""


@cache
def template() -> Path:
    """A database that follows the feed, has a vote on one of its matchups, and has read nothing."""
    path = Path(tempfile.mkdtemp()) / "shiptui.db"
    with Store.open(path, SEED) as store:
        store.feeds.add(URL)
        matchup = store.catalog.matchup(store.catalog.index()[0])
        assert matchup
        store.facts.cast_vote(matchup, "tie")
    return path


class StoreReader(MemoryReader):
    """The same questions as of a reader in memory, answered by a database file."""

    __slots__ = ("path", "store")

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir()
        self.path = folder / "shiptui.db"
        shutil.copy(template(), self.path)
        self.store = Store.open(self.path, SEED)

    async def sync(self, fetcher: Fetcher, now: int = 0) -> Looked:  # type: ignore[override]  # a look as the store remembers it
        """Sync as the program does, at a moment of the story."""
        with mock.patch("shiptui.sync.pulling.time", return_value=now):
            looked = await pulling(self.store, fetcher)
        (subscribed,) = self.store.feeds.all()
        self.cursor = cursor_of(subscribed.cursor)
        return looked

    async def crash(self, fetcher: Fetcher, now: int) -> None:
        """Lose power within the transaction, if it comes to one, and start again from the disk."""
        image = self.path.with_name("image")

        def die(*_: Any) -> None:
            shutil.copytree(self.path.parent, image, ignore=lambda *_: ["image"])
            raise CrashError

        with mock.patch.object(applying, "note_revisions", die), suppress(CrashError):
            await self.sync(fetcher, now)
        if image.exists():
            self.store.close()
            for file in image.iterdir():
                file.replace(self.path.with_name(file.name))
            image.rmdir()
            self.store = Store.open(self.path, SEED)
            assert self.store.notices == ()
        (subscribed,) = self.store.feeds.all()
        self.cursor = cursor_of(subscribed.cursor)

    @property
    def catalog(self) -> Catalog:
        """The catalog that the tables hold."""
        (subscribed,) = self.store.feeds.all()
        return read_catalog(self.path, subscribed.feed_id)


class StoreStory(Story):
    """The tables are always one published version, versions never go back, and no vote is lost."""

    def make_readers(self, root: Path) -> tuple[MemoryReader, ...]:
        """One reader with a database."""
        self.reader = StoreReader(root / "reader")
        return (self.reader,)

    async def run_sync(self, reader: MemoryReader, cache: Cache, *, crashes: bool) -> None:
        """Sync; the power may go in the middle."""
        assert isinstance(reader, StoreReader)
        if crashes:
            await reader.crash(cache, self.now)
        else:
            await reader.sync(cache, self.now)

    def teardown(self) -> None:
        """Whatever happened, the vote is there."""
        super().teardown()
        if hasattr(self, "reader"):
            facts: FactLog = self.reader.store.facts
            assert [vote.pick for _, vote in facts.votes()] == ["tie"]
            assert self.reader.cursor != Cursor()
            self.reader.store.close()


StoreStory.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestStoreStory = StoreStory.TestCase
