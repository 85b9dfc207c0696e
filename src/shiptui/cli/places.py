"""The places of `shiptui standings` as JSON, as tables and as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.cli.out import Cell, columns, line
from shiptui.cli.tables import NAME_CELLS
from shiptui.export.tables import Table
from shiptui.page.strip import interval_strip
from shiptui.ranking.voices import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.page.glyphs import Glyphs
    from shiptui.ranking.places import Place
    from shiptui.ranking.standings import Standing, Standings

_HEAD = (
    *("group", "rank", "slug", "name", "strength", "low", "high"),
    *("votes", "wins", "losses", "ties", "neither", "label", "refusal"),
)


def place_item(place: Place, by: str) -> Item:
    """A place as a JSON-able mapping."""
    one = place.standing
    return {
        "kind": "standing",
        "by": by,
        "slug": place.slug,
        "name": place.name,
        "group": place.group,
        "rank": place.rank,
        "strength": rounded(one.strength) if one else None,
        "low": rounded(one.low) if one else None,
        "high": rounded(one.high) if one else None,
        "votes": _count(one.wins + one.losses + one.ties) if one else None,
        "wins": _count(one.wins) if one else None,
        "losses": _count(one.losses) if one else None,
        "ties": _count(one.ties) if one else None,
        "neither": _count(place.neither),
        "label": one.label.value if one else None,
        "refusal": place.refusal,
    }


def place_sheet(places: Sequence[Place], by: str) -> Table:
    """The places as a table for other programs."""
    items = [place_item(place, by) for place in places]
    rows = tuple(tuple(item[name] for name in _HEAD) for item in items)
    return Table("Standings", _HEAD, rows)  # type: ignore[arg-type]  # the items hold plain values


def place_lines(places: Sequence[Place], found: Standings, glyphs: Glyphs) -> Iterator[Line]:
    """The places for people; groups stand apart, under a heading where there are several."""
    scales = {group: island.scale for group, island in enumerate(found.islands, 1)}
    rows = columns(
        [_row(place, scales.get(place.group or 0, (0.0, 0.0)), glyphs) for place in places],
        {1: NAME_CELLS},
    )
    apart = len(found.islands) + bool(found.unplaced) > 1
    last: int | None = 0
    for place, row in zip(places, rows, strict=True):
        if apart and place.group != last:
            if last != 0:
                yield line()
            yield line(Cell(_heading(place.group, found), "bold"))
        last = place.group
        yield row


def _heading(group: int | None, found: Standings) -> str:
    if group is None:
        return "Answered with neither alone"
    island = found.islands[group - 1]
    said = "no places" if island.refusal else str(island.label)
    votes = count_words(island.votes)
    noun = "vote" if votes == "1" else "votes"
    return f"Group {group}: {len(island.tools)} tools, {votes} {noun}, {said}"


def _row(place: Place, scale: tuple[float, float], glyphs: Glyphs) -> Line:
    one, slug = place.standing, Cell(place.slug, "dim")
    rank = Cell(f"{'?' if place.rank is None else place.rank:>3}")
    name = Cell(place.name)
    if one is None:
        aside = f"{count_words(place.neither)} neither" if place.neither else ""
        return line(rank, name, "", "no place", "", aside, "", slug)
    strip = interval_strip((one.low, one.strength, one.high), scale, glyphs)
    reach = f"{one.low:+.2f} to {one.high:+.2f}"
    votes = _votes(one)
    return line(rank, name, strip, f"{one.strength:+.2f}", reach, votes, one.label.value, slug)


def _votes(one: Standing) -> str:
    counted = (
        (one.wins, "won"),
        (one.losses, "lost"),
        (one.ties, "tied"),
        (one.neither, "neither"),
    )
    return ", ".join(f"{count_words(number)} {word}" for number, word in counted if number)


def _count(number: float) -> float:
    """The votes of people are whole; those of a panel weigh parts of one."""
    whole = round(number)
    return whole if rounded(number - whole) == 0 else rounded(number)


def rounded(number: float) -> float:
    """To four digits: what is further down differs from computer to computer. Never -0."""
    return round(number, 4) + 0.0
