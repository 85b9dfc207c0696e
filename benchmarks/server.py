"""What judging and counting cost on both databases, against what no server can do without.

An exchange of ten operations is judged and committed, by one device and by eight at once, each
with an account of its own. Its yardstick is ten rows put into one table by `executemany` in a
transaction of the same database, with the same waiting for the disk. Counting is measured over
votes of many accounts, each on every matchup, which the database makes up itself. Its yardstick is
one query that counts all votes by their choice, whoever cast them.

Prints rates, the 99th percentile, how many times the yardstick a thing costs, and the memory of
this process at its highest, before and after counting. PostgreSQL is a private cluster, started
where its programs are installed. Expect an exchange near 1 on SQLite, which waits for the disk in
both, up to 15 on PostgreSQL, which is asked for each operation what is there already; a recount
within a few times one query, and no memory that grows with the votes.

`python benchmarks/server.py --votes 10000000` takes some minutes and 3 GB of disk for each
database; `--only SQLite` leaves the other one out.
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

from figures import peak_memory

from shiptui.model.catalog import Catalog, Pair, Tool
from shiptui.model.facts import NEITHER, TIE
from shiptui.server.accounts import add_account, caller_of
from shiptui.server.exchange import sync
from shiptui.server.founding import found
from shiptui.server.opening import open_store
from shiptui.server.operations import exchange_from
from shiptui.server.schema import MIGRATIONS
from shiptui.server.storage import Store
from shiptui.server.tallying import recount_all

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from postgres_cluster import cluster, initdb

NOW = 1_795_168_000_000
FEED_ID = "urn:uuid:00000000-0000-4000-8000-000000000000"
OPS, WRITERS, MATCHUPS = 10, 8, 5_000
CHUNK = 100
"""How many accounts vote in one transaction."""
PLAIN = """
CREATE TABLE plain (op TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT)
"""
PUT_PLAIN = "INSERT INTO plain (op, kind, key, value) VALUES (:op, :kind, :key, :value)"
MAKE_BALLOT = "CREATE TABLE ballot (n BIGINT, place BIGINT, key TEXT, choice TEXT, value TEXT)"
PUT_BALLOT = "INSERT INTO ballot VALUES (:n, :place, :key, :choice, :value)"
MAKE_ACCOUNTS = """
WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < :accounts)
INSERT INTO account (id, name, created, counted_from, chain)
SELECT 'many-' || n, 'many-' || n, 0, 0, :chain FROM many
"""
# Counting looks at no operation, so that one will do for all.
CAST_VOTES = """
INSERT INTO own (account, kind, key, value, op, eff, seq, choice, rev)
SELECT account.n, 'vote', ballot.key, ballot.value, :op, :now, ballot.n, ballot.choice, 1
FROM account JOIN ballot ON ballot.place = ((account.n + ballot.n) & 3)
WHERE account.n BETWEEN :first AND :last
ORDER BY account.n, ballot.key
"""
# By far the quickest is to make the index of choices when the votes are there.
DROP_INDEX = "DROP INDEX own_choice"
(MAKE_INDEX,) = (each for each in MIGRATIONS[0].split(";\n") if " own_choice " in each)
COUNT_PLAINLY = """
SELECT kind, key, choice, count(*) FROM own WHERE choice IS NOT NULL GROUP BY kind, key, choice
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


def load(bench: Bench, votes: int) -> tuple[int, float]:
    """Let many accounts vote on every matchup; how many votes that were, and the seconds."""
    accounts = -(-votes // len(bench.keys))
    ballot = [
        {"n": n, "place": place, "key": key, "choice": c, "value": f'{{"c":"{c}","rev":1}}'}
        for n, (key, a) in enumerate(bench.keys, 1)
        for place, c in enumerate((a, key.split("-vs-")[1], TIE, NEITHER))
    ]
    begun = time.perf_counter()
    with bench.store.writing() as rows:
        rows.run(MAKE_BALLOT)
        rows.many(PUT_BALLOT, ballot)
        rows.run(MAKE_ACCOUNTS, accounts=accounts, chain=b"")
        rows.run(DROP_INDEX)
        ((last,),) = rows.all("SELECT max(n) FROM account")
    for first in range(last - accounts + 1, last + 1, CHUNK):
        with bench.store.writing() as rows:
            rows.run(CAST_VOTES, first=first, last=first + CHUNK - 1, op=bytes(16), now=NOW)
    with bench.store.writing() as rows:
        rows.run(MAKE_INDEX)
    return accounts * len(bench.keys), time.perf_counter() - begun


def show_recount(bench: Bench, votes: int) -> None:
    """Everything counted anew, in turns with one query over all votes."""
    made, loading = load(bench, votes)
    before, costs, plain = peak_memory(), [], []
    for _ in range(3):
        begun = time.perf_counter()
        recount_all(bench.store, NOW)
        costs.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        with bench.store.reading() as rows:
            rows.all(COUNT_PLAINLY)
        plain.append(time.perf_counter() - begun)
    print(f"  {made:,} votes made up in {loading:.1f} s")
    # The first one finds every subject marked; a day later only a comparison is left.
    daily = statistics.median(costs[1:]), statistics.median(plain[1:])
    for name, (cost, yardstick) in (("first", (costs[0], plain[0])), ("daily", daily)):
        print(f"  {name} recount {cost:8.2f} s  {cost / yardstick:7.2f} x one query")
    print(f"  memory {before:.0f} MiB before counting, {peak_memory():.0f} MiB after")


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
    parser.add_argument("--votes", type=int, default=1_000_000, help="votes to count, at least")
    parser.add_argument("--only", metavar="NAME", help="SQLite or PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, stores(Path(scratch)) as addresses:
        for name, address in addresses.items():
            if options.only not in (None, name):
                continue
            with closing(open_store(address)) as store:
                print(name)
                bench = found_bench(store)
                show_exchanges(bench, options.rounds, options.turns)
                show_recount(bench, options.votes)


if __name__ == "__main__":
    main()
