"""`shiptui config` and `shiptui themes`: what may be set, what is, and whether it makes sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.held import held
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, columns, line
from shiptui.cli.session import Session
from shiptui.model.errors import ConfigError
from shiptui.settings.schema import BY_KEY, THEMES, json_schema
from shiptui.tui.keymap import effective
from shiptui.tui.keys import KEYS

if TYPE_CHECKING:
    from shiptui.cli.items import Item


@click.command(
    cls=Command,
    examples=(
        "shiptui config show",
        "shiptui config check",
    ),
)
@click.argument("what", type=click.Choice(["path", "show", "check", "schema"]), default="show")
@pass_session
@click.pass_context
def config(context: click.Context, session: Session, what: str) -> None:
    """Tell of the config file, which is read and never written.

    path says where it is; show what holds and where each comes from; check whether all of it
    makes sense, with exit code 2 where it does not; schema is a JSON Schema, for editors.
    """
    if what == "check":
        context.exit(_check(session))
    {"path": _path, "show": _show, "schema": _schema}[what](session)


@click.command(cls=Command, examples=("shiptui themes",))
@pass_session
def themes(session: Session) -> None:
    """List the themes; > marks the one that holds."""
    current = held(session)["theme"].value
    items = [
        {"name": name, "says": says, "current": name == current} for name, says in THEMES.items()
    ]
    if session.json:
        out.write_items(items)
        return
    rows = ((Cell(">" if name == current else " "), name, says) for name, says in THEMES.items())
    session.print(columns([line(*row) for row in rows], {}))


def _path(session: Session) -> None:
    path = session.settings.config
    item: Item = {"path": str(path), "exists": path.exists()}
    session.answer(lambda: item, lambda: [line(str(path))])


def _show(session: Session) -> None:
    items = _items(session)
    session.tell()
    if session.json:
        out.write_items(items)
        return
    rows = [line(str(i["key"]), _word(i), Cell(str(i["where"]), "dim")) for i in items]
    session.print(columns(rows, {1: 40}))


def _items(session: Session) -> list[Item]:
    settings = session.settings
    places = {"db": settings.db, "log": settings.log}
    rows: list[tuple[str, object, str]] = [
        *((key, places.get(key, each.value), each.where) for key, each in held(session).items()),
        *((f"keys.{id_}", keys, settings.key_places[id_]) for id_, keys in settings.keys.items()),
        *((f"tabs.{tab.name}", tab.filter, settings.config.name) for tab in settings.tabs),
    ]
    return [{"key": key, "value": _plain(value), "where": where} for key, value, where in rows]


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def _word(item: Item) -> str:
    value = item["value"]
    if isinstance(value, list):
        return " ".join(value) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    option = BY_KEY.get(str(item["key"]))
    return str(value) if value not in (None, "") else (option.usually if option else "")


def _schema(session: Session) -> None:
    del session
    import json

    out.emit(json.dumps(json_schema(key.id for key in KEYS), indent=2) + "\n")


def _check(session: Session) -> int:
    settings = session.settings
    problems = (*settings.notices, *effective(KEYS, settings.keys, settings.key_places).problems)
    if session.json:
        out.write_items({"problem": problem} for problem in problems)
    elif problems:
        session.print(line(problem) for problem in problems)
    elif settings.config.exists():
        session.print([line(f"{settings.config} makes sense.")])
    else:
        session.print([line(f"There is no {settings.config}, so the defaults hold.")])
    return ConfigError.exit_code if problems else 0
