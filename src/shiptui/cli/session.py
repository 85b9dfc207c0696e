"""One run of a command: what was asked for, the settings, the open store, and where output goes."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from shiptui.cli import out
from shiptui.cli.items import persona_names
from shiptui.settings import COLORS, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from shiptui.cli.items import Item, Names
    from shiptui.cli.out import Line
    from shiptui.settings import Settings
    from shiptui.store.store import Store


class Session:
    """What every command shares. Settings and store come into being when first asked for."""

    def __init__(self) -> None:
        self.flags: dict[str, object] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @cached_property
    def settings(self) -> Settings:
        """Flags, environment and config file weighed. Raises ConfigError."""
        flags = dict(self.flags)
        if flags.get("demo"):
            from tempfile import TemporaryDirectory

            folder = self._stack.enter_context(TemporaryDirectory(prefix="shiptui-demo-"))
            flags["db"] = Path(folder) / "shiptui.db"
        return settle(flags)

    @cached_property
    def store(self) -> Store:
        """The open database; what the reader must know about it has been said."""
        from shiptui.store.store import Store

        store = self._stack.enter_context(Store.open(self.settings.db, self.settings.seed))
        for notice in (*self.settings.notices, *store.notices):
            out.say(notice)
        return store

    @property
    def json(self) -> bool:
        """Whether JSON was asked for."""
        return bool(self.flags.get("json"))

    @cached_property
    def names(self) -> Names:
        """The personas of the catalog."""
        return persona_names(self.store.catalog.personas())

    def print(self, lines: Iterable[Line]) -> None:
        """Print lines for people."""
        out.write_lines(lines, color=out.wants_color(self.settings.color))

    def answer(self, item: Callable[[], Item | None], lines: Callable[[], list[Line]]) -> None:
        """Print one thing as it was asked for: as JSON or for people."""
        if self.json:
            out.write_item(item())
        else:
            self.print(lines())


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
        shared("--db", metavar="PATH", help="The database to use."),
        shared("--config", metavar="PATH", help="The config file to read."),
        shared("--color", type=click.Choice(COLORS), help="When to use colour."),
    ]


class Command(click.Command):
    """A command that also takes the options of every command."""

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - as click has it
        super().__init__(*arguments, **more)
        self.params += everywhere()


pass_session = click.make_pass_decorator(Session)
