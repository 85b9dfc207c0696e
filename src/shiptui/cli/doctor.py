"""`shiptui doctor`: what the program found, for a bug report. It names no secret."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from shiptui import __version__
from shiptui.cli.opening import interactive
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, Line, columns
from shiptui.cli.session import Session
from shiptui.model.errors import ShiptuiError
from shiptui.page.syncing import skew_words
from shiptui.settings.places import CREDENTIALS
from shiptui.tui.kept import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from shiptui.cli.items import Item
    from shiptui.model.account import Account
    from shiptui.model.feeds import Subscribed

_PACKAGES = ("textual", "rich", "click", "sqlite-utils", "httpx", "platformdirs", "textual-serve")


@click.command(
    cls=Command,
    examples=(
        "shiptui doctor",
        "shiptui doctor --json",
    ),
)
@pass_session
@click.pass_context
def doctor(context: click.Context, session: Session) -> None:
    """Report versions, paths, permissions, database, feeds and terminal.

    Nothing secret is in it, so it can go into a bug report as it is. Exit code 1 when the database
    cannot be used.
    """
    settings = session.settings
    code, database, feeds = _database(session)
    item: Item = {
        "versions": {**_versions(), "sqlite": database.pop("sqlite")},
        "database": {**_file(settings.db), "folder_mode": _mode(settings.db.parent), **database},
        "frame": _file(settings.db.with_name(settings.db.name + ENDING)),
        "catalog": _file(settings.seed),
        "config": {**_file(settings.config), "check": "; ".join(settings.notices) or "ok"},
        "log": _file(settings.log),
        "feeds": feeds,
        "accounts": _accounts(session) if feeds else {},
        "terminal": _terminal(),
    }
    session.answer(lambda: item, lambda: columns(list(_rows(item)), {}))
    context.exit(code)


def _database(session: Session) -> tuple[int, Item, Item]:
    """Open the database, and say how that went: an exit code, what was found, and its feeds."""
    try:
        store = session.store
        counts, health = store.catalog.counts(), store.health()
    except ShiptuiError as error:
        return error.exit_code, {"check": str(error), "writable": False, "sqlite": None}, {}
    sound = health.check == "ok"
    found: Item = {
        "check": "; ".join(store.notices) or "ok" if sound else health.check,
        "writable": store.writable,
        "schema": health.version,
        "journal": health.journal,
        "journal_reason": health.reason,
        "bytes": health.size,
        "matchups": counts.feed,
        "tools": counts.tools,
        "votes": counts.voted,
        "facts": health.facts,
        "sqlite": health.sqlite,
    }
    return int(not sound), found, _feeds(store.feeds.all())


def _feeds(followed: Sequence[Subscribed]) -> Item:
    """What is followed, by its host alone, and how the last look at each one went."""
    told = "; ".join(map(_feed_words, followed))
    return {"subscribed": told or "no feed subscribed"}


def _feed_words(each: Subscribed) -> str:
    host = urlsplit(each.url).hostname or "unknown"
    read = f"as of {each.as_of}" if each.cursor else "not read yet"
    failed = f", failed looks in a row: {each.failures}" if each.failures else ""
    return f"{host} ({read}{failed})"


def _accounts(session: Session) -> Item:
    """Where the reader is logged in, how that stands, and who can read the tokens."""
    store, file = session.store, session.settings.config.with_name(CREDENTIALS)
    known = store.accounts.all()
    item: Item = {
        "logged_in": ", ".join(_account_words(each) for each in known) or "nowhere",
        "waiting": len(store.accounts.pending()),
        "credentials": _mode(file) or "no file",
    }
    skewed = [skew_words(each.skew) for each in known if each.skew and each.is_skewed]
    return item | ({"clock": "; ".join(skewed)} if skewed else {})


def _account_words(account: Account) -> str:
    host = urlsplit(account.url).hostname or "unknown"
    state = "logged out" if account.is_left else account.problem or "well"
    return f"{host} ({state})"


def _versions() -> Item:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    def installed(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    return {
        "shiptui": __version__,
        "python": platform.python_version(),
        **{name.replace("-", "_"): installed(name) for name in _PACKAGES},
        "system": f"{platform.system()} {platform.release()}",
    }


def _file(path: Path) -> Item:
    mode = _mode(path)
    return {"path": str(path), "exists": mode is not None, "mode": mode}


def _mode(path: Path) -> str | None:
    """The permissions as octal digits, None where there is nothing."""
    try:
        return f"{stat.S_IMODE(path.stat().st_mode):04o}"
    except OSError:
        return None


def _terminal() -> Item:
    return {
        "term": os.environ.get("TERM") or None,
        "colorterm": os.environ.get("COLORTERM") or None,
        "no_color": bool(os.environ.get("NO_COLOR")),
        "no_motion": bool(os.environ.get("NO_MOTION")),
        "multiplexer": _multiplexer(),
        "remote": any(name in os.environ for name in ("SSH_TTY", "SSH_CONNECTION")),
        "stdin": sys.stdin.isatty(),
        "stdout": sys.stdout.isatty(),
        "size": _size(),
        "encoding": sys.stdout.encoding,
        "locale": os.environ.get("LC_ALL") or os.environ.get("LANG") or None,
        "interactive": interactive(),
    }


def _multiplexer() -> str:
    names = {"tmux": "TMUX", "screen": "STY", "zellij": "ZELLIJ"}
    return next((name for name, variable in names.items() if os.environ.get(variable)), "none")


def _size() -> str | None:
    try:
        size = os.get_terminal_size()
    except OSError:
        return None
    return f"{size.columns}x{size.lines}"


def _rows(item: Mapping[str, object]) -> Iterator[Line]:
    for group, facts in item.items():
        for key, value in facts.items() if isinstance(facts, dict) else ():
            yield Cell(group, "dim"), Cell(key.replace("_", " ")), Cell(_word(value))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)
