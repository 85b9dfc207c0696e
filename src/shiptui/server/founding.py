"""What a server is founded on: a catalog, an address, and the rules of counting."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.feed.assembling import assemble, records_of
from shiptui.feed.coding import decode, encode
from shiptui.feed.edition import refuse_loose_ends
from shiptui.feed.wire import canonical
from shiptui.model.catalog import Call, Catalog, Pair, Tool
from shiptui.model.errors import ConfigError, UsageError
from shiptui.model.facts import NEITHER, TIE, Kind
from shiptui.server.policy import DAY, SECOND
from shiptui.server.schema import tell, told

if TYPE_CHECKING:
    from shiptui.feed.records import Record
    from shiptui.server.storage import Rows, Store

_PUT_SUBJECT = """
INSERT INTO subject (kind, key, options, rev, removed) VALUES (:kind, :key, :options, :rev, 0)
ON CONFLICT (kind, key) DO UPDATE SET options = excluded.options, rev = excluded.rev, removed = 0
"""
# A tally may change with the revision of its subject, so everything is counted anew.
_MARK_ALL = "INSERT INTO dirty (kind, key) SELECT kind, key FROM subject"


@dataclass(frozen=True, slots=True)
class Site:
    """What a server says of itself. `url` is the address of its API, ending in `/v1/`.

    `epoch` is the Unix second in which it was founded. Fewer than `n_min` votes are not told;
    votes of an account count from `holding` days after it was made.
    """

    feed_id: str
    url: str
    epoch: int
    n_min: int = 5
    holding: int = 1


def found(
    store: Store,
    catalog: Catalog,
    *,
    url: str,
    now: int,
    n_min: int = 5,
    holding: int = 1,
) -> Site:
    """Found a server, or give one that was founded another catalog or other rules.

    Accounts and votes stay, and so does the epoch. UsageError where it belongs to another feed.
    """
    with store.writing() as rows:
        before = told(rows, "site")
        site = Site(catalog.feed_id, url, now // SECOND, n_min, holding)
        if before is not None:
            known = Site(**json.loads(before))
            if known.feed_id != catalog.feed_id:
                raise UsageError(
                    f"This server serves the feed {known.feed_id} and not {catalog.feed_id}; use"
                    " another database."
                )
            site = Site(catalog.feed_id, url, known.epoch, n_min, holding)
        fields = {name: getattr(site, name) for name in Site.__dataclass_fields__}
        tell(rows, "site", canonical(fields).decode("utf-8"))
        _put_catalog(rows, catalog)
    return site


def site_of(rows: Rows) -> Site:
    """What the server says of itself. ConfigError where it was not founded."""
    text = told(rows, "site")
    if text is None:
        raise ConfigError("The database is empty; run `shiptui-server init` first.")
    return Site(**json.loads(text))


def catalog_of(rows: Rows) -> Catalog:
    """The catalog that was put in."""
    site = site_of(rows)
    found_records: list[Record] = [
        decode(kind, id_, json.loads(value), feed_id=site.feed_id)
        for kind, id_, value in rows.all("SELECT kind, id, value FROM record ORDER BY n")
    ]
    return assemble(found_records, feed_id=site.feed_id, title="", as_of="").catalog


def counted_from(site: Site, now: int) -> int:
    """From when on the votes of an account that is made now are counted."""
    return now + site.holding * DAY


def _put_catalog(rows: Rows, catalog: Catalog) -> None:
    records = records_of(catalog)
    refuse_loose_ends(records)
    rows.run("DELETE FROM record")
    rows.many(
        "INSERT INTO record (n, kind, id, value) VALUES (:n, :kind, :id, :value)",
        [
            {
                "n": n,
                "kind": each.kind,
                "id": each.id,
                "value": canonical(encode(each)).decode("utf-8"),
            }
            for n, each in enumerate(records)
        ],
    )
    # What is gone keeps its row: a vote on it is refused for ever and not kept waiting.
    rows.run("UPDATE subject SET removed = 1")
    rows.many(_PUT_SUBJECT, [*map(_matchup, catalog.pairs), *map(_tool, catalog.tools)])
    rows.run(_MARK_ALL)


def _matchup(pair: Pair) -> dict[str, object]:
    options = f"{pair.a} {pair.b} {TIE} {NEITHER}"
    return {"kind": Kind.VOTE, "key": pair.id, "options": options, "rev": pair.rev}


def _tool(tool: Tool) -> dict[str, object]:
    options = f"{Call.SHIP} {Call.SKIP}"
    return {"kind": Kind.TOOL_VOTE, "key": tool.slug, "options": options, "rev": 1}
