from __future__ import annotations

import asyncio
import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from feed_folders import write_catalog
from feed_world import (
    AS_OF,
    FEED_ID,
    NOW,
    ROOT,
    URL,
    FolderFetcher,
    MemoryReader,
    retold,
    small_catalog,
    tool,
)
from shiptui.feed.assembling import records_of
from shiptui.feed.check import check
from shiptui.feed.document import Content, fitting
from shiptui.feed.edition import next_edition
from shiptui.feed.folder import read_folder
from shiptui.feed.head import Api, read_head
from shiptui.feed.packing import digest_of, unpack
from shiptui.feed.picking import seconds_of
from shiptui.feed.publish import Built, build
from shiptui.feed.site import Site, read_site
from shiptui.feed.tallies import Tallies
from shiptui.model.catalog import Catalog, Pair, Take
from shiptui.model.errors import FeedError, ShiptuiError

DAY = 86_400


def document(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "feed.json").read_bytes())  # type: ignore[no-any-return]  # whatever it holds


def extension(folder: Path) -> dict[str, Any]:
    return document(folder)["_shiptui"]  # type: ignore[no-any-return]  # whatever it holds


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_back(folder: Path) -> Catalog:
    reader = MemoryReader()
    asyncio.run(reader.sync(FolderFetcher(folder)))
    assert reader.problems == []
    return reader.catalog


@pytest.mark.parametrize("level", [0, 1])
def test_the_bundled_catalog_is_published_and_read_back_equal(tmp_path: Path, level: int) -> None:
    catalog = read_folder(ROOT / "data" / "catalog")
    built = build(catalog, tmp_path, now=NOW, level=level)
    assert built.changes == 144 + 94 + 196 + 4 + 1
    assert read_back(tmp_path) == catalog
    assert check(tmp_path, now=NOW) == []


@pytest.mark.parametrize("level", [0, 1])
def test_nothing_new_writes_nothing(tmp_path: Path, level: int) -> None:
    build(small_catalog(), tmp_path, now=NOW, level=level)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    built = build(small_catalog(), tmp_path, now=NOW + 40 * DAY, level=level)
    assert (built.changes, built.written) == (0, ())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("level", [0, 1])
