"""What judging and counting cost on both databases, against writing the same rows plainly.

An exchange of ten operations is judged and committed, by one device and by eight at once, each
with an account of its own. The yardstick is what no server can do without: ten rows put into one
table by `executemany` in a transaction of the same database, with the same waiting for the disk.
Counting is measured over votes that are loaded first; its yardstick is that loading.

Prints rates, the 99th percentile, and how many times the yardstick a thing costs. PostgreSQL is a
private cluster, started where its programs are installed. Expect an exchange near 1 on SQLite,
which waits for the disk in both, up to 15 on PostgreSQL, which is asked for each operation what is
there already; a recount well below 1. `--votes 10000000` takes some minutes and 3 GB.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

from shiptui.model.catalog import Catalog, Pair, Tool
from shiptui.server.accounts import add_account, caller_of
from shiptui.server.exchange import sync
from shiptui.server.founding import found
from shiptui.server.opening import open_store
from shiptui.server.operations import exchange_from
from shiptui.server.storage import Store
from shiptui.server.tallying import recount_all

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from postgres_cluster import cluster, initdb

NOW = 1_795_168_000_000
FEED_ID = "urn:uuid:00000000-0000-4000-8000-000000000000"
OPS, WRITERS, MATCHUPS = 10, 8, 5_000
CHUNK = 10_000
PLAIN = """
CREATE TABLE plain (op TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT)
"""
PUT_PLAIN = "INSERT INTO plain (op, kind, key, value) VALUES (:op, :kind, :key, :value)"
PUT_OWN = """
INSERT INTO own (account, kind, key, value, op, eff, seq, choice, rev)
VALUES (:account, 'vote', :key, :value, :op, :eff, :seq, :choice, 1)
"""
_ids = count(1)


def made_up() -> Catalog:
    """Tools and matchups; all of it is made up."""
    slugs = [f"tool-{n:03}" for n in range(200)]
    tools = tuple(Tool(slug, slug, feed=FEED_ID) for slug in slugs)
    pairs = [Pair(a, b) for step in range(1, 50) for a, b in zip(slugs, slugs[step:], strict=False)]
    return Catalog(FEED_ID, "Made up", "2026-11-20", (), {}, tools, tuple(pairs[:MATCHUPS]))


@dataclass
class Bench:
    """A founded server with one account for each writer."""

    store: Store
    keys: list[tuple[str, str]]
    tokens: list[str]
    epoch: int

    def exchange(self, writer: int, turn: int) -> None:
        """Ten new votes of one device, judged and committed."""
        ops = []
        for n in range(OPS):
            key, choice = self.keys[(turn * OPS + n) % len(self.keys)]
            id_ = str(UUID(int=next(_ids)))
            value = {"c": choice, "rev": 1}
            ops.append({"op": id_, "k": "vote", "key": key, "v": value, "at": NOW, "base": []})
        asked = exchange_from({"nonce": "n", "ops": ops, "limit": 1})
        with self.store.writing() as rows:
            caller = caller_of(rows, self.tokens[writer])
            if caller is None:
                raise SystemExit("The account is gone.")
            answer = sync(rows, caller, asked, epoch=self.epoch, now=NOW, most=10**6)
        if not isinstance(answer["results"], list) or len(answer["results"]) != OPS:
            raise SystemExit("Not everything was judged.")

    def plainly(self, writer: int, turn: int) -> None:
        """Ten rows put into one table."""
        del writer, turn
        value = '{"c":"tool-001","rev":1}'
        rows_ = [
            {"op": str(UUID(int=next(_ids))), "kind": "vote", "key": "a-vs-b", "value": value}
            for _ in range(OPS)
        ]
        with self.store.writing() as rows:
            rows.many(PUT_PLAIN, rows_)


def found_bench(store: Store) -> Bench:
    """Found a server and make its accounts."""
    catalog = made_up()
    site = found(store, catalog, url="https://votes.example/v1/", now=NOW, holding=0)
    with store.writing() as rows:
        rows.run(PLAIN)
        tokens = [add_account(rows, f"w{n}", now=NOW, counted_from=0)[1] for n in range(WRITERS)]
    return Bench(store, [(pair.id, pair.a) for pair in catalog.pairs], tokens, site.epoch)


def timed(work: Callable[[int, int], None], writers: int, turns: int) -> tuple[float, list[float]]:
    """Seconds in all, and those of each turn, of writers that work at once."""

    def one(writer: int) -> list[float]:
        costs = []
        for turn in range(turns):
            begun = time.perf_counter()
            work(writer, turn)
            costs.append(time.perf_counter() - begun)
        return costs

    begun = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        costs = [cost for found_ in pool.map(one, range(writers)) for cost in found_]
    return time.perf_counter() - begun, costs


def show_exchanges(bench: Bench, rounds: int, turns: int) -> None:
    """One writer and eight, in turns with the yardstick."""
    for writers in (1, WRITERS):
        ours, plain, costs = [], [], list[float]()
        for _ in range(rounds):
            seconds, each = timed(bench.exchange, writers, turns)
            ours.append(seconds)
            costs += each
            plain.append(timed(bench.plainly, writers, turns)[0])
        rate = writers * turns * OPS / statistics.median(ours)
        p99 = statistics.quantiles(costs, n=100)[98] * 1_000
        ratio = statistics.median(ours) / statistics.median(plain)
        print(
            f"  {writers} writing {rate:9,.0f} ops/s  p99 {p99:7.1f} ms  {ratio:7.2f} x executemany"
        )


def load(bench: Bench, votes: int) -> float:
    """Put votes of many accounts in their place plainly; seconds."""
    accounts = -(-votes // len(bench.keys))
    begun = time.perf_counter()
    with bench.store.writing() as rows:
        numbers = [
            rows.all(
                "INSERT INTO account (id, name, created, counted_from, chain)"
                " VALUES (:id, :id, 0, 0, :chain) RETURNING n",
                id=f"many-{n}",
                chain=b"",
            )[0][0]
            for n in range(accounts)
        ]
    for start in range(0, votes, CHUNK):
        chunk = [vote(bench, numbers, n) for n in range(start, min(votes, start + CHUNK))]
        with bench.store.writing() as rows:
            rows.many(PUT_OWN, chunk)
    return time.perf_counter() - begun


def vote(bench: Bench, numbers: list[int], n: int) -> dict[str, object]:
    """The row of one vote."""
    key, choice = bench.keys[n % len(bench.keys)]
    op = (2**64 + n).to_bytes(16, "big")
    account, value = numbers[n // len(bench.keys)], f'{{"c":"{choice}","rev":1}}'
    row: dict[str, object] = {"account": account, "key": key, "value": value, "op": op}
    return row | {"eff": NOW, "seq": n % len(bench.keys) + 1, "choice": choice}


def show_recount(bench: Bench, votes: int) -> None:
    """Everything counted anew, against having loaded it."""
    loading = load(bench, votes)
    costs = []
    for _ in range(3):
        begun = time.perf_counter()
        recount_all(bench.store, NOW)
        costs.append(time.perf_counter() - begun)
    # The first one finds every subject marked; a day later only a comparison is left.
    for name, cost in (("first", costs[0]), ("daily", statistics.median(costs[1:]))):
        ratio = cost / loading
        print(f"  {name} recount of {votes:,} votes {cost:8.2f} s  {ratio:7.3f} x executemany")


@contextmanager
def stores(scratch: Path) -> Iterator[dict[str, str]]:
    """The addresses of both databases, as far as there are programs for them."""
    with ExitStack() as stack:
        found_ = {"SQLite": str(scratch / "server.db")}
        if program := initdb():
            found_["PostgreSQL"] = stack.enter_context(cluster(program, durable=True))
        yield found_


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the server costs, in ratios.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--turns", type=int, default=40, help="exchanges of each writer")
    parser.add_argument("--votes", type=int, default=100_000, help="votes to count")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, stores(Path(scratch)) as addresses:
        for name, address in addresses.items():
            with closing(open_store(address)) as store:
                print(name)
                bench = found_bench(store)
                show_exchanges(bench, options.rounds, options.turns)
                show_recount(bench, options.votes)


if __name__ == "__main__":
    main()
