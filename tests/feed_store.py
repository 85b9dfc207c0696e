"""What a store holds of feeds, told in a form that two stores can be compared by."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from feed_world import FolderFetcher
from shiptui.feed.fetching import Fetcher
from shiptui.model.feeds import Looked, Outcome
from shiptui.store.store import Store
from shiptui.sync.syncing import OpenFetcher, Wish, sync

# Everything but the numbers of tools, on which nothing hangs, and the moments of revisions.
_TOLD = {
    "feed": "SELECT id, feed_id, title, as_of, tallied, n_min FROM feed WHERE id = :feed",
    "persona": "SELECT * FROM persona WHERE feed = :feed ORDER BY slug",
    "category": "SELECT * FROM category WHERE feed = :feed ORDER BY label",
    "tool": "SELECT slug, name, folded, vendor, category, section, entry, pricing, tagline,"
    " summary, reported_pct, complete, source, as_of, pct, verdict"
    " FROM tool WHERE feed = :feed ORDER BY slug",
    "take": "SELECT t.slug, k.position, k.persona, k.persona_inferred, k.call, k.call_inferred,"
    " k.score, k.words, k.source, k.as_of FROM take AS k JOIN tool AS t ON t.n = k.tool"
    " WHERE k.feed = :feed ORDER BY t.slug, k.position",
    "matchup": "SELECT m.n, m.id, m.a, m.b, a.slug, b.slug, m.rev, m.source, m.gap, m.dissent"
    " FROM matchup AS m JOIN tool AS a ON a.n = m.a_tool JOIN tool AS b ON b.n = m.b_tool"
    " WHERE m.feed = :feed ORDER BY m.n",
    "words": "SELECT t.slug, w.name, w.vendor, w.category, w.section, w.tagline, x.summary,"
    " x.takes FROM tool AS t LEFT JOIN tool_name AS w ON w.rowid = t.n"
    " LEFT JOIN tool_text AS x ON x.rowid = t.n WHERE t.feed = :feed ORDER BY t.slug",
    "strays": "SELECT count(*) FROM tool_name"
    " WHERE rowid BETWEEN :feed << 32 AND (:feed + 1) << 32 AND rowid NOT IN (SELECT n FROM tool)",
    "record": "SELECT kind, id, value FROM record WHERE feed = :feed",
    "tally": "SELECT kind, key, counts FROM tally WHERE feed = :feed",
}


def told(path: Path, feed: int = 1) -> dict[str, list[tuple[object, ...]]]:
    """All that the tables of a database say of a feed."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: connection.execute(statement, {"feed": feed}).fetchall()
            for name, statement in _TOLD.items()
        }


def opening(fetcher: Fetcher) -> OpenFetcher:
    """What opens a fetcher that is there already."""

    @asynccontextmanager
    async def opened(*, allow_http: bool) -> AsyncIterator[Fetcher]:
        del allow_http
        yield fetcher

    return opened


def pulled(store: Store, source: Fetcher | Path, wish: Wish | None = None) -> Looked:
    """Sync the one subscription of a store; return how it went."""
    return asyncio.run(pulling(store, source, wish))


async def pulling(store: Store, source: Fetcher | Path, wish: Wish | None = None) -> Looked:
    """The same, where an event loop runs already."""
    fetcher = FolderFetcher(source) if isinstance(source, Path) else source
    (looked,) = await sync(store, wish, open_fetcher=opening(fetcher))
    return looked


def well(looked: Looked) -> Looked:
    """The look, which has to have gone well."""
    assert not looked.outcome.failed, looked.problem
    assert looked.outcome is Outcome.UNCHANGED or looked.problem is None
    return looked
