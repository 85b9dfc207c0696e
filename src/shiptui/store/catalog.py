"""The cached catalog: lists, matchups, tools and personas, with what the reader did about them."""

from __future__ import annotations

import json

from shiptui import TYPE_CHECKING
from shiptui.model.bundle import MATCHUP_PREFIX
from shiptui.model.catalog import Persona, Tool, matchup_id
from shiptui.model.errors import NotFoundError, UsageError
from shiptui.model.facts import Counts, Matchup, MatchupRow, Sort, View
from shiptui.model.filtering import parse
from shiptui.model.frozen import replace
from shiptui.store.changes import Changes
from shiptui.store.listing import (
    FIRST_MATCHUP,
    FIRST_TOOL,
    add_functions,
    list_matchups,
    list_tools,
)
from shiptui.store.records import NAME_LIMIT, TEXT_LIMIT, all_personas, text, tools_where
from shiptui.store.tallying import MATCHUP, TOOL, tally_of
from shiptui.store.totals import Totals
from shiptui.store.values import bookmark_of, vote_of
from shiptui.store.writing import Row, read, read_one
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from shiptui.model.changing import Since
    from shiptui.model.facts import Holdup
    from shiptui.model.feeds import Tally

ID_LIMIT = 400

MOST_KEPT = 8
"""Matchups that are kept as they were read: the last ones, and those a reader may come to next."""

_COUNTS = """
SELECT :matchups, :matchups - listed_votes, saved, voted, :tools FROM (SELECT
  (SELECT count(*) FROM current WHERE kind = 'vote'
    AND EXISTS (SELECT 1 FROM matchup WHERE id = key)) AS listed_votes,
  (SELECT count(*) FROM current WHERE kind = 'bookmark'
    AND EXISTS (SELECT 1 FROM pair WHERE key = 'matchup:' || id)) AS saved,
  (SELECT count(*) FROM current WHERE kind = 'vote'
    AND EXISTS (SELECT 1 FROM pair WHERE id = key)) AS voted)
"""

# A matchup is a feed's record, or else an own pair; its tools are those of its feed, or else the
# first that bear the slug; a tool may also have vanished.
_MATCHUPS = """
FROM json_each(?) AS wanted
LEFT JOIN matchup AS m
  ON m.n = (SELECT e.n FROM matchup AS e WHERE e.id = wanted.value ORDER BY e.n LIMIT 1)
LEFT JOIN pair AS p ON p.id = wanted.value
LEFT JOIN tool AS l ON l.n = coalesce(
  m.a_tool, (SELECT t.n FROM tool AS t WHERE t.slug = p.a ORDER BY t.n LIMIT 1))
LEFT JOIN tool AS r ON r.n = coalesce(
  m.b_tool, (SELECT t.n FROM tool AS t WHERE t.slug = p.b ORDER BY t.n LIMIT 1))
LEFT JOIN current AS vote ON vote.kind = 'vote' AND vote.key = wanted.value
LEFT JOIN current AS mark ON mark.kind = 'bookmark' AND mark.key = 'matchup:' || wanted.value
LEFT JOIN current AS seen ON seen.kind = 'seen' AND seen.key = wanted.value
WHERE coalesce(m.id, p.id) IS NOT NULL ORDER BY wanted.key
"""
_ROWS = f"""
SELECT wanted.value, coalesce(m.a, p.a), l.name, coalesce(m.b, p.b), r.name, l.section, r.section,
  l.pct, r.pct, vote.value, vote.at, mark.key IS NOT NULL, seen.key IS NOT NULL {_MATCHUPS}
"""
_WHOLE = f"""
SELECT wanted.value, coalesce(m.a, p.a), l.n, coalesce(m.b, p.b), r.n, m.source,
  (SELECT feed_id FROM feed WHERE id = m.feed), (SELECT title FROM feed WHERE id = m.feed),
  m.n IS NOT NULL, coalesce(m.rev, 1),
  vote.value, vote.at, mark.value, mark.at, seen.key IS NOT NULL {_MATCHUPS}
"""

_SAME = "WITH same AS (SELECT n FROM tool WHERE slug = ?)"
_TOOL_ROWS = """
t.n IN (SELECT (SELECT e.n FROM tool AS e WHERE e.slug = wanted.value ORDER BY e.n LIMIT 1)
        FROM json_each(?) AS wanted)
"""


