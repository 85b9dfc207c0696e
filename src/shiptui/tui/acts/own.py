"""Words of one's own: a take on a tool, and claims about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from shiptui.model.catalog import ME, Call, Persona, Take, Tool
from shiptui.model.errors import UsageError
from shiptui.model.own import Claim
from shiptui.page.words import persona_name
from shiptui.text.days import today, typed_day
from shiptui.tui.messages import ClaimWritten, TakeWritten
from shiptui.tui.screens.frame import Frame
from shiptui.tui.screens.popup import Choice, Popup, narrowed
from shiptui.tui.screens.words import WordsScreen, Written

_CALL = re.compile(r"(?i:(ship|skip))?\s*(\d{1,3})?\Z")
_CHANCE = re.compile(r"(\d{1,3})\s*%?\Z")
_MOST = 100


def typed_take(words: str, field: str) -> Take:
    """A take from its words and `ship 80`, `skip` or `80`. Raises UsageError."""
    found = _CALL.match(field.strip())
    if found is None or int(found[2] or 0) > _MOST:
        raise UsageError(f'"{field}" is no call and score; say ship 80, skip, or 80.')
    call = Call(found[1].lower()) if found[1] else None
    return Take(ME, call, int(found[2]) if found[2] else None, words.strip() or None)


def typed_claim(words: str, field: str, tool: str, who: str, today: date) -> Claim:
    """A claim from its words and `52w` or `2027-11-20 70`. Raises UsageError."""
    day, _, chance = field.strip().partition(" ")
    found = _CHANCE.match(chance.strip())
    if not words.strip():
        raise UsageError("A claim needs words.")
    if chance and (found is None or int(found[1]) > _MOST):
        raise UsageError(f'"{chance}" is no chance; say a number up to 100, or nothing.')
    due = typed_day(day, today, 1).isoformat()
    return Claim("", tool, words.strip(), due, who, int(found[1]) if found else None)


def write_take(screen: Frame, tool: Tool) -> None:
    """Ask for one's own take on a tool."""
    kept = tool.mine or Take(ME)
    score = "" if kept.score is None else str(kept.score)
    popup = WordsScreen(
        f"Your take on {tool.name}",
        (kept.words or "", f"{kept.call or ''} {score}".strip()),
        field="call",
        hint="ship or skip, and a score: ship 80",
        check=typed_take,
    )

    def written(result: Written | None) -> None:
        if result is not None:
            screen.post_message(TakeWritten(tool, typed_take(*result)))

    screen.app.push_screen(popup, written)


def write_claim(screen: Frame, tools: Sequence[Tool], personas: tuple[Persona, ...]) -> None:
    """Ask whose claim it is and about which tool, then for its words, its day and its chance."""
    said = [
        (who, tool)
        for tool in tools
        for who in (*(take.persona for take in tool.takes if take.persona), ME)
    ]
    choices = [
        Choice(str(place), persona_name(personas, who), f"on {tool.name}")
        for place, (who, tool) in enumerate(said)
    ]

    def chosen(place: str | None) -> None:
        if place is not None:
            _ask_claim(screen, *said[int(place)], personas)

    screen.app.push_screen(Popup("Whose claim?", narrowed(choices)), chosen)


def _ask_claim(screen: Frame, who: str, tool: Tool, personas: tuple[Persona, ...]) -> None:
    def typed(words: str, field: str) -> Claim:
        return typed_claim(words, field, tool.slug, who, today())

    popup = WordsScreen(
        f"Claim of {persona_name(personas, who)} on {tool.name}",
        ("", ""),
        field="day",
        hint="due, and a chance if one was given: 52w or 2027-11-20 70",
        check=typed,
    )

    def written(result: Written | None) -> None:
        if result is not None:
            screen.post_message(ClaimWritten(typed(*result)))

    screen.app.push_screen(popup, written)
