"""Feeds that were written once, what they are to be read as, and the schemas that describe them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feed_world import FEED_ID, NOW, ROOT, FolderFetcher, MemoryReader, small_catalog
from json_schema import problems
from shiptui.feed.assembling import records_of
from shiptui.feed.check import check
from shiptui.feed.coding import decode, encode
from shiptui.feed.head import read_head
from shiptui.feed.packing import lines, unpack
from shiptui.feed.records import KINDS
from shiptui.feed.schemas import schema_files
from shiptui.feed.subscription import Cursor
from shiptui.feed.vocabulary import PARTS, RECORDS
from shiptui.model.errors import FeedError

FEEDS = sorted(path.parent for path in (ROOT / "tests" / "feeds").glob("*/feed.json"))
SCHEMAS: dict[str, Any] = {name: json.loads(text) for name, text in schema_files().items()}


def broken(value: Any, name: str) -> list[str]:
    """Where a value breaks one of the schemas."""
    schema = SCHEMAS[f"{name}.schema.json"]
    return list(problems(value, schema, schema))


def packed_lines(folder: Path) -> list[dict[str, Any]]:
    """All lines of all snapshots and segments of a feed."""
    head = read_head((folder / "feed.json").read_bytes())
    files = [
        file for file in head.files if file not in (head.tallies.shards if head.tallies else ())
    ]
    return [
        json.loads(line)
        for file in files
        for line in lines((folder / file.url).read_bytes(), file.raw_bytes)
    ]


@pytest.mark.parametrize("folder", FEEDS, ids=lambda folder: folder.name)
async def test_a_golden_feed_is_read_as_it_always_was(folder: Path) -> None:
    reader = MemoryReader()
    await reader.sync(FolderFetcher(folder))
    found = reader.assembled()
    told: dict[str, Any] = {
        "epoch": reader.cursor.epoch,
        "seq": reader.cursor.seq,
        "left_out": reader.problems,
        "loose": list(found.loose),
        "tallies": None if reader.tallies is None else asdict(reader.tallies),
        "catalog": asdict(found.catalog),
    }
    for tool in told["catalog"]["tools"]:
        assert tool.pop("mine") is None
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert json.loads(json.dumps(told)) == expected


async def test_a_golden_log_leads_to_the_same_from_each_of_its_versions() -> None:
    folder = ROOT / "tests" / "feeds" / "log"
    whole = MemoryReader()
    await whole.sync(FolderFetcher(folder))
    head = read_head((folder / "feed.json").read_bytes())
    assert len(head.log) == 2
    for segment in head.log:
        reader = MemoryReader()
        await reader.sync(FolderFetcher(folder))
        reader.cursor = Cursor(head.feed_id, head.epoch, segment.after, level=1)
        await reader.sync(FolderFetcher(folder))
        assert reader.records == whole.records


@pytest.mark.parametrize("name", ["log", "whole"])
def test_a_golden_feed_passes_the_check(name: str) -> None:
    assert check(ROOT / "tests" / "feeds" / name, now=NOW) == []


def test_the_check_tells_what_is_wrong_with_the_stranger_s_feed() -> None:
    findings = check(ROOT / "tests" / "feeds" / "stranger", now=NOW)
    assert {each.where for each in findings if each.is_error} == {
        "tool nail",
        "tool vise",
        "take gone.judge",
        "matchup saw-vs-vise",
    }


@pytest.mark.parametrize("folder", FEEDS, ids=lambda folder: folder.name)
def test_every_golden_document_fits_its_schema(folder: Path) -> None:
    assert broken(json.loads((folder / "feed.json").read_bytes()), "feed") == []
    for path in folder.glob("tally/*"):
        assert broken(json.loads(unpack(path.read_bytes(), 10_000)), "tally") == []
    for line in packed_lines(folder) if folder.name == "log" else []:
        assert broken(line, "line") == []


def test_the_schema_refuses_what_readers_refuse() -> None:
    bad = [
        line for line in packed_lines(ROOT / "tests" / "feeds" / "stranger") if broken(line, "line")
    ]
    assert [line["id"] for line in bad] == ["vise", "nail", "vise"]


def test_the_schemas_name_the_kinds_that_the_program_knows() -> None:
    assert tuple(RECORDS) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_program_writes_is_what_the_table_lists(kind: str) -> None:
    written = {
        key
        for record in records_of(small_catalog())
        if record.kind == kind
        for key in encode(record)
    }
    fields = {each.name: each.required for each in RECORDS[kind]}
    assert written <= set(fields)
    assert {name for name, required in fields.items() if required} <= written


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, each.name) for kind in KINDS for each in RECORDS[kind]]
)
def test_a_field_of_another_type_is_refused_by_schema_and_reader(kind: str, name: str) -> None:
    record = next(each for each in records_of(small_catalog()) if each.kind == kind)
    value = encode(record) | {name: {"no": "such type"}}
    line = {"s": 1, "k": kind, "id": record.id, "v": value}
    assert broken(line, "line")
    with pytest.raises(FeedError):
        decode(kind, record.id, value, feed_id=FEED_ID)


def test_the_schema_files_are_what_the_table_says() -> None:
    """Run scripts/build_schemas.py when this fails."""
    script = [sys.executable, str(ROOT / "scripts" / "build_schemas.py"), "--check"]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(script, check=False, capture_output=True, text=True, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_stale_schema_is_told(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "build_schemas.py"), "--folder", str(tmp_path)]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run(script, check=True, env=environment)
    subprocess.run([*script, "--check"], check=True, env=environment)
    (tmp_path / "feed.schema.json").write_text("{}")
    ran = subprocess.run(
        [*script, "--check"], check=False, capture_output=True, text=True, env=environment
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert "feed.schema.json is not what the table says" in ran.stderr


def test_the_protocol_names_every_field() -> None:
    text = (ROOT / "docs" / "feed-protocol.md").read_text("utf-8")
    names = {
        each.name for table in (RECORDS, PARTS) for fields in table.values() for each in fields
    }
    assert {name for name in names if f"`{name}`" not in text} == set()
