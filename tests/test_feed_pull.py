from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from feed_world import (
    FEED_ID,
    NOW,
    URL,
    FolderFetcher,
    MemoryReader,
    retold,
    small_catalog,
    tool,
)
from shiptui.feed.batches import fetch
from shiptui.feed.fetching import Answer, Ask
from shiptui.feed.head import File, Head, Segment, Snapshot, read_head
from shiptui.feed.packing import digest_of, pack
from shiptui.feed.publish import build
from shiptui.feed.pull import Outcome, look, plan
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.feed.tallies import Tallies
from shiptui.model.errors import FeedError, OfflineError

DAY = 86_400
SNAPSHOT = {"url": "x", "sha256": "0" * 64, "bytes": 1, "raw_bytes": 1}
FILE = File("x.ndjson.gz", "0" * 64, 10, 20)


def head(*numbers: int, snapshot: int, epoch: int = NOW) -> Head:
    """A head whose log has its edges at these numbers."""
    log = tuple(Segment(FILE, after, to) for after, to in pairwise(numbers))
    return Head(FEED_ID, "T", epoch, numbers[-1], None, Snapshot(FILE, snapshot), log)


def cursor(seq: int, epoch: int = NOW) -> Cursor:
    return Cursor(FEED_ID, epoch, seq, level=1)


