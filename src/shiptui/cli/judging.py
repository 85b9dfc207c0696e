"""`shiptui standings`, `agree` and `next`: what votes and takes say, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.accord import PANELS_MISSING, Accord, accord_item, accord_lines, panels_for
from shiptui.cli.advising import hint, next_item, next_lines
from shiptui.cli.held import glyphs_of
from shiptui.cli.lists import category_option, limit_option
from shiptui.cli.options import Command, as_tables, pass_session
from shiptui.cli.places import (
    count_words,
    place_item,
    place_lines,
    place_sheet,
    places_of,
)
from shiptui.cli.session import Session
from shiptui.cli.sheets import write_sheet
from shiptui.cli.tables import refuse_unknown
from shiptui.model.catalog import Tool
from shiptui.model.facts import NEITHER, TIE, Matchup, View
from shiptui.ranking.agreement import Agreement, agreements
from shiptui.ranking.board import Board, from_votes
from shiptui.ranking.caveats import FEW, caveats
from shiptui.ranking.next_pair import gains, top
from shiptui.ranking.panel import Evidence, from_panel
from shiptui.ranking.posterior import learn
from shiptui.ranking.share import Share
from shiptui.ranking.standings import standings as standings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shiptui.model.facts import MatchupRow

VOICES = ("me", "panel", "community")

MOST_PAIRED = 300
"""Of so many tools all pairs are compared by the panel; of more, only the listed matchups."""

COMMUNITY_UNKNOWN = "What the community says is unknown: this feed reports none."
PANEL_SILENT = "No persona has comparable takes on two of these tools, so the panel ranks nothing."
ALL_VOTED = "All caught up: every matchup has your vote, so there is none to vote on next."
NO_VOTES = (
    "No vote compares two tools yet, so every matchup would teach as much; this is the first by id."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A board of votes, the names of its tools, and what has to be said before all else."""

    board: Board
    names: Mapping[str, str]
    said: tuple[str, ...] = ()


@click.command(
    cls=Command,
    params=as_tables(),
    examples=(
        "shiptui standings",
        "shiptui standings --by panel --category 'Developer Tools'",
        "shiptui standings --limit 10 --csv",
    ),
)
@click.option(
    "--by",
    type=click.Choice(VOICES),
    default="me",
    help="By your votes (unless said), the panel's takes or a community.",
)
@category_option
@limit_option
@pass_session
def standings(session: Session, by: str, category: str | None, limit: int | None) -> None:
    """Rank tools, each with how sure its place is.

    Each line: the rank, which tools share that cannot be told apart (? with fewer than 3 votes),
    name, the 95 % interval drawn and in figures around the strength, the votes behind it, how far
    to trust it (preliminary, usable, established), and the slug. Tools that no votes connect stand
    in groups of their own. What is missing is said on stderr.
    """
    judged = _judged(session, by, category)
    found = standings_of(learn(judged.board))
    places = places_of(found, judged.board.neither, judged.names)[:limit]
    if session.json:
        out.write_items(place_item(place, by) for place in places)
    elif session.sheet:
        write_sheet(place_sheet(places, by), session.sheet)
    else:
        session.print(place_lines(places, found, glyphs_of(session)))
    for sentence in judged.said:
        out.say(sentence)
    if by == "me" or judged.board.votes:
        for sentence in caveats(found):
            # What follows the colon is advice to a voter, which a panel cannot take.
            out.say(sentence if by == "me" else f"{sentence.partition(':')[0].rstrip('.')}.")


def _judged(session: Session, by: str, category: str | None) -> Judged:
    catalog = session.store.catalog
    slugs = None if category is None else set(catalog.tool_index(section=category))
    if not slugs:
        refuse_unknown(session, category)
    if by == "community":
        return Judged(from_votes(()), {}, (COMMUNITY_UNKNOWN,))
    return _by_me(session, slugs) if by == "me" else _by_panel(session, slugs)


def _by_me(session: Session, slugs: set[str] | None) -> Judged:
    """The reader's votes; of a category those on two of its tools."""
    rows = [row for row in _voted(session) if slugs is None or {row.left, row.right} <= slugs]
    names = {row.left: row.left_name for row in rows} | {row.right: row.right_name for row in rows}
    return Judged(_board(rows), names)


