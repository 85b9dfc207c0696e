"""`shiptui standings`, `agree` and `next`: what votes and takes say, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.accord import accord_item, accord_lines
from shiptui.cli.advising import next_item, next_lines
from shiptui.cli.delivering import deliver_picture
from shiptui.cli.held import glyphs_of
from shiptui.cli.lists import category_option, limit_option
from shiptui.cli.options import STDOUT, Command, as_tables, force_option, pass_session
from shiptui.cli.places import place_item, place_lines, place_sheet
from shiptui.cli.session import Session
from shiptui.cli.sheets import write_sheet
from shiptui.cli.tables import refuse_unknown
from shiptui.export.charts import agreement_chart, standings_chart
from shiptui.model.facts import View
from shiptui.ranking.accord import PANELS_MISSING, Accord, accord_of
from shiptui.ranking.caveats import few_words, settled_words
from shiptui.ranking.circle import circle
from shiptui.ranking.next_pair import gains
from shiptui.ranking.replay import Cast, casts_of, moments
from shiptui.ranking.voices import (
    Ranking,
    Voice,
    by_community,
    by_me,
    by_panel,
    sound_votes,
    strange_words,
)

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.model.facts import MatchupRow

svg_option = click.option(
    "--svg",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a picture (SVG) instead; - prints it.",
)

ALL_VOTED = "All caught up: every matchup has your vote, so there is none to vote on next."
NO_VOTES = (
    "No vote compares two tools yet, so every matchup would teach as much; this is the first by id."
)


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
    type=click.Choice([voice.value for voice in Voice]),
    default=Voice.ME.value,
    help="By your votes (unless said), the panel's takes or a community.",
)
@category_option
@limit_option
@svg_option
@force_option()
@pass_session
def standings(
    session: Session,
    by: str,
    category: str | None,
    limit: int | None,
    svg: Path | None,
    *,
    force: bool,
) -> None:
    """Rank tools, each with how sure its place is.

    Each line: the rank, which tools share that cannot be told apart (? with fewer than 3 votes),
    name, the 95 % interval drawn and in figures around the strength, the votes behind it, how far
    to trust it (preliminary, usable, established), and the slug. Tools that no votes connect stand
    in groups of their own. What is missing is said on stderr.
    """
    ranking = _ranking(session, Voice(by), category)
    places = ranking.places[:limit]
    if svg is not None:
        told = (*ranking.said, *ranking.missing)
        past = moments(_log(session)) if by == Voice.ME and category is None else ()
        chart = standings_chart(places, ranking.standings, past, told)
        about: Item = {"kind": "picture", "of": "standings", "by": by}
        target = None if svg == STDOUT else svg
        deliver_picture(session, chart, target, force=force, about=about)
        return
    if session.json:
        out.write_items(place_item(place, by) for place in places)
    elif session.sheet:
        write_sheet(place_sheet(places, by), session.sheet)
    else:
        session.print(place_lines(places, ranking.standings, glyphs_of(session)))
    for sentence in (*ranking.said, *ranking.missing):
        out.say(sentence)


def _ranking(session: Session, by: Voice, category: str | None) -> Ranking:
    catalog = session.store.catalog
    slugs = None if category is None else set(catalog.tool_index(section=category))
    if not slugs:
        refuse_unknown(session, category)
    if by is Voice.ME:
        return by_me(_voted(session), slugs)
    tools = [tool for tool in catalog.tools() if slugs is None or tool.slug in slugs]
    if by is Voice.PANEL:
        return by_panel(tools, catalog.listed())
    names = {tool.slug: tool.name for tool in tools}
    return by_community(session.store.feeds.tallies("matchup"), catalog.listed(), names)


def _log(session: Session) -> list[Cast]:
    """The votes as they were cast."""
    store = session.store
    log = store.facts.vote_log()
    return casts_of(log, store.catalog.rows(list({id_ for id_, _, _ in log})))


def _voted(session: Session) -> list[MatchupRow]:
    store = session.store
    rows = store.catalog.rows([id_ for id_, _ in store.facts.votes()])
    if said := strange_words(rows):
        out.say(said)
    return sound_votes(rows)


@click.command(cls=Command, examples=("shiptui agree", "shiptui agree --json"))
@svg_option
@force_option()
@pass_session
def agree(session: Session, svg: Path | None, *, force: bool) -> None:
    """Hold your votes against each persona's takes.

    Each line: on how many of the tools and matchups that both judged you agree, the share with its
    95 % interval, and Cohen's kappa, which is what chance does not explain: 0 as by chance, 1
    always. Then your twin, and the panels as you weigh them where that is known well enough.
    """
    accord = _accord(session)
    if svg is not None:
        told = (sentence for sentence in (accord.no_twin,) if sentence)
        chart = agreement_chart(accord, circle(session.store.catalog.tools(), accord), told)
        about: Item = {"kind": "picture", "of": "agreement"}
        target = None if svg == STDOUT else svg
        deliver_picture(session, chart, target, force=force, about=about)
        return
    session.answer(lambda: accord_item(accord), lambda: list(accord_lines(accord)))
    if accord.no_twin:
        out.say(accord.no_twin)
    if not accord.panels:
        out.say(PANELS_MISSING)


def _accord(session: Session) -> Accord:
    store = session.store
    calls = ((slug, vote.call) for slug, vote in store.facts.tool_votes())
    return accord_of(store.catalog.tools(), calls, _voted(session), session.personas)


@click.command("next", cls=Command, examples=("shiptui next", "shiptui next --json"))
@pass_session
def next_(session: Session) -> None:
    """Name the matchup whose vote would teach your ranking most.

    It is chosen from the matchups without your vote, by what an answer is expected to tell and by
    how doubtful the order of the two tools is. Once more votes would hardly change who leads, that
    is said on stderr.
    """
    catalog = session.store.catalog
    mine = by_me(_voted(session))
    rows = {(row.left, row.right): row for row in catalog.rows(catalog.index(View.UNVOTED))}
    best = next(iter(gains(mine.posterior, rows)), None)
    first = mine.top
    row = rows[best.left, best.right] if best else None
    advice = settled_words(first, mine.names)
    session.answer(lambda: next_item(best, row, first, advice), lambda: next_lines(best, row))
    if row is None:
        out.say(ALL_VOTED)
    elif not mine.board.votes:
        out.say(NO_VOTES)
    elif hint := few_words(mine.standings) or advice:
        out.say(hint)
