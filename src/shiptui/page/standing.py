"""The page of a tool's standing: where each voice puts it, what that rests on, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shiptui.model.catalog import Persona, Tool
from shiptui.model.facts import NEITHER, TIE, MatchupRow
from shiptui.page.lines import Line, Page, Span, column, fill_line, line, page
from shiptui.page.look import Look
from shiptui.page.section import heading, told
from shiptui.page.standing_row import SHORTEST_STRIP
from shiptui.page.strip import STRIP_CELLS, interval_strip, odd
from shiptui.page.words import persona_name, take_words
from shiptui.ranking.caveats import FEW
from shiptui.ranking.davidson import chance
from shiptui.ranking.places import Place, rank_mark
from shiptui.ranking.replay import Moment
from shiptui.ranking.voices import Ranking, Voice, count_words

VOICE_NAMES = {Voice.ME: "You", Voice.PANEL: "Panel", Voice.COMMUNITY: "Community"}

VOICE_CELLS = 11
MARK_CELLS = 6
LABEL_CELLS = 13


class StandingSheet(NamedTuple):
    """A tool, what each voice says of it, and what the reader's own place rests on.

    `tool` is None where it has left the catalog. `votes` are the reader's own on this tool.
    """

    slug: str
    name: str
    tool: Tool | None
    rankings: tuple[Ranking, ...]
    places: tuple[Place | None, ...]
    votes: tuple[MatchupRow, ...]
    moments: tuple[Moment, ...]
    advice: str | None


def standing_page(
    sheet: StandingSheet, personas: tuple[Persona, ...], look: Look, cells: int, *, focused: bool
) -> Page:
    """The whole page for a pane of `cells`."""
    trust = missing_lines(sheet.rankings, sheet.advice, look, cells)
    few = sheet.rankings[0].board.votes < FEW
    lines = [
        heading(sheet.name, _label(sheet), look, cells, focused=focused),
        *told(sheet.slug, cells, "dim"),
        *_places(sheet, look, cells),
        # With hardly a vote, what is missing says more than what is there.
        *([(), *trust, ()] if few else [()]),
        *_owes(sheet, personas, look, cells),
    ]
    if any(sheet.slug in moment.standings for moment in sheet.moments):
        lines += [(), *_history(sheet, look, cells)]
    lines += () if few else [(), *trust]
    return page(lines, cells, look.glyphs.ellipsis)


def missing_page(
    rankings: Sequence[Ranking], advice: str | None, look: Look, cells: int, *, focused: bool
) -> Page:
    """What is said where no tool is under the cursor: why there is nothing to show."""
    lines = missing_lines(rankings, advice, look, cells, focused=focused)
    return page(lines, cells, look.glyphs.ellipsis)


def _label(sheet: StandingSheet) -> str:
    mine = sheet.places[0]
    if mine is None or mine.standing is None:
        return "no place by your votes"
    return str(mine.standing.label)


def _places(sheet: StandingSheet, look: Look, cells: int) -> list[Line]:
    lines: list[Line] = []
    for ranking, place in zip(sheet.rankings, sheet.places, strict=True):
        lines += _place(ranking, place, look, cells)
    return lines


def _place(ranking: Ranking, place: Place | None, look: Look, cells: int) -> list[Line]:
    """Rank, strip and label in one line, then the same in words."""
    name = Span(f" {VOICE_NAMES[ranking.voice]:<{VOICE_CELLS}}", "strong")
    if place is None or place.standing is None:
        why = place.refusal if place else _silence(ranking)
        first, *rest = told(why or "", cells - VOICE_CELLS, "dim") or [()]
        return [line(name, *first[1:]), *(line(" " * (VOICE_CELLS + 1), *r[1:]) for r in rest)]
    one = place.standing
    islands = ranking.standings.islands
    island = islands[(place.group or 1) - 1]
    rank = rank_mark(place, islands=len(islands))
    room = cells - 2 - VOICE_CELLS - MARK_CELLS - LABEL_CELLS
    label = Span(str(one.label), "dim")
    votes = vote_words(one.wins + one.losses + one.ties)
    panel = ranking.voice is Voice.PANEL
    behind = f"from takes on it that weigh {votes}" if panel else f"after {votes} on it"
    words = (
        f"{_rank_words(ranking, place)} Picked over an average tool of these"
        f" {100 * chance(one.strength):.0f} times in 100 ({100 * chance(one.low):.0f} to"
        f" {100 * chance(one.high):.0f}), {behind}"
        f"{' (roughly: too many tools for an exact interval)' if not one.exact else ''}."
    )
    drawn: Line = line(f"{rank:<{MARK_CELLS}}")
    if room >= SHORTEST_STRIP:
        interval = (one.low, one.strength, one.high)
        strip = odd(min(room, STRIP_CELLS))
        drawn += line(
            Span(interval_strip(interval, island.scale, look.glyphs, strip), "bar.a"), "  "
        )
    below = told(words, cells - VOICE_CELLS, "dim")
    return [line(name, *drawn, label), *(line(" " * (VOICE_CELLS + 1), *r[1:]) for r in below)]


def vote_words(number: float) -> str:
    """So many votes."""
    counted = count_words(number)
    return f"{counted} vote" if counted == "1" else f"{counted} votes"


def _rank_words(ranking: Ranking, place: Place) -> str:
    """The rank and who shares it; too few votes give none."""
    island = ranking.standings.islands[(place.group or 1) - 1]
    among = f"of {len(island.tools)} tools"
    if len(ranking.standings.islands) > 1:
        among += " in this group"
    if place.rank is None:
        return f"Too few votes for a rank; one {among}."
    shared = sum(one.rank == place.rank for one in island.standings) - 1
    same = f", shared with {shared}" if shared else ""
    return f"Rank {place.rank} {among}{same}."


def _silence(ranking: Ranking) -> str:
    """Why a voice has no place for a tool."""
    if not ranking.board.votes and ranking.said:
        return ranking.said[0]
    if ranking.voice is Voice.ME:
        return "No vote of yours compares it yet."
    if ranking.voice is Voice.PANEL:
        return "No persona has a take on it that can be compared."
    return "The community's feed tells no votes on it."


def _owes(
    sheet: StandingSheet, personas: tuple[Persona, ...], look: Look, cells: int
) -> list[Line]:
    """The votes and takes behind the places."""
    lines = [heading("What it owes its place to", "", look, cells)]
    lines += [_vote(sheet.slug, row, look, cells) for row in sheet.votes]
    if not sheet.votes:
        lines += told(
            "No vote of yours: a vote on a matchup with it would give it a place.", cells, "dim"
        )
    takes = sheet.tool.takes if sheet.tool else ()
    for take in takes:
        who = column(persona_name(personas, take.persona), VOICE_CELLS, look.glyphs.ellipsis, "dim")
        lines.append(line(" ", who, take_words(take)))
    if not takes:
        lines += told("No takes: the panel has nothing to compare it by.", cells, "dim")
    return lines


def _vote(slug: str, row: MatchupRow, look: Look, cells: int) -> Line:
    other = row.right_name if row.left == slug else row.left_name
    words = {slug: "picked over", TIE: "a tie with", NEITHER: "neither it nor"}
    said = words.get(row.pick or "", "passed over for")
    spans = line(" ", Span(f"{said:<16}", "dim"), other)
    act = f"matchup:{row.id}"
    return fill_line(tuple(s._replace(act=act) for s in spans), cells, look.glyphs.ellipsis)


def _history(sheet: StandingSheet, look: Look, cells: int) -> list[Line]:
    """The interval at moments of the reader's history: it narrows as votes come."""
    lines = [heading("Your standings over time", "", look, cells)]
    reach = max(
        max(-one.low, one.high)
        for moment in sheet.moments
        if (one := moment.standings.get(sheet.slug)) is not None
    )
    strip = odd(max(min(STRIP_CELLS, cells - 32), 1))
    for moment in sheet.moments:
        one = moment.standings.get(sheet.slug)
        day = datetime.fromtimestamp(moment.at / 1000).astimezone().strftime("%d %b")
        when = Span(f" {day}, {vote_words(moment.votes):>9}  ", "dim")
        if one is None:
            lines.append(line(when, Span("not compared yet", "dim")))
            continue
        drawn = interval_strip(
            (one.low, one.strength, one.high), (-reach, reach), look.glyphs, strip
        )
        rank = f"rank {one.rank}" if moment.ranked else "no rank yet"
        lines.append(line(when, Span(drawn, "bar.a"), f"  {rank}"))
    return lines


def missing_lines(
    rankings: Sequence[Ranking],
    advice: str | None,
    look: Look,
    cells: int,
    *,
    focused: bool = False,
) -> list[Line]:
    """What the votes do not say yet, voice by voice, and when more would not change the top."""
    lines = [heading("How far to trust it", "", look, cells, focused=focused)]
    for ranking in rankings:
        for sentence in (*ranking.said, *ranking.missing):
            name = VOICE_NAMES[ranking.voice]
            lines += told(f"{name}: {sentence}", cells)
    if advice:
        lines += told(advice, cells, "good")
    return lines
