from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiptui.feed.limits import LINE
from shiptui.feed.packing import lines, pack, unpack
from shiptui.feed.tallies import Tallies, read_shards, shard_of, shards
from shiptui.model.errors import FeedError

AS_OF = "2026-11-20T09:55:00Z"


@given(st.binary(max_size=300_000))
@settings(max_examples=25, deadline=None)
def test_what_is_packed_is_unpacked_by_anyone(data: bytes) -> None:
    packed = pack(data)
    assert gzip.decompress(packed) == data
    assert unpack(packed, len(data)) == data


def test_a_packed_file_tells_no_time_no_name_and_no_system() -> None:
    assert pack(b"x")[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def bomb(megabytes: int) -> bytes:
    """A small gzip file of very many lines."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
    piece = (b"boom" * 250 + b"\n") * 1_000
    return b"".join(deflate.compress(piece) for _ in range(megabytes)) + deflate.flush()


def test_a_bomb_is_left_unexploded_in_little_memory() -> None:
    data = bomb(60)
    assert len(data) < 600_000
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match=r"unpacks to more than the 8,000,000 bytes"):
            for _ in lines(data, 8_000_000):
                pass
        with pytest.raises(FeedError, match="unpacks to more than"):
            unpack(data, 1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "cut short"),
        (b"no gzip", "no sound gzip"),
        (pack(b"x" * 1000)[:-1], "cut short"),
        (pack(b"x" * 1000)[:-9], "cut short"),
        (pack(b"x" * 1000) + b"y", "followed"),
        (pack(b"x") + pack(b"y"), "followed"),
        (pack(b"x")[:-8] + bytes(8), "no sound gzip"),
    ],
)
def test_a_file_that_is_no_single_whole_gzip_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(FeedError, match=told):
        unpack(data, 10_000)


@pytest.mark.parametrize(
    ("raw", "size", "told"),
    [
        (b"a\nb", 3, "no end"),
        (b"a\nb\n", 5, "unpacks to 4 bytes instead of 5"),
        (b"a\nb\n", 3, "more than"),
        (b"x" * (LINE + 70_000) + b"\n", LINE + 70_001, "longer than"),
    ],
)
def test_lines_are_whole_and_bounded(raw: bytes, size: int, told: str) -> None:
    with pytest.raises(FeedError, match=told):
        list(lines(pack(raw), size))


def test_lines_come_out_as_they_went_in() -> None:
    raw = [b"x" * n for n in (0, 1, 70_000, 3, 65_535, 65_536)]
    data = b"".join(each + b"\n" for each in raw)
    assert list(lines(pack(data), len(data))) == raw


def test_counts_below_the_least_are_never_told() -> None:
    told = Tallies(AS_OF, 5, {"a-vs-b": (2, 1, 1, 0), "a-vs-c": (3, 2, 0, 0)}, {"a": (4, 0)})
    (raw,) = shards(told)
    assert b"[2,1,1,0]" not in raw
    read = read_shards([pack(raw)], as_of=AS_OF, n_min=5)
    assert read.matchups == {"a-vs-b": None, "a-vs-c": (3, 2, 0, 0)}
    assert read.tools == {"a": None}


def test_many_counts_lie_in_64_files_by_the_digest_of_their_ids() -> None:
    told = Tallies(AS_OF, 1, {f"m-{n}": (n, 1, 0, 0) for n in range(5_001)})
    found = shards(told)
    assert len(found) == 64
    assert b'"m-17"' in found[shard_of("m-17")]
    read = read_shards([pack(each) for each in found], as_of=AS_OF, n_min=1)
    assert read == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('[["a-vs-b",[1,2,3]]]', "are not 4 whole numbers"),
        ('[["a-vs-b",[1,2,3,4.0]]]', "are not 4 whole numbers"),
        ('[["a-vs-b",[1,2,3,true]]]', "are not 4 whole numbers"),
        ('[["a-vs-b",[-1,9,9,9]]]', "are not 4 whole numbers"),
        ('[["a-vs-b",[1000000000001,0,0,0]]]', "are not 4 whole numbers"),
        ('[["a-vs-b",[1,1,1,1]]]', "fewer than 5"),
        ('[["A",null]]', "The field id"),
        ('[["a",null],["a",null]]', "stands twice"),
        ('[["a"]]', "no pair"),
        ("{}", "no list of rows"),
    ],
)
def test_tallies_that_break_a_rule_are_refused_whole(rows: str, told: str) -> None:
    data = pack(f'{{"as_of":"{AS_OF}","matchups":{rows},"tools":[]}}'.encode())
    with pytest.raises(FeedError, match=told):
        read_shards([data], as_of=AS_OF, n_min=5)


def test_tallies_of_another_moment_are_refused() -> None:
    data = pack(b'{"as_of":"2026-11-19T00:00:00Z","matchups":[],"tools":[]}')
    with pytest.raises(FeedError, match="not those that the feed announced"):
        read_shards([data], as_of=AS_OF, n_min=5)
