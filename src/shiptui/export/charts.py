"""What was judged, as pictures: places with their intervals, places over time, agreement, a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shiptui.export.svg import Picture
from shiptui.ranking.accord import Accord
from shiptui.ranking.agreement import ENOUGH, Agreement
from shiptui.ranking.circle import Circle
from shiptui.ranking.places import Place, rank_mark
from shiptui.ranking.replay import Moment
from shiptui.ranking.standings import Standings
from shiptui.text.cells import fit, wrap

WIDTH, ROW, MARGIN = 860, 24, 20
NAME_CELLS = 34
SAID_CELLS = 110
FROM, TO = 330, 700
"""Where strips begin and end."""

LINES = 8
"""Tools whose places are drawn over time; more lines cannot be told apart."""


def standings_chart(
    places: Sequence[Place], found: Standings, moments: Sequence[Moment], said: Iterable[str]
) -> str:
    """Every place as a strip, then how the first ones came about, then what is missing."""
    picture = Picture(WIDTH, "Standings")
    y = _title(picture, "Standings", "rank, tool, 95 % interval around the mean of its group")
    group: int | None = 0
    for place in places:
        if place.group != group and len(found.islands) > 1:
            y += ROW / 2
        group = place.group
        _place(picture, y, place, found)
        y += ROW
    if len(moments) > 1:
        y = _history(picture, y + ROW, places, moments)
    return picture.svg(_said(picture, y + ROW / 2, said))


def _title(picture: Picture, title: str, remark: str) -> float:
    picture.text(MARGIN, 32, title, "strong")
    picture.text(MARGIN, 52, remark, "dim")
    return 84


def _place(picture: Picture, y: float, place: Place, found: Standings) -> None:
    picture.text(MARGIN + 30, y, rank_mark(place, islands=len(found.islands)), "strong", "end")
    picture.text(MARGIN + 42, y, fit(place.name, NAME_CELLS))
    one = place.standing
    if one is None:
        picture.text(FROM, y, place.refusal or "no place", "dim")
        return
    scale = found.islands[(place.group or 1) - 1].scale
    _strip(picture, y - 4, (one.low, one.strength, one.high), scale, 0.0)
    picture.text(TO + 14, y, str(one.label), "dim")


def _strip(
    picture: Picture,
    y: float,
    interval: tuple[float, float, float],
    scale: tuple[float, float],
    zero: float,
) -> None:
    """An interval (low, middle, high) on a scale, on which `zero` is marked."""

    def at(value: float) -> float:
        least, most = scale
        part = (value - least) / (most - least) if most > least else 0.5
        return FROM + min(max(part, 0.0), 1.0) * (TO - FROM)

    low, middle, high = map(at, interval)
    picture.line([(FROM, y), (TO, y)], "track", 1)
    picture.line([(low, y), (high, y)], "line", 3)
    picture.line([(at(zero), y - 7), (at(zero), y + 7)], "mark", 1)
    picture.dot(middle, y)


def _history(
    picture: Picture, y: float, places: Sequence[Place], moments: Sequence[Moment]
) -> float:
    """Lines of strength over the acts of the reader, for the first tools of the largest group."""
    shown = [place for place in places if place.standing is not None and place.group == 1][:LINES]
    values = [
        one.strength
        for moment in moments
        for place in shown
        if (one := moment.standings.get(place.slug)) is not None
    ]
    if not values:
        return y
    picture.text(MARGIN, y, "Over time", "strong")
    picture.text(
        MARGIN, y + 20, "the first of the largest group: strength after so many votes", "dim"
    )
    top, bottom = y + 40, y + 240
    least, most = min(values), max(values)
    unit = (bottom - top) / (most - least) if most > least else 0.0
    step = (TO - MARGIN - 40) / max(len(moments) - 1, 1)
    ends: list[tuple[float, str]] = []
    for place in shown:
        points = [
            (MARGIN + 20 + number * step, bottom - (one.strength - least) * unit)
            for number, moment in enumerate(moments)
            if (one := moment.standings.get(place.slug)) is not None
        ]
        picture.line(points)
        picture.dot(*points[-1], 3)
        ends.append((points[-1][1], place.name))
    for number, moment in enumerate(moments):
        picture.text(MARGIN + 20 + number * step, bottom + 22, f"{moment.votes:g}", "dim", "middle")
    _names(picture, ends)
    return bottom + 2 * ROW


def _names(picture: Picture, ends: list[tuple[float, str]]) -> None:
    """The names at the ends of lines, moved apart where they would cover each other."""
    last = 0.0
    for y, name in sorted(ends):
        last = max(y, last + 15)
        picture.text(TO - 6, last + 4, fit(name, 20), "dim")


def agreement_chart(accord: Accord, circle: Circle, said: Iterable[str]) -> str:
    """The reader's agreement with each persona as a bar, then the map of everybody."""
    picture = Picture(WIDTH, "You and the panel")
    y = _title(
        picture, "You and the panel", "agreed of n, 95 % interval, mark: what chance explains"
    )
    for one in accord.found:
        _bar(picture, y, accord.name(one), one, twin=accord.twin is one)
        y += ROW
    if len(circle.spots) > 2:  # noqa: PLR2004 - of two there is a distance and no map
        y = _map(picture, y + ROW, circle, accord.names)
    return picture.svg(_said(picture, y + ROW / 2, said))


