"""Publishing a catalog as plain files that any web host can serve.

Every file but `feed.json` is named after its content and never changes. They are written first and
`feed.json` last, so that whoever looks at any moment finds everything that it names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from shiptui.feed.assembling import records_of
from shiptui.feed.document import Content, fitting, is_settled
from shiptui.feed.edition import Edition, changed, next_edition
from shiptui.feed.limits import DAY, HEAD_WHOLE, SNAPSHOT
from shiptui.feed.picking import moment_of, place, required_moment, seconds_of
from shiptui.feed.placing import (
    HEAD_NAME,
    is_ours,
    is_there,
    ours,
    packed,
    put,
    read_file,
    remove,
)
from shiptui.feed.published import Published, read_published
from shiptui.feed.records import KINDS, Value
from shiptui.feed.site import Site
from shiptui.feed.tallies import Tallies, shards
from shiptui.model.errors import FeedError
from shiptui.text.fields import records as items_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shiptui.feed.signing import Signer
    from shiptui.model.catalog import Catalog

KEPT_FOR = 7 * DAY
"""How long a file stays after no head names it any more."""

_MOST_RETIRED = 10_000


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the version that is published now, and the files written and removed.

    `changes` counts records; `written` is empty where there was nothing new to publish.
    """

    epoch: int
    seq: int
    changes: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def build(  # noqa: PLR0913 - one name for each thing that a publisher decides
    catalog: Catalog,
    out: Path,
    *,
    previous: Path | None = None,
    now: int,
    level: int = 1,
    tallies: Tallies | None = None,
    sign: Signer | None = None,
    site: Site | None = None,
) -> Built:
    """Publish a catalog in the folder `out`, continuing what `previous` (a `feed.json`) holds.

    Without `previous` the folder's own `feed.json` is continued, and where there is none a new log
    begins. `now` is in Unix seconds. Level 0 is one file with all records in it, level 1 keeps a
    log. The same arguments over the same files give the same bytes.
    """
    before = read_published(previous or out / HEAD_NAME)
    if previous is not None and before is None:
        raise FeedError(f"There is no {previous}; leave it out to begin a new feed.")
    if sign is not None and not level:
        raise FeedError("A feed without a log cannot be signed; publish it at level 1.")
    if before is not None:
        _refuse_mismatch(before, catalog, level)
    records = records_of(catalog, before.places if before else None)
    if level:
        edition = next_edition(before, records, feed_id=catalog.feed_id, now=now)
    else:
        lines = changed(before.state if before else {}, records, seq=0, feed_id=catalog.feed_id)
        edition = Edition(epoch=0, seq=0, state={}, changes=len(lines))
    announced = None if tallies is None else _add_tallies(edition, tallies)
    content = Content(catalog, records, edition, site or Site(), now, sign, announced)
    if before is not None and is_settled(content, before):
        return _repeat(content, before, out)
    return _publish(content, before, out)


def _refuse_mismatch(before: Published, catalog: Catalog, level: int) -> None:
    if before.head.feed_id != catalog.feed_id:
        raise FeedError(
            f"The folder holds the feed {before.head.feed_id} and not {catalog.feed_id}; publish"
            " into another folder."
        )
    if not level and before.head.snapshot is not None:
        raise FeedError("The feed has a log; readers would take one without it for an old copy.")
    if any(kind not in KINDS for kind, _ in before.state):
        raise FeedError("The feed was published by a newer shiptui; upgrade this one.")


def _add_tallies(edition: Edition, tallies: Tallies) -> Value:
    entries = []
    for number, raw in enumerate(shards(tallies)):
        entry, data = packed("tally", f"{number:02}", "json", raw)
        edition.files[str(entry["url"])] = data
        entries.append(entry)
    return {"as_of": tallies.as_of, "n_min": tallies.n_min, "shards": entries}


def _repeat(content: Content, before: Published, out: Path) -> Built:
    """Nothing is new: write nothing, but for a folder that does not hold it yet."""
    written: tuple[str, ...] = ()
    if not is_there(out / HEAD_NAME):
        written = (*_carry(before, out, (*_listed(content), *_retired(before))), HEAD_NAME)
        put(out, HEAD_NAME, read_file(before.folder, HEAD_NAME, HEAD_WHOLE))
    return Built(content.edition.epoch, content.edition.seq, 0, written)


def _publish(content: Content, before: Published | None, out: Path) -> Built:
    edition, listed = content.edition, set(_listed(content))
    retired = {name: moment_of(content.now) for name in ours(out)}
    retired |= _retired(before) if before else {}
    retired = {name: since for name, since in retired.items() if name not in listed}
    expired = [name for name, since in retired.items() if _is_over(since, content.now)]
    kept = {name: since for name, since in sorted(retired.items()) if name not in expired}
    data = fitting(replace(content, retired=kept))
    written = _carry(before, out, sorted({*listed, *kept} - edition.files.keys())) if before else ()
    for name, file in edition.files.items():
        put(out, name, file)
    put(out, HEAD_NAME, data)
    remove(out, expired)
    written = (*written, *edition.files, HEAD_NAME)
    return Built(edition.epoch, edition.seq, edition.changes, written, tuple(expired))


def _listed(content: Content) -> list[str]:
    """The names of all files that a document names."""
    edition, tallies = content.edition, content.tallies or {}
    entries = [*edition.log, *cast("list[Value]", tallies.get("shards", []))]
    entries += [edition.snapshot] if edition.snapshot else []
    return [str(entry["url"]) for entry in entries]


def _retired(before: Published) -> dict[str, str]:
    """Files that no document names any more, and since when."""
    entries = items_of(before.extension, "retired", _MOST_RETIRED)
    found = ((place(entry, "url"), required_moment(entry, "since")) for entry in entries)
    return {name: since for name, since in found if is_ours(name)}


def _is_over(since: str, now: int) -> bool:
    return now - seconds_of(since) >= KEPT_FOR


def _carry(before: Published, out: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Bring files along from the folder that is continued; what is gone there stays gone."""
    carried = []
    for name in names:
        if not is_there(out / name) and is_there(before.folder / name):
            put(out, name, read_file(before.folder, name, SNAPSHOT))
            carried.append(name)
    return tuple(carried)
