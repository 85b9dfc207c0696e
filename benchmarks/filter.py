"""What a keystroke in the filter costs on a large catalog.

    python benchmarks/filter.py                  100,000 tools and 100,000 matchups
    python benchmarks/filter.py --big            100,000 tools and 1,000,000 matchups
    python benchmarks/filter.py --limit 2000     asks for the first 2,000 ids, not the first 120
    python benchmarks/filter.py --keep PLACE     keeps the database there, or takes the one that is

It makes up a catalog whose words are as unevenly common as those of a language, with four takes on
each tool, and asks for the first ids of a list as a reader would who types words of its names
letter by letter. The yardstick is a plain SELECT of as many ids, so what counts is the ratio
between the lines. With 1,000,000 matchups expect half of the keystrokes of a word within some 15 ms
and nearly all within 30; two words that are both common but seldom meet cost more, as a long list
is walked. Building takes one minute, or two.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take, Tool
from shiptui.store.catalog import CatalogCache
from shiptui.store.connecting import connect
from shiptui.store.files import make_private
from shiptui.store.filling import fill
from shiptui.store.migrating import migrate
from shiptui.store.totals import note_totals
from shiptui.store.writing import transaction

if TYPE_CHECKING:
    import sqlite3

TOOLS = 100_000
PERSONAS = ("builder", "skeptic", "futurist", "founder")
LETTERS = "etaoinsrhldcumfpgwybvkxjqz"
COMMON = [12, 9, 8, 7, 7, 6, 6, 6, 5, 4, 4, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 0.8, 0.3, 0.2, 0.1, 0.1]
NAMES_TYPED = 60

PLAIN = "SELECT id FROM matchup ORDER BY n LIMIT ?"

OPERATORS = (
    "persona:skeptic call:skip",
    "persona:founder call:skip score:<30",
    "entry:free -verdict:ship",
    "vendor:{0}",
    "category:{0}",
    "tool:{0} price:known",
    "split:yes voted:no",
    "{0} sort:gap",
    "call:skip sort:gap",
    "{0} {1}",
)


class Words:
    """A made-up language: a few words are everywhere, most are rare."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self._chance = chance
        made = {self._word() for _ in range(number)}
        self.words = sorted(made, key=lambda _: chance.random())
        self._weights = list(accumulate(1 / (place + 5) for place in range(len(self.words))))

    def _word(self) -> str:
        length = self._chance.randint(3, 10)
        return "".join(self._chance.choices(LETTERS, COMMON, k=length))

    def __call__(self, number: int) -> str:
        """So many words, parted by blanks."""
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=number))


def make_catalog(chance: random.Random, words: Words, matchups: int) -> Catalog:
    """A catalog of 100,000 tools with four takes each."""
    vendors = [words(chance.randint(1, 2)) for _ in range(5_000)]
    sections = [words(2) for _ in range(40)]
    tools = tuple(
        Tool(
            slug=f"tool-{number:06}-{words(1)}",
            name=words(chance.randint(2, 4)).title(),
            vendor=chance.choice(vendors),
            category=(section := chance.choice(sections)),
            section=section,
            entry=chance.choice(("Free", "Paid", None)),
            pricing=chance.choice((None, words(3))),
            tagline=words(8),
            summary=words(30),
            complete=True,
            takes=tuple(make_takes(chance, words)),
        )
        for number in range(TOOLS)
    )
    personas = tuple(Persona(slug, slug.title()) for slug in PERSONAS)
    pairs = tuple(make_pairs(chance, tools, matchups))
    return Catalog("urn:x-bench", "Bench", "2026-01-01", personas, {}, tools, pairs)


def make_takes(chance: random.Random, words: Words) -> Iterator[Take]:
    """One take of each persona."""
    for persona in PERSONAS:
        call = chance.choice((Call.SHIP, Call.SHIP, Call.SHIP, Call.SKIP))
        yield Take(persona, call, chance.randint(20, 95), words(25))


def make_pairs(chance: random.Random, tools: tuple[Tool, ...], number: int) -> Iterator[Pair]:
    """So many different pairs, in no order."""
    seen: set[tuple[str, str]] = set()
    while len(seen) < number:
        a, b = sorted(tool.slug for tool in chance.sample(tools, 2))
        if (a, b) not in seen:
            seen.add((a, b))
            yield Pair(a, b)


def build(path: Path, chance: random.Random, words: Words, matchups: int) -> None:
    """Write the database as the program would."""
    catalog = make_catalog(chance, words, matchups)
    make_private(path)
    with closing(connect(path)) as connection:
        migrate(connection)
        begun = time.perf_counter()
        with transaction(connection):
            fill(connection, catalog, "bench")
            note_totals(connection)
        taken = time.perf_counter() - begun
    size = path.stat().st_size / 1e6
    print(f"built in {taken:.0f} s, {size:.0f} MB: {TOOLS:,} tools, {matchups:,} matchups")


def cost(act: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def report(title: str, costs: list[float], plain: float) -> None:
    """One line: median, the slow end, and how many times the yardstick that is."""
    middle, slow = statistics.median(costs), statistics.quantiles(costs, n=20)[-1]
    print(f"{title:<38} {middle:8.2f} ms {slow:8.2f} ms {middle / plain:7.1f} x")


def typed(connection: sqlite3.Connection, chance: random.Random) -> list[str]:
    """Words as they stand in names, one of each of some tools."""
    names = connection.execute("SELECT name FROM tool").fetchall()
    return [chance.choice(name.split()).lower() for (name,) in chance.sample(names, NAMES_TYPED)]


def measure(connection: sqlite3.Connection, chance: random.Random, limit: int) -> None:
    """Print what each kind of keystroke costs."""
    catalog = CatalogCache(connection)

    def keys(query: str) -> float:
        return cost(lambda: catalog.index(query=query, limit=limit))

    def tool_keys(query: str) -> float:
        return cost(lambda: catalog.tool_index(query=query, limit=limit))

    plain = statistics.median(
        cost(lambda: connection.execute(PLAIN, (limit,)).fetchall()) for _ in range(50)
    )
    print(f"{'':<38} {'p50':>11} {'p95':>11}   yardstick {plain:.2f} ms")
    words = typed(connection, chance)
    for length in range(1, 8):
        queries = [word[:length] for word in words if len(word) >= length]
        report(f"{length} letters", [keys(each) for each in queries], plain)
    report("tools, 2 letters", [tool_keys(each[:2]) for each in words], plain)
    report("tools, whole words", [tool_keys(each) for each in words], plain)
    report("a word that nothing bears", [keys(f"{w}qqq") for w in words], plain)
    for pattern in OPERATORS:
        pairs = zip(words, reversed(words), strict=True)
        report(pattern, [keys(pattern.format(*pair)) for pair in pairs], plain)
    report("widest gap first, 2 letters", [keys(f"{w[:2]} sort:gap") for w in words], plain)


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description="What a keystroke in the filter costs.")
    parser.add_argument("--big", action="store_true", help="1,000,000 matchups")
    parser.add_argument("--limit", type=int, default=120, help="how many ids are asked for")
    parser.add_argument("--keep", type=Path, metavar="PLACE", help="where the database stays")
    options = parser.parse_args()
    chance = random.Random(7)  # noqa: S311 - the same catalog each time is the point
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder, "shiptui.db")
        if not path.exists():
            build(path, chance, Words(chance, 30_000), 1_000_000 if options.big else TOOLS)
        with closing(connect(path)) as connection:
            measure(connection, chance, options.limit)


if __name__ == "__main__":
    main()
