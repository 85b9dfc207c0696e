from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shiptui.feed.folder import digest_of, read_folder
from shiptui.model.catalog import Call, Catalog, Pair, Take, Tool
from shiptui.store.filling import fill
from shiptui.store.schema import APPLICATION_ID, CATALOG_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "data" / "seed.sqlite"
SCRIPT = ROOT / "scripts" / "build_seed.py"
SMOLVLM = "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"
TUNING = "openai-gpt-5-fine-tuning-api-public-beta"


def run_script(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_folder(ROOT / "data" / "catalog")


@pytest.fixture(scope="module")
def tools(catalog: Catalog) -> dict[str, Tool]:
    return {tool.slug: tool for tool in catalog.tools}


@pytest.fixture
def bundled() -> Iterator[sqlite3.Connection]:
    address = f"file:{SEED}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection


@pytest.fixture
def empty() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(CATALOG_TABLES)
        yield connection


def test_the_seed_is_built_from_the_text_byte_for_byte(tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite"
    built = run_script("--seed", again)
    assert (built.returncode, built.stderr) == (0, "")
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (again, SEED)]
    assert digests[0] == digests[1]


def test_a_stale_or_missing_seed_is_told_and_left_alone(tmp_path: Path) -> None:
    stale = tmp_path / "stale.sqlite"
    for content in (None, SEED.read_bytes()[:-1] + b"\x01"):
        if content is not None:
            stale.write_bytes(content)
        checked = run_script("--check", "--seed", stale)
        assert checked.returncode == 1
        assert checked.stderr.count("\n") == 1
        assert "run scripts/build_seed.py" in checked.stderr
    assert stale.read_bytes().endswith(b"\x01")
    assert run_script("--check").returncode == 0


def test_an_unsound_catalog_is_told_in_a_sentence(tmp_path: Path) -> None:
    seed = tmp_path / "seed.sqlite"
    built = run_script("--catalog", tmp_path, "--seed", seed)
    assert built.returncode == 1
    assert built.stderr.startswith("The catalog is not sound: catalog.toml: ")
    assert not seed.exists()


def test_the_seed_is_sound_ours_and_holds_the_catalog_half_only(
    bundled: sqlite3.Connection,
) -> None:
    assert bundled.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert bundled.execute("PRAGMA foreign_key_check").fetchall() == []
    assert bundled.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    names = {
        name for (name,) in bundled.execute("SELECT name FROM sqlite_schema WHERE type='table'")
    }
    assert names == {"feed", "persona", "category", "tool", "take", "matchup"}


def test_the_seed_holds_all_144_tools_196_matchups_and_94_takes(
    bundled: sqlite3.Connection, catalog: Catalog
) -> None:
    for table, count in {"tool": 144, "matchup": 196, "take": 94, "persona": 4, "feed": 1}.items():
        assert bundled.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)
    assert bundled.execute("SELECT feed_id, as_of, digest FROM feed").fetchone() == (
        catalog.feed_id,
        "2026-11-20",
        digest_of(catalog),
    )
    ids = [id_ for (id_,) in bundled.execute("SELECT id FROM matchup ORDER BY n")]
    assert ids == [pair.id for pair in catalog.pairs]
    assert ids[0] == (
        "gpt-5-mini-api-reduced-pricing-vs-hugging-face-smolvlm2-2b-on-device-vision-language-model"
    )


def test_exactly_nine_panels_are_complete_with_all_four_takes(
    catalog: Catalog, tools: dict[str, Tool]
) -> None:
    complete = {tool.slug for tool in catalog.tools if tool.complete}
    assert len(complete) == 9
    for slug in complete:
        assert {take.persona for take in tools[slug].takes} == {
            "builder",
            "skeptic",
            "futurist",
            "founder",
        }
        assert all(take.call and take.words for take in tools[slug].takes)
        assert tools[slug].panel.pct == tools[slug].reported_pct
        assert not tools[slug].panel.reported
    assert all({pair.a, pair.b} <= complete for pair in catalog.pairs[:5])


def test_the_two_scored_panels_are_kept_to_the_point(tools: dict[str, Tool]) -> None:
    order = ["builder", "skeptic", "futurist", "founder"]
    for slug, scores, pct in ((SMOLVLM, [85, 78, 82, 72], 100), (TUNING, [82, 78, 85, 55], 75)):
        assert [take.persona for take in tools[slug].takes] == order
        assert [take.score for take in tools[slug].takes] == scores
        assert not any(take.persona_inferred or take.call_inferred for take in tools[slug].takes)
        assert tools[slug].panel.pct == pct
    calls = [take.call for take in tools[TUNING].takes]
    assert calls == [Call.SHIP, Call.SHIP, Call.SHIP, Call.SKIP]