def edit(folder: Path, **changes: Any) -> None:
    """Change fields of the extension of a published head."""
    document = json.loads((folder / "feed.json").read_bytes())
    document["_shiptui"] |= changes
    (folder / "feed.json").write_text(json.dumps(document))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A feed of two versions: a snapshot, and a segment after it."""
    build(small_catalog(), tmp_path, now=NOW)
    build(retold(small_catalog(), "mill", tagline="Grinds"), tmp_path, now=NOW + 60)
    return tmp_path


LATEST = retold(small_catalog(), "mill", tagline="Grinds")


@pytest.mark.parametrize(
    ("at", "steps"),
    [
        (cursor(18), []),
        (cursor(15), [(18, False)]),
        (cursor(16), [(12, True), (15, False), (18, False)]),
        (cursor(12), [(15, False), (18, False)]),
        (cursor(9), [(12, True), (15, False), (18, False)]),
        (Cursor(), [(12, True), (15, False), (18, False)]),
        (cursor(99, NOW - 1), [(12, True), (15, False), (18, False)]),
        (replace(cursor(18), level=0), [(12, True), (15, False), (18, False)]),
        (cursor(19), []),
        (cursor(0, NOW + 1), []),
    ],
)
def test_the_plan_is_the_fewest_files_that_lead_from_a_cursor_to_a_head(
    at: Cursor, steps: list[tuple[int, bool]]
) -> None:
    found = plan(head(10, 12, 15, 18, snapshot=12), at)
    assert [(step.seq, step.replace) for step in found] == steps


def test_a_log_that_was_restored_from_an_older_copy_is_not_continued() -> None:
    """Its segments bear numbers that were used before, for other changes."""
    same, other = replace(cursor(15), tip=FILE.sha256), replace(cursor(15), tip="1" * 64)
    found = head(10, 12, 15, 18, snapshot=12)
    assert [step.replace for step in plan(found, same)] == [False]
    assert [step.replace for step in plan(found, other)] == [True, False, False]
    assert [step.seq for step in plan(found, cursor(14))] == [12, 15, 18]


async def test_a_publisher_who_went_back_to_a_backup_is_followed_again(site: Path) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    backup = (site / "feed.json").read_bytes()
    build(retold(LATEST, "zed", tagline="Edits"), site, now=NOW + 120)
    await reader.sync(fetcher)
    (site / "feed.json").write_bytes(backup)
    restored = retold(LATEST, "zed", tagline="Draws")
    build(restored, site, now=NOW + 180)
    reader.applied.clear()
    assert (await reader.sync(fetcher)).outcome is Outcome.NEWS
    assert (reader.catalog, reader.cursor.seq, reader.applied) == (restored, 14, [14])


def test_a_head_without_segments_needs_its_snapshot_alone() -> None:
    assert [step.replace for step in plan(head(12, snapshot=12), cursor(11))] == [True]
    assert plan(head(12, snapshot=12), cursor(12)) == ()


async def test_a_first_look_reads_the_snapshot_and_what_follows(site: Path) -> None:
    reader = MemoryReader()
    seen = await reader.sync(FolderFetcher(site))
    assert (seen.outcome, reader.applied) == (Outcome.NEWS, [12, 1])
    assert reader.catalog == LATEST
    assert (reader.cursor.epoch, reader.cursor.seq) == (NOW, 13)


async def test_one_changed_entry_arrives_as_one_change_by_one_segment(site: Path) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    await reader.sync(fetcher)
    newer = retold(LATEST, "zed", tagline="Edits")
    build(newer, site, now=NOW + 120)
    reader.applied.clear()
    fetcher.asked.clear()
    seen = await reader.sync(fetcher)
    assert reader.applied == [1]
    assert fetcher.asked[0] == "feed.json"
    assert [each[:4] for each in fetcher.asked[1:]] == ["log/"]
    assert seen.bytes == seen.steps[0].file.bytes if seen.steps[0].file else False
    assert reader.catalog == newer


async def test_nothing_new_costs_one_look(site: Path) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    await reader.sync(fetcher)
    for tags in (True, False):
        fetcher.asked.clear()
        fetcher.tags = tags
        seen = await reader.sync(fetcher)
        assert (seen.outcome, fetcher.asked) == (Outcome.UNCHANGED, ["feed.json"])


async def test_a_feed_without_a_log_replaces_everything_at_once(tmp_path: Path) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(tmp_path)
    build(small_catalog(), tmp_path, now=NOW, level=0)
    await reader.sync(fetcher)
    assert reader.catalog == small_catalog()
    smaller = small_catalog(tools=small_catalog().tools[1:], pairs=())
    build(smaller, tmp_path, now=NOW + 60, level=0)
    await reader.sync(fetcher)
    assert reader.catalog == smaller
    assert (await reader.sync(fetcher)).outcome is Outcome.UNCHANGED
    build(smaller, tmp_path, now=NOW + 90, level=1)
    await reader.sync(fetcher)
    assert (reader.catalog, reader.cursor.epoch) == (smaller, NOW + 90)


async def test_an_old_copy_changes_nothing_and_is_told_after_a_week(site: Path) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    old = (site / "feed.json").read_bytes()
    build(retold(LATEST, "zed", tagline="Edits"), site, now=NOW + 120)
    new = (site / "feed.json").read_bytes()
    await reader.sync(fetcher)
    before = dict(reader.records)
    (site / "feed.json").write_bytes(old)
    for days, warned in ((0, False), (6, False), (8, True)):
        seen = await reader.sync(fetcher, NOW + days * DAY)
        assert (seen.outcome, seen.warning is not None) == (Outcome.STALE, warned)
        assert (reader.records, reader.cursor.seq) == (before, 14)
    (site / "feed.json").write_bytes(new)
    assert (await reader.sync(fetcher, NOW + 9 * DAY)).outcome is Outcome.UNCHANGED
    assert reader.cursor.stale_since is None


@pytest.mark.parametrize("level", [0, 1])
async def test_an_older_log_or_none_at_all_is_an_old_copy(tmp_path: Path, level: int) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    build(small_catalog(), new, now=NOW)
    build(small_catalog(), old, now=NOW - 60, level=level)
    reader = MemoryReader()
    await reader.sync(FolderFetcher(new))
    assert (await reader.sync(FolderFetcher(old))).outcome is Outcome.STALE


async def test_a_later_log_is_read_from_its_snapshot(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    build(small_catalog(), one, now=NOW)
    build(small_catalog(tools=(tool("only"),), pairs=()), other, now=NOW + 60)
    reader = MemoryReader()
    await reader.sync(FolderFetcher(one))
    await reader.sync(FolderFetcher(other))
    assert [each.slug for each in reader.catalog.tools] == ["only"]


@pytest.mark.parametrize("fault", ["missing", "cut"])
async def test_a_file_that_is_not_there_or_cut_keeps_what_was_read(site: Path, fault: str) -> None:
    """A snapshot that was applied stays, the cursor stands behind it, the next look goes on."""
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    log = next(f"log/{path.name}" for path in (site / "log").iterdir())
    setattr(fetcher, fault, {log})
    with pytest.raises(OfflineError if fault == "missing" else FeedError) as caught:
        await reader.sync(fetcher)
    assert log in str(caught.value)
    assert (reader.catalog, reader.cursor.seq) == (small_catalog(), 12)
    setattr(fetcher, fault, set())
    assert (await reader.sync(fetcher)).outcome is Outcome.NEWS
    assert (reader.catalog, reader.applied) == (LATEST, [12, 1])


async def test_a_change_that_cannot_be_read_takes_its_record_away(tmp_path: Path) -> None:
    """So that a reader who comes later, and one who was there before, have the same records."""
    lines = [
        {"s": 1, "k": "tool", "id": "a", "v": {"name": "A"}},
        {"s": 2, "k": "tool", "id": "b", "v": {"name": "B"}},
        {"s": 3, "k": "tool", "id": "a", "v": {"name": 5}},
        {"s": 4, "k": "podcast", "id": "p", "v": {}},
    ]
    write_log(tmp_path, lines)
    reader = MemoryReader()
    await reader.sync(FolderFetcher(tmp_path))
    assert [each.slug for each in reader.catalog.tools] == ["b"]
    assert len(reader.problems) == 2
    assert reader.cursor.seq == 4


def write_log(folder: Path, lines: list[dict[str, Any]]) -> None:
    """A feed that begins with an empty snapshot and has one segment of these lines."""
    entries = []
    for name, some in (("snap", []), ("log", lines)):
        raw = b"".join(json.dumps(each).encode() + b"\n" for each in some)
        data = pack(raw)
        url = f"{name}.{digest_of(data)[:16]}.ndjson.gz"
        (folder / url).write_bytes(data)
        sizes = {"bytes": len(data), "raw_bytes": len(raw)}
        entries.append({"url": url, "sha256": digest_of(data), **sizes})
    extension = {"protocol": 1, "feed_id": FEED_ID, "epoch": NOW, "seq": len(lines)}
    extension |= {"snapshot": {**entries[0], "seq": 0}}
    extension |= {"log": [{**entries[1], "from": 0, "to": len(lines)}] if lines else []}
    document = {"title": "T", "items": [], "_shiptui": extension}
    (folder / "feed.json").write_text(json.dumps(document))


@pytest.mark.parametrize("wrong", ["hole", "garbage", "size"])
async def test_a_segment_with_a_broken_frame_changes_nothing(tmp_path: Path, wrong: str) -> None:
    lines: list[dict[str, Any]] = [
        {"s": 1, "k": "tool", "id": "a", "v": {"name": "A"}},
        {"s": 2, "k": "tool", "id": "b", "v": {"name": "B"}},
    ]
    if wrong == "hole":
        lines[1]["s"] = 3
    elif wrong == "garbage":
        lines[1]["k"] = "?"
    write_log(tmp_path, lines)
    if wrong == "size":
        document = json.loads((tmp_path / "feed.json").read_text())
        document["_shiptui"]["log"][0]["raw_bytes"] += 1
        (tmp_path / "feed.json").write_text(json.dumps(document))
    reader = MemoryReader()
    with pytest.raises(FeedError, match=r"^log\..*gz:"):
        await reader.sync(FolderFetcher(tmp_path))
    assert (reader.records, reader.cursor.seq) == ({}, 0)


async def test_a_reader_that_learned_a_kind_reads_the_snapshot_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    await reader.sync(fetcher)
    reader.applied.clear()
    monkeypatch.setattr("shiptui.feed.pull.SCHEMA_LEVEL", 2)
    monkeypatch.setattr("shiptui.feed.batches.SCHEMA_LEVEL", 2)
    assert (await reader.sync(fetcher)).outcome is Outcome.NEWS
    assert (reader.applied, reader.cursor.level) == ([13], 2)
    assert (await reader.sync(fetcher)).outcome is Outcome.UNCHANGED


async def test_tallies_come_last_and_only_when_they_are_newer(site: Path) -> None:
    counts = Tallies("2026-11-20T09:55:00Z", 5, {"aider-vs-zed": (4, 3, 2, 1)}, {"zed": None})
    build(LATEST, site, now=NOW + 90, tallies=counts)
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    shard = next(f"tally/{path.name}" for path in (site / "tally").iterdir())
    fetcher.missing = {shard}
    with pytest.raises(OfflineError):
        await reader.sync(fetcher)
    assert (reader.catalog, reader.tallies, reader.cursor.body) == (LATEST, None, None)
    fetcher.missing = set()
    await reader.sync(fetcher)
    assert (reader.tallies, reader.applied) == (counts, [12, 1, 0])
    older = replace(counts, as_of="2026-11-19T09:55:00Z")
    build(LATEST, site, now=NOW + 120, tallies=older)
    assert (await reader.sync(fetcher)).outcome is Outcome.UNCHANGED
    assert reader.tallies == counts


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"feed_id": "urn:x"}, "Another feed is served"),
        ({"epoch": NOW + 2 * DAY}, "begins in the future"),
        ({"protocol": 2}, "a newer shiptui may read it"),
        ({"seq": 14}, "The log ends at change 13 instead of 14"),
        ({"seq": None}, "seq is missing"),
        ({"log": []}, "No segment of the log begins where the snapshot ends"),
        ({"snapshot": None}, "snapshot is missing"),
        ({"snapshot": {**SNAPSHOT, "seq": 11}}, "No segment of the log begins"),
        ({"snapshot": {**SNAPSHOT, "seq": 14}}, "No segment of the log begins"),
        ({"moved_to": "javascript:1"}, "moved_to"),
        ({"published": "now"}, "published"),
        ({"published": "2026-02-30T00:00:00Z"}, "published"),
        ({"min_poll": -1}, "min_poll"),
        ({"api": {}}, "api: The field url is missing"),
        ({"api": {"url": "file:///x"}}, "api: The field url is no web address"),
        ({"log": [{"from": 5, "to": 5}]}, "log entry 1: It goes from 5 to 5"),
        ({"log": "none"}, "log is no list"),
        ({"epoch": True}, "epoch is no whole number"),
        ({"sig": 5, "complete": "yes"}, "complete is neither true nor false"),
    ],
)
async def test_a_head_that_breaks_a_rule_is_refused_whole(
    site: Path, changes: dict[str, Any], told: str
) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    await reader.sync(fetcher)
    before = reader.cursor
    edit(site, **changes)
    with pytest.raises(FeedError, match=told):
        await reader.sync(fetcher)
    assert (reader.cursor, reader.catalog) == (before, LATEST)


def test_a_log_with_a_hole_is_refused(site: Path) -> None:
    document = json.loads((site / "feed.json").read_bytes())
    entry = document["_shiptui"]["log"][0]
    document["_shiptui"] |= {"seq": 20, "log": [entry, entry | {"from": 15, "to": 20}]}
    with pytest.raises(FeedError, match="a hole between changes 13 and 15"):
        read_head(json.dumps(document).encode())


async def test_a_single_file_holds_no_record_twice(tmp_path: Path) -> None:
    build(small_catalog(), tmp_path, now=NOW, level=0)
    document = json.loads((tmp_path / "feed.json").read_bytes())
    document["items"].append(document["items"][1])
    (tmp_path / "feed.json").write_text(json.dumps(document))
    with pytest.raises(FeedError, match="One record stands twice"):
        await MemoryReader().sync(FolderFetcher(tmp_path))


@pytest.mark.parametrize(
    "url", ["/etc/passwd", "../x", "a/../b", "https://x/y", "a//b", "", ".hid", "a\\b", "x" * 201]
)
def test_a_file_lies_below_its_feed_and_nowhere_else(site: Path, url: str) -> None:
    document = json.loads((site / "feed.json").read_bytes())
    document["_shiptui"]["snapshot"]["url"] = url
    with pytest.raises(FeedError, match="no plain relative path"):
        read_head(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<html>", "a web page and not a feed"),
        (b"  <!doctype html>", "a web page and not a feed"),
        (b"[]", "no JSON Feed"),
        (b"{}", "no feed of verdicts"),
        (b'{"_shiptui": 5}', "no object"),
        (b'{"_shiptui": {"protocol": 1}' + b" " * 256_000 + b"}", "at most 256,000 are read"),
        (b'{"x": ' + b"[" * 8 + b"]" * 8 + b"}", "nested more than 8 deep"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
    ],
)
def test_what_is_no_head_is_told_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(FeedError, match=told):
        read_head(data)


class Answering:
    """A fetcher that gives the same answer to whatever is asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asks: list[Ask] = []

    async def get(self, ask: Ask) -> Answer:
        """Note what is asked."""
        self.asks.append(ask)
        return self.answer


