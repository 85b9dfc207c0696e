"""From what was typed to what is meant: MATCHUP, TOOL and PICK of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import MATCHUP_SEPARATOR, Call
from shiptui.model.errors import NotFoundError, UsageError
from shiptui.model.facts import NEITHER, TIE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.items import Personas
    from shiptui.cli.things import Thing
    from shiptui.model.catalog import Persona, Tool
    from shiptui.model.facts import Matchup
    from shiptui.store.catalog import CatalogCache


def matchup_of(catalog: CatalogCache, words: Sequence[str]) -> Matchup:
    """The matchup meant by one MATCHUP or two TOOLs. Raises NotFoundError or UsageError."""
    if len(words) == 2:  # noqa: PLR2004 - a pair
        left, right = (catalog.find_tool(word) for word in words)
        return catalog.compare(left, right)
    if len(words) != 1:
        raise UsageError("Name one matchup or two tools; a name with blanks needs quotes.")
    # Any two tools have an id, also those that no feed lists.
    left, _, right = words[0].partition(MATCHUP_SEPARATOR)
    if right and catalog.tool(left) and catalog.tool(right):
        return catalog.compare(left, right)
    return whole(catalog, catalog.find_matchup(words[0]))


def whole(catalog: CatalogCache, id_: str) -> Matchup:
    """The matchup of an id. Raises NotFoundError."""
    if matchup := catalog.matchup(id_):
        return matchup
    raise NotFoundError(f"There is no matchup {id_} any more; shiptui ls lists what there is.")


def tool_of(catalog: CatalogCache, word: str) -> Tool:
    """The tool meant by one TOOL. Raises NotFoundError."""
    slug = catalog.find_tool(word)
    if tool := catalog.tool(slug):
        return tool
    raise NotFoundError(f"There is no tool {slug} any more; shiptui tools lists what there is.")


def meant(catalog: CatalogCache, words: Sequence[str]) -> Thing:
    """What an ID means: a tool where it can, since the slug of a tool is part of a matchup's id."""
    if len(words) != 1 or MATCHUP_SEPARATOR in words[0]:
        return matchup_of(catalog, words)
    try:
        return tool_of(catalog, words[0])
    except NotFoundError as no_tool:
        try:
            return matchup_of(catalog, words)
        except NotFoundError:
            raise no_tool from None


def persona_of(personas: Personas, word: str) -> Persona:
    """The persona meant by its name, its slug or a part of one. Raises NotFoundError."""
    wanted = word.casefold()
    exact = [each for each in personas if wanted in (each.slug, each.name.casefold())]
    part = [each for each in personas if wanted in each.slug or wanted in each.name.casefold()]
    fitting = exact or part if wanted else []
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        names = tuple(each.name for each in personas)
        raise NotFoundError(f'There is no persona "{word}"; there are:', names)
    names = tuple(each.slug for each in fitting)
    raise NotFoundError(f'"{word}" fits {len(names)} personas, so say more of it.', names)


def takes_of(
    matchup: Matchup, personas: Personas, word: str, call: Call
) -> list[tuple[str, str | None]]:
    """The takes meant by `a:PERSONA`, `b:PERSONA`, or PERSONA for those with the call on any side.

    They come as (tool slug, persona slug). Raises NotFoundError, or UsageError for a take with
    another call than the one it is wanted for.
    """
    side, _, name = word.rpartition(":")
    sides = {"a": (matchup.left,), "b": (matchup.right,), "": (matchup.left, matchup.right)}
    if side not in sides:
        raise UsageError(f'"{word}" is no take; say a:PERSONA, b:PERSONA or PERSONA.')
    who = persona_of(personas, name)
    found = [(tool, take) for tool in sides[side] if (take := tool.take_of(who.slug))]
    if not found:
        raise NotFoundError(f"{who.name} has no take on {side or 'any of the two'}.")
    fitting: list[tuple[str, str | None]] = [
        (tool.slug, who.slug) for tool, take in found if take.call in (call, None)
    ]
    if not fitting:
        names = " and ".join(tool.name for tool, _ in found)
        way, other = ("skip", "--con") if call is Call.SHIP else ("ship", "--pro")
        raise UsageError(f"{who.name} would {way} {names}; name the take after {other}.")
    return fitting


def pick_of(catalog: CatalogCache, matchup: Matchup, word: str) -> str | None:
    """The pick meant by PICK, None for `clear`. Raises NotFoundError."""
    fixed = {
        "a": matchup.left.slug,
        "b": matchup.right.slug,
        "tie": TIE,
        "neither": NEITHER,
        "clear": None,
    }
    if word.lower() in fixed:
        return fixed[word.lower()]
    sides = (matchup.left, matchup.right)
    for matches in (_is_exactly, _is_word_of):
        if len(found := [side.slug for side in sides if matches(side, word)]) == 1:
            return found[0]
    return _side_called(catalog, matchup, word)


def _is_exactly(tool: Tool, word: str) -> bool:
    return word == tool.slug or word.casefold() == tool.name.casefold()


def _is_word_of(tool: Tool, word: str) -> bool:
    # Whole words only: a slip of one letter must not cast a vote.
    return f"-{word.lower()}-" in f"-{tool.slug}-"


def _side_called(catalog: CatalogCache, matchup: Matchup, word: str) -> str:
    sides = (matchup.left.slug, matchup.right.slug)
    try:
        slug = catalog.find_tool(word)
    except NotFoundError:
        slug = ""
    if slug not in sides:
        raise NotFoundError(
            f'"{word}" is not a pick here; say a, b, tie, neither, clear or one of these tools:',
            sides,
        )
    return slug
