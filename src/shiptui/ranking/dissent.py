"""Who says otherwise: how lenient each persona is, and what that makes of a panel's calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple

from shiptui.model.catalog import Call, Tool
from shiptui.ranking.picks import personas_of, pick_of
from shiptui.ranking.share import Share

Leniency = Mapping[str, Share]
"""How often each persona ships, of all its known calls, by slug."""

ALONE = 3
"""One voice against fewer than two others is a split, not a minority."""


def leniency(tools: Iterable[Tool]) -> dict[str, Share]:
    """How often each persona ships, with n; `Share.interval` is Wilson's (1927)."""
    ships: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for tool in tools:
        for take in tool.takes:
            if take.persona is not None and take.call is not None:
                ships[take.persona] += take.call is Call.SHIP
                calls[take.persona] += 1
    return {persona: Share(ships[persona], calls[persona]) for persona in sorted(calls)}


class Corrected(NamedTuple):
    """A panel's share of ships as it is and corrected for leniency, 0 to 100, of `n` calls.

    Where the calls are unknown, `corrected` is None and `plain` the reported share, if any.
    """

    plain: float | None
    corrected: float | None
    n: int


def corrected(tool: Tool, lenient: Leniency) -> Corrected:
    """The panel's share with every call weighing as much as it is unlike its persona.

    A ship weighs 1 - r and a skip weighs r, where r is how often the persona ships. These are the
    overlap weights of F. Li, K. L. Morgan and A. M. Zaslavsky, "Balancing covariates via
    propensity score weighting" (JASA 113, 2018). A tool that gets just the calls its panel hands
    out on average comes to 50; the ship of a persona that ships everything weighs next to nothing.
    r is (ships + 1) / (n + 2), the rule of succession (Laplace 1814), so nobody is silenced. A
    take by nobody known weighs one half.
    """
    calls = [
        (rate_of(take.persona, lenient), take.call is Call.SHIP)
        for take in tool.takes
        if take.call is not None
    ]
    if tool.panel.reported or not calls:
        return Corrected(tool.panel.pct, None, 0)
    ships = sum(1 - rate for rate, ship in calls if ship)
    skips = sum(rate for rate, ship in calls if not ship)
    plain = sum(ship for _, ship in calls) / len(calls)
    return Corrected(100 * plain, 100 * ships / (ships + skips), len(calls))


def rate_of(persona: str | None, lenient: Leniency) -> float:
    """How often a persona may be expected to ship, 0 to 1; one half where nothing is known."""
    return lenient.get(persona or "", Share(0, 0)).rate


class Minority(NamedTuple):
    """One persona alone against all others: its answer, and how unlike it that is.

    `answer` is a call on a tool or a pick on a matchup. `bits` is the surprise of the call, None
    on a matchup. `others` is how many say the opposite.
    """

    persona: str
    answer: str
    others: int
    bits: float | None


def minority(tool: Tool, lenient: Leniency) -> Minority | None:
    """The lone skip or lone ship on a tool; None where nobody stands alone.

    Its surprise is -log2 of the chance of that call from that persona (C. E. Shannon, 1948): a
    lone skip tells more when the persona ships nearly everything.
    """
    calls = {
        take.persona: take.call
        for take in tool.takes
        if take.persona is not None and take.call is not None
    }
    persona = _alone(calls)
    if persona is None:
        return None
    rate = rate_of(persona, lenient)
    chance = rate if calls[persona] is Call.SHIP else 1 - rate
    return Minority(persona, calls[persona], len(calls) - 1, -log2(chance))


def minority_between(left: Tool, right: Tool) -> Minority | None:
    """The persona whose pick on a matchup is not that of all others (see `picks.pick_of`)."""
    picks = {
        persona: pick
        for persona in personas_of((left, right))
        if (pick := pick_of(left, right, persona)) is not None
    }
    persona = _alone(picks)
    return None if persona is None else Minority(persona, picks[persona], len(picks) - 1, None)


def _alone(answers: Mapping[str, str]) -> str | None:
    """Who stands alone against all others, who are of one mind."""
    counted = Counter(answers.values())
    if len(answers) < ALONE or sorted(counted.values()) != [1, len(answers) - 1]:
        return None
    return next(persona for persona, answer in answers.items() if counted[answer] == 1)


def dissent_order(tools: Iterable[Tool], lenient: Leniency) -> list[Tool]:
    """Tools with the most telling dissent first.

    Lone skips lead, the most surprising first, then lone ships, then the other panels by how near
    they are to one half, then those whose share is unknown; equal ones from A to Z.
    """

    def place(tool: Tool) -> tuple[int, float, str]:
        lone = minority(tool, lenient)
        if lone is not None:
            return (0 if lone.answer == Call.SKIP else 1, -(lone.bits or 0.0), tool.slug)
        pct = tool.panel.pct
        return (3, 0.0, tool.slug) if pct is None else (2, abs(pct - 50), tool.slug)

    return sorted(tools, key=place)
