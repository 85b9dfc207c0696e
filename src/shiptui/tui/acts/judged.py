"""What the keys do in the standings and beside the panel."""

from __future__ import annotations

from operator import methodcaller

from shiptui.tui.acts.moving import MOVES
from shiptui.tui.screens.frame import Act

STANDINGS_ACTS: dict[str, Act] = {
    **MOVES,
    "tool.left": methodcaller("open_tool"),
}
AGREEMENT_ACTS: dict[str, Act] = {
    **{key: act for key, act in MOVES.items() if key != "filter"},
    "persona.show": methodcaller("open_persona"),
}
"""By the id of the key."""
