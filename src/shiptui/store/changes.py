"""What feeds said before, and what changed after the reader's own acts."""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby

from shiptui import TYPE_CHECKING
from shiptui.model.bundle import MATCHUP_PREFIX, TOOL_PREFIX
from shiptui.model.changing import Revision, Since, Step, differences, rewound
from shiptui.model.errors import FeedError
from shiptui.model.facts import Kind
from shiptui.store.records import tools_where
from shiptui.store.writing import read, read_one

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from shiptui.model.catalog import Take, Tool
    from shiptui.model.changing import Act, Difference

VALUE_LIMIT = 500_000
"""Bytes."""

_ACTS = """
SELECT c.kind, c.key, c.at FROM json_each(?) AS wanted CROSS JOIN current AS c
ON c.kind = json_extract(wanted.value, '$[0]') AND c.key = json_extract(wanted.value, '$[1]')
"""
_ALL_ACTS = "SELECT kind, key, at FROM current WHERE kind IN ('vote', 'toolvote', 'bookmark')"

_PAIRS = """
SELECT id, a, b FROM pair WHERE id IN (SELECT value FROM json_each(:ids))
UNION SELECT id, a, b FROM matchup WHERE id IN (SELECT value FROM json_each(:ids))
"""

# Of the feed that speaks for the tool, or spoke last. The id of a take is `TOOL.PERSONA`, where a
# slug may hold a dot as well, so its value says whose it is.
_REVISIONS = """
SELECT at, kind, id, before FROM revision
WHERE feed = coalesce(
    (SELECT feed FROM tool WHERE slug = :slug ORDER BY n LIMIT 1),
    (SELECT feed FROM revision WHERE kind = 'tool' AND id = :slug ORDER BY n DESC LIMIT 1))
  AND (kind = 'tool' AND id = :slug
    OR kind = 'take' AND id BETWEEN :slug || '.' AND :slug || '/' AND :slug =
    CASE WHEN json_valid(coalesce(before, after))
         THEN json_extract(coalesce(before, after), '$.tool') END)
ORDER BY n DESC
"""
_TOUCHED = """
SELECT id FROM revision WHERE kind = 'tool' AND at >= :at
UNION SELECT CASE WHEN json_valid(after) THEN json_extract(after, '$.tool') END FROM revision
WHERE kind = 'take' AND at >= :at
UNION SELECT CASE WHEN json_valid(before) THEN json_extract(before, '$.tool') END FROM revision
WHERE kind = 'take' AND at >= :at
"""

_ACT: dict[Kind, Act] = {Kind.VOTE: "vote", Kind.TOOL_VOTE: "vote", Kind.BOOKMARK: "save"}


