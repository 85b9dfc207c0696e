"""The minority report: who stands alone on a tool or a matchup, and the panel without leniency."""

from __future__ import annotations

from shiptui.model.catalog import Call, Persona, Tool
from shiptui.model.facts import TIE
from shiptui.page.words import persona_name
from shiptui.ranking.dissent import Leniency, corrected, minority, minority_between


def tool_report(tool: Tool, personas: tuple[Persona, ...], lenient: Leniency) -> str | None:
    """Who skips or ships a tool alone; None where nobody does.

    How much of a surprise that is can be told only where it is known how often they ship.
    """
    lone = minority(tool, lenient)
    if lone is None:
        return None
    call = "skips" if lone.answer == Call.SKIP else "ships"
    said = f"{persona_name(personas, lone.persona)} alone {call} it, against {lone.others} others"
    calls = lenient.get(lone.persona)
    if calls is None:
        return f"{said}."
    rare = calls.part if lone.answer == Call.SHIP else calls.n - calls.part
    return f"{said}; it {call} {rare} of {calls.n} tools ({lone.bits:.2f} bits)."


def matchup_reports(tools: tuple[Tool, Tool], personas: tuple[Persona, ...]) -> list[str]:
    """Who stands alone on the matchup, and on each of its tools."""
    said = []
    lone = minority_between(*tools)
    if lone is not None:
        name = persona_name(personas, lone.persona)
        picks = {tool.slug: f"prefers {tool.name}" for tool in tools} | {TIE: "sees a tie"}
        picked = picks.get(lone.answer, "wants neither")
        said.append(f"{name} alone {picked}, against {lone.others} others.")
    for tool in tools:
        report = tool_report(tool, personas, {})
        if report:
            said.append(f"On {tool.name}: {report}")
    return said


def corrected_words(tool: Tool, lenient: Leniency) -> str | None:
    """The panel's share with leniency taken out, beside the plain one; None where it is unknown."""
    found = corrected(tool, lenient)
    if found.corrected is None or found.plain is None or not lenient:
        return None
    calls = "1 call" if found.n == 1 else f"{found.n} calls"
    return (
        f"{found.corrected:.0f} % ship with everybody's leniency taken out, {found.plain:.0f} %"
        f" plain, of {calls}; 50 % is what such a panel hands out on average"
    )
