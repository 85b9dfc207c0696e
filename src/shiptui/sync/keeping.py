"""Between the words of a feed and those of the store: cursors, records, counts."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from shiptui.feed.assembling import assemble
from shiptui.feed.coding import decode, encode
from shiptui.feed.subscription import Cursor, Subscription
from shiptui.feed.wire import canonical
from shiptui.store.applying import Batch as Kept
from shiptui.store.applying import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shiptui.feed.batches import Batch
    from shiptui.feed.head import Head
    from shiptui.feed.records import Record
    from shiptui.feed.tallies import Tallies
    from shiptui.feed.wire import Change
    from shiptui.model.catalog import Catalog
    from shiptui.model.feeds import Subscribed


def subscription_of(subscribed: Subscribed) -> Subscription:
    """What the feed side needs to know of a subscription."""
    return Subscription(subscribed.url, subscribed.allow_http, subscribed.key)


def cursor_text(cursor: Cursor) -> str:
    """A cursor as the store keeps it."""
    return json.dumps(asdict(cursor), sort_keys=True)


def cursor_of(text: str | None) -> Cursor:
    """The cursor that the store kept, or one of a feed that was never read.

    Fields that this program does not know came from a newer one and are left out; what it reads
    again because of that is only what it would have read then.
    """
    if text is None:
        return Cursor()
    raw: dict[str, Any] = json.loads(text)
    known = {each.name: raw[each.name] for each in fields(Cursor) if each.name in raw}
    return Cursor(**(known | {"keys": tuple(known["keys"])}))


def kept(batch: Batch, head: Head, before: str | None, changes: list[Change]) -> Kept:
    """A batch in the store's words. `changes` are those of the batch, read and judged."""
    records = {(each.kind, each.id): each.record for each in changes}
    feed_id = head.feed_id

    def assembled(rows: Iterable[tuple[str, str, str]]) -> Catalog:
        found = (
            records.get((kind, id_)) or _read(kind, id_, text, feed_id) for kind, id_, text in rows
        )
        as_of = (head.published or "1970-01-01")[:10]
        return assemble(found, feed_id=feed_id, title=head.title, as_of=as_of).catalog

    return Kept(
        feed_id,
        before,
        cursor_text(batch.cursor),
        assembled,
        [(each.kind, each.id, _text(each.record)) for each in changes],
        batch.replace,
        _counts(batch.tallies),
    )


def _read(kind: str, id_: str, text: str, feed_id: str) -> Record:
    return decode(kind, id_, json.loads(text), feed_id=feed_id)


def _text(record: Record | None) -> str | None:
    return None if record is None else canonical(encode(record)).decode()


def _counts(tallies: Tallies | None) -> Counts | None:
    if tallies is None:
        return None
    of = {"matchup": tallies.matchups, "tool": tallies.tools}
    return Counts(tallies.as_of, tallies.n_min, of)
