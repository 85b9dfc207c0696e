"""The rules for `feed.json` itself: a valid JSON Feed, sound names, moments and signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from shiptui.feed.head import EXTENSION, JSON_FEED, head_from
from shiptui.feed.limits import FUTURE
from shiptui.feed.picking import moment, required_moment, seconds_of, table, web_address
from shiptui.feed.placing import HEAD_NAME
from shiptui.feed.signing import opened
from shiptui.model.errors import ConfigError, FeedError
from shiptui.text.fields import records, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shiptui.feed.findings import Findings
    from shiptui.feed.head import File

_MOST_ITEMS = 20_000
_NAMED_DIGITS = 8
_HEXADECIMAL = re.compile(r"[0-9a-f]{8,64}")


def check_document(document: Mapping[str, object], now: int, findings: Findings) -> None:
    """Note every rule for the document that is broken; FeedError where nothing can be said."""
    extension = table(document, EXTENSION) or {}
    _check_json_feed(document, findings)
    for key in _dotted(document):
        findings.error(HEAD_NAME, f"The key {key} within an extension holds a dot.")
    head = head_from(document, extension)
    with findings.at(HEAD_NAME):
        published = seconds_of(required_moment(extension, "published"))
        if published > now + FUTURE or head.epoch > now + FUTURE:
            raise FeedError("It was published in the future, or its log begins there.")
    for file in head.files:
        _check_name(file, findings)
    if extension.get("sig") is not None:
        _check_signature(document, extension, now, findings)


def _check_json_feed(document: Mapping[str, object], findings: Findings) -> None:
    """What JSON Feed 1.1 asks for, whoever reads it."""
    if document.get("version") != JSON_FEED:
        findings.error(HEAD_NAME, f"The field version is not {JSON_FEED}.")
    for key in ("home_page_url", "feed_url"):
        with findings.at(HEAD_NAME):
            web_address(document, key)
    if not isinstance(document.get("items"), list):
        findings.error(HEAD_NAME, "The field items is no list.")
        return
    ids: set[object] = set()
    for number, item in enumerate(records(document, "items", _MOST_ITEMS), 1):
        with findings.at(f"{HEAD_NAME}: item {number}"):
            _check_item(item, ids)


def _check_item(item: Mapping[str, object], ids: set[object]) -> None:
    id_ = item.get("id")
    if not isinstance(id_, str) or not id_:
        raise FeedError("The field id is no text.")
    if id_ in ids:
        raise FeedError(f"The id {id_[:160]} stands twice.")
    ids.add(id_)
    if not any(isinstance(item.get(key), str) for key in ("content_text", "content_html")):
        raise FeedError("It has neither content_text nor content_html.")
    for key in ("url", "external_url"):
        web_address(item, key)
    for key in ("date_published", "date_modified"):
        moment(item, key)
    if not all("name" in each for each in records(item, "authors")):
        raise FeedError("An author has no name.")


def _dotted(document: Mapping[str, object]) -> Iterator[str]:
    """Keys with a dot, which JSON Feed forbids in and as names of extensions."""
    items = cast("list[object]", document.get("items") or [])
    for holder in (document, *(item for item in items if isinstance(item, dict))):
        for key, value in holder.items():
            if key.startswith("_"):
                yield from _dotted_within({key: value})


def _dotted_within(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if "." in key)
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _dotted_within(each)


def _check_name(file: File, findings: Findings) -> None:
    name = file.url.rpartition("/")[2]
    if not any(file.sha256.startswith(found) for found in _HEXADECIMAL.findall(name)):
        findings.error(
            file.url,
            f"The name does not hold the first digits ({_NAMED_DIGITS} or more) of its SHA-256.",
        )


def _check_signature(
    document: Mapping[str, object], extension: Mapping[str, object], now: int, findings: Findings
) -> None:
    """The signature has to be by a key that the document names, and say what the document says."""
    try:
        payload = opened(extension["sig"], texts(extension, "keys", 80), now)
    except ConfigError as error:
        findings.warning(HEAD_NAME, f"The signature was not checked. {error}")
        return
    with findings.at(HEAD_NAME):
        if head_from(payload, payload) != head_from(document, extension):
            raise FeedError("The signature vouches for something else than the document says.")
