"""Facts said in words for those who read a file: unknown ones are said to be unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from shiptui.model.catalog import Call
from shiptui.model.facts import NEITHER, TIE

if TYPE_CHECKING:
    from shiptui.model.catalog import Panel, Persona, Take, Tool
    from shiptui.model.facts import Matchup

UNKNOWN = "unknown"

LATEST = 253_402_300_799_999
"""The last millisecond that has a date: the end of the year 9999."""


def moment(at: int) -> str:
    """Milliseconds since 1970 as an ISO time in UTC."""
    # By addition: a division would lose milliseconds to rounding.
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=min(at, LATEST))
    return time.isoformat(timespec="milliseconds")


def day(at: int) -> str:
    """The day of a moment, in UTC."""
    return moment(at)[:10]


def title(matchup: Matchup) -> str:
    """Both names, in canonical order."""
    return f"{matchup.left.name} vs {matchup.right.name}"


def panel_words(panel: Panel) -> str:
    """A panel as its verdict, its share and what the share is made of."""
    if panel.verdict is None or panel.pct is None:
        return UNKNOWN
    calls = "as reported" if panel.reported else f"{panel.ships} ship, {panel.skips} skip"
    silent = f", {panel.unknown} unknown" if panel.unknown and not panel.reported else ""
    return f"{panel.verdict.upper()} {panel.pct} % ({calls}{silent})"


def take_words(take: Take | None) -> str:
    """Call and score of a take; `~` marks a call that was inferred."""
    if take is None:
        return "no take"
    score = "no score" if take.score is None else str(take.score)
    return f"{call_words(take)}, {score}"


def call_words(take: Take) -> str:
    """A call: skip stands out by its capitals, `~` marks what was inferred."""
    if take.call is None:
        return "no call"
    word = "SKIP" if take.call is Call.SKIP else "ship"
    return f"~{word}" if take.call_inferred else word


def pick_words(matchup: Matchup, pick: str | None) -> str:
    """A vote in words: the name of the tool, a tie, neither, or none."""
    names = {None: "no vote", TIE: "a tie", NEITHER: "neither"}
    names |= {tool.slug: tool.name for tool in (matchup.left, matchup.right)}
    return names.get(pick, str(pick))


def persona_name(personas: tuple[Persona, ...], slug: str | None) -> str:
    """The name of a persona; a slug without a record speaks for itself."""
    if slug is None:
        return "A reviewer whom the source does not name"
    return next((persona.name for persona in personas if persona.slug == slug), slug)


def voices(left: Tool, right: Tool, personas: tuple[Persona, ...]) -> tuple[str | None, ...]:
    """Who has a take on one of the two tools, known personas first."""
    spoken = [take.persona for tool in (left, right) for take in tool.takes]
    known = [persona.slug for persona in personas if persona.slug in spoken]
    return (*known, *dict.fromkeys(slug for slug in spoken if slug not in known))
