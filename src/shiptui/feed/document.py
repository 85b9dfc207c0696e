"""The document `feed.json`: a JSON Feed for people, and what other readers of ours need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from shiptui.feed import limits
from shiptui.feed.edition import Edition, shortened
from shiptui.feed.head import EXTENSION, JSON_FEED, PROTOCOL
from shiptui.feed.jsonfeed import NEWEST, newest_takes, whole_records
from shiptui.feed.picking import moment_of, seconds_of
from shiptui.feed.records import Record, Value
from shiptui.feed.signing import Signer, sealed
from shiptui.feed.site import Site
from shiptui.feed.wire import canonical
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from shiptui.feed.published import Published
    from shiptui.model.catalog import Catalog

SIGNED_FOR = 90 * limits.DAY
"""How long a signature holds; it is renewed when half of that is over."""

# What differs from one run to the next though nothing was published.
_OF_THE_MOMENT = {"published", "retired", "expires", "sig", "log"}
_UNSIGNED = {"retired", "sig"}


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a document is made from. `now` is in Unix seconds.

    `tallies` is how the document names their files; `retired` maps files that no document names any
    more to the moment since when.
    """

    catalog: Catalog
    records: Sequence[Record]
    edition: Edition
    site: Site
    now: int
    sign: Signer | None = None
    tallies: Value | None = None
    retired: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the records stand in the document itself, because there is no log."""
        return self.edition.snapshot is None


def fitting(content: Content) -> bytes:
    """Return the document's bytes, with fewer items and less log where readers would refuse it."""
    if content.is_whole:
        data = canonical(_document(content, NEWEST, []))
        if len(data) > limits.HEAD_WHOLE:
            raise FeedError(
                f"One file of {len(data):,} bytes is more than readers take; publish at level 1."
            )
        return data + b"\n"
    log = content.edition.log
    for items, most in ((NEWEST, len(log)), (5, len(log)), (0, len(log)), (0, 400), (0, 200)):
        data = canonical(_document(content, items, shortened(content.edition, most))) + b"\n"
        if len(data) <= limits.HEAD:
            return data
    raise FeedError("The document would be larger than readers take; begin a new feed.")


def is_settled(content: Content, before: Published) -> bool:
    """Tell whether what was published already says all of it, with a signature that still holds."""
    if content.edition.changes or not _is_fresh(before.extension, content):
        return False
    document = _document(content, 0, [])
    lasting = _lasting(document) == _lasting(before.document)
    return lasting and _lasting_extension(document) == _lasting_extension(before.document)


def _document(content: Content, items: int, log: list[Value]) -> Value:
    site, catalog, edition = content.site, content.catalog, content.edition
    document: Value = {"version": JSON_FEED, "title": catalog.title}
    document |= _given({"home_page_url": site.home_page_url, "feed_url": site.feed_url})
    if content.is_whole:
        document["items"] = whole_records(content.records, catalog.feed_id)
    else:
        seq_of, records = edition.seq_of, content.records
        document["items"] = newest_takes(records, seq_of, catalog.feed_id, items)
    extension = _extension(content, log)
    if content.sign is not None:
        signed = {key: each for key, each in extension.items() if key not in _UNSIGNED}
        extension["sig"] = sealed(signed | {"title": catalog.title}, content.sign)
    document[EXTENSION] = extension
    return document


def _extension(content: Content, log: list[Value]) -> Value:
    site, edition, sign = content.site, content.edition, content.sign
    api = {"url": site.api_url, "kinds": list(site.api_kinds)} if site.api_url else None
    value: Value = {
        "about": site.about,
        "protocol": PROTOCOL,
        "feed_id": content.catalog.feed_id,
        "published": moment_of(content.now),
        "complete": True if content.is_whole else None,
        "tallies": content.tallies,
        "api": api,
        "min_poll": site.min_poll,
        "licence": site.licence,
        "moved_to": site.moved_to,
        "retired": [{"url": url, "since": since} for url, since in content.retired.items()] or None,
        "keys": [sign.public] if sign else None,
        "expires": moment_of(content.now + SIGNED_FOR) if sign else None,
    }
    if not content.is_whole:
        value |= {"epoch": edition.epoch, "seq": edition.seq}
        value |= {"snapshot": edition.snapshot, "log": log}
    return _given(value)


def _is_fresh(extension: Mapping[str, object], content: Content) -> bool:
    expires = extension.get("expires")
    if content.sign is None or not isinstance(expires, str):
        return content.sign is None
    return 2 * (seconds_of(expires) - content.now) > SIGNED_FOR


def _lasting(document: Mapping[str, object]) -> Value:
    return {key: each for key, each in document.items() if key not in {"items", EXTENSION}}


def _lasting_extension(document: Mapping[str, object]) -> Value:
    extension = cast("Value", document[EXTENSION])
    return {key: each for key, each in extension.items() if key not in _OF_THE_MOMENT}


def _given(value: Value) -> Value:
    return {key: each for key, each in value.items() if each is not None}
