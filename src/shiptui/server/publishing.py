"""Publishing the static half: the catalog and the counts as files, by one process at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shiptui.feed.packing import digest_of
from shiptui.feed.placing import HEAD_NAME
from shiptui.feed.publish import build
from shiptui.feed.published import read_published
from shiptui.feed.site import Site as Announced
from shiptui.feed.tallies import Tallies, shards
from shiptui.model.errors import FeedError
from shiptui.server.founding import catalog_of, site_of
from shiptui.server.policy import SECOND
from shiptui.server.schema import tell, told
from shiptui.server.tallying import recount, tallies

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.feed.publish import Built
    from shiptui.feed.signing import Signer
    from shiptui.server.storage import Rows, Store

_LAST, _COUNTS = "published", "counts"


def publish(store: Store, out: Path, *, now: int, sign: Signer | None = None) -> Built:
    """Count what is marked, then bring the folder `out` up to date. `now` is in milliseconds.

    Nobody else numbers the changes of this feed. FeedError where the folder lies behind what was
    published before: its numbers would come to mean something else.
    """
    recount(store, now)
    with store.alone():
        with store.reading() as rows:
            site, catalog = site_of(rows), catalog_of(rows)
            counts, print_ = _dated(rows, tallies(rows, n_min=site.n_min, now=now))
            last = told(rows, _LAST)
        _refuse_older(out, last)
        announced = Announced(api_url=site.url)
        built = build(catalog, out, now=now // SECOND, tallies=counts, sign=sign, site=announced)
        with store.writing() as rows:
            tell(rows, _LAST, f"{built.epoch}.{built.seq}")
            tell(rows, _COUNTS, f"{print_} {counts.as_of}")
    return built


def _dated(rows: Rows, counts: Tallies) -> tuple[Tallies, str]:
    """The counts with the date since when they are the same, and the digest of what they tell.

    Readers fetch counts whose date is newer, so equal ones keep theirs.
    """
    print_ = digest_of(b"".join(shards(replace(counts, as_of=""))))
    before, _, since = (told(rows, _COUNTS) or "").partition(" ")
    return (replace(counts, as_of=since) if before == print_ else counts), print_


def _refuse_older(out: Path, last: str | None) -> None:
    """A folder that is gone begins a new log, with a later epoch; an old copy must not go on."""
    before = read_published(out / HEAD_NAME)
    if before is None or last is None:
        return
    epoch, _, seq = last.partition(".")
    if (before.head.epoch, before.head.seq) < (int(epoch), int(seq)):
        raise FeedError(
            f"{out} holds version {before.head.epoch}.{before.head.seq}, but {last} was published"
            " already; bring the newer folder back, or publish into an empty one."
        )
