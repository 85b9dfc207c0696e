"""What is left of an error in the program itself: a private log, and one line for the reader."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

from shiptui import __version__

LOG_LIMIT = 1_000_000
"""A log longer than this many bytes is begun anew, the old one kept beside it."""


def write_crash(log: Path, error: BaseException) -> str:
    """Append a traceback without the values of variables, and say in one sentence where it is."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    text = "".join(traceback.format_exception(error))
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".old"))
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{when} shiptui {__version__}\n{text}\n")
    except OSError as problem:
        return f"shiptui stopped because of an error in itself ({type(error).__name__}: {problem})."
    return (
        "shiptui stopped because of an error in itself; what was acknowledged is saved. "
        f"The details: {log}"
    )
