"""`shiptui feed models`: public facts about models as the text of a catalog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from shiptui.cli import out
from shiptui.cli.dates import day_before
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import line
from shiptui.cli.session import Session
from shiptui.export.files import atomic_write
from shiptui.model.errors import ShiptuiError
from shiptui.text.days import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.items import Item
    from shiptui.feed.models_folder import Plan


@click.command(
    cls=Command,
    examples=(
        "shiptui feed models api.json catalog",
        "shiptui feed models api.json catalog --provider openai --as-of 2026-11-20",
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--provider",
    "providers",
    multiple=True,
    metavar="ID",
    help="Only the models of this provider; may be given more than once.",
)
@click.option("--title", help="The title of the feed; without it, the one in OUT.")
@click.option("--as-of", "day", metavar="DATE", help="The day FILE was fetched; today unless said.")
@pass_session
def models(
    session: Session,
    *,
    file: Path,
    target: Path,
    providers: tuple[str, ...],
    title: str | None,
    day: str | None,
) -> None:
    """Turn public facts about models into a catalog, with their source and licence.

    FILE is the api.json that models.dev publishes, fetched by you. OUT is the catalog folder to
    write. Done again over the same folder it brings the facts up to date: your takes, matchups and
    other files stay. No take, call or score is made.
    """
    from shiptui.feed.models_dev import FILE_LIMIT
    from shiptui.feed.models_folder import plan
    from shiptui.feed.placing import read_file
    from shiptui.text.checked import naming

    as_of = (day_before(day) if day else today()).isoformat()
    with naming(file.name):
        found = plan(
            read_file(file.parent, file.name, FILE_LIMIT),
            target,
            new_id=f"urn:uuid:{uuid4()}",
            title=title,
            as_of=as_of,
            providers=frozenset(providers) or None,
        )
    _write(target, found)
    for sentence in _remarks(found):
        out.say(sentence)
    session.answer(
        lambda: _item(target, found, as_of),
        lambda: [line(f"Wrote {target}: files {len(found.files)}, facts as of {as_of}.")],
    )


def _item(target: Path, found: Plan, as_of: str) -> Item:
    """What an import did, as JSON."""
    return {
        "path": str(target),
        "feed_id": found.feed_id,
        "as_of": as_of,
        "written": sorted(found.files),
        "yours": list(found.yours),
        "gone": list(found.gone),
        "left_out": list(found.left_out),
    }


def _write(target: Path, found: Plan) -> None:
    try:
        (target / "tools").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ShiptuiError(f"The folder {target} cannot be made: {error.strerror}.") from error
    for name, text in found.files.items():
        atomic_write(target / name, text.encode("utf-8"), replace=True)


def _remarks(found: Plan) -> list[str]:
    """A sentence for each thing that the publisher may want to look at."""
    said = (
        ("Files of your own, left as they are", found.yours),
        ("No longer told of, left as they are", found.gone),
        ("Models left out", found.left_out),
    )
    return [_counted(words, names) for words, names in said if names]


def _counted(words: str, names: Sequence[str]) -> str:
    return f"{words}: {len(names)}; the first: {names[0].removesuffix('.')}."
