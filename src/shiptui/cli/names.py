"""From what was typed to what is meant: MATCHUP, TOOL and PICK of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import MATCHUP_SEPARATOR
from shiptui.model.errors import NotFoundError, UsageError
from shiptui.model.facts import NEITHER, TIE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.things import Thing
    from shiptui.model.catalog import Tool
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
