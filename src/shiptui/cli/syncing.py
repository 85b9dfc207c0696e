"""`shiptui sync`: bring what the followed feeds publish into the database."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.items import moment
from shiptui.cli.options import Command, pass_session
from shiptui.cli.session import Session
from shiptui.cli.subscribing import find
from shiptui.model.errors import OfflineError, ShiptuiError
from shiptui.model.feeds import Outcome
from shiptui.page.syncing import look_words, size_words
from shiptui.text.cells import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.items import Item
    from shiptui.model.feeds import Looked
    from shiptui.sync.syncing import Progress

_BAR = 20
_NAME = 40
_CLEAR = "\r\x1b[K"


@click.command(cls=Command, examples=("shiptui sync", "shiptui sync --full", "shiptui sync --json"))
@click.argument("feed", metavar="[FEED]", required=False)
@click.option("--full", is_flag=True, help="Read everything anew.")
@pass_session
@click.pass_context
def sync(context: click.Context, session: Session, feed: str | None, *, full: bool) -> None:
    """Read what is new in all feeds, or in FEED.

    How each one went is told on stderr. Exit code 1 when a feed was refused, 3 when one could not
    be reached and another try is worth it.
    """
    from shiptui.sync.syncing import Wish
    from shiptui.sync.syncing import sync as run

    store = session.store
    if session.settings.offline:
        raise OfflineError("Not synced: the network is not used (offline).")
    known = store.feeds.all()
    only = None if feed is None else find(known, feed).id
    if not known:
        out.say("No feed is followed. Try: shiptui feed add URL")
    bar = _show if sys.stderr.isatty() else None
    try:
        looks = asyncio.run(run(store, Wish(only, full=full), told=bar))
    finally:
        if bar:
            _write(_CLEAR)
    for look in looks:
        size = f" ({size_words(look.size)})" if look.size else ""
        out.say(f"{look.name}: {look_words(look)}.{size}")
    if session.json:
        out.write_items(map(look_item, looks))
    context.exit(_code(looks))


def look_item(look: Looked) -> Item:
    """A look at a feed as JSON."""
    return {
        "feed": look.feed,
        "name": look.name,
        "at": moment(look.at),
        "outcome": look.outcome.value,
        "new": dict(look.gain.new),
        "changed": dict(look.gain.changed),
        "gone": dict(look.gain.gone),
        "bytes": look.size,
        "problem": look.problem,
    }


def _code(looks: Sequence[Looked]) -> int:
    """The exit code: refused before offline, for that does not mend itself."""
    ends = {look.outcome for look in looks}
    if Outcome.REFUSED in ends:
        return ShiptuiError.exit_code
    return OfflineError.exit_code if Outcome.OFFLINE in ends else 0


def _show(at: Progress) -> None:
    """Draw how far the sync is, on the last line of a terminal."""
    done = at.done / at.size if at.size else 0.0
    bar = ("#" * round(_BAR * min(done, 1.0))).ljust(_BAR, ".")
    words = f"{at.number}/{at.feeds} {fit(at.name, _NAME)} [{bar}] {size_words(at.done)}"
    _write(f"{_CLEAR}{words}")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
