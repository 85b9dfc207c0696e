from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from feed_server import world
from feed_world import NOW, ROOT, FolderFetcher, retold, small_catalog
from shiptui.feed.check import WebSource, check, check_source
from shiptui.feed.findings import Finding
from shiptui.feed.folder import read_folder
from shiptui.feed.http import Client
from shiptui.feed.packing import digest_of, pack, unpack
from shiptui.feed.publish import build
from shiptui.feed.tallies import Tallies
from shiptui.model.catalog import Take

Edit: TypeAlias = Callable[[dict[str, Any]], None]
Lines: TypeAlias = Callable[[list[dict[str, Any]]], None]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A feed with a snapshot, a segment and tallies, without a fault."""
    counts = Tallies("2026-11-20T09:55:00Z", 5, {"aider-vs-zed": (4, 3, 2, 1)}, {"zed": (9, 9)})
    build(small_catalog(), tmp_path, now=NOW)
    changed = retold(small_catalog(), "mill", tagline="Grinds")
    build(changed, tmp_path, now=NOW + 60, tallies=counts)
    assert check(tmp_path, now=NOW) == []
    return tmp_path


def edit(folder: Path, change: Edit) -> None:
    """Change a published document."""
    document = json.loads((folder / "feed.json").read_bytes())
    change(document)
    (folder / "feed.json").write_text(json.dumps(document))


def edit_lines(folder: Path, entry: str, change: Lines) -> None:
    """Change the lines of the snapshot or of the first segment, and name them anew."""

    def exchange(document: dict[str, Any]) -> None:
        found = document["_shiptui"][entry]
        found = found[0] if isinstance(found, list) else found
        lines = unpack((folder / found["url"]).read_bytes(), 100_000).splitlines()
        parsed = [json.loads(line) for line in lines]
        change(parsed)
        raw = b"".join(json.dumps(line).encode() + b"\n" for line in parsed)
        data = pack(raw)
        found["url"] = f"x.{digest_of(data)[:16]}.gz"
        found |= {"sha256": digest_of(data), "bytes": len(data), "raw_bytes": len(raw)}
        (folder / found["url"]).write_bytes(data)

    edit(folder, exchange)


def told(findings: list[Finding]) -> str:
    return "\n".join(f"{each.where}: {each.what}" for each in findings)


def setting(path: str, value: object) -> Edit:
    """Set one field, named by its path."""

    def change(document: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        found: Any = document
        for name in parents:
            found = found[int(name) if name.isdigit() else name]
        found[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (setting("version", "1"), "feed.json", "version is not https://jsonfeed.org"),
        (setting("items", {}), "feed.json", "items is no list"),
        (setting("items.0.id", 5), "feed.json: item 1", "id is no text"),
        (setting("items.0.content_text", None), "feed.json: item 1", "neither content_text"),
        (setting("items.0.date_published", "soon"), "feed.json: item 1", "date_published"),
        (setting("items.0.authors", [{}]), "feed.json: item 1", "author has no name"),
        (setting("items.0.external_url", "x"), "feed.json: item 1", "external_url"),
        (setting("home_page_url", "ftp://x/"), "feed.json", "home_page_url"),
        (setting("_shiptui.a", [{"b.c": 1}]), "feed.json", "key b.c within an extension"),
        (setting("items.0._shiptui.x", {"y.z": 1}), "feed.json", "key y.z within an extension"),
        (setting("_shiptui.published", None), "feed.json", "published is missing"),
        (setting("_shiptui.published", "2027-01-01T00:00:00Z"), "feed.json", "in the future"),
        (setting("_shiptui.epoch", NOW * 2), "feed.json", "in the future"),
        (setting("_shiptui.seq", 99), "feed.json", "The log ends at change 13 instead of 99"),
        (setting("_shiptui.log.0.from", 11), "feed.json", "No segment of the log begins"),
        (
            setting("_shiptui.log", []),
            "feed.json",
            "No segment of the log begins where the snapshot ends",
        ),
        (setting("_shiptui.log.0.bytes", 2_000_000), "feed.json", "log entry 1: The field bytes"),
        (setting("_shiptui.snapshot.sha256", "0" * 64), "snap/", "does not hold the first digits"),
        (setting("_shiptui.snapshot.sha256", "0" * 64), "snap/", "cut or exchanged"),
        (setting("_shiptui.snapshot.bytes", 5), "snap/", "longer than"),
        (setting("_shiptui.snapshot.raw_bytes", 5), "snap/", "unpacks to more"),
        (setting("_shiptui.log.0.raw_bytes", 999), "log/", "instead of 999"),
        (setting("_shiptui.tallies.as_of", "2026-11-19T09:55:00Z"), "tallies", "not those"),
        (setting("_shiptui.tallies.n_min", 11), "tallies", "fewer than 11"),
        (setting("_shiptui.sig", {"payload": "e30="}), "feed.json", "not signed by the key"),
    ],
)
def test_what_is_wrong_with_the_document_is_told_with_its_place(
    site: Path, change: Edit, where: str, what: str
) -> None:
    edit(site, change)
    findings = [each for each in check(site, now=NOW) if each.is_error]
    assert any(each.where.startswith(where) and what in each.what for each in findings), told(
        findings
    )


def test_an_item_that_stands_twice_is_told(site: Path) -> None:
    edit(site, lambda document: document["items"].append(document["items"][0]))
    assert "stands twice" in told(check(site, now=NOW))


@pytest.mark.parametrize("name", ["snap", "log", "tally"])
def test_a_missing_file_is_told(site: Path, name: str) -> None:
    (path,) = (site / name).iterdir()
    path.unlink()
    (finding,) = check(site, now=NOW)
    assert finding == Finding(
        f"{name}/{path.name}", "The file cannot be read: No such file or directory."
    )


def first(**changes: Any) -> Lines:
    """Change the first line."""
    return lambda lines: lines[0].update(changes)


def value(**changes: Any) -> Lines:
    """Change what the first line says."""
    return lambda lines: lines[0]["v"].update(changes)


def removing_nothing(lines: list[dict[str, Any]]) -> None:
    lines[0] = {"s": lines[0]["s"], "k": "tool", "id": "none", "del": True}


def without(id_: str) -> Lines:
    """Leave a record out."""

    def change(lines: list[dict[str, Any]]) -> None:
        lines[:] = [line for line in lines if line["id"] != id_]

    return change


@pytest.mark.parametrize(
    ("entry", "change", "what"),
    [
        ("log", first(s=14), "numbered 14 instead of 13"),
        ("log", first(k="podcast"), "kind podcast is not known"),
        ("log", value(name=5), "tool mill: The field name is no text"),
        ("log", value(name="A\u0308"), "normal form C"),
        ("log", value(later=2**53), "a number beyond 2"),
        ("log", value(tagline="a  b"), "Readers show another tagline"),
        ("log", first(v={"name": "Mill"}), "changes nothing"),
        ("log", removing_nothing, "removes what is not there"),
        ("snapshot", lambda lines: lines.append(lines[0]), "has no place in this snapshot"),
        ("snapshot", first(s=13), "has no place in this snapshot"),
        ("snapshot", without("builder"), "take aider.builder: It needs the persona builder"),
        ("snapshot", without("zed"), "matchup aider-vs-zed: It needs the tool zed"),
    ],
)
def test_what_is_wrong_within_a_file_is_told_with_its_place(
    site: Path, entry: str, change: Lines, what: str
) -> None:
    edit_lines(site, entry, change)
    findings = check(site, now=NOW)
    assert what in told(findings)


def test_a_snapshot_that_differs_from_the_log_before_it_is_told(tmp_path: Path) -> None:
    catalog = small_catalog()
    for step in range(8):
        build(retold(catalog, "mill", tagline=f"No {step}"), tmp_path, now=NOW + step)
    head = json.loads((tmp_path / "feed.json").read_bytes())["_shiptui"]
    assert head["snapshot"]["seq"] > head["log"][0]["to"]
    assert check(tmp_path, now=NOW) == []

    def change(lines: list[dict[str, Any]]) -> None:
        next(line for line in lines if line["id"] == "mill")["v"]["tagline"] = "Another"

    edit_lines(tmp_path, "snapshot", change)
    assert "The snapshot and change" in told(check(tmp_path, now=NOW))


def test_records_in_a_single_file_are_checked_too(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW, level=0)
    assert check(tmp_path / "feed.json", now=NOW) == []

    def change(document: dict[str, Any]) -> None:
        for item in document["items"]:
            item["_shiptui"]["v"]["source"] = 5 if item["_shiptui"]["id"] == "zed" else None

    edit(tmp_path, change)
    assert "tool zed: The field source is no text" in told(check(tmp_path, now=NOW))


def test_a_feed_that_is_wrong_everywhere_says_so_once(tmp_path: Path) -> None:
    catalog = small_catalog(tools=(*small_catalog().tools,), pairs=())
    takes = tuple(Take(None, words=f"Number {n}") for n in range(400))
    build(retold(catalog, "mill", takes=takes), tmp_path, now=NOW)

    def change(lines: list[dict[str, Any]]) -> None:
        for line in lines:
            line["v"]["score"] = 101

    edit_lines(tmp_path, "snapshot", change)
    findings = check(tmp_path, now=NOW)
    assert len(findings) == 201
    assert findings[-1].what == "There is more; only the first findings are told."


def test_a_folder_without_a_feed_is_told(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, now=NOW)
    assert (finding.where, finding.is_error) == ("feed.json", True)


def test_an_address_that_cannot_be_asked_is_told() -> None:
    (finding,) = check("http://feed.example/feed.json", now=NOW)
    assert "plain http" in finding.what


def paths(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    return [path for path in found if (folder / path).is_file()]


async def test_how_a_feed_is_served_is_told(site: Path) -> None:
    async with world() as server, Client() as client:
        for path in paths(site):
            server.serve(f"/{path}", (site / path).read_bytes(), Content_Type="text/plain")
        findings = await check_source(WebSource(client, f"{server.url}/feed.json"), NOW)
        assert [each.is_error for each in findings] == [False, False]
        assert "served as text/plain" in told(findings)
        assert "no usable ETag or Last-Modified" in told(findings)
        body = (site / "feed.json").read_bytes()
        server.serve("/feed.json", body, Content_Type="application/feed+json", ETag='"x"')
        (finding,) = await check_source(WebSource(client, f"{server.url}/feed.json"), NOW)
        assert "sends it whole though nothing has changed" in finding.what


async def test_a_well_served_feed_has_no_findings(tmp_path: Path) -> None:
    build(read_folder(ROOT / "data" / "catalog"), tmp_path, now=NOW)
    source = WebSource(FolderFetcher(tmp_path), "https://feed.example/team/feed.json")
    assert await check_source(source, NOW) == []
