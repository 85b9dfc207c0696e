"""The static half of a two-way feed: what the server publishes, readers read."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from feed_world import FolderFetcher, MemoryReader, small_catalog
from server_world import OTHER, URL, VOTE, World, op
from shiptui.feed.check import check
from shiptui.feed.head import read_head
from shiptui.model.errors import FeedError, UsageError
from shiptui.server.founding import catalog_of, found
from shiptui.server.policy import HOUR
from shiptui.server.publishing import publish
from shiptui.server.storage import Store


@pytest.fixture
def world(server_store: Store) -> World:
    world = World(server_store, n_min=2)
    for name in ("ann", "bob"):
        world.join(name)
    return world


def told(folder: Path) -> MemoryReader:
    reader = MemoryReader()
    asyncio.run(reader.sync(FolderFetcher(folder)))
    return reader


def test_a_catalog_comes_out_of_the_database_as_it_went_in(world: World) -> None:
    with world.store.reading() as rows:
        assert catalog_of(rows) == small_catalog()


def test_readers_get_the_catalog_the_counts_and_the_address(world: World, tmp_path: Path) -> None:
    world.sync("ann", op(VOTE, "zed"), op(OTHER, "mill"))
    world.sync("bob", op(VOTE, "tie"))
    publish(world.store, tmp_path, now=world.clock())
    assert check(tmp_path, now=world.clock() // 1_000) == []
    head = read_head((tmp_path / "feed.json").read_bytes())
    assert head.api is not None
    assert (head.api.url, head.api.kinds) == (URL, ("vote", "toolvote", "bookmark"))
    reader = told(tmp_path)
    assert reader.tallies is not None
    assert reader.tallies.matchups[VOTE] == (0, 1, 1, 0)


def test_fewer_votes_than_the_least_are_not_told(world: World, tmp_path: Path) -> None:
    world.sync("ann", op(VOTE, "zed"))
    publish(world.store, tmp_path, now=world.clock())
    reader = told(tmp_path)
    assert reader.tallies is not None
    assert reader.tallies.matchups[VOTE] is None


def test_nothing_new_is_no_new_file(world: World, tmp_path: Path) -> None:
    first = publish(world.store, tmp_path, now=world.clock())
    assert first.written
    assert publish(world.store, tmp_path, now=world.clock() + HOUR).written == ()
    for name in ("ann", "bob"):
        world.sync(name, op(VOTE, "zed"))
    again = publish(world.store, tmp_path, now=world.clock() + 2 * HOUR)
    assert (again.changes, again.seq) == (0, first.seq)
    assert [name.partition("/")[0] for name in again.written] == ["tally", "feed.json"]


def test_another_catalog_goes_on_in_the_same_log(world: World, tmp_path: Path) -> None:
    first = publish(world.store, tmp_path, now=world.clock())
    world.found(replace(world.catalog, pairs=world.catalog.pairs[:1]))
    second = publish(world.store, tmp_path, now=world.clock() + HOUR)
    assert (second.epoch, second.seq) == (first.epoch, first.seq + 1)


def test_an_older_copy_of_the_folder_is_not_gone_on_with(world: World, tmp_path: Path) -> None:
    publish(world.store, tmp_path, now=world.clock())
    old = (tmp_path / "feed.json").read_bytes()
    world.found(replace(world.catalog, title="New"))
    publish(world.store, tmp_path, now=world.clock() + HOUR)
    (tmp_path / "feed.json").write_bytes(old)
    with pytest.raises(FeedError, match="published already"):
        publish(world.store, tmp_path, now=world.clock() + 2 * HOUR)
    assert (tmp_path / "feed.json").read_bytes() == old


def test_a_lost_folder_begins_a_later_log(world: World, tmp_path: Path) -> None:
    first = publish(world.store, tmp_path / "one", now=world.clock())
    again = publish(world.store, tmp_path / "two", now=world.clock() + HOUR)
    assert again.epoch > first.epoch


def test_a_server_keeps_its_feed_and_its_epoch(world: World) -> None:
    world.clock.time += HOUR
    assert world.found(world.catalog).epoch == world.site.epoch
    other = replace(world.catalog, feed_id="urn:uuid:00000000-0000-4000-8000-00000000ffff")
    with pytest.raises(UsageError, match="another database"):
        found(world.store, other, url=URL, now=world.clock())


def test_notes_and_names_stay_out_of_what_is_published(world: World, tmp_path: Path) -> None:
    world.join("canary-name")
    world.sync("canary-name", op("tool:zed", {"note": "canary-note"}), op(VOTE, "zed"))
    publish(world.store, tmp_path / "site", now=world.clock())
    files = [path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()]
    texts = [gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in files]
    assert len(texts) == 3
    assert not [text for text in texts if b"canary" in text]
