"""The program runs on and on: its memory does not grow, and it leaves no file open."""

from __future__ import annotations

import gc
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sizes import size

from terminal import opened, press_at_once

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from conftest import Figure
    from shiptui.store.store import Store

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts by /proc"),
]

GROWTH = 1.10
BURST = 10
"""Keys that are pressed at once."""
WARM = 10
"""One part in so many is done before anything is measured."""


def held() -> tuple[int, int]:
    """Bytes of memory and open files of this process."""
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024, len(list(Path("/proc/self/fd").iterdir()))


async def go_on(
    pilot: Pilot[int], keys: str, times: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Press keys in turns; what was held when it was warm, and at the end."""
    turns = (keys[turn % len(keys)] for turn in range(times))
    bursts = [list(islice(turns, BURST)) for _ in range(-(-times // BURST))]
    warm = max(1, len(bursts) // WARM)
    for burst in bursts[:warm]:
        await press_at_once(pilot, *burst)
    before = held()
    for burst in bursts[warm:]:
        await press_at_once(pilot, *burst)
    return before, held()


@pytest.mark.parametrize(
    ("what", "keys"), [("votes", "abtx"), ("refreshes", "r")], ids=["votes", "refreshes"]
)
async def test_the_program_holds_no_more_after_thousands_of_acts(
    store: Store, figure: Figure, what: str, keys: str
) -> None:
    times = size(what)
    async with opened(store, (120, 40)) as pilot:
        before, after = await go_on(pilot, keys, times)
    if what == "votes":
        assert len(store.facts.history(limit=times + 1)) == times
    assert after[1] <= before[1]
    if times >= 1_000:  # what few acts leave behind says nothing
        assert after[0] < GROWTH * before[0]
    figure(
        "soak",
        f"{times:,} {what} in the running program: memory {before[0] / 1e6:.1f} to"
        f" {after[0] / 1e6:.1f} MB ({after[0] / before[0] - 1:+.1%}), open files {before[1]} to"
        f" {after[1]}",
    )
