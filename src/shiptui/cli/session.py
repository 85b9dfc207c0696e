"""One run of a command: what was asked for, the settings, the open store, and where output goes."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from shiptui import TYPE_CHECKING
from shiptui.cli import out
from shiptui.model.errors import UsageError
from shiptui.settings.places import CREDENTIALS
from shiptui.settings.settling import settings_of, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from typing import Self

    from shiptui.cli.items import Item, Personas
    from shiptui.cli.out import Line
    from shiptui.settings import Settings
    from shiptui.settings.settling import Weighing
    from shiptui.store.store import Store
    from shiptui.sync.accounts import Tokens


class Session:
    """What every command shares. Settings and store come into being when first asked for."""

    def __init__(self) -> None:
        # Taken out at once: no editor and no browser that is started has to know it.
        self._token = os.environ.pop("SHIPTUI_TOKEN", None)
        self.flags: dict[str, object] = {}
        self._stack = ExitStack()
        self._told = False

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
    def weighing(self) -> Weighing:
        """What flags, environment and config file say. Raises ConfigError."""
        if self.flags.get("demo"):
            from tempfile import TemporaryDirectory

            folder = self._stack.enter_context(TemporaryDirectory(prefix="shiptui-demo-"))
            self.flags["db"] = Path(folder) / "shiptui.db"
        return weigh(self.flags)

    @cached_property
    def settings(self) -> Settings:
        """The same, with the defaults of what must have a value."""
        return settings_of(self.weighing, self.flags)

    @cached_property
    def store(self) -> Store:
        """The open database; what the reader must know about it has been said."""
        from shiptui.store.store import Store

        store = self._stack.enter_context(Store.open(self.settings.db, self.settings.seed))
        self.tell()
        for notice in store.notices:
            out.say(notice)
        return store

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the reader's accounts."""
        from shiptui.feed.secret import Secret
        from shiptui.sync.accounts import Tokens
        from shiptui.sync.credentials import Credentials

        given = Secret(self._token.strip()) if self._token else None
        return Tokens(Credentials(self.settings.config.with_name(CREDENTIALS)), given)

    def tell(self) -> None:
        """Say, once, what is wrong with the settings."""
        for notice in () if self._told else self.settings.notices:
            out.say(notice)
        self._told = True

    @property
    def json(self) -> bool:
        """Whether JSON was asked for. Raises UsageError where another form was as well."""
        asked = self.flags.get("sheet")
        if asked and self.flags.get("json"):
            raise UsageError(f"--json and --{asked} are two forms; ask for one of them.")
        return bool(self.flags.get("json"))

    @property
    def sheet(self) -> str | None:
        """The form in which a table was asked for: `csv`, `md` or none."""
        asked = self.flags.get("sheet")
        return str(asked) if asked else None

    @property
    def query(self) -> str:
        """The filter that was asked for."""
        return str(self.flags.get("filter_text") or "")

    @cached_property
    def personas(self) -> Personas:
        """The personas of the catalog, in the order in which they are shown."""
        return self.store.catalog.personas()

    def print(self, lines: Iterable[Line]) -> None:
        """Print lines for people."""
        out.write_lines(lines, color=out.wants_color(self.settings.color))

    def answer(self, item: Callable[[], Item | None], lines: Callable[[], list[Line]]) -> None:
        """Print one thing as it was asked for: as JSON or for people."""
        if self.json:
            out.write_item(item())
        else:
            self.print(lines())
