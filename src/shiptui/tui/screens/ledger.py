"""The ledger of claims: what is due first; a choice settles one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shiptui.model.catalog import Persona
from shiptui.model.own import Claim, Outcome, by_due
from shiptui.page.claims import chance_words, state_words
from shiptui.page.words import persona_name
from shiptui.tui.screens.frame import Frame
from shiptui.tui.screens.popup import Choice, Popup, narrowed

OPEN = "open"

Settle = Callable[[Claim, Outcome | None], object]


def show_ledger(
    screen: Frame,
    claims: Sequence[Claim],
    personas: tuple[Persona, ...],
    today: str,
    settle: Settle,
) -> None:
    """List the claims; Enter asks how one turned out."""
    if not claims:
        screen.say("There are no claims yet. C writes one down.", "warn")
        return
    by_id = {claim.id: claim for claim in by_due(list(claims))}
    choices = [
        Choice(claim.id, f"{state_words(claim, today)} {claim.due}", _words(claim, personas))
        for claim in by_id.values()
    ]

    def chosen(id_: str | None) -> None:
        if id_ is not None:
            _ask_outcome(screen, by_id[id_], settle)

    note = "Enter settles it   Esc closes"
    screen.app.push_screen(Popup("Claims", narrowed(choices), note=note), chosen)


def _words(claim: Claim, personas: tuple[Persona, ...]) -> str:
    # What was said first: narrow windows cut the rest.
    return f"{claim.words} ({persona_name(personas, claim.who)}, {chance_words(claim)})"


def _ask_outcome(screen: Frame, claim: Claim, settle: Settle) -> None:
    choices = [
        Choice(Outcome.TRUE, "true", "It came true."),
        Choice(Outcome.FALSE, "false", "It did not."),
        Choice(Outcome.VOID, "void", "It can no longer be told, and counts for nothing."),
        Choice(OPEN, "open", "It is not settled."),
    ]

    def chosen(word: str | None) -> None:
        if word is not None:
            settle(claim, None if word == OPEN else Outcome(word))

    popup = Popup(claim.words, narrowed(choices), at=claim.outcome or OPEN)
    screen.app.push_screen(popup, chosen)
