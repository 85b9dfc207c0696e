"""What all commands have in common on the command line: the options that may stand anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from shiptui.cli.session import Session
from shiptui.model.facts import View
from shiptui.settings.schema import COLORS

Decorate = Callable[[Callable[..., Any]], Callable[..., Any]]


def keep(context: click.Context, option: click.Parameter, value: object) -> None:
    """Remember an option in the session; used as the callback of every shared option."""
    if value is not None and option.name:
        context.ensure_object(Session).flags[option.name] = value


def shared(*names: str, **more: Any) -> click.Option:  # noqa: ANN401 - handed on to click as it is
    """An option that may stand before or after the command's name; the later one wins."""
    return click.Option(names, callback=keep, expose_value=False, **more)


def everywhere() -> list[click.Parameter]:
    """The options of every command."""
    return [
        shared("--json", flag_value=True, default=None, help="Print JSON."),
        shared("--db", metavar="PATH", type=click.Path(), help="The database to use."),
        shared("--config", metavar="PATH", type=click.Path(), help="The config file to read."),
        shared("--color", type=click.Choice(COLORS), help="When to use colour."),
    ]


def one_view(says: str) -> click.Option:
    """The option that names a view."""
    return shared("--view", type=click.Choice([view.value for view in View]), help=says)


def one_filter() -> click.Option:
    """The option that narrows a list."""
    return shared("--filter", "filter_text", metavar="TEXT", help="Only what matches.")


def as_tables() -> list[click.Parameter]:
    """The options of commands whose lines can also be a table of another form."""
    return [
        shared("--csv", "sheet", flag_value="csv", default=None, help="Print CSV."),
        shared("--md", "sheet", flag_value="md", default=None, help="Print a Markdown table."),
    ]


STDOUT = Path("-")
"""What is typed for a file where a document is to be printed."""


def out_option(says: str, *, prints: bool = True) -> Decorate:
    """The option that names a file to write: None for `-`, where the command `prints` as well."""

    def read(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
        return None if prints and value == STDOUT else value

    kind = click.Path(path_type=Path)
    return click.option("--out", "target", type=kind, metavar="FILE", help=says, callback=read)


def force_option() -> Decorate:
    """The option that lets a file be replaced."""
    return click.option("--force", is_flag=True, help="Replace the file where there is one.")


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """What may be typed as it stands, at the end of a help page."""
    if not examples:
        return
    with formatter.section("Examples"):
        for example in examples:
            formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Command(click.Command):
    """A command that also takes the options of every command, and shows how it is used."""

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 - as click has it
        examples: tuple[str, ...] = (),
        **more: Any,  # noqa: ANN401 - as click has it
    ) -> None:
        super().__init__(*arguments, **more)
        self.examples = examples
        self.params += everywhere()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, then what else is to be said."""
        write_examples(formatter, self.examples)
        super().format_epilog(ctx, formatter)


class Group(Command, click.Group):
    """A command that consists of others; they take the options of every command, too."""

    command_class = Command


pass_session = click.make_pass_decorator(Session)
