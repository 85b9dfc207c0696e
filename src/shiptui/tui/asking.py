"""What the terminal is like, asked before Textual takes it over. Nothing here imports much."""

from __future__ import annotations

import os
import re
import select
from time import monotonic

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shiptui.tui.stage import Stage

QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
"""The background colour; then the device attributes, which every terminal answers."""

_PART = rb"([0-9a-fA-F]{1,4})"
BACKGROUND = re.compile(rb"\x1b\]11;rgb:" + b"/".join([_PART] * 3) + rb"(?:\x07|\x1b\\)?")
ATTRIBUTES = re.compile(rb"\x1b\[\?[0-9;]*c")

PATIENCE = 0.1
"""Seconds to wait for an answer."""

LIGHT_COLOURS = frozenset({"7", "15"})
"""Backgrounds that COLORFGBG calls light."""


def is_dark(answer: bytes, environment: Mapping[str, str]) -> bool | None:
    """Tell whether the background is dark; None when neither terminal nor environment says."""
    asked = background_of(answer)
    if asked is not None:
        red, green, blue = asked
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5  # noqa: PLR2004 - half of white
    named = environment.get("COLORFGBG", "").rpartition(";")[2]
    return named not in LIGHT_COLOURS if named.isascii() and named.isdigit() else None


def typed(answer: bytes) -> bytes:
    """What the reader typed while the terminal was asked."""
    return ATTRIBUTES.sub(b"", BACKGROUND.sub(b"", answer))


def background_of(answer: bytes) -> tuple[float, float, float] | None:
    """Read red, green and blue, each 0 to 1, from a terminal's answer."""
    found = BACKGROUND.search(answer)
    if found is None:
        return None
    red, green, blue = (int(each, 16) / (16 ** len(each) - 1) for each in found.groups())
    return red, green, blue


def ask(stage: Stage) -> bytes:
    """Ask the terminal and give what it said in time."""
    os.write(stage.output, QUESTION)
    answer = b""
    end = monotonic() + PATIENCE
    while (left := end - monotonic()) > 0 and not ATTRIBUTES.search(answer):
        ready, _, _ = select.select([stage.input], [], [], left)
        if not ready or not (more := os.read(stage.input, 4096)):
            break
        answer += more
    return answer
