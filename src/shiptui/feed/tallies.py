"""The community's counts: per matchup and per tool, replaced as a whole, never added up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from shiptui.feed.limits import SHARDS, TALLY_RAW
from shiptui.feed.packing import unpack
from shiptui.feed.picking import required_moment
from shiptui.feed.wire import canonical
from shiptui.model.errors import FeedError
from shiptui.text.checked import read_json
from shiptui.text.fields import checked_id

MOST_VOTES = 10**12
ONE_SHARD = 5_000
"""Up to so many rows lie in one file, more of them in 64."""

MATCHUP_COUNTS = 4
TOOL_COUNTS = 2

Counts: TypeAlias = tuple[int, ...]
_Row: TypeAlias = tuple[str, list[int] | None]


@dataclass(frozen=True, slots=True)
class Tallies:
    """How readers voted, as of a moment.

    `matchups` maps ids to (a, b, tie, neither), `tools` maps slugs to (ship, skip). None stands
    where fewer than `n_min` have voted: it is not told, which is not zero.
    """

    as_of: str
    n_min: int = 5
    matchups: Mapping[str, Counts | None] = field(default_factory=dict)
    tools: Mapping[str, Counts | None] = field(default_factory=dict)


def shards(tallies: Tallies) -> list[bytes]:
    """Return the JSON of each shard. Counts below `n_min` are left untold here and nowhere else."""
    matchups = _rows(tallies.matchups, tallies.n_min)
    tools = _rows(tallies.tools, tallies.n_min)
    if len(matchups) + len(tools) <= ONE_SHARD:
        return [_shard(tallies.as_of, matchups, tools)]
    parts: list[tuple[list[_Row], list[_Row]]] = [([], []) for _ in range(SHARDS)]
    for which, rows in enumerate((matchups, tools)):
        for row in rows:
            parts[shard_of(row[0])][which].append(row)
    return [_shard(tallies.as_of, *part) for part in parts]


def shard_of(id_: str) -> int:
    """Return which of the 64 shards holds an id."""
    return hashlib.sha256(id_.encode("ascii")).digest()[0] % SHARDS


def read_shards(packed: Sequence[bytes], *, as_of: str, n_min: int) -> Tallies:
    """Read all shards of a feed; FeedError where one breaks a rule."""
    matchups: dict[str, Counts | None] = {}
    tools: dict[str, Counts | None] = {}
    for data in packed:
        raw = read_json(unpack(data, TALLY_RAW), limit=TALLY_RAW)
        if not isinstance(raw, dict) or required_moment(raw, "as_of") != as_of:
            raise FeedError("The tallies are not those that the feed announced.")
        _add_rows(matchups, raw.get("matchups"), MATCHUP_COUNTS, n_min)
        _add_rows(tools, raw.get("tools"), TOOL_COUNTS, n_min)
    return Tallies(as_of, n_min, matchups, tools)


def _rows(counts: Mapping[str, Counts | None], n_min: int) -> list[_Row]:
    return [
        (id_, list(each) if each is not None and sum(each) >= n_min else None)
        for id_, each in sorted(counts.items())
    ]


def _shard(as_of: str, matchups: list[_Row], tools: list[_Row]) -> bytes:
    return canonical({"as_of": as_of, "matchups": matchups, "tools": tools}) + b"\n"


def _add_rows(found: dict[str, Counts | None], rows: object, width: int, n_min: int) -> None:
    if not isinstance(rows, list):
        raise FeedError("The tallies hold no list of rows.")
    for row in rows:
        if not isinstance(row, list) or len(row) != 2:  # noqa: PLR2004 - an id and its counts
            raise FeedError("A row of the tallies is no pair of an id and its counts.")
        id_ = checked_id(row[0], "id")
        if id_ in found:
            raise FeedError(f"The id {id_} stands twice in the tallies.")
        found[id_] = None if row[1] is None else _counts(row[1], width, n_min, id_)


def _counts(raw: object, width: int, n_min: int, id_: str) -> Counts:
    sound = isinstance(raw, list) and len(raw) == width
    if not sound or not all(_is_count(each) for each in cast("list[object]", raw)):
        raise FeedError(f"The counts of {id_} are not {width} whole numbers.")
    counts = tuple(cast("list[int]", raw))
    if sum(counts) < n_min:
        raise FeedError(f"The counts of {id_} are told though fewer than {n_min} voted.")
    return counts


def _is_count(value: object) -> bool:
    # bool first: True is an int in Python.
    return not isinstance(value, bool) and isinstance(value, int) and 0 <= value <= MOST_VOTES
