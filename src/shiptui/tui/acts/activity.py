"""What the keys do in Activity."""

from __future__ import annotations

from operator import methodcaller

from shiptui.tui.acts.moving import MOVES
from shiptui.tui.screens.frame import Act

ACTIVITY_ACTS: dict[str, Act] = {
    **MOVES,
    "sync": methodcaller("retry"),
    "drop": methodcaller("drop"),
    "copy.link": methodcaller("copy"),
}
"""By the id of the key."""
