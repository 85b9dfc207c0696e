"""Places in a list that grows at one end: numbers that change only for what has moved."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from shiptui.feed.limits import WHOLE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STEP = 1_024
"""The distance between neighbours, so that something fits in between later."""


def places(ids: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
    """Number ids in ascending order, and keep as many of the numbers they had as can be kept.

    Where no whole number is left between two that stay, all are numbered anew.
    """
    kept = _longest_ascending([id_ for id_ in ids if id_ in before], before)
    found: dict[str, int] = {}
    waiting: list[str] = []
    for id_ in ids:
        if id_ not in kept:
            waiting.append(id_)
            continue
        if not _fill(found, waiting, before[id_]):
            return _evenly(ids)
        found[id_] = before[id_]
    return found if _fill(found, waiting, None) else _evenly(ids)


def _fill(found: dict[str, int], waiting: list[str], above: int | None) -> bool:
    """Place those that wait between the last one placed and the number above; False: no room."""
    below = next(reversed(found.values()), None)
    count = len(waiting)
    if above is None:
        first, step = (STEP if below is None else below + STEP), STEP
    elif below is None:
        first, step = above - STEP * count, STEP
    else:
        step = (above - below) // (count + 1)
        first = below + step
    last = first + step * (count - 1)
    if count and (step < 1 or max(abs(first), abs(last)) > WHOLE_NUMBER):
        return False
    found.update((id_, first + step * index) for index, id_ in enumerate(waiting))
    waiting.clear()
    return True


def _evenly(ids: Sequence[str]) -> dict[str, int]:
    return {id_: STEP * index for index, id_ in enumerate(ids, 1)}


def _longest_ascending(ids: Sequence[str], numbers: Mapping[str, int]) -> set[str]:
    """The most ids that can keep their numbers: a longest strictly ascending subsequence."""
    ends: list[int] = []
    last_of: list[int] = []
    previous: list[int] = []
    for index, id_ in enumerate(ids):
        length = bisect_left(ends, numbers[id_])
        ends[length:] = [numbers[id_], *ends[length + 1 :]]
        last_of[length:] = [index, *last_of[length + 1 :]]
        previous.append(last_of[length - 1] if length else -1)
    kept: set[str] = set()
    at = last_of[-1] if last_of else -1
    while at >= 0:
        kept.add(ids[at])
        at = previous[at]
    return kept
