"""`shiptui badge`: what the panel says of a tool, as a picture for a README."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli.delivering import deliver_picture
from shiptui.cli.items import panel_item
from shiptui.cli.names import tool_of
from shiptui.cli.options import Command, force_option, out_option, pass_session
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.export import badge as svg

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.cli.items import Item


@click.command(cls=Command, examples=("shiptui badge beads-gastownhall --out badge.svg --force",))
@click.argument("tool", shell_complete=suggest("tools"))
@out_option("The file to write; without it, the picture is printed.")
@force_option()
@pass_session
def badge(session: Session, tool: str, target: Path | None, *, force: bool) -> None:
    """Draw a badge: the verdict of the panel on a tool, its share and its date, as SVG."""
    found = tool_of(session.store.catalog, tool)
    about: Item = {"slug": found.slug, "as_of": found.as_of, "panel": panel_item(found.panel)}
    picture = svg.badge(found)
    deliver_picture(session, picture, target, force=force, about=about)