def test_the_same_steps_give_the_same_bytes(tmp_path: Path, level: int) -> None:
    for name in ("one", "other"):
        for step, catalog in enumerate((small_catalog(), small_catalog(title="New title"))):
            build(catalog, tmp_path / name, now=NOW + step, level=level)
    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_one_changed_entry_is_one_line_in_one_segment(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    built = build(retold(small_catalog(), "mill", tagline="Grinds"), tmp_path, now=NOW + 60)
    (segment,) = extension(tmp_path)["log"]
    assert (built.changes, segment["from"], segment["to"]) == (1, built.seq - 1, built.seq)
    lines = unpack((tmp_path / segment["url"]).read_bytes(), 10_000).splitlines()
    assert [json.loads(line) for line in lines] == [
        {"s": built.seq, "k": "tool", "id": "mill", "v": {"name": "Mill", "tagline": "Grinds"}}
    ]


def test_a_new_matchup_moves_no_other(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    pairs = (Pair("mill", "zed"), *small_catalog().pairs)
    assert build(small_catalog(pairs=pairs), tmp_path, now=NOW + 60).changes == 1


def test_records_fit_together_after_every_single_change(tmp_path: Path) -> None:
    """What others refer to comes before them and goes after them."""
    small = small_catalog()
    larger = small_catalog(
        tools=(*small.tools[1:], tool("new", Take("builder"))), pairs=(Pair("mill", "new"),)
    )
    build(small, tmp_path, now=NOW)
    build(larger, tmp_path, now=NOW + 60)
    (segment,) = extension(tmp_path)["log"]
    lines = unpack((tmp_path / segment["url"]).read_bytes(), 10_000).splitlines()
    told = [(json.loads(line)["k"], "del" in json.loads(line)) for line in lines]
    assert told == [
        ("tool", False),
        ("take", False),
        ("matchup", False),
        ("matchup", True),
        ("matchup", True),
        ("take", True),
        ("take", True),
        ("tool", True),
    ]


def test_names_hold_the_digest_and_the_head_tells_sizes(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    build(small_catalog(title="New"), tmp_path, now=NOW + 60)
    head = extension(tmp_path)
    for entry in (head["snapshot"], *head["log"]):
        data = (tmp_path / entry["url"]).read_bytes()
        assert entry["sha256"] == digest_of(data)
        assert digest_of(data)[:16] in entry["url"]
        assert entry["bytes"] == len(data)
        assert entry["raw_bytes"] == len(unpack(data, 100_000))


def test_it_is_a_json_feed_for_anyone(tmp_path: Path) -> None:
    site = Site(home_page_url="https://feed.example/", feed_url=URL, licence="CC-BY-4.0")
    build(small_catalog(), tmp_path, now=NOW, site=site)
    found = document(tmp_path)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (found["title"], found["feed_url"]) == ("A small feed", URL)
    item = next(each for each in found["items"] if each["id"].endswith("aider.builder"))
    assert item["id"] == f"{FEED_ID}#take:aider.builder"
    assert item["title"] == "Aider: Builder says ship, 80 of 100"
    assert item["content_text"] == "It builds."
    assert item["date_published"] == f"{AS_OF}T00:00:00Z"
    assert item["authors"] == [{"name": "Builder"}]
    assert found["_shiptui"]["licence"] == "CC-BY-4.0"


def test_people_see_the_takes_that_changed_last(tmp_path: Path) -> None:
    takes = tuple(Take(None, score=n) for n in range(30))
    catalog = small_catalog(tools=(tool("a", *takes), tool("b")), pairs=())
    build(catalog, tmp_path, now=NOW)
    takes = (replace(takes[0], score=99), *takes[1:])
    build(retold(catalog, "a", takes=takes), tmp_path, now=NOW + 60)
    items = document(tmp_path)["items"]
    assert len(items) == 20
    assert items[0]["title"] == "A: A reviewer says no call, 99 of 100"


def test_a_snapshot_is_made_when_the_log_has_grown_to_half_of_it(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    made = 0
    for step in range(1, 20):
        head = extension(tmp_path)
        build(small_catalog(title=f"Title {step}"), tmp_path, now=NOW + step)
        after = extension(tmp_path)
        since = [each for each in after["log"] if each["to"] > head["snapshot"]["seq"]]
        due = 2 * sum(each["bytes"] for each in since) > head["snapshot"]["bytes"]
        assert (after["snapshot"] != head["snapshot"]) is due
        assert not due or after["snapshot"]["seq"] == after["seq"]
        made += due
    assert 2 < made < 19


def test_a_snapshot_is_made_when_too_many_small_segments_follow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiptui.feed.edition.MOST_SINCE_SNAPSHOT", 2)
    catalog = read_folder(ROOT / "data" / "catalog")
    made = []
    for step in range(6):
        build(replace(catalog, title=f"Title {step}"), tmp_path, now=NOW + step)
        made.append(extension(tmp_path)["snapshot"]["seq"] - 439)
    assert made == [0, 0, 0, 3, 3, 3]


def test_segments_are_listed_for_thirty_days_and_kept_seven_more(tmp_path: Path) -> None:
    """After a week of quiet a file that no head names is gone, and never before."""
    gone_since: dict[str, int] = {}
    for day in range(0, 60, 5):
        build(small_catalog(title=f"Title {day}"), tmp_path, now=NOW + day * DAY)
        head = extension(tmp_path)
        listed = {each["url"] for each in (head["snapshot"], *head["log"])}
        ages = [NOW + day * DAY - seconds_of(each["published"]) for each in head["log"]]
        assert all(age < 30 * DAY for age in ages)
        assert len(ages) == min(day // 5, 6)
        there = set(files(tmp_path)) - {"feed.json"}
        gone_since = {each: gone_since.get(each, day) for each in (there | {*gone_since}) - listed}
        assert there == listed | {each for each, since in gone_since.items() if day - since < 7}
    assert len(gone_since) > 4
    assert check(tmp_path, now=NOW + 60 * DAY) == []


def test_a_large_change_is_cut_into_segments_that_readers_take(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    noise = [digest_of(str(n).encode()) * 60 for n in range(600)]
    tools = tuple(tool(f"t-{n}", Take(None, words=words)) for n, words in enumerate(noise))
    build(small_catalog(tools=tools, pairs=()), tmp_path, now=NOW + 60)
    head = extension(tmp_path)
    assert len(head["log"]) == 3
    assert all(each["raw_bytes"] <= 900_000 for each in head["log"])
    assert check(tmp_path, now=NOW) == []


def test_a_run_that_breaks_off_changes_nothing_for_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step is the last, readers find one of two versions; a new run mends it."""
    before = small_catalog()
    after = retold(before, "mill", tagline="Grinds", takes=(Take("builder", words="x" * 999),))
    fsync, steps = os.fsync, 0

    def failing(descriptor: int) -> None:
        nonlocal steps
        steps -= 1
        if not steps:
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", failing)
    found: list[Catalog] = []
    while not found or steps < 1:
        folder = tmp_path / str(len(found))
        build(before, folder, now=NOW)
        steps = len(found) + 1
        with suppress(ShiptuiError):
            build(after, folder, now=NOW + 60)
        assert check(folder, now=NOW) == []
        found.append(read_back(folder))
        build(after, folder, now=NOW + 90)
        assert read_back(folder) == after
        assert not list(folder.rglob("*.part"))
    changed = found.index(after)
    assert changed > 2
    assert found == [before] * changed + [after] * (len(found) - changed)


def test_another_folder_is_continued_with_its_files(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    build(small_catalog(), one, now=NOW)
    build(small_catalog(title="New"), other, now=NOW + 60, previous=one / "feed.json")
    assert set(files(one)) - {"feed.json"} <= set(files(other))
    assert check(other, now=NOW) == []
    again = tmp_path / "again"
    build(small_catalog(title="New"), again, now=NOW + 90, previous=other / "feed.json")
    assert files(again) == files(other)


def test_a_lost_history_is_told_and_a_new_one_is_of_a_later_epoch(tmp_path: Path) -> None:
    first = build(small_catalog(), tmp_path, now=NOW)
    for path in (tmp_path / "snap").iterdir():
        path.unlink()
    with pytest.raises(FeedError, match=r"snap/.*The file cannot be read"):
        build(small_catalog(), tmp_path, now=NOW + 60)
    (tmp_path / "feed.json").unlink()
    second = build(small_catalog(), tmp_path, now=NOW + 60)
    assert second.epoch > first.epoch


@pytest.mark.parametrize(
    ("catalog", "told"),
    [
        (small_catalog(feed_id="urn:x"), "not urn:x"),
        (small_catalog(pairs=(Pair("aider", "gone"),)), "refers to the tool gone"),
        (small_catalog(tools=(tool("aider", Take("gone")), tool("zed"), tool("mill"))), "persona"),
        (retold(small_catalog(), "mill", tagline="x" * 301), "clean or cut"),
        (retold(small_catalog(), "mill", summary="\u202eabc"), "clean or cut"),
    ],
)
def test_what_readers_would_not_take_is_not_published(
    tmp_path: Path, catalog: Catalog, told: str
) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    before = files(tmp_path)
    with pytest.raises(FeedError, match=told):
        build(catalog, tmp_path, now=NOW + 60)
    assert files(tmp_path) == before


def test_a_file_that_was_changed_afterwards_is_told(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW)
    (snapshot,) = (tmp_path / "snap").iterdir()
    snapshot.write_bytes(snapshot.read_bytes()[:-1] + b"x")
    with pytest.raises(FeedError, match="changed after it was published"):
        build(small_catalog(title="New"), tmp_path, now=NOW + 60)


def test_a_feed_to_continue_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="leave it out to begin a new feed"):
        build(small_catalog(), tmp_path, now=NOW, previous=tmp_path / "feed.json")


def test_what_a_newer_program_published_is_not_thrown_away(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW, level=0)
    found = document(tmp_path)
    found["items"][0]["_shiptui"] = {"k": "podcast", "id": "p-1", "v": {}}
    (tmp_path / "feed.json").write_text(json.dumps(found))
    with pytest.raises(FeedError, match="published by a newer shiptui"):
        build(small_catalog(), tmp_path, now=NOW + 60)


def test_a_catalog_too_large_for_readers_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiptui.feed.edition.SNAPSHOT_RAW", 500)
    with pytest.raises(FeedError, match="readers take 500"):
        build(small_catalog(), tmp_path, now=NOW)
    assert files(tmp_path) == {}


def test_what_the_publisher_says_of_the_feed_reaches_its_readers(tmp_path: Path) -> None:
    site = Site(
        about="https://feed.example/about",
        moved_to="https://new.example/feed.json",
        api_url="https://votes.example/v1/",
        api_kinds=("vote",),
        min_poll=7_200,
    )
    build(small_catalog(), tmp_path, now=NOW, site=site)
    head = read_head((tmp_path / "feed.json").read_bytes())
    assert head.api == Api("https://votes.example/v1/", ("vote",))
    assert (head.moved_to, head.min_poll) == ("https://new.example/feed.json", 7_200)
    assert check(tmp_path, now=NOW) == []
    built = build(small_catalog(), tmp_path, now=NOW + 60)
    assert (built.changes, built.written) == (0, ("feed.json",))
    assert read_head((tmp_path / "feed.json").read_bytes()).api is None


def test_a_feed_with_a_log_never_loses_it(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW, level=0)
    assert build(small_catalog(), tmp_path, now=NOW + 1).epoch == NOW + 1
    with pytest.raises(FeedError, match="old copy"):
        build(small_catalog(), tmp_path, now=NOW + 2, level=0)


def test_one_file_holds_no_more_than_readers_take(tmp_path: Path) -> None:
    takes = tuple(Take(None, words=digest_of(str(n).encode()) * 60) for n in range(300))
    catalog = small_catalog(tools=(tool("a", *takes),), pairs=())
    with pytest.raises(FeedError, match="publish at level 1"):
        build(catalog, tmp_path, now=NOW, level=0)
    assert files(tmp_path) == {}


def test_tallies_are_published_with_their_date(tmp_path: Path) -> None:
    counts = Tallies("2026-11-20T09:55:00Z", 5, {"aider-vs-zed": (4, 3, 2, 1)}, {"zed": (1, 1)})
    build(small_catalog(), tmp_path, now=NOW, tallies=counts)
    first = files(tmp_path)
    assert build(small_catalog(), tmp_path, now=NOW + 60, tallies=counts).written == ()
    assert files(tmp_path) == first
    later = replace(counts, as_of="2026-11-21T09:55:00Z")
    built = build(small_catalog(), tmp_path, now=NOW + 60, tallies=later)
    assert (built.changes, built.seq) == (0, extension(tmp_path)["seq"])
    assert extension(tmp_path)["tallies"]["as_of"] == "2026-11-21T09:55:00Z"
    assert check(tmp_path, now=NOW) == []


@pytest.mark.parametrize(("published", "listed"), [(30, 30), (720, 720), (1_500, 400)])
def test_the_head_stays_below_what_readers_take(published: int, listed: int) -> None:
    """Long texts and hourly publishing cost items and old segments, never a head too large."""
    catalog = small_catalog(
        tools=(tool("a", *(Take(None, words="\u4e00" * 900) for _ in range(20))),), pairs=()
    )
    records = records_of(catalog)
    edition = next_edition(None, records, feed_id=FEED_ID, now=NOW)
    entry = {"sha256": "0" * 64, "bytes": 10**6, "raw_bytes": 10**6, "published": "x" * 20}
    edition.log = [
        {"url": f"log/{n}-{n}.0123456789abcdef.ndjson.gz", "from": -1, "to": 0, **entry}
        for n in range(10**6, 10**6 + published)
    ]
    data = fitting(Content(catalog, records, edition, Site(), NOW))
    assert len(data) <= 256_000
    log = json.loads(data)["_shiptui"]["log"]
    assert log == edition.log[-listed:]


def test_published_files_are_for_everybody(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        build(small_catalog(), tmp_path / "site", now=NOW)
    finally:
        os.umask(before)
    for path in (tmp_path / "site").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_a_name_from_outside_removes_nothing_outside(tmp_path: Path) -> None:
    """What an old feed.json calls retired is removed only where a publisher would have put it."""
    site, precious = tmp_path / "site", tmp_path / "precious.txt"
    build(small_catalog(), site, now=NOW)
    precious.write_text("mine")
    (site / "mine.txt").write_text("mine")
    found = document(site)
    since = "2026-01-01T00:00:00Z"
    found["_shiptui"]["retired"] = [{"url": "mine.txt", "since": since}]
    (site / "feed.json").write_text(json.dumps(found))
    build(small_catalog(title="New"), site, now=NOW + 60)
    assert (site / "mine.txt").exists()
    found["_shiptui"]["retired"] = [{"url": "../precious.txt", "since": since}]
    (site / "feed.json").write_text(json.dumps(found))
    with pytest.raises(FeedError, match="no plain relative path"):
        build(small_catalog(title="Newer"), site, now=NOW + 90)
    assert precious.exists()


def test_a_build_tells_what_it_did(tmp_path: Path) -> None:
    built = build(small_catalog(), tmp_path, now=NOW)
    (snapshot,) = (f"snap/{path.name}" for path in (tmp_path / "snap").iterdir())
    assert built == Built(NOW, 12, 12, (snapshot, "feed.json"))


def test_what_a_publisher_says_besides_the_records_stands_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text('home_page_url = "https://example.org/"\nlicence = "CC0-1.0"\nmin_poll = 60\n')
    site = Site(home_page_url="https://example.org/", licence="CC0-1.0", min_poll=60)
    assert read_site(path) == site
    build(small_catalog(), tmp_path / "site", now=NOW, site=site)
    head = read_head((tmp_path / "site" / "feed.json").read_bytes())
    assert (head.licence, head.min_poll) == ("CC0-1.0", 60)
    for text, says in (
        ('home_page = "x"', "home_page means nothing"),
        ('feed_url = "ftp://x"', "feed_url is no web address"),
        ("min_poll = -1", "min_poll"),
    ):
        path.write_text(text)
        with pytest.raises(FeedError, match=f"site.toml: .*{says}"):
            read_site(path)


def test_a_folder_that_cannot_be_read_is_a_sentence_and_no_empty_catalog(tmp_path: Path) -> None:
    """Python 3.11 passes over what it may not list, and raises at a name that is too long."""
    folder = tmp_path / "catalog"
    write_catalog(folder)
    with (
        mock.patch.object(Path, "iterdir", side_effect=PermissionError(13, "Permission denied")),
        pytest.raises(FeedError, match="tools cannot be read: Permission denied"),
    ):
        read_folder(folder)
    with pytest.raises(FeedError, match="File name too long"):
        build(small_catalog(), tmp_path, previous=tmp_path / ("x" * 300), now=NOW)
