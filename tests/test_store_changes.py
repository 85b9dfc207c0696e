"""What an edition of the bundled catalog changes is kept, and told to whom it concerns."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from feed_world import small_catalog
from shiptui.feed.assembling import records_of
from shiptui.feed.coding import encode
from shiptui.feed.folder import read_folder
from shiptui.model.catalog import Call, Catalog, Take, Tool
from shiptui.store.filling import fill
from shiptui.store.remembering import RECORDS
from shiptui.store.schema import CATALOG_TABLES
from shiptui.store.store import Store
from store_files import next_edition, run_sql, turned_down

if TYPE_CHECKING:
    from shiptui.model.facts import Matchup

ROOT = Path(__file__).resolve().parent.parent


def told_by_sql(catalog: Catalog) -> dict[tuple[str, str], object]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(CATALOG_TABLES)
        fill(connection, catalog, "digest")
        rows = connection.execute(RECORDS, {"feed": 1}).fetchall()
    return {(kind, id_): json.loads(value) for kind, id_, value in rows}


def told_by_the_feed(catalog: Catalog) -> dict[tuple[str, str], object]:
    told = {(record.kind, record.id): encode(record) for record in records_of(catalog)}
    for (kind, _), value in told.items():
        if kind == "matchup":
            del value["pos"]
    return {**told}


def first(store: Store) -> Matchup:
    matchup = store.catalog.matchup(store.catalog.index()[0])
    assert matchup
    return matchup


def revisions(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT kind, id, before IS NULL, after IS NULL FROM revision")
        return [row for row in rows if row[0] != "catalog"]


def test_the_store_writes_a_record_as_a_feed_does() -> None:
    bundled = read_folder(ROOT / "data" / "catalog")
    assert told_by_sql(bundled) == told_by_the_feed(bundled)
    unnamed = Take(None, Call.SKIP, 10, 'Tells "nobody".', call_inferred=True)
    odd = Tool("odd", "Odd", complete=True, takes=(Take("builder"), unnamed, unnamed))
    small = small_catalog(tools=(*small_catalog().tools, odd), sections={"b": "A", "a": "A"})
    assert told_by_sql(small) == told_by_the_feed(small)


def test_reading_the_catalog_first_and_again_changes_nothing(path: Path, seed: Path) -> None:
    for _ in range(2):
        Store.open(path, seed).close()
    assert revisions(path) == []


def test_another_edition_keeps_exactly_what_it_changes(
    path: Path, seed: Path, tmp_path: Path
) -> None:
    with Store.open(path, seed) as store:
        left, right = first(store).left.slug, first(store).right.slug
        third = next(t.slug for t in store.catalog.tools() if t.slug not in (left, right))
    edition = next_edition(
        seed,
        tmp_path,
        f"UPDATE tool SET pricing = 'Paid' WHERE slug = '{left}'",
        f"UPDATE take SET score = 1 WHERE persona = 'builder'"
        f" AND tool = (SELECT n FROM tool WHERE slug = '{left}')",
        f"UPDATE tool SET as_of = '2027-01-01' WHERE slug = '{third}'",
    )
    Store.open(path, edition).close()
    assert sorted(revisions(path)) == sorted(
        [("tool", left, 0, 0), ("take", f"{left}.builder", 0, 0), ("tool", third, 0, 0)]
    )
    with Store.open(path, edition) as store:
        (step,) = store.changes.steps(left)
        assert {each.field for each in step.differences} == {"pricing", "score"}
        # A date alone is kept, and is no news.
        assert store.changes.steps(third) == []


def test_what_changed_is_told_on_what_was_judged_before_and_on_nothing_else(
    path: Path, seed: Path, tmp_path: Path
) -> None:
    with Store.open(path, seed) as store:
        matchup = first(store)
        slug = matchup.left.slug
        others = [id_ for id_ in store.catalog.matchups_of(slug) if id_ != matchup.id]
        store.facts.cast_vote(matchup, slug)
        store.facts.save(f"tool:{slug}", "it")
    with Store.open(path, next_edition(seed, tmp_path, *turned_down(slug))) as store:
        found = store.changes.since_acts()
        assert {key: (each.act, each.flips) for key, each in found.items()} == {
            f"tool:{slug}": ("save", (slug,)),
            f"matchup:{matchup.id}": ("vote", (slug,)),
        }
        assert store.catalog.index(query="changed:flipped") == (matchup.id,)
        assert store.catalog.tool_index(query="changed:yes") == (slug,)
        assert others[0] in store.catalog.index(query="changed:no")
        (row,) = store.catalog.rows([matchup.id])
        assert row.flips == (slug,)
        # Who votes again has seen it.
        again = first(store)
        assert again.changed is not None
        store.facts.cast_vote(again, again.right.slug)
        assert first(store).changed is None
        assert list(store.changes.since_acts()) == [f"tool:{slug}"]


def test_what_changed_back_is_no_change(path: Path, seed: Path, tmp_path: Path) -> None:
    with Store.open(path, seed) as store:
        slug = first(store).left.slug
        store.facts.cast_vote(first(store), None)
        store.facts.cast_vote(first(store), slug)
    Store.open(path, next_edition(seed, tmp_path, *turned_down(slug))).close()
    with Store.open(path, seed) as store:
        assert store.changes.since_acts() == {}
        assert len(store.changes.steps(slug)) == 2


def test_only_what_changed_from_a_moment_on_is_told(path: Path, seed: Path, tmp_path: Path) -> None:
    with Store.open(path, seed) as store:
        slug = first(store).left.slug
        store.facts.cast_vote(first(store), slug)
    with Store.open(path, next_edition(seed, tmp_path, *turned_down(slug))) as store:
        (at,) = (step.at for step in store.changes.steps(slug))
        assert store.changes.since_acts(not_before=at)
        assert store.changes.since_acts(not_before=at + 1) == {}
        before = store.changes.before(at)[slug]
        assert before is not None
        assert before.panel.pct == 100
        assert store.changes.before(at + 1) == {}


def test_a_tool_that_left_the_catalog_is_told(path: Path, seed: Path, tmp_path: Path) -> None:
    with Store.open(path, seed) as store:
        matchup = first(store)
        slug = matchup.left.slug
        store.facts.cast_vote(matchup, slug)
    number = f"(SELECT n FROM tool WHERE slug = '{slug}')"
    edition = next_edition(
        seed,
        tmp_path,
        f"DELETE FROM matchup WHERE {number} IN (a_tool, b_tool)",
        f"DELETE FROM take WHERE tool = {number}",
        f"DELETE FROM tool WHERE slug = '{slug}'",
    )
    with Store.open(path, edition) as store:
        (since,) = store.changes.since_acts().values()
        (difference,) = since.differences
        assert (difference.tool, difference.field, difference.after) == (slug, "tool", None)


def test_a_decision_counts_as_an_act(path: Path, seed: Path, tmp_path: Path) -> None:
    with Store.open(path, seed) as store:
        matchup = first(store)
        store.decisions.note(matchup.id, tmp_path / "record.md")
    edition = next_edition(seed, tmp_path, *turned_down(matchup.left.slug))
    with Store.open(path, edition) as store:
        assert store.changes.since_acts()[f"matchup:{matchup.id}"].act == "decide"


def test_a_revision_that_another_program_wrote_is_passed_over(path: Path, seed: Path) -> None:
    with Store.open(path, seed) as store:
        matchup = first(store)
        slug = matchup.left.slug
        store.facts.cast_vote(matchup, slug)
    for value in ("not json", "[]", "{}", '{"name": 7}'):
        run_sql(
            path,
            "INSERT INTO revision (feed, kind, id, at, before, after)"
            f" SELECT feed, 'tool', slug, 9999999999999, '{value}', '{value}' FROM tool"
            f" WHERE slug = '{slug}'",
        )
    with Store.open(path, seed) as store:
        assert store.changes.since_acts() == {}
        assert store.changes.steps(slug) == []
