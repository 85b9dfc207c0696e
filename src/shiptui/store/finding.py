"""What a reader may type for a tool or a matchup, and what it could have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.errors import NotFoundError
from shiptui.store.writing import read, read_one
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

TEXT_LIMIT = 400
MOST_CANDIDATES = 20
_COMPARED = 20_000
"""How many names are compared for `Did you mean`; it takes some 20 microseconds each."""


def find_tool(connection: sqlite3.Connection, text: str) -> str:
    """The slug of the one tool that bears this slug or name, or has this in its slug.

    Raises NotFoundError, with what was nearest or all that it fits.
    """
    wanted = clean(text, TEXT_LIMIT).casefold()
    if read_one(connection, "SELECT 1 FROM tool WHERE slug = ?", (wanted,)):
        return wanted
    names: dict[str, str] = dict(read(connection, "SELECT slug, name FROM tool ORDER BY n DESC"))
    named = [slug for slug, name in names.items() if name.casefold() == wanted]
    if len(named) == 1:
        return named[0]
    fitting = {*named, *(slug for slug in names if wanted and wanted in slug)}
    options = {slug: (slug,) for slug in names}
    for slug, name in names.items():
        options[name.casefold()] = (*options.get(name.casefold(), ()), slug)
    return _only(fitting, text, "tool", options)


_LISTED = """
SELECT m.id, m.a, m.b, l.name, r.name FROM (
  SELECT id, a, b FROM matchup UNION SELECT id, a, b FROM pair
) AS m
LEFT JOIN tool AS l ON l.slug = m.a
LEFT JOIN tool AS r ON r.slug = m.b
"""


def find_matchup(connection: sqlite3.Connection, text: str) -> str:
    """The id of the one matchup that has this in its id, or in which a tool of this name stands.

    Raises NotFoundError, with what was nearest or all that it fits.
    """
    wanted = clean(text, TEXT_LIMIT).casefold()
    exact = "SELECT 1 FROM matchup WHERE id = :id UNION ALL SELECT 1 FROM pair WHERE id = :id"
    if read_one(connection, exact, {"id": wanted}):
        return wanted
    fitting: set[str] = set()
    options: dict[str, tuple[str, ...]] = {}
    for id_, *words in read(connection, _LISTED):
        folded = {id_, *(word.casefold() for word in words if word)}
        if wanted and (wanted in id_ or wanted in folded):
            fitting.add(id_)
        for option in folded:
            options[option] = (*options.get(option, ()), id_)
    return _only(fitting, text, "matchup", options)


def _only(
    fitting: Iterable[str], text: str, noun: str, options: Mapping[str, tuple[str, ...]]
) -> str:
    found = sorted(clean(each, TEXT_LIMIT) for each in fitting)
    if len(found) == 1:
        return found[0]
    shown = clean(text, 80)
    if not found:
        near = _nearest(text, options)
        hint = f' Did you mean "{near[0]}"?' if near else f" `shiptui {_LISTS[noun]}` lists them."
        raise NotFoundError(f'There is no {noun} "{shown}".{hint}', near)
    some = f"; the first {MOST_CANDIDATES} are named" if len(found) > MOST_CANDIDATES else ""
    raise NotFoundError(
        f'"{shown}" fits {len(found)} {noun}s, so say more of it{some}.',
        tuple(found[:MOST_CANDIDATES]),
    )


_LISTS = {"tool": "tools", "matchup": "ls"}


def _nearest(text: str, options: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    from difflib import get_close_matches
    from itertools import islice

    wanted = clean(text, TEXT_LIMIT).casefold()
    close = get_close_matches(wanted, islice(options, _COMPARED), n=3)
    targets = dict.fromkeys(
        clean(target, TEXT_LIMIT) for option in close for target in options[option]
    )
    return tuple(targets)[:MOST_CANDIDATES]