def _by_panel(session: Session, slugs: set[str] | None) -> Judged:
    evidence, names = _evidence(session, slugs)
    board = evidence.board
    if not board.votes:
        return Judged(board, names, (PANEL_SILENT,))
    told = (
        f"The takes make {evidence.comparisons} comparisons, {count_words(board.neithers)} of them"
        f" neither; the others weigh {count_words(board.votes)} votes, as a take is one opinion"
        f" however often it is used. {evidence.inferred} rest on something inferred."
    )
    return Judged(board, names, (told,))


def _evidence(session: Session, slugs: set[str] | None) -> tuple[Evidence, dict[str, str]]:
    catalog = session.store.catalog
    tools = {tool.slug: tool for tool in catalog.tools() if slugs is None or tool.slug in slugs}
    pairs: Iterable[tuple[Tool, Tool]] = combinations(
        [tool for tool in tools.values() if tool.takes], 2
    )
    if len(tools) > MOST_PAIRED:
        rows = catalog.rows(catalog.index())
        listed = [(row.left, row.right) for row in rows]
        pairs = ((tools[a], tools[b]) for a, b in listed if a in tools and b in tools)
    return from_panel(pairs), {slug: tool.name for slug, tool in tools.items()}


def _voted(session: Session) -> list[MatchupRow]:
    """The matchups with a vote. One that came from elsewhere may name a tool that is not there."""
    store = session.store
    rows = store.catalog.rows([id_ for id_, _ in store.facts.votes()])
    sound = [row for row in rows if row.pick in (row.left, row.right, TIE, NEITHER)]
    if strange := len(rows) - len(sound):
        out.say(f"Votes that name none of their two tools are left out: {strange}.")
    return sound


def _board(rows: list[MatchupRow]) -> Board:
    return from_votes((row.left, row.right, row.pick) for row in rows if row.pick is not None)


@click.command(cls=Command, examples=("shiptui agree", "shiptui agree --json"))
@pass_session
def agree(session: Session) -> None:
    """Hold your votes against each persona's takes.

    Each line: on how many of the tools and matchups that both judged you agree, the share with its
    95 % interval, and Cohen's kappa, which is what chance does not explain: 0 as by chance, 1
    always. Then your twin, and the panels as you weigh them where that is known well enough.
    """
    accord = _accord(session)
    session.answer(lambda: accord_item(accord), lambda: list(accord_lines(accord)))
    if accord.no_twin:
        out.say(accord.no_twin)
    if not accord.panels:
        out.say(PANELS_MISSING)


def _accord(session: Session) -> Accord:
    store = session.store
    tools = {tool.slug: tool for tool in store.catalog.tools()}
    calls = [(tools[slug], vote.call) for slug, vote in store.facts.tool_votes() if slug in tools]
    votes = dict(store.facts.votes())
    matchups = [Matchup(row.id, *_sides(row, tools), vote=votes[row.id]) for row in _voted(session)]
    found = agreements(calls, matchups)
    heard = {one.persona for one in found}
    silent = tuple(
        Agreement(each.slug, Share(0, 0), Share(0, 0), 0.0, 0)
        for each in session.personas
        if each.slug not in heard
    )
    return Accord((*found, *silent), panels_for(tools.values(), found), session.personas)


def _sides(row: MatchupRow, tools: Mapping[str, Tool]) -> tuple[Tool, Tool]:
    """Both tools; one that has left the catalog is bare, and has no takes to agree with."""
    return (
        tools.get(row.left) or Tool(row.left, row.left_name),
        tools.get(row.right) or Tool(row.right, row.right_name),
    )


@click.command("next", cls=Command, examples=("shiptui next", "shiptui next --json"))
@pass_session
def next_(session: Session) -> None:
    """Name the matchup whose vote would teach your ranking most.

    It is chosen from the matchups without your vote, by what an answer is expected to tell and by
    how doubtful the order of the two tools is. Once more votes would hardly change who leads, that
    is said on stderr.
    """
    catalog = session.store.catalog
    voted = _voted(session)
    posterior = learn(_board(voted))
    rows = {(row.left, row.right): row for row in catalog.rows(catalog.index(View.UNVOTED))}
    best = next(iter(gains(posterior, rows)), None)
    first = top(posterior, posterior.board.tools if posterior.board.votes >= FEW else ())
    row = rows[best.left, best.right] if best else None
    advice = hint(first, voted)
    session.answer(lambda: next_item(best, row, first, advice), lambda: next_lines(best, row))
    if row is None:
        out.say(ALL_VOTED)
    elif not posterior.board.votes:
        out.say(NO_VOTES)
    if advice:
        out.say(advice)
