"""The command line. `program` is the entry point, `main` is the same for a caller that goes on."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress

from shiptui import __version__

TYPE_CHECKING = False  # what typing has under this name, without the time its import takes
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


# Textual and ssl obey these; whoever can set one could make the program load code or write files.
_UNWANTED = (
    "TEXTUAL_DRIVER",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "SSLKEYLOGFILE",
)


def program() -> NoReturn:
    """The entry point: run a command, and leave without taking the interpreter apart.

    By now all is closed, committed and written; to free every object of Textual takes longer than
    many a command.
    """
    code = main()
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. `argv` is without the program's name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)
    _fill_closed_streams()
    for name in [name for name in os.environ if name.startswith(_UNWANTED)]:
        del os.environ[name]
    # A command is over before its garbage matters; to look for it takes a tenth of the time.
    gc.disable()
    atexit.register(gc.freeze)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        from shiptui.cli.out import drop_stdout

        drop_stdout()
        return 0
    except KeyboardInterrupt:
        return 130
    finally:
        gc.enable()
    return code


def _run(arguments: list[str]) -> int:
    # What is asked for most often does not wait for the import of click.
    if arguments == ["--version"]:
        sys.stdout.write(f"shiptui {__version__}\n")
        return 0
    if arguments == ["ls"]:
        from shiptui.cli.outcome import outcome
        from shiptui.cli.tables import list_matchups

        return outcome(list_matchups)
    # A shell asks for completions without any argument.
    if not arguments and "_SHIPTUI_COMPLETE" not in os.environ:
        from shiptui.cli.opening import open_at_once

        return open_at_once()
    from shiptui.cli.app import run

    return run(arguments)


def _fill_closed_streams() -> None:
    # Without this the next opened file, the database, could take the place of a closed stream.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115 - kept open
