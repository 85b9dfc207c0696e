"""`shiptui sync`: read what the followed feeds publish, then exchange own data with accounts."""

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
from shiptui.page.syncing import exchange_words, look_words, size_words
from shiptui.text.cells import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.items import Item
    from shiptui.model.feeds import Looked
    from shiptui.sync.exchanging import Told
    from shiptui.sync.syncing import Progress, Wish

_BAR = 20
_NAME = 40
_CLEAR = "\r\x1b[K"


@click.command(cls=Command, examples=("shiptui sync", "shiptui sync --full", "shiptui sync --json"))
@click.argument("feed", metavar="[FEED]", required=False)
@click.option("--full", is_flag=True, help="Read everything anew.")
@click.option("--imported", is_flag=True, help="Send what came from a file as well.")
@pass_session
@click.pass_context
def sync(
    context: click.Context, session: Session, feed: str | None, *, full: bool, imported: bool
) -> None:
    """Read what is new in all feeds, or in FEED, and send your votes where you are logged in.

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
    told = _exchange(session, Wish(only), imported=imported)
    for each in told:
        out.say(f"{each.name}: {exchange_words(each.exchanged, each.error, each.skew)}.")
    if session.json:
        out.write_items([*map(look_item, looks), *map(exchange_item, told)])
    context.exit(_code([*map(_look_code, looks), *map(_exchange_code, told)]))


def _exchange(session: Session, wish: Wish, *, imported: bool) -> list[Told]:
    """Exchange own data with the accounts that are wished for."""
    accounts = session.store.accounts.all()
    for each in accounts if imported else ():
        if wish.only in (None, each.feed):
            session.store.accounts.send_imported(each.feed)
    if not accounts:
        return []
    from shiptui.sync.exchanging import exchange_each

    notes = bool(session.settings.sync_notes)
    return asyncio.run(exchange_each(session.store, session.tokens, wish, notes=notes))


def look_item(look: Looked) -> Item:
    """A look at a feed as JSON."""
    return {
        "half": "public",
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


def exchange_item(told: Told) -> Item:
    """An exchange with an account as JSON."""
    return {
        "half": "own",
        "feed": told.feed,
        "name": told.name,
        "sent": told.exchanged.settled,
        "refused": told.exchanged.refused,
        "received": told.exchanged.received,
        "problem": None if told.error is None else str(told.error),
    }


def _code(codes: Sequence[int]) -> int:
    """The exit code: refused before offline, for that does not mend itself."""
    return min((code for code in codes if code), default=0)


def _look_code(look: Looked) -> int:
    if look.outcome is Outcome.REFUSED:
        return ShiptuiError.exit_code
    return OfflineError.exit_code if look.outcome is Outcome.OFFLINE else 0


def _exchange_code(told: Told) -> int:
    return told.error.exit_code if told.error is not None else 0


def _show(at: Progress) -> None:
    """Draw how far the sync is, on the last line of a terminal."""
    done = at.done / at.size if at.size else 0.0
    bar = ("#" * round(_BAR * min(done, 1.0))).ljust(_BAR, ".")
    words = f"{at.number}/{at.feeds} {fit(at.name, _NAME)} [{bar}] {size_words(at.done)}"
    _write(f"{_CLEAR}{words}")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
