"""Opening the program on the terminal. It needs no click, whose import would hold up the start."""

from __future__ import annotations

import os
import sys

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    from shiptui.cli.session import Session
    from shiptui.tui.dawn import Dawn

# How a terminal in a browser is drawn; the one driver that may be asked for.
_WEB_DRIVER = "textual.drivers.web_driver:WebDriver"


def interactive() -> bool:
    """Whether somebody sits at a terminal that can show more than lines."""
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return at_terminal and os.environ.get("TERM") != "dumb"


def open_at_once() -> int:
    """Open without any argument: on the frame of the last run, if one was kept that holds."""
    from shiptui.tui.dawn import Dawn

    dawn = Dawn()
    try:
        dawn.begin()
        from shiptui.cli.outcome import outcome

        return outcome(lambda session: open_program(session, dawn))
    finally:
        dawn.end()


def open_program(session: Session, dawn: Dawn | None = None) -> int:
    """Run until the reader quits. Raises UsageError where nobody sits at a terminal."""
    try:
        return _open(session, dawn)
    finally:
        if dawn:  # before an error is told
            dawn.end()


def _open(session: Session, dawn: Dawn | None) -> int:
    served = bool(session.flags.get("served"))
    if not served and not interactive():
        from shiptui.model.errors import UsageError

        raise UsageError("shiptui needs an interactive terminal. Try: shiptui ls, shiptui read")
    settings = session.settings
    if served:
        os.environ["TEXTUAL_DRIVER"] = _WEB_DRIVER
    from shiptui.tui.start import run as run_tui

    return run_tui(settings, lambda: session.tokens, dawn)
