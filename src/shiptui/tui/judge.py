"""What votes and takes say, worked out beside the keys and kept until something changes it."""

from __future__ import annotations

import asyncio

from shiptui.model.facts import View
from shiptui.ranking.judgement import Heard, Judgement, judge
from shiptui.ranking.replay import casts_of
from shiptui.store.store import Store

Stamp = tuple[int, str]
"""The newest vote, and the edition of the catalog."""


class Judge:
    """Works a judgement out on a thread with a connection of its own, one at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[Stamp, Judgement] | None = None
        self._lock = asyncio.Lock()

    async def judgement(self) -> Judgement:
        """What holds now. Raises StoreError where the database cannot be read.

        What is kept is given again as long as nothing was voted and no feed brought anything. A
        vote that is cast while this thinks makes it think again before it speaks.
        """
        async with self._lock:
            while self._known is None or self._known[0] != self._stamp():
                self._known = await asyncio.to_thread(self._think)
            return self._known[1]

    def _stamp(self) -> Stamp:
        return stamp_of(self._store)

    def _think(self) -> tuple[Stamp, Judgement]:
        with self._store.another() as store:
            # Read first: a vote that comes in between makes the stamp old, never the answer.
            stamp = stamp_of(store)
            return stamp, judge(heard_of(store))


def stamp_of(store: Store) -> Stamp:
    """What a judgement of this store depends on."""
    return store.facts.last_vote(), store.catalog.edition()


def heard_of(store: Store) -> Heard:
    """Everything that was said, as a store holds it."""
    catalog, facts = store.catalog, store.facts
    log = facts.vote_log()
    rows = {row.id: row for row in catalog.rows(list(dict.fromkeys(id_ for id_, _, _ in log)))}
    unvoted = catalog.rows(catalog.index(View.UNVOTED))
    return Heard(
        tools=catalog.tools(),
        personas=catalog.personas(),
        votes=[row for row in rows.values() if row.pick is not None],
        calls=[(slug, vote.call) for slug, vote in facts.tool_votes()],
        log=casts_of(log, rows.values()),
        listed=catalog.listed(),
        unvoted=[(row.id, row.left, row.right) for row in unvoted],
        tallies=store.feeds.tallies("matchup"),
    )
