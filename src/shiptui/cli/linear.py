"""A matchup as plain sentences, one a line, in the order in which they are best heard. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import gap
from shiptui.page.veil import PANEL
from shiptui.page.words import (
    bookmark_words,
    gap_words,
    panel_words,
    persona_name,
    pick_words,
    pricing_words,
    section_of,
    take_words,
    title,
    vendor_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shiptui.cli.items import Personas
    from shiptui.model.catalog import Take, Tool
    from shiptui.model.facts import Matchup

VEILED = "What the panel says is hidden until you vote."


def heard(matchup: Matchup, personas: Personas) -> Iterator[str]:
    """Both tools, one line for each persona, and what the reader did."""
    yield f"{title(matchup)}."
    for letter, tool in (("A", matchup.left), ("B", matchup.right)):
        yield from _tool(letter, tool)
        if PANEL not in matchup.veiled:
            yield f"{letter} panel: {', '.join(panel_words(tool.panel))}."
    yield from _scores(matchup, personas)
    pick = matchup.vote.pick if matchup.vote else None
    yield f"Your vote: {pick_words(matchup, pick)}. Bookmark: {bookmark_words(matchup.bookmark)}."


def takes(matchup: Matchup, personas: Personas) -> Iterator[str]:
    """What each persona says of each tool."""
    if PANEL in matchup.veiled:
        yield VEILED
        return
    sides = (("A", matchup.left), ("B", matchup.right))
    said = [(take, letter) for letter, tool in sides for take in tool.takes]
    if not said:
        yield "No take on these two is known."
    order = [persona.slug for persona in personas]
    for take, letter in sorted(said, key=lambda each: _rank(each[0].persona, order)):
        words = take.words or "no words"
        yield f"{persona_name(personas, take.persona)} on {letter}: {_said(take)}. {words}"


def _tool(letter: str, tool: Tool) -> Iterator[str]:
    yield f"{letter}: {tool.name}. {vendor_words(tool)}. {section_of(tool)}."
    yield f"{letter} is: {tool.tagline or tool.summary or 'not described'}"
    yield f"{letter} price: {pricing_words(tool)}"


def _scores(matchup: Matchup, personas: Personas) -> Iterator[str]:
    if PANEL in matchup.veiled:
        yield VEILED
        return
    order = [persona.slug for persona in personas]
    spoke = {take.persona for tool in (matchup.left, matchup.right) for take in tool.takes}
    for slug in sorted(spoke, key=lambda slug: _rank(slug, order)):
        left, right = matchup.left.take_of(slug), matchup.right.take_of(slug)
        lead = gap_words(gap(left, right))
        scores = [f"A {_said(left)}", f"B {_said(right)}", *([lead] if lead else [])]
        yield f"{persona_name(personas, slug)}: {', '.join(scores)}."


def _said(take: Take | None) -> str:
    # The mark is for eyes; a voice would say "tilde".
    return take_words(take).replace("~", "inferred ")


def _rank(slug: str | None, order: list[str]) -> int:
    """The place of a persona; who is not in the catalog comes last."""
    return order.index(slug) if slug in order else len(order)
