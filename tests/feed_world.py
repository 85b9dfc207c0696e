"""A small world for feeds: catalogs, a fetcher that reads folders and fails on demand, a reader."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from shiptui.feed.assembling import Assembled, assemble
from shiptui.feed.batches import Batch, fetch
from shiptui.feed.fetching import AbsentError, Answer, Ask, Fetcher
from shiptui.feed.packing import digest_of
from shiptui.feed.pull import Look, look
from shiptui.feed.records import Record
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.feed.tallies import Tallies
from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take, Tool

ROOT = Path(__file__).resolve().parent.parent
FEED_ID = "urn:uuid:00000000-0000-4000-8000-000000000001"
URL = "https://feed.example/team/feed.json"
NOW = 1_795_168_000
AS_OF = "2026-11-20"


def tool(slug: str, *takes: Take, name: str | None = None, tagline: str | None = None) -> Tool:
    """A tool as a reader has it."""
    return Tool(slug, name or slug.title(), tagline=tagline, feed=FEED_ID, takes=takes)


def small_catalog(**changes: object) -> Catalog:
    """Two personas, three tools, two matchups."""
    skeptic = Take("skeptic", Call.SKIP, 40, "It breaks.", call_inferred=True, as_of=AS_OF)
    builder = Take("builder", Call.SHIP, 80, "It builds.", source="page", as_of=AS_OF)
    aider = Tool(
        "aider",
        "Aider",
        vendor="Somebody",
        category="Models",
        section="AI Models",
        entry="Free",
        pricing="Free of charge",
        tagline="Pairs in a terminal",
        summary="It edits files.",
        reported_pct=75,
        complete=True,
        source="https://example.org/aider",
        as_of=AS_OF,
        feed=FEED_ID,
        takes=(builder, skeptic),
    )
    zed = tool("zed", Take(None, None, 55), Take(None, Call.SKIP))
    catalog = Catalog(
        FEED_ID,
        "A small feed",
        AS_OF,
        (Persona("builder", "Builder", "Does it build?", ("docs",)), Persona("skeptic", "Skeptic")),
        {"Models": "AI Models", "AI/ML": "AI Models"},
        (aider, tool("mill"), zed),
        (Pair("aider", "zed", "page", rev=2), Pair("aider", "mill")),
    )
    return replace(catalog, **changes)  # type: ignore[arg-type]  # a test names the fields it sets


def retold(catalog: Catalog, slug: str, **changes: object) -> Catalog:
    """The catalog with one tool changed."""
    tools = tuple(
        replace(each, **changes) if each.slug == slug else each  # type: ignore[arg-type]  # as above
        for each in catalog.tools
    )
    return replace(catalog, tools=tools)


@dataclass(slots=True)
class FolderFetcher:
    """Serves a folder at URL's folder. `missing` names files to deny, `cut` files to cut short."""

    folder: Path
    missing: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    tags: bool = True

    async def get(self, ask: Ask) -> Answer:
        """Answer like a plain host whose tags are digests."""
        name = urlsplit(ask.url).path.removeprefix(urlsplit(URL).path.removesuffix("feed.json"))
        self.asked.append(name)
        path = self.folder / name
        if name in self.missing or not path.is_file():
            raise AbsentError(f"There is no {name}.")
        body = path.read_bytes()
        if name in self.cut:
            body = body[: len(body) // 2]
        etag = f'"{digest_of(body)[:20]}"' if self.tags else None
        if etag is not None and ask.etag == etag:
            return Answer(ask.url, None, etag=etag)
        return Answer(ask.url, body, media_type="application/json", etag=etag)


@dataclass(slots=True)
class MemoryReader:
    """What a store does with batches, in a dictionary: all of a batch or nothing of it."""

    subscription: Subscription = field(default_factory=lambda: Subscription(URL))
    cursor: Cursor = field(default_factory=Cursor)
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    tallies: Tallies | None = None
    problems: list[str] = field(default_factory=list)
    applied: list[int] = field(default_factory=list)
    title: str = ""

    async def sync(self, fetcher: Fetcher, now: int = NOW) -> Look:
        """Look, fetch and apply; errors leave what was applied before."""
        seen = await look(fetcher, self.subscription, self.cursor, now)
        if seen.head is not None:
            self.title = seen.head.title
        async for batch in fetch(fetcher, seen):
            self.apply(batch)
        self.cursor = seen.cursor
        return seen

    def apply(self, batch: Batch) -> None:
        """One transaction."""
        assert batch.before.version == self.cursor.version
        assert batch.cursor.version >= self.cursor.version
        records = {} if batch.replace else dict(self.records)
        count = 0
        for change in batch.changes():
            count += 1
            if change.problem is not None:
                self.problems.append(change.problem)
            records.pop((change.kind, change.id), None)
            if change.record is not None:
                records[change.kind, change.id] = change.record
        self.records, self.cursor = records, batch.cursor
        self.tallies = batch.tallies or self.tallies
        self.applied.append(count)

    def assembled(self) -> Assembled:
        """The catalog that the records add up to."""
        feed_id = self.cursor.feed_id or ""
        return assemble(self.records.values(), feed_id=feed_id, title=self.title, as_of=AS_OF)

    @property
    def catalog(self) -> Catalog:
        """The catalog that a person would see."""
        return self.assembled().catalog
