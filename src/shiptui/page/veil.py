"""Blind modes: what a matchup looks like before the vote, with the tempting parts taken out.

The veil is put on where matchups are read, so that no page, list, palette, message, copy or
screenshot ever holds what is hidden.
"""

from __future__ import annotations

import re

from shiptui.model.catalog import Take, Tool
from shiptui.model.facts import Matchup, MatchupRow
from shiptui.model.frozen import dataclass, replace

PANEL = "panel"
NAMES = "names"

HIDDEN = "hidden until you vote"
MASK = "[hidden]"

_COMMON_WORDS = """
    a able access agent agentic agents ai all an and android any api app assistant async audio
    background based beta bit build by chat class cli cloud code coding command compact
    context data deep desktop dev developer developers device edge editor efficient engine
    enterprise extended family fast fine flash for free from general go harness hub ide image
    in inference instruct instruction integration io iphone it kit lab labs language large
    launcher light like lite local long mac max mcp memory mini minutes mobile mode model
    models multi native new next of on open os output over parameter phone platform plus prime
    pro project projects pull real reasoning release remote repo research sdk search serve
    server skill skills small smart source speech stable state step store stream streaming
    studio system team text the thinking time to token tool tools training tts tuning turbo
    ultra update use using video vision voice web window with work workflow workspace
"""

COMMON = frozenset(_COMMON_WORDS.split())
"""Words too common to give a tool away."""


@dataclass(frozen=True, slots=True)
class Blind:
    """What is hidden until the reader has voted."""

    crowd: bool = True
    panel: bool = False
    names: bool = False

    @property
    def veils(self) -> tuple[str, ...]:
        """The names of what this takes out of a matchup."""
        return tuple(name for name in (PANEL, NAMES) if getattr(self, name))


def veil(matchup: Matchup, blind: Blind, *, flipped: bool) -> Matchup:
    """Take the hidden parts out of a matchup without a vote.

    `flipped` says that its left tool stands right on the screen, so that A is always left there.
    """
    if matchup.vote is not None:
        return matchup
    if blind.crowd and matchup.community is not None:
        matchup = replace(matchup, community=None, crowd_hidden=True)
    if not blind.veils:
        return matchup
    # One's own words tell of the panel as well as of the names.
    left, right = (replace(tool, mine=None) for tool in (matchup.left, matchup.right))
    if blind.panel:
        left, right = (
            replace(tool, takes=(), reported_pct=None, complete=False) for tool in (left, right)
        )
    if blind.names:
        secrets = _secrets(matchup.left) | _secrets(matchup.right)
        names = _names(flipped)
        left, right = _masked(left, names[0], secrets), _masked(right, names[1], secrets)
    source = None if blind.names else matchup.source
    # What changed would tell of the panel, and of the tools that the names stand for.
    return replace(matchup, left=left, right=right, source=source, veiled=blind.veils, changed=None)


def veil_row(row: MatchupRow, blind: Blind, *, flipped: bool) -> MatchupRow:
    """Take the hidden parts out of a row without a vote."""
    if not blind.veils or row.pick is not None:
        return row
    if blind.panel:
        row = replace(row, left_pct=None, right_pct=None)
    if blind.names:
        left_name, right_name = _names(flipped)
        row = replace(row, left_name=left_name, right_name=right_name)
    return replace(row, veiled=blind.veils, flips=())


def _names(flipped: bool) -> tuple[str, str]:  # noqa: FBT001 - one caller each, by position
    return ("Tool B", "Tool A") if flipped else ("Tool A", "Tool B")


def _masked(tool: Tool, name: str, secrets: frozenset[str]) -> Tool:
    return replace(
        tool,
        name=name,
        vendor="vendor hidden",
        source=None,
        tagline=_mask(tool.tagline, secrets),
        summary=_mask(tool.summary, secrets),
        pricing=_mask(tool.pricing, secrets),
        takes=tuple(_masked_take(take, secrets) for take in tool.takes),
    )


def _masked_take(take: Take, secrets: frozenset[str]) -> Take:
    return replace(take, words=_mask(take.words, secrets), source=None)


def _secrets(tool: Tool) -> frozenset[str]:
    """Words that would give a tool away: those of name, vendor and slug, but for common ones."""
    words = re.findall(r"[^\W_]+", f"{tool.name} {tool.vendor or ''} {tool.slug}".casefold())
    return frozenset(
        word for word in words if word not in COMMON and len(word) > 1 and not word.isdigit()
    )


def _mask(text: str | None, secrets: frozenset[str]) -> str | None:
    """Replace every word that holds a secret, with what hangs on it by a hyphen or a dot."""
    if text is None or not secrets:
        return text
    words = "|".join(sorted(map(re.escape, secrets), key=len, reverse=True))
    pattern = rf"[\w.+/-]*(?<![^\W_])(?:{words})[\w+/-]*(?:\.\w+)*"
    masked = re.sub(pattern, MASK, text, flags=re.IGNORECASE)
    return re.sub(rf"{re.escape(MASK)}(?:[\s,]+{re.escape(MASK)})+", MASK, masked)