def _bar(picture: Picture, y: float, name: str, one: Agreement, *, twin: bool) -> None:
    both = one.both
    picture.text(MARGIN, y, fit(name, NAME_CELLS), "strong" if twin else "text")
    if both.value is None:
        picture.text(FROM, y, "nothing in common", "dim")
        return
    picture.text(FROM - 16, y, f"{both.part} of {both.n}", "dim", "end")
    low, high = both.interval
    _strip(picture, y - 4, (low, both.value, high), (0.0, 1.0), one.expected / both.n)
    picture.text(TO + 14, y, f"{100 * both.value:.0f} %{'  your twin' if twin else ''}", "dim")


def _map(picture: Picture, y: float, circle: Circle, names: Mapping[str, str]) -> float:
    """Everybody as a dot; both directions have one scale."""
    picture.text(MARGIN, y, "Who judges alike", "strong")
    picture.text(MARGIN, y + 20, f"near means alike; {100 * circle.kept:.0f} % kept", "dim")
    xs, ys = [spot.x for spot in circle.spots], [spot.y for spot in circle.spots]
    unit = 420 / max(max(xs) - min(xs), max(ys) - min(ys), 1e-9)
    top = y + 60
    taken: list[tuple[float, float]] = []
    for spot in sorted(circle.spots, key=lambda spot: -spot.y):
        x, height = MARGIN + 40 + (spot.x - min(xs)) * unit, top + (max(ys) - spot.y) * unit
        picture.dot(x, height, 6 if spot.persona is None else 4)
        name = "you" if spot.persona is None else names.get(spot.persona, spot.persona)
        low = height + 4
        while any(abs(low - other) < 14 and abs(x - at) < 150 for at, other in taken):  # noqa: PLR2004 - a line of text and the width of a name
            low += 2
        taken.append((x, low))
        picture.text(x + 10, low, fit(name, 20))
    bottom = top + (max(ys) - min(ys)) * unit + ROW
    if circle.unsure:
        few = f"{circle.unsure} of {len(circle.pairs)} distances"
        note = f"{few} rest on fewer than {ENOUGH} judgements in common and may be chance"
        picture.text(MARGIN, bottom + 10, note, "dim")
    return bottom + ROW


def _said(picture: Picture, y: float, said: Iterable[str]) -> float:
    """What is missing, under everything: a picture leaves the program without its page."""
    for sentence in said:
        for row in wrap(sentence, SAID_CELLS):
            picture.text(MARGIN, y, row, "warn")
            y += 18
        y += 6
    return y
