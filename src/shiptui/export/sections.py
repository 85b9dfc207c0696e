"""The sections of a decision record, as lines of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shiptui.export.words import (
    UNKNOWN,
    day,
    panel_words,
    persona_name,
    pick_words,
    take_words,
    voices,
)
from shiptui.model.catalog import Call, Verdict
from shiptui.model.facts import TIE
from shiptui.text.markdown import prose, source

if TYPE_CHECKING:
    from shiptui.export.decision import DecisionRecord
    from shiptui.model.catalog import Panel, Take, Tool

_SIDES = {Call.SHIP: "Good", Call.SKIP: "Bad", None: "Neutral"}
_VERDICTS = {Verdict.SHIP: "Good", Verdict.SKIP: "Bad", Verdict.MIXED: "Neutral", None: "Neutral"}
# Words that lose their capital within a sentence; any other may be a name.
_COMMON = re.compile(
    r"(a|all|an|as|at|both|but|by|each|every|for|from|he|her|his|if|in|it|its|most|my|neither|no|none"
    r"|not|on|only|our|she|since|some|that|the|their|there|these|they|this|those|to|we|what|when"
    r"|with|without|you|your)\Z"
)
_DEEDS = {Call.SHIP: "would ship it", Call.SKIP: "would skip it", None: "made no call"}


def context_lines(record: DecisionRecord) -> list[str]:
    """What the writer says of it, and the question."""
    left, right = (
        f"{prose(name)} by {prose(tool.vendor)}" if tool.vendor else prose(name)
        for name, tool in zip(record.names, _tools(record), strict=True)
    )
    own = [prose(record.context), ""] if record.context else []
    return [*own, f"Which of these two tools do we ship with: {left}, or {right}?"]


def outcome_line(record: DecisionRecord) -> str:
    """The chosen option and why."""
    if record.chosen_option is None:
        return "No option is chosen yet."
    reason = _clause(record.reason)
    because = prose(reason) if reason else "it got the vote; no further reason was written down"
    return f'Chosen option: "{prose(record.chosen_option)}", because {because}.'


def consequence_lines(record: DecisionRecord) -> list[str]:
    """What the panel says of the chosen tool, and what leaving it again would cost."""
    tool = record.chosen
    lines = []
    if tool is not None:
        said = panel_words(tool.panel)
        what = f"its panel says {said}" if said != UNKNOWN else "what its panel says is unknown"
        lines.append(f"* {_VERDICTS[tool.panel.verdict]}, because {prose(what)}.")
        against = [
            persona_name(record.personas, take.persona)
            for take in tool.takes
            if take.call is Call.SKIP
        ]
        if against:
            lines.append(f"* Bad, because {prose(_joined(against))} would skip it.")
    elif record.pick is None:
        lines.append("* Neutral, because nothing follows before an option is chosen.")
    else:
        left_open = "the choice between the two stays open"
        neither = "the task that both were meant for is still without a tool"
        lines.append(f"* Neutral, because {left_open if record.pick == TIE else neither}.")
    if record.exit_cost:
        cost = prose(_clause(record.exit_cost))
        lines.append(f"* Neutral, because leaving it again has this cost: {cost}.")
    elif tool is not None:
        lines.append("* Neutral, because what leaving it again would cost is unknown.")
    return lines


def confirmation_lines(record: DecisionRecord) -> list[str]:
    """When the record is read again."""
    if not record.revisit:
        return []
    due = f"This decision is looked at again on {prose(record.revisit)};"
    return ["", "### Confirmation", "", f"{due} shiptui opens this file and tells what changed."]


def option_lines(record: DecisionRecord) -> list[str]:
    """Each option with what it is and what speaks for and against it."""
    lines: list[str] = []
    for name, tool in zip(record.names, _tools(record), strict=True):
        lines += ["", f"### {prose(name)}", "", *_description(tool), "", *_arguments(record, tool)]
    for name in record.options[2:]:
        silent = "* Neutral, because the panel reviews each tool by itself and is silent on this."
        lines += ["", f"### {prose(name)}", "", silent]
    return lines


def panel_table(record: DecisionRecord) -> list[str]:
    """Both panels as they stood, a row for each persona, and what else was known."""
    left, right = _tools(record)
    head = " | ".join(map(prose, record.names))
    rows = [("Panel", *(prose(panel_words(tool.panel)) for tool in (left, right)))]
    for slug in voices(left, right, record.personas):
        name = prose(persona_name(record.personas, slug))
        takes = (prose(take_words(tool.take_of(slug))) for tool in (left, right))
        rows.append((name, *takes))
    rows += [
        ("Entry", *(prose(tool.entry or UNKNOWN) for tool in (left, right))),
        ("Price", *(prose(tool.pricing or UNKNOWN) for tool in (left, right))),
        ("As of", *(prose(tool.as_of or UNKNOWN) for tool in (left, right))),
        ("Source", *(source(tool.source) for tool in (left, right))),
    ]
    return [f"| | {head} |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]


def vote_words(record: DecisionRecord) -> str:
    """What was voted for, when, and what was hidden at that moment."""
    vote = record.matchup.vote
    if vote is None:
        return "none yet"
    hidden = f", with these hidden: {_joined(list(vote.blind))}" if vote.blind else ""
    return f"{pick_words(record.matchup, vote.pick)}, cast on {day(vote.at)}{hidden}"


def _description(tool: Tool) -> list[str]:
    vendor = f"By {tool.vendor}" if tool.vendor else "Vendor unknown"
    section = tool.section or tool.category or "no category"
    price = tool.pricing or (f"{tool.entry}, terms unknown" if tool.entry else UNKNOWN)
    texts = [f"{text.rstrip('.')}." for text in (tool.tagline, tool.summary) if text]
    facts = f"{vendor}, in {section}. Price: {price.rstrip('.')}."
    return [prose(" ".join((*texts, facts)))]


def _arguments(record: DecisionRecord, tool: Tool) -> list[str]:
    lines = [_panel_argument(tool.panel)] if tool.panel.reported else []
    quoted = [
        take
        for take in tool.takes
        if record.takes is None or (tool.slug, take.persona) in record.takes
    ]
    lines += [_argument(record, take) for take in quoted]
    if lines:
        return lines
    why = "no take was picked for this record" if tool.takes else "nobody has reviewed it"
    return [f"* Neutral, because {why}."]


def _panel_argument(panel: Panel) -> str:
    said = prose(panel_words(panel))
    return (
        f"* {_VERDICTS[panel.verdict]}, because the panel says {said};"
        " not every call behind it is known."
    )


def _argument(record: DecisionRecord, take: Take) -> str:
    name = prose(persona_name(record.personas, take.persona))
    score = "no score" if take.score is None else f"{take.score} of 100"
    inferred = "; the call is inferred" if take.call_inferred else ""
    head = f"* {_SIDES[take.call]}, because {name} {_DEEDS[take.call]} ({score}{inferred})"
    return f'{head}: "{prose(take.words)}"' if take.words else f"{head}."


def _clause(text: str) -> str:
    """A sentence as the part of another: without its full stop, its `because`, its capital."""
    clause = text.strip().rstrip(".")
    if clause.casefold().startswith("because "):
        clause = clause[len("because ") :].lstrip()
    first, space, rest = clause.partition(" ")
    return f"{first.lower()}{space}{rest}" if _COMMON.match(first.lower()) else clause


def _tools(record: DecisionRecord) -> tuple[Tool, Tool]:
    return record.matchup.left, record.matchup.right


def _joined(names: list[str]) -> str:
    """Names as in a sentence: `A`, `A and B`, `A, B and C`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
