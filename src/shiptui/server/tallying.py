"""Counting votes: always anew from the votes that hold, never by adding to a count.

What counts is part of the query: no excluded account, none within its holding period, no vote on an
older revision. So a change of the rules, or of an account, rewrites the past.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.feed.picking import moment_of
from shiptui.feed.tallies import Tallies
from shiptui.model.facts import Kind
from shiptui.server.policy import SECOND
from shiptui.server.schema import tell, told

if TYPE_CHECKING:
    from shiptui.server.storage import Row, Rows, Store

_BATCH = 200
"""How many subjects are counted in one transaction: whoever votes meanwhile waits for it."""

_MARKED = "SELECT DISTINCT kind, key FROM dirty LIMIT :most"
# All marks of a subject go at once, or one that many voted on would be counted again and again.
# Marks that come in meanwhile are other rows, so taking these away loses none. They are taken away
# before the votes are read: what was committed with them is seen.
_TAKE_MARKS = "DELETE FROM dirty WHERE (kind, key) IN (SELECT kind, key FROM these)"
_THESE = "WITH these (kind, key) AS (VALUES {these}) "
_COUNT = """
SELECT own.kind, own.key, own.choice, count(*) FROM these
JOIN subject ON subject.kind = these.kind AND subject.key = these.key
JOIN own ON own.kind = subject.kind AND own.key = subject.key
WHERE subject.removed = 0 AND own.choice IS NOT NULL AND own.rev = subject.rev
  AND own.account NOT IN (
    SELECT n FROM account WHERE excluded = 1
    UNION ALL SELECT n FROM account WHERE counted_from > :now
  )
GROUP BY own.kind, own.key, own.choice
"""
_KEPT = """
SELECT kind, key, choice, votes FROM tally
WHERE (kind, key) IN (SELECT kind, key FROM these)
"""
_CLEAR = "DELETE FROM tally WHERE (kind, key) IN (SELECT kind, key FROM these)"
_ALL = "SELECT kind, key FROM subject UNION SELECT kind, key FROM tally ORDER BY kind, key"
_MARK_GROWN_UP = """
INSERT INTO dirty (kind, key)
SELECT DISTINCT own.kind, own.key FROM account JOIN own ON own.account = account.n
WHERE account.counted_from > :since AND account.counted_from <= :now AND own.choice IS NOT NULL
"""
_PUT = """
INSERT INTO tally (kind, key, choice, votes) VALUES (:kind, :key, :choice, :votes)
"""
_RULES_AS_OF = "counted_until"


@dataclass(frozen=True, slots=True)
class Recount:
    """How many subjects were counted anew, and how many were found to differ from what was kept."""

    counted: int
    different: int = 0


def recount(store: Store, now: int) -> Recount:
    """Count anew whatever was marked since the last time, a batch in each transaction."""
    with store.alone():
        with store.writing() as rows:
            _mark_grown_up(rows, now)
        counted = 0
        while batch := _recount_batch(store, now):
            counted += batch
    return Recount(counted)


def recount_all(store: Store, now: int) -> Recount:
    """Count everything anew, and compare it with what was kept.

    A difference is an alarm: some change of a vote left no mark. It is mended here.
    """
    with store.alone():
        with store.writing() as rows:
            _mark_grown_up(rows, now)
        while _recount_batch(store, now):
            pass
        with store.reading() as rows:
            subjects = rows.all(_ALL)
        different = 0
        for start in range(0, len(subjects), _BATCH):
            with store.writing() as rows:
                different += _compare(rows, subjects[start : start + _BATCH], now)
    return Recount(len(subjects), different)


def tallies(rows: Rows, *, n_min: int, now: int) -> Tallies:
    """What is to be published: a row for every matchup and tool that is there."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for kind, key, choice, votes in rows.all("SELECT kind, key, choice, votes FROM tally"):
        counts.setdefault(kind, {}).setdefault(key, {})[choice] = votes
    subjects = rows.all("SELECT kind, key, options FROM subject WHERE removed = 0")
    told_of: dict[str, dict[str, tuple[int, ...]]] = {Kind.VOTE: {}, Kind.TOOL_VOTE: {}}
    for kind, key, options in subjects:
        by_choice = counts.get(kind, {}).get(key, {})
        told_of[kind][key] = tuple(by_choice.get(each, 0) for each in options.split(" "))
    moment = moment_of(now // SECOND)
    return Tallies(moment, n_min, told_of[Kind.VOTE], told_of[Kind.TOOL_VOTE])


def _recount_batch(store: Store, now: int) -> int:
    """Count one batch of what is marked; how many subjects that were."""
    with store.writing() as rows:
        marked = sorted(rows.all(_MARKED, most=_BATCH))
        if marked:
            these, names = _these(marked)
            rows.run(these + _TAKE_MARKS, **names)
            _replace(rows, marked, rows.all(these + _COUNT, **names, now=now))
    return len(marked)


def _compare(rows: Rows, subjects: list[Row], now: int) -> int:
    """Count some subjects; of how many something else was kept that no mark explains."""
    these, names = _these(subjects)
    right = rows.all(these + _COUNT, **names, now=now)
    kept = rows.all(these + _KEPT, **names)
    wrong = {row[:2] for row in set(right) ^ set(kept)}
    if wrong:
        _replace(rows, subjects, right)
    return len(wrong - set(rows.all("SELECT kind, key FROM dirty")))


def _replace(rows: Rows, subjects: list[Row], counts: list[Row]) -> None:
    these, names = _these(subjects)
    rows.run(these + _CLEAR, **names)
    columns = ("kind", "key", "choice", "votes")
    rows.many(_PUT, [dict(zip(columns, row, strict=True)) for row in counts])


def _these(subjects: list[Row]) -> tuple[str, dict[str, str]]:
    """How a statement about `these` subjects begins, and its values."""
    these = ", ".join(f"(:kind{n}, :key{n})" for n in range(len(subjects)))
    names = {f"kind{n}": kind for n, (kind, _) in enumerate(subjects)}
    names |= {f"key{n}": key for n, (_, key) in enumerate(subjects)}
    return _THESE.format(these=these), names


def _mark_grown_up(rows: Rows, now: int) -> None:
    """Mark what those accounts voted on whose holding period has ended since the last time."""
    since = int(told(rows, _RULES_AS_OF) or 0)
    if now > since:
        rows.run(_MARK_GROWN_UP, since=since, now=now)
        tell(rows, _RULES_AS_OF, str(now))
