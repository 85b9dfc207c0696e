"""A publisher and two readers through every mishap that the protocol has a rule for."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from feed_world import NOW, FolderFetcher, MemoryReader, small_catalog, tool
from shiptui.feed.fetching import Answer, Ask
from shiptui.feed.head import read_head
from shiptui.feed.packing import digest_of
from shiptui.feed.publish import build
from shiptui.feed.pull import Outcome
from shiptui.model.catalog import Call, Catalog, Pair, Take
from shiptui.model.errors import ShiptuiError

SLUGS = ("aider", "beads", "caret", "dune")
WORDS = ("One.", "Two.", "Three.")
# A snapshot of some size, so that several segments follow before there is a new one.
BALLAST = replace(
    tool("a", *(Take(None, words=digest_of(bytes([n])) * 2) for n in range(20))),
    summary="".join(digest_of(bytes([n])) for n in range(30)),
)


@dataclass(slots=True)
class Cache(FolderFetcher):
    """A fetcher behind a cache that may hold on to a head, or put a page in its place."""

    head: bytes | None = None

    async def get(self, ask: Ask) -> Answer:
        """Answer with the held head, else like the folder."""
        if self.head is None or not ask.url.endswith("feed.json"):
            return await FolderFetcher.get(self, ask)
        return Answer(ask.url, self.head, media_type="application/json")


@contextmanager
def disk_failing_at(step: int) -> Iterator[None]:
    """The disk refuses at the step-th write that should reach it; 0 never."""
    left = step

    def fsync(_descriptor: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise OSError(28, "No space left on device")

    with mock.patch.object(os, "fsync", fsync):
        yield


class Story(RuleBasedStateMachine):
    """What readers hold is always one published version, and versions never go back."""

    @initialize()
    def begin(self) -> None:
        """An empty catalog is published, and two readers know nothing."""
        self.root = Path(tempfile.mkdtemp())
        self.site = self.root / "site"
        self.now = NOW
        self.catalog = small_catalog(tools=(BALLAST,), pairs=())
        self.readers = self.make_readers(self.root)
        self.versions = [reader.cursor.version for reader in self.readers]
        self.published: dict[tuple[int, int], list[Catalog]] = {(0, -1): []}
        self.heads: list[bytes] = []
        self.publish(0)

    def make_readers(self, _root: Path) -> tuple[MemoryReader, ...]:
        """Those who follow the feed; they know nothing yet."""
        return MemoryReader(), MemoryReader()

    def teardown(self) -> None:
        """When the faults stop, everybody ends with what is published, or knows to be ahead."""
        if not hasattr(self, "root"):
            return
        self.publish(0)
        for reader in self.readers:
            seen = asyncio.run(reader.sync(FolderFetcher(self.site), self.now))
            if seen.outcome != Outcome.STALE:
                assert reader.catalog == self.catalog
        self.every_reader_holds_one_published_version()
        shutil.rmtree(self.root)

    @rule(slug=st.sampled_from(SLUGS), tagline=st.sampled_from(WORDS))
    def put_tool(self, slug: str, tagline: str) -> None:
        """A tool comes, or says something else."""
        others = {each.slug: each for each in self.catalog.tools}
        others[slug] = replace(others.get(slug, tool(slug)), tagline=tagline)
        self.catalog = replace(self.catalog, tools=tuple(others[each] for each in sorted(others)))

    @rule(slug=st.sampled_from(SLUGS))
    def drop_tool(self, slug: str) -> None:
        """A tool goes, with its takes and matchups."""
        tools = tuple(each for each in self.catalog.tools if each.slug != slug)
        pairs = tuple(each for each in self.catalog.pairs if slug not in (each.a, each.b))
        self.catalog = replace(self.catalog, tools=tools, pairs=pairs)

    @rule(
        slug=st.sampled_from(SLUGS),
        takes=st.lists(
            st.builds(
                Take,
                persona=st.sampled_from(("builder", "skeptic", None)),
                call=st.sampled_from((*Call, None)),
                words=st.sampled_from(WORDS),
            ),
            max_size=3,
            unique_by=lambda take: take.persona or id(take),
        ),
    )
    def put_takes(self, slug: str, takes: list[Take]) -> None:
        """A tool gets other takes."""
        tools = tuple(
            replace(each, takes=tuple(takes)) if each.slug == slug else each
            for each in self.catalog.tools
        )
        self.catalog = replace(self.catalog, tools=tools)

    @rule(data=st.data())
    def arrange_pairs(self, data: st.DataObject) -> None:
        """Matchups come, go and change places."""
        slugs = [each.slug for each in self.catalog.tools]
        every = [Pair(a, b) for a in slugs for b in slugs if a < b]
        pairs = data.draw(st.lists(st.sampled_from(every), unique=True)) if every else []
        self.catalog = replace(self.catalog, pairs=tuple(pairs))

    @rule(title=st.sampled_from(WORDS))
    def retitle(self, title: str) -> None:
        """The feed gets another title."""
        self.catalog = replace(self.catalog, title=title)

    @rule(step=st.integers(0, 7))
    def publish(self, step: int) -> None:
        """Publish; the disk may refuse at any step, and then the next run has to mend it."""
        self.now += 60
        before = self.catalog
        with disk_failing_at(step), suppress(ShiptuiError):
            build(self.catalog, self.site, now=self.now)
        head = self.site / "feed.json"
        if head.is_file() and head.read_bytes() not in self.heads:
            self.heads.append(head.read_bytes())
            self._note_published(before)

    def _note_published(self, catalog: Catalog) -> None:
        reader = MemoryReader()
        asyncio.run(reader.sync(FolderFetcher(self.site), self.now))
        assert reader.catalog == catalog
        self.published.setdefault(reader.cursor.version, []).append(catalog)

    @rule()
    def lose_history(self) -> None:
        """All files are gone; what is published next has to be a later epoch."""
        shutil.rmtree(self.site)
        self.publish(0)

    @rule(data=st.data(), runs=st.integers(0, 3))
    def restore_backup(self, data: st.DataObject, runs: int) -> None:
        """The publisher goes on from an older head, and so uses its numbers once more."""
        whole = [head for head in self.heads[-4:] if self._has_files(head)]
        if whole:
            (self.site / "feed.json").write_bytes(whole[data.draw(st.integers(0, len(whole) - 1))])
        for _ in range(runs):
            self.retitle(f"Title {self.now}")
            self.publish(0)

    def _has_files(self, head: bytes) -> bool:
        return all((self.site / file.url).is_file() for file in read_head(head).files)

    @rule(
        which=st.integers(0, 1),
        crashes=st.booleans(),
        fault=st.sampled_from(("none", "none", "none", "old", "missing", "cut", "page")),
        data=st.data(),
    )
    def sync(self, which: int, fault: str, data: st.DataObject, *, crashes: bool) -> None:
        """A reader looks, and something may be wrong with what it gets."""
        cache = Cache(self.site)
        names = [path.relative_to(self.site).as_posix() for path in self.site.glob("*/*")]
        if fault == "old":
            cache.head = self.heads[data.draw(st.integers(0, len(self.heads) - 1))]
        elif fault == "page":
            cache.head = b"<p>Log in</p>"
        elif fault in {"missing", "cut"} and names:
            chosen = data.draw(st.sets(st.sampled_from(sorted(names))))
            setattr(cache, fault, chosen)
        with suppress(ShiptuiError):
            asyncio.run(
                self.run_sync(self.readers[which % len(self.readers)], cache, crashes=crashes)
            )

    async def run_sync(self, reader: MemoryReader, cache: Cache, *, crashes: bool) -> None:
        """Let a reader sync; one that holds everything in memory has nothing to crash for."""
        del crashes
        await reader.sync(cache, self.now)

    @invariant()
    def every_reader_holds_one_published_version(self) -> None:
        """Exactly one, whole, and never an earlier one than before."""
        for number, reader in enumerate(getattr(self, "readers", ())):
            version = reader.cursor.version
            assert version >= self.versions[number]
            self.versions[number] = version
            assert reader.problems == []
            if version == (0, -1):
                assert reader.records == {}
            else:
                assert reader.catalog in self.published[version]
                assert reader.assembled().loose == ()


Story.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestStory = Story.TestCase