class Changes:
    """Compares the catalog with what it was. Raises StoreError when that cannot be read.

    A thing is named by the key of its bookmark, `matchup:ID` or `tool:SLUG`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def since_acts(
        self, keys: Collection[str] | None = None, *, not_before: int = 0
    ) -> dict[str, Since]:
        """What changed after the reader's last act on each of these things, or on all of them.

        Newest act first; what did not change is left out, and so is what changed `not_before` a
        moment (ms, UTC).
        """
        newest = read_one(self._connection, "SELECT max(at) FROM revision")
        if newest is None or newest[0] is None or newest[0] < not_before:
            return {}
        acts = self._acts(keys)
        tools = self._tools_of(acts)
        found = {}
        told = cache(self._revisions)
        for key, (at, act) in sorted(acts.items(), key=lambda item: (-item[1][0], item[0])):
            changed = tuple(
                difference
                for slug in tools.get(key, ())
                if (newer := [each for each in told(slug) if each.at > max(at, not_before - 1)])
                for difference in self._differences(slug, newer)
            )
            if changed:
                found[key] = Since(act, at, changed)
        return found

    def steps(self, slug: str) -> list[Step]:
        """All that changed about a tool, newest first."""
        now, steps = self._tool(slug), []
        for at, group in groupby(self._revisions(slug), key=lambda each: each.at):
            before = rewound(now, group)
            if changed := differences(before, now):
                steps.append(Step(at, changed))
            now = before
        return steps

    def before(self, at: int) -> dict[str, Tool | None]:
        """The tools that changed at or after a moment (ms, UTC), as they were until then."""
        slugs = [slug for (slug,) in read(self._connection, _TOUCHED, {"at": at}) if slug]
        return {
            slug: rewound(self._tool(slug), [r for r in self._revisions(slug) if r.at >= at])
            for slug in slugs
        }

    def kept_since(self) -> str:
        """The ISO date from which on it is known: before, there was no database."""
        (row,) = read(self._connection, "SELECT min(applied_at) FROM _sqlite_migrations")
        return str(row[0])[:10]

    def _acts(self, keys: Collection[str] | None) -> dict[str, tuple[int, Act]]:
        """When what was done last to each thing."""
        # Nothing of this is met before a feed has changed something.
        from shiptui.store.decisions import Decisions
        from shiptui.store.settings import Settings

        rows = (
            read(self._connection, _ALL_ACTS)
            if keys is None
            else read(self._connection, _ACTS, (json.dumps([*_kinds_and_keys(keys)]),))
        )
        done: list[tuple[str, tuple[int, Act]]] = [
            (_key_of(Kind(kind), key), (at, _ACT[Kind(kind)])) for kind, key, at in rows
        ]
        decided = Decisions(Settings(self._connection)).moments()
        done += [(MATCHUP_PREFIX + id_, (at, "decide")) for id_, at in decided.items()]
        wanted = None if keys is None else set(keys)
        last: dict[str, tuple[int, Act]] = {}
        for key, act in done:
            if wanted is None or key in wanted:
                last[key] = max(act, last.get(key, act))
        return last

    def _tools_of(self, keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The slugs behind each key."""
        found = {
            key: (key.removeprefix(TOOL_PREFIX),) for key in keys if key.startswith(TOOL_PREFIX)
        }
        ids = json.dumps([key.removeprefix(MATCHUP_PREFIX) for key in keys])
        pairs = {
            MATCHUP_PREFIX + id_: (a, b)
            for id_, a, b in read(self._connection, _PAIRS, {"ids": ids})
        }
        return found | pairs

    def _differences(self, slug: str, revisions: list[Revision]) -> tuple[Difference, ...]:
        now = self._tool(slug)
        return differences(rewound(now, revisions), now)

    def _tool(self, slug: str) -> Tool | None:
        first = "t.slug = ? ORDER BY t.n LIMIT 1"
        return next(iter(tools_where(self._connection, first, (slug,)).values()), None)

    def _revisions(self, slug: str) -> list[Revision]:
        """What the records about a tool were, newest first."""
        rows = read(self._connection, _REVISIONS, {"slug": slug})
        found = (_revision(slug, *row) for row in rows)
        return [each for each in found if each]


def _kinds_and_keys(keys: Iterable[str]) -> Iterator[tuple[Kind, str]]:
    """The facts that a key stands for."""
    for key in keys:
        yield Kind.BOOKMARK, key
        kind, _, id_ = key.partition(":")
        yield Kind.VOTE if kind == "matchup" else Kind.TOOL_VOTE, id_


def _key_of(kind: Kind, key: str) -> str:
    return {Kind.VOTE: MATCHUP_PREFIX, Kind.TOOL_VOTE: TOOL_PREFIX}.get(kind, "") + key


def _revision(slug: str, at: int, kind: str, id_: str, before: str | None) -> Revision | None:
    """A row of the table; None where another program wrote what cannot be read."""
    take = None if kind == "tool" else id_.removeprefix(f"{slug}.")
    if before is None:
        return Revision(at, take, None)
    # Few starts meet a revision, and what reads foreign text takes long to import.
    from shiptui.text.checked import read_json

    try:
        raw = read_json(before.encode("utf-8", "replace"), limit=VALUE_LIMIT)
        return Revision(at, take, _record(slug, take, raw)) if isinstance(raw, dict) else None
    except FeedError:
        return None


def _record(slug: str, take: str | None, raw: Mapping[str, object]) -> Tool | Take:
    from shiptui.text.checked import take_from, tool_from

    if take is not None:
        return take_from(raw, source=None, as_of="")
    return tool_from({**raw, "take": []}, slug=slug, feed="", as_of="", sections={})