async def test_a_page_is_no_feed_whatever_it_holds(site: Path) -> None:
    answer = Answer(URL, (site / "feed.json").read_bytes(), media_type="text/html")
    with pytest.raises(FeedError, match="answers with text/html and not with a feed"):
        await look(Answering(answer), Subscription(URL), Cursor(), NOW)


async def test_a_host_may_compress_the_head(site: Path) -> None:
    answer = Answer(URL, pack((site / "feed.json").read_bytes()), zipped=True)
    seen = await look(Answering(answer), Subscription(URL), Cursor(), NOW)
    assert seen.outcome is Outcome.NEWS


@pytest.mark.parametrize("zipped_again", [False, True])
async def test_a_file_counts_as_it_is_or_without_what_the_host_put_around_it(
    site: Path,
    zipped_again: bool,  # noqa: FBT001 - the two ways of hosts
) -> None:
    fetcher = FolderFetcher(site)
    seen = await look(fetcher, Subscription(URL), Cursor(), NOW)
    assert seen.head is not None
    assert seen.head.snapshot is not None
    body = (site / seen.head.snapshot.file.url).read_bytes()
    answer = Answer(URL, pack(body) if zipped_again else body, zipped=True)
    async for batch in fetch(Answering(answer), replace(seen, steps=seen.steps[:1])):
        assert len(list(batch.changes())) == 12


