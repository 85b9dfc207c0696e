"""The reader's facts: votes and bookmarks, appended and never edited, undone by further facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.errors import NotFoundError, UsageError
from shiptui.model.facts import (
    NEITHER,
    TIE,
    Bookmark,
    Change,
    Fact,
    Kind,
    Matchup,
    ToolVote,
    UndoStacks,
    Vote,
    undo_stacks,
)
from shiptui.store.history import FIRST_OF_ACT, STILL_OWN, acts
from shiptui.store.ledger import (
    FACT,
    KEY_LIMIT,
    append,
    fact_of,
    next_number,
    now,
    values_after,
    values_before,
)
from shiptui.store.naming import MATCHUP_KEY, TOOL_KEY, title_of
from shiptui.store.records import shares_of
from shiptui.store.values import (
    bookmark_of,
    bookmark_value,
    is_same_vote,
    seen_value,
    tool_vote_of,
    tool_vote_value,
    vote_of,
    vote_value,
)
from shiptui.store.writing import Row, read, read_one, writing
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from shiptui.model.catalog import Call, Tool

REMEMBERED = 2_000
"""How many of the newest acts undo looks at: 200 acts, undone and redone, fit well."""


_DUE = """
SELECT count(*) FROM current WHERE kind = 'claim' AND json_valid(value)
AND json_extract(value, '$.outcome') IS NULL AND json_extract(value, '$.due') <= ?
"""


class FactLog:
    """Votes on matchups and tools, bookmarks, and what was seen.

    Every write returns after COMMIT has returned, or raises NotSavedError and nothing changed. A
    write that changes nothing appends nothing and returns a Change whose `number` is None.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._stacks = (0, UndoStacks())

    def vote(self, id_: str) -> Vote | None:
        """The vote on a matchup."""
        return vote_of(*self.current(Kind.VOTE, id_))

    def tool_vote(self, slug: str) -> ToolVote | None:
        """The ship or skip on a tool."""
        return tool_vote_of(*self.current(Kind.TOOL_VOTE, slug))

    def bookmark(self, key: str) -> Bookmark | None:
        """The bookmark on `matchup:ID` or `tool:SLUG`."""
        return bookmark_of(*self.current(Kind.BOOKMARK, key))

    def bookmarks(self, tag: str | None = None) -> list[tuple[str, Bookmark]]:
        """All bookmarks by key, newest first; with a tag, those that carry it."""
        rows = self.all_current(Kind.BOOKMARK)
        found = [(key, bookmark_of(value, at) or Bookmark()) for key, value, at in rows]
        return [item for item in found if tag is None or tag.casefold() in item[1].tags]

    def votes(self) -> list[tuple[str, Vote]]:
        """All votes on matchups by id, newest first."""
        rows = self.all_current(Kind.VOTE)
        return [(key, vote) for key, value, at in rows if (vote := vote_of(value, at))]

    def tool_votes(self) -> list[tuple[str, ToolVote]]:
        """All votes on tools by slug, newest first."""
        rows = self.all_current(Kind.TOOL_VOTE)
        return [(key, vote) for key, value, at in rows if (vote := tool_vote_of(value, at))]

    def cast_vote(self, matchup: Matchup, pick: str | None) -> Change:
        """Vote for a tool's slug, `tie` or `neither`; None takes the vote back.

        What a blind mode hid is kept with the vote, and both panels as they stand now.
        """
        # Names and panels come from the catalog: a veiled matchup has masks in their place.
        a, b = sorted((matchup.left.slug, matchup.right.slug))
        if pick not in (None, a, b, TIE, NEITHER):
            raise UsageError(
                f'"{pick}" is no pick on this matchup; it is {a}, {b}, {TIE} or {NEITHER}.'
            )

        def value(before: str | None) -> str | None:
            if pick is None:
                return None
            panels = shares_of(self._connection, a, b) if matchup.veiled else None
            after = vote_value(pick, matchup.rev, matchup.veiled, panels)
            return before if is_same_vote(before, after) else after

        title = " vs ".join(title_of(self._connection, Kind.TOOL_VOTE, slug) for slug in (a, b))
        return self.put(Kind.VOTE, matchup.id, title, value, pair=(a, b))

    def cast_tool_vote(self, tool: Tool, call: Call | None) -> Change:
        """Ship or skip one tool; None takes the vote back."""
        value = tool_vote_value(call) if call is not None else None
        title = title_of(self._connection, Kind.TOOL_VOTE, tool.slug)
        return self.put(Kind.TOOL_VOTE, tool.slug, title, lambda _: value)

    def save(
        self,
        key: str,
        title: str,
        *,
        note: str | None = None,
        tags: tuple[str, ...] | None = None,
        pair: tuple[str, str] | None = None,
    ) -> Change:
        """Bookmark `matchup:ID` or `tool:SLUG`; a note or tags of None stay as they were.

        `pair` names the two tools of a matchup that no feed lists.
        """
        if not key.startswith((MATCHUP_KEY, TOOL_KEY)):
            raise UsageError(f'"{key}" can not be saved; only matchups and tools can.')

        def value(before: str | None) -> str:
            old = bookmark_of(before, 0) or Bookmark()
            return bookmark_value(
                old.note if note is None else note, old.tags if tags is None else tags
            )

        return self.put(Kind.BOOKMARK, key, title, value, pair=pair)

    def unsave(self, key: str, title: str) -> Change:
        """Take a bookmark away, with its note and tags; undo brings them back."""
        return self.put(Kind.BOOKMARK, key, title, lambda _: None)

    def mark_seen(
        self,
        id_: str,
        title: str,
        seen: bool,  # noqa: FBT001 - the value to store, as a pick is
        *,
        quiet: bool,
    ) -> Change:
        """Note that a matchup was seen or is new again. Undo passes over what is noted quietly."""
        value = seen_value() if seen else None
        return self.put(Kind.SEEN, id_, title, lambda _: value, quiet=quiet)

    def undo(self) -> Change | None:
        """Take the last act back by a further fact; None where there is nothing to take back."""
        return self._step("undoes")

    def redo(self) -> Change | None:
        """Do again what was undone last; None where there is nothing."""
        return self._step("redoes")

    def can_undo(self) -> bool:
        """Whether `undo` would do something."""
        return bool(self._read_stacks().undo)

    def can_redo(self) -> bool:
        """Whether `redo` would do something."""
        return bool(self._read_stacks().redo)

    def vote_log(self) -> list[tuple[str, Vote | None, int]]:
        """Every vote on a matchup by its id as it was cast, oldest first; None takes one back."""
        rows = read(
            self._connection, "SELECT key, value, at FROM fact WHERE kind = 'vote' ORDER BY n"
        )
        return [(clean(key, KEY_LIMIT), vote_of(value, at), at) for key, value, at in rows]

    def last_vote(self) -> int:
        """The number of the newest fact about a vote on a matchup or a tool; 0 without any."""
        row = read_one(
            self._connection,
            "SELECT max(n) FROM (SELECT max(n) AS n FROM fact WHERE kind = 'vote'"
            " UNION ALL SELECT max(n) FROM fact WHERE kind = 'toolvote')",
        )
        return row[0] if row and row[0] else 0

    def claims_due(self, today: str) -> int:
        """How many claims wait to be settled on an ISO date."""
        (found,) = read(self._connection, _DUE, (today,))
        return int(found[0])

    def history(self, limit: int = 200) -> list[Change]:
        """The newest acts, newest first; undoing and redoing are acts as well."""
        return acts(self._connection, limit)

    def current(self, kind: Kind, key: str) -> Row:
        """Stored value and moment of what holds; None, None where nothing does."""
        query = "SELECT value, at FROM current WHERE kind = ? AND key = ?"
        return read_one(self._connection, query, (kind, key)) or (None, None)

    def all_current(self, kind: Kind) -> list[tuple[str, str, int]]:
        """Key, stored value and moment of all that holds of a kind, newest first."""
        query = "SELECT key, value, at FROM current WHERE kind = ? ORDER BY n DESC"
        rows = read(self._connection, query, (kind,))
        return [(clean(key, KEY_LIMIT), value, at) for key, value, at in rows]

    def put(
        self,
        kind: Kind,
        key: str,
        title: str,
        value: Callable[[str | None], str | None],
        *,
        pair: tuple[str, str] | None = None,
        quiet: bool = False,
    ) -> Change:
        """Append the fact that a key holds what is made, inside the transaction, of its value."""
        with writing(self._connection) as connection:
            before, _ = self.current(kind, key)
            after = value(before)
            if before == after:
                return Change(None, kind, key, title, before, after)
            if after is not None and kind in (Kind.VOTE, Kind.BOOKMARK):
                _keep_pair(connection, key, pair)
            n, at = next_number(connection), now()
            change = None if quiet else n
            append(connection, Fact(n, change, kind, key, after, at))
            return Change(n, kind, key, title, before, after, at)

    def _step(self, way: str) -> Change | None:
        with writing(self._connection) as connection:
            stacks = self._read_stacks()
            line = stacks.undo if way == "undoes" else stacks.redo
            if not line:
                return None
            values = values_before if way == "undoes" else values_after
            targets = values(connection, line[-1])
            first, at = next_number(connection), now()
            changes = []
            for n, ((kind, key), value) in enumerate(targets.items(), first):
                before, _ = self.current(kind, key)
                append(connection, Fact(n, first, kind, key, value, at, **{way: line[-1]}))
                title = title_of(connection, kind, key)
                more = len(targets) - 1
                changes.append(Change(first, kind, key, title, before, value, at, more))
            return changes[0]

    def _read_stacks(self) -> UndoStacks:
        # Facts are never edited, so the stacks hold until a number is added.
        last = next_number(self._connection) - 1
        if self._stacks[0] != last:
            rows = read(
                self._connection,
                f"SELECT {FACT} FROM fact AS f WHERE {FIRST_OF_ACT} AND {STILL_OWN}"
                " ORDER BY n DESC LIMIT ?",
                (REMEMBERED,),
            )
            self._stacks = (last, undo_stacks(fact_of(row) for row in reversed(rows)))
        return self._stacks[1]


def _keep_pair(connection: sqlite3.Connection, key: str, pair: tuple[str, str] | None) -> None:
    """Keep the two tools of a matchup, so that it can be shown when no feed lists it any more."""
    if key.startswith(TOOL_KEY):
        return
    id_ = key.removeprefix(MATCHUP_KEY)
    if pair:
        connection.execute(
            "INSERT OR IGNORE INTO pair (id, a, b) VALUES (?, ?, ?)", (id_, *sorted(pair))
        )
        return
    connection.execute(
        "INSERT OR IGNORE INTO pair (id, a, b) SELECT id, a, b FROM matchup WHERE id = ?", (id_,)
    )
    if not connection.execute("SELECT 1 FROM pair WHERE id = ?", (id_,)).fetchone():
        raise NotFoundError(f'There is no matchup "{clean(id_, KEY_LIMIT)}" to save.')
