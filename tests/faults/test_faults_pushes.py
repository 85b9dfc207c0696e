"""Votes go to a server through every kind of failure, and each is counted once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sizes import size

import own_checks as checks
from own_machine import OwnData
from own_world import FAULTS, PAIRS

if TYPE_CHECKING:
    from conftest import Figure

pytestmark = pytest.mark.soak

PICKS = ("tie", "neither", "aider")


def test_every_vote_is_counted_once_however_its_push_fails(figure: Figure) -> None:
    """Four devices vote and sync; three in ten of their requests meet a fault of each kind."""
    dice = random.Random(12)  # noqa: S311 - the same history each time
    history, votes = OwnData(), 0
    world = history.world
    try:
        while votes < size("pushes"):
            device = dice.choice(world.devices)
            world.time += dice.choice((0, 1_000, 100_000))
            change = world.act(device, "vote", dice.choice(PAIRS), dice.choice(PICKS))
            votes += change is not None and change.number is not None
            faults = [dice.choice(FAULTS) if dice.random() < 0.3 else "none" for _ in range(3)]
            world.sync(device, faults, None, after=False)
        history.settle()
        for device in world.devices:
            checks.nothing_is_lost(device)
        checks.all_agree(world)
        checks.acts_arrive_once(world)
        checks.counts_are_recounts(world)
        judged = len(checks.server_ops(world))
    finally:
        world.close()
    assert judged > votes // 2  # some were replaced before they were sent
    figure(
        "pushes",
        f"{votes:,} votes of four devices through {len(FAULTS)} kinds of push failure:"
        f" {judged:,} operations judged, each one act of one device and unchanged; counts equal"
        " a recount, and all devices agree",
    )