async def test_validators_are_sent_only_for_a_head_that_was_read_to_its_end(site: Path) -> None:
    answering = Answering(Answer(URL, (site / "feed.json").read_bytes(), etag='"x"'))
    at = replace(cursor(12), etag='"x"', last_modified="then")
    await look(answering, Subscription(URL), at, NOW)
    await look(answering, Subscription(URL), replace(at, body="0" * 64), NOW)
    assert [ask.etag for ask in answering.asks] == [None, '"x"']


async def test_a_move_is_believed_when_two_looks_in_a_row_agree(site: Path) -> None:
    reader, fetcher = MemoryReader(), FolderFetcher(site)
    edit(site, moved_to="https://new.example/feed.json")
    assert (await reader.sync(fetcher)).moved is None
    assert (await reader.sync(fetcher)).moved == "https://new.example/feed.json"
    edit(site, moved_to="https://other.example/feed.json")
    assert (await reader.sync(fetcher)).moved is None


async def test_a_permanent_redirect_moves_the_feed_too(site: Path) -> None:
    body = (site / "feed.json").read_bytes()
    answering = Answering(Answer(URL, body, moved="https://new.example/feed.json", etag='"x"'))
    first = await look(answering, Subscription(URL), Cursor(), NOW)
    assert (first.moved, first.cursor.etag) == (None, None)
    second = await look(answering, Subscription(URL), first.cursor, NOW)
    assert second.moved == "https://new.example/feed.json"
    answering.answer = Answer(URL, body)
    assert (await look(answering, Subscription(URL), second.cursor, NOW)).moved is None


async def test_another_program_that_moved_on_is_noticed(site: Path) -> None:
    """Each batch names the version that the store has to hold when it is applied."""
    fetcher = FolderFetcher(site)
    seen = await look(fetcher, Subscription(URL), Cursor(), NOW)
    found = [(batch.before.seq, batch.cursor.seq) async for batch in fetch(fetcher, seen)]
    assert found == [(-1, 12), (12, 13)]


async def test_progress_is_told_piece_by_piece(site: Path) -> None:
    class Telling(FolderFetcher):
        async def get(self, ask: Ask) -> Answer:
            """Answer, then tell."""
            answer = await FolderFetcher.get(self, ask)
            if ask.told is not None:
                ask.told(len(answer.body or b""))
            return answer

    fetcher, told = Telling(site), list[int]()
    seen = await look(fetcher, Subscription(URL), Cursor(), NOW)
    async for _ in fetch(fetcher, seen, told.append):
        pass
    assert sum(told) == seen.bytes