class CatalogCache:
    """Reads of everything that is shown. Raises StoreError when the database cannot be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._state: tuple[int, int] | None = None
        self._counted: Counts | None = None
        self._kept: dict[str, Matchup | None] = {}
        self._changes = Changes(connection)
        self._totals = Totals(connection)
        add_functions(connection)

    def counts(self) -> Counts:
        """How many matchups each view holds, and how many tools there are.

        They stand in every header, so they are counted again only after something was written.
        """
        self._notice_writes()
        if self._counted is None:
            total = self._totals.now()
            totals = {"matchups": total.matchups, "tools": total.tools}
            self._counted = Counts(*read(self._connection, _COUNTS, totals)[0])
        return self._counted

    def index(
        self,
        view: View = View.FEED,
        *,
        query: str = "",
        section: str | None = None,
        sort: Sort = Sort.NEWEST,
        limit: int | None = None,
    ) -> tuple[str, ...]:
        """The ids of a view's matchups that meet a filter (docs/filter.md), in order.

        `section` is the section or category of one of the two tools. An order in the filter goes
        before `sort`. With a `limit` the walk ends there, so the first ids of a long list come
        soon; what is cut is the rest of the list, never a match in front of it.
        """
        statement = list_matchups(
            self._connection, view, parse(query), sort, section=section, limit=limit
        )
        return tuple(clean(id_, ID_LIMIT) for (id_,) in read(self._connection, *statement))

    def rows(self, ids: Sequence[str]) -> list[MatchupRow]:
        """The rows of these matchups, in this order; unknown ids are left out."""
        rows = [_row(row) for row in read(self._connection, _ROWS, (json.dumps(ids),))]
        if held := self._held_votes(ids):
            rows = [replace(row, holdup=held.get(row.id)) for row in rows]
        changed = self.changed([MATCHUP_PREFIX + row.id for row in rows])
        if not changed:
            return rows
        flips = {key: since.flips for key, since in changed.items()}
        return [replace(row, flips=flips.get(MATCHUP_PREFIX + row.id, ())) for row in rows]

    def matchup(self, id_: str) -> Matchup | None:
        """A whole matchup with its takes, also of a pair that no feed lists.

        It is read again only after something was written, so it can be read ahead of a key.
        """
        self._notice_writes()
        if id_ not in self._kept:
            if len(self._kept) == MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[id_] = self._read_matchup(id_)
        return self._kept[id_]

    def _notice_writes(self) -> None:
        """Forget what was read before anything was written, here or by others."""
        (by_others,) = read(self._connection, "PRAGMA data_version")[0]
        state = by_others, self._connection.total_changes
        if state != self._state:
            self._state, self._counted = state, None
            self._kept.clear()

    def _read_matchup(self, id_: str) -> Matchup | None:
        row = read_one(self._connection, _WHOLE, (json.dumps([id_]),))
        if row is None:
            return None
        numbers = json.dumps([n for n in (row[2], row[4]) if n is not None])
        tools = tools_where(self._connection, "t.n IN (SELECT value FROM json_each(?))", (numbers,))
        key = MATCHUP_PREFIX + id_
        return replace(
            _matchup(row, tools),
            changed=self.changed([key]).get(key),
            community=tally_of(self._connection, MATCHUP, id_),
        )

    def changed(self, keys: Collection[str]) -> dict[str, Since]:
        """What changed after the reader's last act on `matchup:ID` or `tool:SLUG`, where it did."""
        return self._changes.since_acts(keys)

    def tally(self, slug: str) -> Tally | None:
        """How other readers would decide on a tool; None where no feed has counted."""
        return tally_of(self._connection, TOOL, slug)

    def feeds(self) -> dict[str, str]:
        """The title of each feed, by the feed's own id; the bundled one is among them."""
        rows = read(self._connection, "SELECT feed_id, title FROM feed ORDER BY id")
        return {feed_id: clean(title, NAME_LIMIT) for feed_id, title in rows}

    def compare(self, slug: str, other: str) -> Matchup:
        """Any two tools side by side. Raises NotFoundError, UsageError for a tool and itself."""
        if slug == other:
            raise UsageError("A tool cannot be compared with itself; name two different ones.")
        known = self.matchup(matchup_id(slug, other))
        if known:
            return known
        left, right = (self._known_tool(each) for each in sorted((slug, other)))
        return Matchup(matchup_id(slug, other), left, right, listed=False)

    def tool(self, slug: str) -> Tool | None:
        """A tool with its takes."""
        found = tools_where(self._connection, f"t.slug = ? AND {FIRST_TOOL}", (slug,))
        return next(iter(found.values()), None)

    def tools(
        self, *, query: str = "", section: str | None = None, limit: int | None = None
    ) -> list[Tool]:
        """Tools with their takes, by name."""
        return self.tool_rows(self.tool_index(query=query, section=section, limit=limit))

    def tool_index(
        self, *, query: str = "", section: str | None = None, limit: int | None = None
    ) -> tuple[str, ...]:
        """The slugs of the tools that meet a filter, by name, then slug; at most `limit`."""
        statement = list_tools(self._connection, parse(query), section=section, limit=limit)
        return tuple(clean(slug, NAME_LIMIT) for (slug,) in read(self._connection, *statement))

    def tool_rows(self, slugs: Sequence[str]) -> list[Tool]:
        """These tools with their takes, in this order; unknown slugs are left out."""
        found = tools_where(self._connection, _TOOL_ROWS, (json.dumps(slugs),))
        tools = {tool.slug: tool for tool in found.values()}
        return [tools[slug] for slug in slugs if slug in tools]

    def tools_with_take(self, persona: str) -> list[Tool]:
        """The tools that a persona, by its slug, has a take on; with all takes, by name."""
        found = tools_where(
            self._connection,
            f"{FIRST_TOOL} AND t.n IN (SELECT tool FROM take WHERE persona = ?)"
            " ORDER BY t.folded, t.slug",
            (persona,),
        )
        return list(found.values())

    def did_you_mean(self, query: str) -> str | None:
        """A whole filter like this one that matches something, None where none comes to mind.

        It is looked for at some length, so ask only when nothing matched.
        """
        from shiptui.model.suggesting import suggest
        from shiptui.store.vocabulary import vocabulary_for

        filter_ = parse(query)
        better = suggest(filter_, vocabulary_for(self._connection, filter_))
        if better is None:
            return None
        views = (View.FEED, View.SAVED, View.VOTED)
        found = any(self.index(view, query=better, limit=1) for view in views)
        return better if found or self.tool_index(query=better, limit=1) else None

    def calls(self) -> list[tuple[str, int, int]]:
        """How often each persona, by its slug, ships, and the number of its known calls."""
        rows = read(
            self._connection,
            "SELECT k.persona, sum(k.call = 'ship'), count(*) FROM take AS k JOIN tool AS t"
            f" ON t.n = k.tool WHERE k.persona IS NOT NULL AND k.call IS NOT NULL AND {FIRST_TOOL}"
            " GROUP BY k.persona ORDER BY k.persona",
        )
        return [(clean(persona, NAME_LIMIT), ships, calls) for persona, ships, calls in rows]

    def edition(self) -> str:
        """A text that changes whenever a feed brings anything else."""
        rows = read(self._connection, "SELECT id, digest, cursor, tallied FROM feed ORDER BY id")
        return json.dumps(rows)

    def listed(self) -> list[tuple[str, str]]:
        """The two slugs of every listed matchup."""
        rows = read(self._connection, "SELECT DISTINCT a, b FROM matchup ORDER BY id")
        return [(clean(a, NAME_LIMIT), clean(b, NAME_LIMIT)) for a, b in rows]

    def personas(self) -> tuple[Persona, ...]:
        """The personas of all feeds."""
        return all_personas(self._connection)

    def matchups_of(self, slug: str) -> tuple[str, ...]:
        """The ids of the listed matchups in which a tool stands, as published."""
        rows = read(
            self._connection,
            f"{_SAME} SELECT m.id FROM matchup AS m WHERE (m.a_tool IN same OR m.b_tool IN same)"
            f" AND {FIRST_MATCHUP} ORDER BY m.n",
            (slug,),
        )
        return tuple(clean(id_, ID_LIMIT) for (id_,) in rows)

    def find_tool(self, text: str) -> str:
        """The slug a reader means. Raises NotFoundError with candidates."""
        from shiptui.store.finding import find_tool

        return find_tool(self._connection, text)

    def find_matchup(self, text: str) -> str:
        """The id a reader means. Raises NotFoundError with candidates."""
        from shiptui.store.finding import find_matchup

        return find_matchup(self._connection, text)

    def _known_tool(self, slug: str) -> Tool:
        found = self.tool(slug)
        if found is None:
            shown = clean(slug, NAME_LIMIT)
            raise NotFoundError(f'There is no tool "{shown}". `shiptui tools` lists them.')
        return found

    def _held_votes(self, ids: Sequence[str]) -> dict[str, Holdup]:
        """Why votes have not arrived at an account; nothing is imported for who has none."""
        if not read_one(self._connection, "SELECT 1 FROM account"):
            return {}
        from shiptui.store.pending import held_votes

        return held_votes(self._connection, ids)


