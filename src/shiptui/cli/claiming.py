"""`shiptui claim`: what somebody says will come true, when it is due, and whether it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.acts import tool_argument
from shiptui.cli.dates import day_after
from shiptui.cli.names import persona_of, tool_of
from shiptui.cli.options import Group, pass_session
from shiptui.cli.out import Cell, Line, columns, line
from shiptui.cli.session import Session
from shiptui.model.catalog import ME
from shiptui.model.errors import NotFoundError
from shiptui.model.frozen import replace
from shiptui.model.own import Claim, Outcome, by_due
from shiptui.page.claims import chance_words, state_words
from shiptui.page.words import UNDO_HINT, persona_name
from shiptui.ranking.ledger import Prediction
from shiptui.ranking.ledger import scores as scores_of
from shiptui.text.days import today

if TYPE_CHECKING:
    from shiptui.cli.items import Item, Personas
    from shiptui.model.facts import Change
    from shiptui.ranking.ledger import Score

NO_CLAIMS = "There are no claims. shiptui claim add writes one down."
NONE_DUE = "No claim is due."
OPEN = "open"

claim_argument = click.argument("claim", metavar="CLAIM")


@click.group(cls=Group, examples=("shiptui claim ls --due",))
def claim() -> None:
    """Keep a ledger of what was foretold: yours and the personas'."""


@claim.command(
    examples=(
        "shiptui claim add beads-gastownhall 'Gone in twelve months' --due 52w --by skeptic",
        "shiptui claim add beads-gastownhall 'Still free' --due 2027-12-31 --chance 70",
    ),
)
@tool_argument
@click.argument("words")
@click.option("--due", required=True, metavar="DAY", help="When to look: a date, 90d or 52w.")
@click.option("--by", "who", metavar="PERSONA", help="Whose claim it is; yours unless said.")
@click.option(
    "--chance",
    type=click.IntRange(0, 100),
    metavar="N",
    help="How likely, in percent, where that was said; it is never made up.",
)
@pass_session
def add(
    session: Session, /, tool: str, words: str, *, due: str, who: str | None, chance: int | None
) -> None:
    """Write down a claim about a tool, with the day on which it is due."""
    found = tool_of(session.store.catalog, tool)
    by = persona_of(session.personas, who).slug if who else ME
    said = Claim("", found.slug, words, day_after(due).isoformat(), by, chance)
    change = session.store.own.add_claim(said)
    _acknowledge(session, change, f"Wrote down claim {change.key}.")


@claim.command(examples=("shiptui claim ls", "shiptui claim ls --due --json"))
@click.option("--due", is_flag=True, help="Only what waits to be settled today.")
@pass_session
def ls(session: Session, *, due: bool) -> None:
    """List claims: the open ones, the oldest due first, then those that were settled."""
    day = today().isoformat()
    found = [each for each in by_due(session.store.own.claims()) if not due or each.is_due(day)]
    if session.json:
        out.write_items(_item(each) for each in found)
        return
    session.print(columns([_line(session, each, day) for each in found], {}))
    if not found:
        out.say(NONE_DUE if due else NO_CLAIMS)


@claim.command(examples=("shiptui claim settle 'gone in' false",))
@claim_argument
@click.argument("outcome", type=click.Choice([*(each.value for each in Outcome), OPEN]))
@pass_session
def settle(session: Session, claim: str, outcome: str) -> None:
    """Settle a claim as true, false or void, or open it again.

    CLAIM is its id, the beginning of it, or a part of its words. Void: it can no longer be told.
    """
    found = _claim_of(session, claim)
    result = None if outcome == OPEN else Outcome(outcome)
    day = None if result is None else today().isoformat()
    change = session.store.own.settle_claim(
        found.id, lambda before: replace(before, outcome=result, settled=day)
    )
    done = "Opened" if result is None else f"Settled as {result}"
    _acknowledge(session, change, f"{done}: {found.words}.")


@claim.command(examples=("shiptui claim rm 'gone in'",))
@claim_argument
@pass_session
def rm(session: Session, claim: str) -> None:
    """Take a claim away; undo brings it back."""
    found = _claim_of(session, claim)
    session.store.own.drop_claim(found)
    session.answer(lambda: _item(found), lambda: [line(f"Removed: {found.words}. {UNDO_HINT}")])


@claim.command(examples=("shiptui claim scores --json",))
@pass_session
def scores(session: Session) -> None:
    """Tell how often claims came true, and the Brier score of those with a chance.

    The Brier score is the mean squared miss: 0 is perfect, 0.25 is what always saying one half
    gets. A claim that was made without a chance counts among those that came true or not, and has
    no such score.
    """
    found = scores_of(map(_prediction, session.store.own.claims()))
    if session.json:
        out.write_items(_score_item(each, session.personas) for each in found)
        return
    rows = [
        line(Cell(persona_name(session.personas, each.who), "bold"), *_score_words(each))
        for each in found
    ]
    session.print(columns(rows, {}))
    if not found:
        out.say(NO_CLAIMS)


def _claim_of(session: Session, word: str) -> Claim:
    """The claim meant by CLAIM. Raises NotFoundError."""
    claims = by_due(session.store.own.claims())
    wanted = word.casefold()
    for fits in (
        [each for each in claims if each.id == word],
        [each for each in claims if word and each.id.startswith(word)],
        [each for each in claims if word and wanted in each.words.casefold()],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            names = tuple(f"{each.id}  {each.words}" for each in fits)
            raise NotFoundError(f'"{word}" fits {len(fits)} claims; name one by its id.', names)
    raise NotFoundError(f'There is no claim "{word}"; shiptui claim ls lists them.')


def _line(session: Session, claim: Claim, day: str) -> Line:
    tool = session.store.catalog.tool(claim.tool)
    return line(
        Cell(claim.id, "dim"),
        claim.due,
        Cell(state_words(claim, day), "bold" if claim.is_due(day) else ""),
        persona_name(session.personas, claim.who),
        tool.name if tool else claim.tool,
        chance_words(claim),
        claim.words,
    )


def _item(claim: Claim) -> Item:
    return {
        "kind": "claim",
        "id": claim.id,
        "tool": claim.tool,
        "by": None if claim.who == ME else claim.who,
        "words": claim.words,
        "chance": claim.chance,
        "due": claim.due,
        "outcome": claim.outcome.value if claim.outcome else None,
        "settled": claim.settled,
    }


def _score_item(score: Score, personas: Personas) -> Item:
    return {
        "kind": "score",
        "by": None if score.who == ME else score.who,
        "name": persona_name(personas, score.who),
        "settled": score.held.n,
        "came_true": score.held.part,
        "with_chance": score.n,
        "brier": score.brier,
        "error": score.error,
        "missing": score.missing,
    }


def _prediction(claim: Claim) -> Prediction:
    chance = None if claim.chance is None else claim.chance / 100
    return Prediction(claim.who, claim.words, claim.due, chance, claim.outcome)


def _score_words(score: Score) -> tuple[str, str, Cell]:
    held = f"{score.held.part} of {score.held.n} came true"
    brier = "no Brier score" if score.brier is None else f"Brier {score.brier:.3f} over {score.n}"
    return held, brier, Cell(score.missing or "", "dim")


def _acknowledge(session: Session, change: Change, done: str) -> None:
    text = "Nothing to change." if change.number is None else f"{done} {UNDO_HINT}"

    def item() -> Item | None:
        found = session.store.own.claim(change.key)
        return _item(found) if found else None

    session.answer(item, lambda: [line(text)])
