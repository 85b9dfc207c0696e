"""Opening the program on the terminal. It needs no click, whose import would hold up the start."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from shiptui.model.errors import UsageError

if TYPE_CHECKING:
    from shiptui.cli.session import Session

# How a terminal in a browser is drawn; the one driver that may be asked for.
_WEB_DRIVER = "textual.drivers.web_driver:WebDriver"


def interactive() -> bool:
    """Whether somebody sits at a terminal that can show more than lines."""
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return at_terminal and os.environ.get("TERM") != "dumb"


def open_program(session: Session) -> int:
    """Run until the reader quits. Raises UsageError where nobody sits at a terminal."""
    served = bool(session.flags.get("served"))
    if not served and not interactive():
        raise UsageError("shiptui needs an interactive terminal. Try: shiptui ls, shiptui read")
    settings = session.settings
    if served:
        os.environ["TEXTUAL_DRIVER"] = _WEB_DRIVER
    from shiptui.tui.start import run as run_tui

    return run_tui(settings, lambda: session.tokens)
