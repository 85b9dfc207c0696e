"""A matchup as plain sentences, one a line, in the order in which they are best heard. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import gap
from shiptui.page.changed import ACTS, difference_words
from shiptui.page.community import matchup_words
from shiptui.page.dissent import matchup_reports
from shiptui.page.matchup import voices
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
    """Both tools, each voice in a line, who stands alone, what changed and what the reader did."""
    yield f"{title(matchup)}."
    for letter, tool in (("A", matchup.left), ("B", matchup.right)):
        yield from _tool(letter, tool)
        if PANEL not in matchup.veiled:
            yield f"{letter} panel: {', '.join(panel_words(tool.panel))}."
    yield from _scores(matchup, personas)
    yield from _reports(matchup, personas)
    if matchup.community is not None:
        yield f"Community: {matchup_words(matchup, (matchup.left, matchup.right))}."
    yield from _changes(matchup, personas)
    pick = matchup.vote.pick if matchup.vote else None
    yield f"Your vote: {pick_words(matchup, pick)}. Bookmark: {bookmark_words(matchup.bookmark)}."


def takes(matchup: Matchup, personas: Personas) -> Iterator[str]:
    """What each persona, and the reader, says of each tool."""
    if PANEL in matchup.veiled:
        yield VEILED
        return
    sides = (("A", matchup.left), ("B", matchup.right))
    told = [
        f"{persona_name(personas, slug)} on {letter}: {_said(take)}. {take.words or 'no words'}"
        for slug in voices(matchup, personas)
        for letter, tool in sides
        for take in tool.takes_of(slug)
    ]
    yield from told or ["No take on these two is known."]


def _tool(letter: str, tool: Tool) -> Iterator[str]:
    yield f"{letter}: {tool.name}. {vendor_words(tool)}. {section_of(tool)}."
    yield f"{letter} is: {tool.tagline or tool.summary or 'not described'}"
    yield f"{letter} price: {pricing_words(tool)}"


def _scores(matchup: Matchup, personas: Personas) -> Iterator[str]:
    if PANEL in matchup.veiled:
        yield VEILED
        return
    for slug in voices(matchup, personas):
        left, right = matchup.left.take_of(slug), matchup.right.take_of(slug)
        if left is None and right is None:
            continue
        lead = gap_words(gap(left, right))
        scores = [f"A {_said(left)}", f"B {_said(right)}", *([lead] if lead else [])]
        yield f"{persona_name(personas, slug)}: {', '.join(scores)}."


def _reports(matchup: Matchup, personas: Personas) -> Iterator[str]:
    """Who stands alone against all others."""
    if PANEL not in matchup.veiled:
        for report in matchup_reports((matchup.left, matchup.right), personas):
            yield f"Minority report: {report}"


def _changes(matchup: Matchup, personas: Personas) -> Iterator[str]:
    """What feeds tell otherwise since the reader's own act."""
    since = matchup.changed
    if since is not None:
        flipped = " A verdict flipped." if since.flips else ""
        yield f"Changed since {ACTS[since.act]}:{flipped}"
        names = {tool.slug: tool.name for tool in (matchup.left, matchup.right)}
        for each in since.differences:
            # The arrow is for eyes, too.
            yield difference_words(each, names, personas).replace(" -> ", ", now ")


def _said(take: Take | None) -> str:
    # The mark is for eyes; a voice would say "tilde".
    return take_words(take).replace("~", "inferred ")
