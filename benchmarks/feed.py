"""What a feed costs: building it, the first pull, a pull of one change, a pull of nothing.

The pulls run twice: as a reader that keeps nothing, and into a real database.

A made-up feed of 600 tools, 5,000 matchups and 40,000 takes is built into a scratch folder and
pulled from there without a network. The yardstick is what no reader can do without: to inflate the
snapshot and give each of its lines to json.loads. Prints medians in milliseconds and how many times
the yardstick they are; `longest lock` is how long a vote may have to wait while all is stored.
Aim: a first pull of at most 12 times, a pull of nothing of at most 0.01.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import sqlite3
import statistics
import tempfile
import time
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shiptui.feed.batches import fetch
from shiptui.feed.fetching import Answer, Ask
from shiptui.feed.packing import digest_of
from shiptui.feed.publish import build
from shiptui.feed.pull import look
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take, Tool
from shiptui.store import writing
from shiptui.store.store import Store
from shiptui.sync.syncing import sync

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from shiptui.model.feeds import Looked

FEED_ID = "urn:uuid:00000000-0000-4000-8000-000000000000"
URL = "https://feed.example/feed.json"
NOW = 1_795_168_000
SEED = Path(__file__).resolve().parent.parent / "data" / "seed.sqlite"
TOOLS, MATCHUPS, TAKES = 600, 5_000, 40_000
WORDS = "It does one thing, does it plainly, and costs what it says, which is rarer than it sounds."


def made_up() -> Catalog:
    """A catalog of the size of the promise; all of it is made up."""
    each_has = -(-TAKES // TOOLS)
    personas = tuple(Persona(f"persona-{n}", f"Persona {n}") for n in range(each_has))
    calls = (*Call, None)
    tools = []
    for n in range(TOOLS):
        takes = tuple(
            Take(one.slug, calls[(n + m) % 3], (n * 7 + m) % 101, f"Take {n} {m}. {WORDS}")
            for m, one in enumerate(personas)
            if n * each_has + m < TAKES
        )
        slug = f"tool-{n:03}"
        tools.append(Tool(slug, f"Tool {n}", summary=WORDS * 3, feed=FEED_ID, takes=takes))
    slugs = [tool.slug for tool in tools]
    pairs = [Pair(a, b) for step in range(1, 10) for a, b in zip(slugs, slugs[step:], strict=False)]
    some = tuple(pairs[:MATCHUPS])
    return Catalog(FEED_ID, "Made up", "2026-11-20", personas, {}, tuple(tools), some)


@dataclass(slots=True)
class Folder:
    """A host without a network."""

    path: Path

    async def get(self, ask: Ask) -> Answer:
        """Answer like a host whose tags are digests."""
        body = (self.path / ask.url.removeprefix(URL.removesuffix("feed.json"))).read_bytes()
        etag = f'"{digest_of(body)}"'
        same = ask.etag == etag
        return Answer(ask.url, None if same else body, media_type="application/json", etag=etag)


async def pull(folder: Path, cursor: Cursor) -> tuple[Cursor, int]:
    """Read every change since a cursor; return the next cursor and their number."""
    fetcher, count = Folder(folder), 0
    seen = await look(fetcher, Subscription(URL), cursor, NOW)
    async for batch in fetch(fetcher, seen):
        count += sum(1 for _ in batch.changes())
    return seen.cursor, count


def yardstick(folder: Path) -> int:
    """Inflate the snapshot and parse its lines with nothing in between."""
    (path,) = (folder / "snap").iterdir()
    return sum(1 for line in gzip.decompress(path.read_bytes()).splitlines() if json.loads(line))


def plain_rows(folder: Path, file: Path) -> None:
    """Inflate the snapshot and put its lines into one plain table, with nothing in between."""
    file.unlink(missing_ok=True)
    (path,) = (folder / "snap").iterdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE record (k TEXT, id TEXT, v TEXT, PRIMARY KEY (k, id))")
        rows = map(json.loads, gzip.decompress(path.read_bytes()).splitlines())
        connection.executemany(
            "INSERT INTO record VALUES (?, ?, ?)",
            ((row["k"], row["id"], json.dumps(row["v"])) for row in rows),
        )
        connection.commit()


def into_store(store: Store, folder: Path) -> Looked:
    """Sync the one feed of a store from a folder."""

    @asynccontextmanager
    async def opened(*, allow_http: bool) -> AsyncIterator[Folder]:
        del allow_http
        yield Folder(folder)

    (looked,) = asyncio.run(sync(store, open_fetcher=opened))
    if looked.outcome.failed:
        raise SystemExit(looked.problem)
    return looked


@contextmanager
def longest_lock() -> Iterator[list[float]]:
    """Collects how many milliseconds each transaction held the lock that a vote waits for."""
    transaction, held = writing.transaction, [0.0]

    @contextmanager
    def timed(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        begun = 0.0
        with transaction(connection) as inside:
            begun = time.perf_counter()
            yield inside
        held.append((time.perf_counter() - begun) * 1000)

    writing.transaction = timed
    try:
        yield held
    finally:
        writing.transaction = transaction


def milliseconds(work: Callable[[], object]) -> float:
    """The wall time of one run."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def one_round(catalog: Catalog, folder: Path) -> dict[str, float]:
    """What each step costs once, in a new folder."""
    with Store.open(folder.with_suffix(".db"), SEED) as store:
        store.feeds.add(URL)
        return _one_round(catalog, folder, store)


def _one_round(catalog: Catalog, folder: Path, store: Store) -> dict[str, float]:
    changed = replace(catalog, tools=(replace(catalog.tools[0], tagline="New"), *catalog.tools[1:]))
    costs = {
        "build all": milliseconds(lambda: build(catalog, folder, now=NOW)),
        "inflate and json.loads": milliseconds(lambda: yardstick(folder)),
        "inflate and executemany": milliseconds(
            lambda: plain_rows(folder, folder.with_suffix(".plain"))
        ),
        "pull all": milliseconds(lambda: asyncio.run(pull(folder, Cursor()))),
    }
    with longest_lock() as held:
        costs["store all"] = milliseconds(lambda: into_store(store, folder))
    costs |= {
        "longest lock": max(held),
        "store nothing": milliseconds(lambda: into_store(store, folder)),
    }
    cursor, count = asyncio.run(pull(folder, Cursor()))
    if count != TOOLS + MATCHUPS + TAKES + len(catalog.personas) + 1:
        raise SystemExit(f"Only {count} records arrived.")
    costs["pull nothing"] = milliseconds(lambda: asyncio.run(pull(folder, cursor)))
    costs["build one change"] = milliseconds(lambda: build(changed, folder, now=NOW + 60))
    costs["pull one change"] = milliseconds(lambda: asyncio.run(pull(folder, cursor)))
    costs["store one change"] = milliseconds(lambda: into_store(store, folder))
    return costs


def measure(rounds: int, scratch: Path) -> dict[str, float]:
    """Medians over rounds, in turns so that a busy moment hits all alike."""
    catalog = made_up()
    found = [one_round(catalog, scratch / str(turn)) for turn in range(rounds)]
    return {name: statistics.median(each[name] for each in found) for name in found[0]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a feed costs, in ratios.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each step runs")
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(parser.parse_args().rounds, Path(scratch))
    plain = found["inflate and json.loads"]
    for name, cost in found.items():
        print(f"{name:<24} {cost:9.1f} ms  {cost / plain:8.3f} x")


if __name__ == "__main__":
    main()
