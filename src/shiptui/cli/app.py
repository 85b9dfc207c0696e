"""The group of all commands, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from shiptui import __version__
from shiptui.cli import acts, changes, doctor, lists, out, shows
from shiptui.cli.session import Command, Session, everywhere, shared
from shiptui.model.errors import NotFoundError, ShiptuiError, UsageError
from shiptui.model.facts import View

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130

# Textual obeys these; whoever can set one could make the program load code or write files.
_UNWANTED = ("TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT", "SSLKEYLOGFILE")


class Commands(click.Group):
    """The program: commands in the order in which they are needed, and the TUI without one."""

    command_class = Command

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*arguments, **more)
        self.params += [*everywhere(), *_tui_options()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order they were added."""
        del ctx
        return list(self.commands)


def _tui_options() -> Sequence[click.Parameter]:
    return (
        shared(
            "--view", type=click.Choice([view.value for view in View]), help="The view to open."
        ),
        shared("--filter", "filter_text", metavar="TEXT", help="Show only what matches."),
        shared("--offline", flag_value=True, default=None, help="Use no network."),
        shared(
            "--no-mouse", "mouse", flag_value=False, default=None, help="Leave the mouse alone."
        ),
        shared("--theme", metavar="NAME", help="The colours to use."),
        shared(
            "--demo",
            flag_value=True,
            default=None,
            help="Try it out: nothing is kept.",
        ),
    )


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 80},
    epilog="Without a command the program opens. Exit codes: 0 done, 1 failed, 2 asked wrongly,"
    " 3 worth a retry, 4 not found or ambiguous, 130 interrupted.",
)
@click.version_option(__version__, message="shiptui %(version)s")
@click.pass_context
def shiptui(context: click.Context) -> int | None:
    """Decide which AI tool to ship with: two tools side by side, one key to vote."""
    if context.invoked_subcommand:
        return None
    return _open_tui(context.ensure_object(Session))


for command in (*lists.COMMANDS, *shows.COMMANDS, *acts.COMMANDS, *changes.COMMANDS, doctor.doctor):
    shiptui.add_command(command)


def run(arguments: list[str]) -> int:
    """Run one command. Every error of ours ends here, as a sentence and an exit code."""
    out.soften(sys.stdout)
    try:
        with Session() as session:
            code = shiptui.main(arguments, "shiptui", standalone_mode=False, obj=session)
            out.flush()
    except click.UsageError as error:
        out.say(error.format_message())
        if error.ctx:
            out.say(f"Try: {error.ctx.command_path} --help")
        return error.exit_code
    except out.ReaderGoneError:
        return 0  # who closed the pipe has read enough: `shiptui ls | head` has not failed
    except click.Abort:
        return INTERRUPTED
    except ShiptuiError as error:
        out.say(str(error))
        for candidate in error.candidates if isinstance(error, NotFoundError) else ():
            out.say(candidate)
        return error.exit_code
    return code or 0


def interactive() -> bool:
    """Whether somebody sits at a terminal that can show more than lines."""
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return at_terminal and os.environ.get("TERM") != "dumb"


def _open_tui(session: Session) -> int:
    if not interactive():
        raise UsageError("shiptui needs an interactive terminal. Try: shiptui ls, shiptui read")
    settings = session.settings
    for name in [name for name in os.environ if name.startswith(_UNWANTED)]:
        del os.environ[name]
    from shiptui.tui.app import run as run_tui

    return run_tui(settings)
