"""Every tool of a ranking with its place, or with the reason why it has none."""

from __future__ import annotations

from collections.abc import Mapping

from shiptui.model.frozen import dataclass
from shiptui.ranking.caveats import FEW
from shiptui.ranking.standings import Standing, Standings

ONLY_NEITHER = "Every answer on it was neither, which gives no place."


@dataclass(frozen=True, slots=True)
class Place:
    """One tool of a ranking.

    `group` counts the islands from 1. `rank` is None where there are too few votes to tell any
    order, and with `refusal`, which says why there is no strength either.
    """

    slug: str
    name: str
    group: int | None = None
    rank: int | None = None
    standing: Standing | None = None
    neither: float = 0.0
    refusal: str | None = None


def places_of(
    found: Standings, neither: Mapping[str, float], names: Mapping[str, str]
) -> list[Place]:
    """Every tool that was answered on, island by island, best first."""
    ranked = found.votes >= FEW
    places: list[Place] = []
    for group, island in enumerate(found.islands, 1):
        for one in island.standings:
            rank = one.rank if ranked else None
            places.append(Place(one.tool, names[one.tool], group, rank, one, one.neither))
        for slug in () if island.standings else island.tools:
            aside = neither.get(slug, 0.0)
            refusal = island.refusal
            places.append(Place(slug, names[slug], group, neither=aside, refusal=refusal))
    unplaced = (
        Place(slug, names[slug], neither=neither[slug], refusal=ONLY_NEITHER)
        for slug in found.unplaced
    )
    return [*places, *unplaced]


def rank_mark(place: Place | None, *, islands: int) -> str:
    """A rank; `?` where votes are too few for one, `-` where there is no place.

    Where there are several islands a letter tells them apart: A2 and B2 cannot be compared.
    """
    if place is None:
        return ""
    letter = _letters(place.group) if islands > 1 and place.group else ""
    if place.standing is None:
        return f"{letter}-"
    return f"{letter}{'?' if place.rank is None else place.rank}"


def _letters(group: int) -> str:
    """A to Z, then AA, AB and so on."""
    found = ""
    while group:
        group, rest = divmod(group - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
