"""What all commands have in common on the command line: the options that may stand anywhere."""

from __future__ import annotations

from typing import Any

import click

from shiptui.cli.session import Session
from shiptui.model.facts import View
from shiptui.settings.schema import COLORS


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


class Command(click.Command):
    """A command that also takes the options of every command."""

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*arguments, **more)
        self.params += everywhere()


pass_session = click.make_pass_decorator(Session)
