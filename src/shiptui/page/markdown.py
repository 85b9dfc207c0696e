"""A matchup as Markdown, to paste into an issue or a chat."""

from __future__ import annotations

from shiptui.model.catalog import Persona, Take, Tool
from shiptui.model.facts import Matchup
from shiptui.page.matchup import voices
from shiptui.page.words import call_words, panel_words, persona_name, pick_words
from shiptui.text.markdown import escape, source


def matchup_markdown(matchup: Matchup, personas: tuple[Persona, ...]) -> str:
    """Title, panels, a row for each persona, my vote and the source."""
    left, right = matchup.left, matchup.right
    rows = [
        "| | " + escape(left.name) + " | " + escape(right.name) + " |",
        "|---|---|---|",
        f"| Panel | {_panel(left)} | {_panel(right)} |",
    ]
    for slug in voices(matchup, personas):
        name = escape(persona_name(personas, slug))
        rows.append(f"| {name} | {_take(left.take_of(slug))} | {_take(right.take_of(slug))} |")
    vote = escape(pick_words(matchup, matchup.vote.pick if matchup.vote else None))
    lines = [f"**{escape(left.name)} vs {escape(right.name)}**", "", *rows, "", f"My vote: {vote}"]
    if matchup.source:
        lines += ["", source(matchup.source)]
    return "\n".join(lines) + "\n"


def _panel(tool: Tool) -> str:
    verdict, counts = panel_words(tool.panel)
    return escape(f"{verdict}, {counts}")


def _take(take: Take | None) -> str:
    if take is None:
        return "no take"
    score = "no score" if take.score is None else str(take.score)
    return escape(f"{call_words(take)}, {score}")
