"""How much is done: little in every run of the tests, the whole of it by `make soak`.

SOAK=1 asks for all of it, and SOAK_KILLS=50 or the like for so much of one thing.
"""

from __future__ import annotations

import os

SIZES = {
    "kills": (6, 1_000),
    "kills_of_the_program": (1, 20),
    "kills_of_syncs": (4, 100),
    "kill_steps": (37, 1),
    "pages": (300, 10_000),
    "damages": (8, 500),
    "garbage": (10, 1_000),
    "pushes": (60, 10_000),
    "refreshes": (20, 10_000),
    "own_steps": (97, 1),
    "histories": (30, 20_000),
    "histories_with_a_mistake": (0, 3_000),
    "votes": (20, 10_000),
}
"""Name -> in every run, by `make soak`. Of `kill_steps` and `own_steps` a smaller number
means more work."""


def is_whole() -> bool:
    """Whether all of it was asked for."""
    return bool(os.environ.get("SOAK"))


def size(name: str) -> int:
    """How much of something this run does."""
    quick, whole = SIZES[name]
    asked = os.environ.get(f"SOAK_{name.upper()}")
    return int(asked) if asked else whole if is_whole() else quick
