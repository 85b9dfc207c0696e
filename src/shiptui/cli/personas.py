"""`shiptui persona`: how often one persona ships, on what, and where it stood apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.cards import PAGE
from shiptui.cli.held import glyphs_of
from shiptui.cli.names import persona_of
from shiptui.cli.options import Command, pass_session
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.model.track import track_record
from shiptui.page.look import Look
from shiptui.page.persona import persona_page

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.model.track import Disagreement, TrackRecord


@click.command(cls=Command, examples=("shiptui persona skeptic",))
@click.argument("name", shell_complete=suggest("personas"))
@pass_session
def persona(session: Session, name: str) -> None:
    """Show a persona: its creed, how often it ships, on what, and where it stood apart.

    NAME is its name or its slug, or an unambiguous part of one.
    """
    found = persona_of(session.personas, name)
    record = track_record(found, session.store.catalog.tools_with_take(found.slug))
    look = Look(glyphs=glyphs_of(session))
    session.answer(
        lambda: persona_item(record),
        lambda: out.styled(persona_page(record, look, PAGE, focused=False).lines),
    )


def persona_item(record: TrackRecord) -> Item:
    """A persona's record as a JSON-able mapping."""
    who, scores = record.persona, record.scores
    return {
        "kind": "persona",
        "slug": who.slug,
        "name": who.name,
        "asks": who.asks,
        "likes": list(who.likes),
        "tired_of": list(who.tired_of),
        "source": who.source,
        "ships": record.ships,
        "skips": record.skips,
        "unknown": record.unknown,
        "inferred": record.inferred,
        "pct": record.ship_pct,
        "scores": {"least": min(scores), "most": max(scores), "mean": sum(scores) / len(scores)}
        if scores
        else None,
        "sections": [
            dict(zip(("section", "ships", "skips", "unknown"), row, strict=True))
            for row in record.sections
        ],
        "disagreements": [_disagreement_item(each) for each in record.disagreements],
    }


def _disagreement_item(each: Disagreement) -> Item:
    return {
        "slug": each.tool.slug,
        "name": each.tool.name,
        "call": each.take.call.value if each.take.call else None,
        "call_inferred": each.take.call_inferred,
        "score": each.take.score,
        "points": each.points,
        "alone": each.alone,
    }
