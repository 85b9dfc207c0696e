"""A publisher who means harm: honest documents, damaged and poisoned by seeded dice.

A page is what one reader of the program gets to see: the name of the door it knocks at, and bytes.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from export_samples import HOSTILE, RECORD
from feed_world import NOW, small_catalog
from hostile_texts import NAME, STEERING
from shiptui.export.bundle import pack as pack_bundle
from shiptui.export.record import record_markdown
from shiptui.feed.packing import digest_of, unpack
from shiptui.feed.packing import pack as pack_gzip
from shiptui.feed.publish import build
from shiptui.feed.tallies import Tallies
from shiptui.model.bundle import Bundle, Entry
from shiptui.model.catalog import Pair
from shiptui.model.facts import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 40_000_000

TEXTS = (
    *HOSTILE,
    NAME,
    STEERING,
    "",
    " \t\r\n ",
    "\x00",
    "\ud800",
    "\udcff\U0010ffff",
    "e\u0301" * 90_000,
    "\u0301\u0323" * 50_000,
    "\n" * 100_000,
    "x" * 300_000,
    "\u6f22" * 100_000,
    "\u202e\u2066evil\u2069",
    "a\u200db\u200c\u200d",
    "javascript:alert(1)",
    "--flag",
    "file:///etc/passwd",
    "https://user@evil.example:99999/\r\nX: y",
    "../../etc/passwd",
    "9999-12-31T23:59:60Z",
    "0000-00-00",
    "\u00b2",
    "aider",
    "ship",
)
PLAIN: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    101,
    2**53,
    2**63,
    -(10**17),
    0.5,
    1e308,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    [1] * 70,
    [{"persona": "builder"}] * 3,
    ["x"] * 6_000,
)
SCRAPS = (
    b"\x1b]52;c;ZXZpbA==\x07",
    b"\xff\xfe",
    b"\xc2\x9b31m",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"9" * 5_000,
    b"[" * 100_000,
    b'{"a":' * 5_000,
    b'"\\ud800"',
    b'"k":1,"k":2,',
    b"\r\n\r\n",
    b"a." * 20_000 + b"a = 1\n",
    b"<!doctype html>",
    b"\x1f\x8b\x08\x00",
    bytes(1_000),
)


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes for one door, and how they came to be, for a failure to tell."""

    door: str
    data: bytes
    made: str


@cache
def honest() -> dict[str, bytes]:
    """One sound document for each door; those of a feed are unpacked."""
    with TemporaryDirectory() as name:
        log, whole = Path(name, "log"), Path(name, "whole")
        tallies = Tallies("2026-11-20T00:00:00Z", 2, {"aider-vs-zed": (3, 1, 0, 0)}, {"zed": None})
        build(small_catalog(), log, now=NOW, tallies=tallies)
        build(small_catalog(title="Now another"), log, now=NOW + 60, tallies=tallies)
        build(small_catalog(), whole, now=NOW, level=0)
        found = {"head": (log / "feed.json").read_bytes()}
        found["whole"] = (whole / "feed.json").read_bytes()
        for door, pattern in (("snapshot", "snap/*"), ("segment", "log/*"), ("tally", "tally/*")):
            (file,) = sorted(log.glob(pattern))[-1:]
            found[door] = unpack(file.read_bytes(), MOST)
    value = '{"pick":"tie","rev":1}'
    fact = Fact(1, 1, Kind.VOTE, "a-vs-b", value, NOW * 1000)
    entry = Entry("00000000-0000-7000-8000-000000000001", fact, "cli")
    return found | {
        "bundle": pack_bundle(Bundle((entry,), (Pair("a", "b"),))),
        "record": record_markdown(RECORD).encode(),
        "stack": b'# what we use\ntools = ["aider", "zed"]\n',
        "config": b'theme = "dark"\n[layout]\nwide = 120\n[keys]\n"vote.a" = ["w"]\n',
    }


def pages(seed: int, number: int) -> Iterator[Page]:
    """So many pages, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - the same pages each time are the point
    doors = sorted(honest())
    for _ in range(number):
        door = chance.choice(doors)
        way = chance.choice(WAYS)
        yield Page(door, way(honest()[door], chance), f"{door}, {way.__name__}")


def poisoned(data: bytes, chance: random.Random) -> bytes:
    """One to three values of JSON are replaced, wherever they lie; what is no JSON is torn."""
    lines = data.splitlines()
    at = chance.randrange(len(lines))
    whole = len(lines) == 1 or not data.startswith(b'{"s":')
    try:
        value = json.loads(data if whole else lines[at])
    except ValueError:
        return torn(data, chance)
    for _ in range(chance.randint(1, 3)):
        value = _replaced(value, chance)
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return text if whole else b"\n".join([*lines[:at], text, *lines[at + 1 :], b""])


def torn(data: bytes, chance: random.Random) -> bytes:
    """Bytes are cut out, doubled, turned over, or a scrap stands among them."""
    at = chance.randint(0, len(data))
    to = min(len(data), at + chance.choice((1, 7, 300)))
    piece = chance.choice((b"", data[at:to] * 2, chance.choice(SCRAPS), _text(chance)))
    return data[:at] + piece + data[to:]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """A few bits are other than they were."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def blown_up(data: bytes, chance: random.Random) -> bytes:
    """It goes on and on."""
    return data + chance.choice(SCRAPS) * chance.randint(1, 400) + chance.choice((b"", data))


def noise(data: bytes, chance: random.Random) -> bytes:
    """Nothing of the document is left."""
    return chance.choice((chance.randbytes(len(data)), chance.choice(SCRAPS), _text(chance)))


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *[poisoned] * 6,
    *[torn] * 3,
    flipped,
    cut,
    blown_up,
    noise,
)


def served(page: Page, chance: random.Random) -> dict[str, bytes]:
    """The files of a feed whose publisher put such a page among them, with digests that fit."""
    if page.door in {"head", "whole"}:
        return {"feed.json": page.data}
    raw = {door: honest()[door] for door in ("snapshot", "segment", "tally")}
    raw[page.door] = page.data
    packed = {f"{door}.gz": pack_gzip(data) for door, data in raw.items()}
    if chance.random() < 0.1:
        packed[f"{page.door}.gz"] = flipped(packed[f"{page.door}.gz"], chance)
    head = json.loads(honest()["head"])
    announced = head["_shiptui"]
    announced["snapshot"] |= _file("snapshot", packed, raw)
    announced["log"][-1] |= _file("segment", packed, raw)
    announced["log"] = announced["log"][-1:]
    announced["snapshot"]["seq"] = announced["log"][0]["from"]
    announced["tallies"]["shards"] = [_file("tally", packed, raw)]
    return packed | {"feed.json": json.dumps(head).encode()}


def _file(door: str, packed: dict[str, bytes], raw: dict[str, bytes]) -> dict[str, object]:
    data = packed[f"{door}.gz"]
    sizes = {"bytes": len(data), "raw_bytes": len(raw[door])}
    return {"url": f"{door}.gz", "sha256": digest_of(data), **sizes}


def _text(chance: random.Random) -> bytes:
    return chance.choice(TEXTS).encode("utf-8", "surrogatepass")


def _replaced(value: Any, chance: random.Random) -> Any:
    """The value with one of those in it exchanged, taken away or put in."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.05:
        return chance.choice((*PLAIN, *TEXTS))
    copy = value.copy()
    key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
    luck = chance.random()
    if luck < 0.1:
        del copy[key]
    elif luck < 0.2 and isinstance(copy, dict):
        copy[chance.choice(TEXTS)] = copy[key]
    else:
        copy[key] = _replaced(value[key], chance)
    return copy
