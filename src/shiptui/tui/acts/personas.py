"""What the keys do on a persona's own screen."""

from __future__ import annotations

from shiptui.tui.acts.moving import MOVES
from shiptui.tui.screens.frame import Act

PERSONA_ACTS: dict[str, Act] = {
    **{key: act for key, act in MOVES.items() if key != "filter"},
    "persona.prev": lambda screen: screen.turn(-1),
    "persona.next": lambda screen: screen.turn(1),
}
"""By the id of the key."""
