"""The group of all commands. A command is imported when it is called."""

from __future__ import annotations

import builtins
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import click

from shiptui import __version__
from shiptui.cli import out
from shiptui.cli.opening import open_program
from shiptui.cli.options import Group, one_filter, one_view, shared
from shiptui.cli.outcome import outcome
from shiptui.cli.session import Session
from shiptui.settings.schema import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

HOMES = {
    "ls": "lists",
    "tools": "lists",
    "saved": "lists",
    "show": "shows",
    "compare": "shows",
    "tool": "shows",
    "persona": "personas",
    "read": "reading",
    "vote": "acts",
    "ship": "acts",
    "skip": "acts",
    "unship": "acts",
    "save": "acts",
    "unsave": "acts",
    "take": "taking",
    "claim": "claiming",
    "entry": "entries",
    "undo": "changes",
    "redo": "changes",
    "history": "changes",
    "changed": "changed",
    "standings": "judging",
    "agree": "judging",
    "next": "judging",
    "decide": "deciding",
    "records": "records",
    "reopen": "records",
    "digest": "digesting",
    "check": "checking",
    "badge": "badges",
    "export": "exporting",
    "import": "importing",
    "feed": "feeds",
    "sync": "syncing",
    "login": "accounts",
    "logout": "accounts",
    "config": "configuring",
    "keys": "keys",
    "themes": "configuring",
    "doctor": "doctor",
    "completion": "completing",
    "web": "web",
}
"""The commands in the order in which they are needed, and the module of each."""

_EXAMPLES = ("shiptui", "shiptui --view saved", "shiptui ls --filter beads", "shiptui COMMAND -h")


class Commands(Group):
    """The program: a command of the table above, or the TUI without one."""

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*arguments, **more)
        self.params += _tui_options()

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command. click would answer an interrupt by itself, with an empty line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise out.StoppedError from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        del ctx
        return list(HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command. A name that means nothing is compared with all of them."""
        del ctx
        for name in [cmd_name] if cmd_name in HOMES else HOMES:
            if name not in self.commands:
                module = import_module(f"shiptui.cli.{HOMES[name]}")
                self.add_command(getattr(module, _bound_as(name)))
        return self.commands.get(cmd_name)


def _bound_as(name: str) -> str:
    """What the function of a command is called; a name of Python's own has a line behind it."""
    return f"{name}_" if iskeyword(name) or hasattr(builtins, name) else name


def _tui_options() -> Sequence[click.Parameter]:
    return (
        one_view("The view to open."),
        one_filter(),
        shared("--offline", flag_value=True, default=None, help="Use no network."),
        shared(
            "--no-mouse", "mouse", flag_value=False, default=None, help="Leave the mouse alone."
        ),
        shared("--theme", type=click.Choice(list(THEMES)), help="The colours to use."),
        shared(
            "--demo",
            flag_value=True,
            default=None,
            help="Try it out: nothing is kept.",
        ),
        shared("--served", flag_value=True, default=None, hidden=True, help="As web starts it."),
    )


@click.group(
    cls=Commands,
    examples=_EXAMPLES,
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
    return open_program(context.ensure_object(Session))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""

    def work(session: Session) -> int | None:
        code: int | None = shiptui.main(arguments, "shiptui", standalone_mode=False, obj=session)
        return code

    try:
        return outcome(work)
    except click.UsageError as error:
        out.say(error.format_message())
        if error.ctx:
            out.say(f"Try: {error.ctx.command_path} --help")
        return error.exit_code
    except click.Abort:
        out.say(out.INTERRUPTED)
        return out.INTERRUPTED_CODE
