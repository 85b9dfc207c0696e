"""Where a document goes: to stdout, or into a file that is there whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from shiptui.cli import out
from shiptui.cli.out import line
from shiptui.export.files import atomic_write
from shiptui.model.errors import ShiptuiError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shiptui.cli.items import Item
    from shiptui.cli.session import Session


def deliver(session: Session, text: str, target: Path | None, *, force: bool, about: Item) -> None:
    """Print a document, or write it to `target` and say so; `about` is its item with --json."""
    if target is None:
        out.emit(text)
        return
    write(target, text, force=force)
    session.answer(lambda: {"path": str(target), **about}, lambda: [line(f"Wrote {target}.")])


def deliver_picture(
    session: Session, picture: str, target: Path | None, *, force: bool, about: Item
) -> None:
    """Deliver an SVG, which stands in its item where it is printed with --json."""
    if session.json and target is None:
        out.write_item({"path": None, **about, "svg": picture})
        return
    deliver(session, picture, target, force=force, about=about)


def write(target: Path, text: str, *, force: bool) -> None:
    """Write a file. Raises ShiptuiError, which names --force where that would help."""
    with naming_force(target, force=force):
        atomic_write(target, text.encode("utf-8", "replace"), replace=force)


@contextmanager
def naming_force(target: Path, *, force: bool) -> Iterator[None]:
    """Let the sentence about a file that is there already name --force."""
    try:
        yield
    except ShiptuiError as error:
        if force or "exists already" not in str(error):
            raise
        raise ShiptuiError(
            f"{target} exists already and was left as it is; choose another name or say --force."
        ) from error
