"""What the terminal is like, asked before Textual takes it over."""

from __future__ import annotations

import os
import re
import select
import termios
import tty
from collections.abc import Mapping
from contextlib import suppress
from time import monotonic

QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
"""The background colour; then the device attributes, which every terminal answers."""

BACKGROUND = re.compile(rb"\x1b\]11;rgb:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")
ATTRIBUTES = re.compile(rb"\x1b\[\?[0-9;]*c")

PATIENCE = 0.1
"""Seconds to wait for an answer."""

LIGHT_COLOURS = frozenset({"7", "15"})
"""Backgrounds that COLORFGBG calls light."""


def is_dark(environment: Mapping[str, str]) -> bool | None:
    """Tell whether the background is dark; None when neither terminal nor environment says."""
    asked = background_of(_ask())
    if asked is not None:
        red, green, blue = asked
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5  # noqa: PLR2004 - half of white
    named = environment.get("COLORFGBG", "").rpartition(";")[2]
    return named not in LIGHT_COLOURS if named.isascii() and named.isdigit() else None


def background_of(answer: bytes) -> tuple[float, float, float] | None:
    """Read red, green and blue, each 0 to 1, from a terminal's answer."""
    found = BACKGROUND.search(answer)
    if found is None:
        return None
    red, green, blue = (int(each, 16) / (16 ** len(each) - 1) for each in found.groups())
    return red, green, blue


def _ask() -> bytes:
    """Ask the terminal and give what it said in time; empty when there is none."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return b""
    try:
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSADRAIN)
            os.write(terminal, QUESTION)
            return _answer(terminal)
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    except (OSError, termios.error):
        return b""
    finally:
        with suppress(OSError):
            os.close(terminal)


def _answer(terminal: int) -> bytes:
    answer = b""
    end = monotonic() + PATIENCE
    while (left := end - monotonic()) > 0 and not ATTRIBUTES.search(answer):
        ready, _, _ = select.select([terminal], [], [], left)
        if not ready:
            break
        answer += os.read(terminal, 256)
    return answer