def _row(row: Row) -> MatchupRow:
    id_, left, left_name, right, right_name, left_section, right_section, *rest = row
    left_pct, right_pct, value, at, saved, seen = rest
    vote = vote_of(value, at)
    return MatchupRow(
        id=clean(id_, ID_LIMIT),
        left=clean(left, NAME_LIMIT),
        left_name=clean(left_name or left, NAME_LIMIT),
        right=clean(right, NAME_LIMIT),
        right_name=clean(right_name or right, NAME_LIMIT),
        section=text(left_section, NAME_LIMIT) if left_section == right_section else None,
        pick=vote.pick if vote else None,
        saved=bool(saved),
        seen=bool(seen),
        left_pct=left_pct,
        right_pct=right_pct,
    )


def _matchup(row: Row, tools: dict[int, Tool]) -> Matchup:
    id_, left, left_n, right, right_n, source, feed, origin, listed, rev, *facts = row
    vote, voted_at, mark, marked_at, seen = facts
    return Matchup(
        id=clean(id_, ID_LIMIT),
        left=tools.get(left_n) or _vanished(left),
        right=tools.get(right_n) or _vanished(right),
        source=text(source, TEXT_LIMIT),
        feed=text(feed, TEXT_LIMIT),
        origin=text(origin, NAME_LIMIT),
        listed=bool(listed),
        rev=rev,
        vote=vote_of(vote, voted_at),
        bookmark=bookmark_of(mark, marked_at),
        seen=bool(seen),
    )


def _vanished(slug: str) -> Tool:
    slug = clean(slug, NAME_LIMIT)
    return Tool(slug, slug)
