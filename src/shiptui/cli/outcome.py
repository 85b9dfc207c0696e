"""The one place where errors of ours become a sentence and an exit code."""

from __future__ import annotations

import sys

from shiptui import TYPE_CHECKING
from shiptui.cli import out
from shiptui.cli.session import Session
from shiptui.model.errors import NotFoundError, ShiptuiError

if TYPE_CHECKING:
    from collections.abc import Callable


def outcome(work: Callable[[Session], int | None]) -> int:
    """Do some work in a session of its own; the exit code, None being 0."""
    out.soften(sys.stdout)
    try:
        with Session() as session:
            code = work(session)
            out.flush()
    except out.ReaderGoneError:
        return 0  # who closed the pipe has read enough: `shiptui ls | head` has not failed
    except (out.StoppedError, KeyboardInterrupt):
        out.say(out.INTERRUPTED)
        return out.INTERRUPTED_CODE
    except ShiptuiError as error:
        out.say(str(error))
        for candidate in error.candidates if isinstance(error, NotFoundError) else ():
            out.say(candidate)
        return error.exit_code
    return code or 0