def test_the_awkward_entries_are_kept_as_they_are(catalog: Catalog, tools: dict[str, Tool]) -> None:
    names = Counter(tool.name for tool in catalog.tools)
    assert (names["Claude 4 Sonnet"], names["SmolVLM2-2B"]) == (5, 2)
    assert max(len(tool.slug) for tool in catalog.tools) == 78
    assert max(len(tool.name) for tool in catalog.tools) == 64
    assert Counter(tool.entry for tool in catalog.tools) == {"Free": 77, "Paid": 56, None: 11}
    shares = Counter(tool.reported_pct for tool in catalog.tools)
    assert shares == {75: 64, 100: 58, 50: 11, None: 11}
    assert sum(not tool.takes for tool in catalog.tools) == 77
    takes = [take for tool in catalog.tools for take in tool.takes]
    assert sum(take.score is not None and take.words is None for take in takes) == 1
    assert sum(take.persona is None for take in takes) == 4
    assert sum(take.call is None for take in takes) == 7
    across = [p for p in catalog.pairs if tools[p.a].category != tools[p.b].category]
    assert len(across) == 12


def test_every_entry_take_persona_and_matchup_tells_its_source_and_date(catalog: Catalog) -> None:
    for tool in catalog.tools:
        assert tool.source
        assert tool.as_of == "2026-11-20"
        assert all(take.source and take.as_of == tool.as_of for take in tool.takes)
    assert all(persona.source for persona in catalog.personas)
    assert all(pair.source for pair in catalog.pairs)


def test_what_means_the_same_is_one_section_and_keeps_its_label(catalog: Catalog) -> None:
    labels = Counter(tool.category for tool in catalog.tools if tool.section == "AI Models")
    assert labels == {"Open Source Models": 6, "AI Models": 5, "Models": 2}
    models = [label for label, section in catalog.sections.items() if section == "AI Models"]
    assert sorted(["AI Models", *models]) == [
        "AI Models",
        "AI/ML Models",
        "Foundation Models",
        "Models",
        "Open Source Models",
    ]


def test_a_fill_works_out_what_lists_need(empty: sqlite3.Connection) -> None:
    a = Tool("a", "STRASSE", "Ben", "Models", "AI Models", takes=(Take("p", Call.SHIP, 60),))
    b = Tool("b", "B", reported_pct=55, takes=(Take("p", None, 90), Take(None, Call.SKIP)))
    c = Tool("c", "C")
    d = Tool("d", "D")
    pairs = (Pair("a", "b", "page"), Pair("b", "c"), Pair("c", "d"))
    fill(empty, Catalog("urn:x", "X", "2026-11-20", (), {}, (a, b, c, d), pairs), "digest")
    assert empty.execute("SELECT slug, pct, verdict, folded FROM tool ORDER BY n").fetchall() == [
        ("a", 100, "ship", "strasse"),
        ("b", 55, "ship", "b"),
        ("c", None, None, "c"),
        ("d", None, None, "d"),
    ]
    assert empty.execute("SELECT n, id, rev, gap, dissent FROM matchup ORDER BY n").fetchall() == [
        ((1 << 32) + 1, "a-vs-b", 1, 30, 45),
        ((1 << 32) + 2, "b-vs-c", 1, None, 45),
        ((1 << 32) + 3, "c-vs-d", 1, None, None),
    ]
    sides = "SELECT t.slug FROM matchup JOIN tool AS t ON t.n = {} ORDER BY matchup.n"
    for side, slugs in (("a_tool", "abc"), ("b_tool", "bcd")):
        assert [slug for (slug,) in empty.execute(sides.format(side))] == list(slugs)
    takes = (
        "SELECT slug, position, persona, call, score FROM take JOIN tool ON n = tool"
        " ORDER BY tool, position"
    )
    assert empty.execute(takes).fetchall() == [
        ("a", 0, "p", "ship", 60),
        ("b", 0, "p", None, 90),
        ("b", 1, None, "skip", None),
    ]


def test_a_fill_belongs_to_the_transaction_of_its_caller(empty: sqlite3.Connection) -> None:
    catalog = Catalog("urn:x", "X", "2026-11-20", (), {"M": "AI Models"}, (Tool("a", "A"),), ())
    empty.execute("BEGIN IMMEDIATE")
    fill(empty, catalog, "digest")
    empty.execute("ROLLBACK")
    assert empty.execute("SELECT count(*) FROM tool").fetchone() == (0,)
    assert empty.execute("SELECT count(*) FROM feed").fetchone() == (0,)


def test_two_feeds_fill_side_by_side(empty: sqlite3.Connection) -> None:
    for feed_id in ("urn:x", "urn:y"):
        tools = (Tool("a", "A"), Tool("b", "B"))
        fill(empty, Catalog(feed_id, "X", "2026-11-20", (), {}, tools, (Pair("a", "b"),)), feed_id)
    rows = empty.execute("SELECT feed, n, id FROM matchup ORDER BY n").fetchall()
    assert rows == [(1, (1 << 32) + 1, "a-vs-b"), (2, (2 << 32) + 1, "a-vs-b")]
