"""`shiptui login` and `shiptui logout`: a token, bound to the place a feed names for votes."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.items import moment
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import line
from shiptui.cli.session import Session
from shiptui.cli.subscribing import find
from shiptui.model.errors import OfflineError, ShiptuiError, UsageError

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.model.account import Account
    from shiptui.model.feeds import Subscribed
    from shiptui.sync.accounts import Entry

_QUESTION = (
    "This token belongs to another account than before. Send what you did here to it (move), or"
    " only what you do from now on (fresh)?"
)


@click.command(
    cls=Command, examples=("shiptui login 1", "shiptui login 1 < token", "shiptui login 1 --code")
)
@click.argument("feed", metavar="FEED")
@click.option("--code", is_flag=True, help="Print a code that lets your next device in.")
@click.option(
    "--votes",
    type=click.Choice(["move", "fresh"]),
    help="What a new account gets: all you did here, or only what comes.",
)
@pass_session
def login(session: Session, feed: str, *, code: bool, votes: str | None) -> None:
    """Log in to FEED, so that votes and bookmarks are the same on all your devices.

    The token, or the code of another device, is read from a prompt, from stdin or from
    SHIPTUI_TOKEN, never from the command line. It is kept in credentials.json beside the config.
    """
    if session.settings.offline:
        raise OfflineError("Not logged in: the network is not used (offline).")
    subscribed = find(session.store.feeds.all(), feed)
    if code:
        _print_code(session, subscribed)
        return
    subscribed = _read_once(session, subscribed)
    from shiptui.sync import accounts

    accounts.address_of(subscribed)  # before a token is asked for in vain
    tokens = session.tokens
    said = tokens.environment or _ask_token()
    entry = asyncio.run(accounts.enter(subscribed, said))
    fresh = _is_fresh(session, subscribed, entry, votes)
    accounts.keep(session.store, subscribed, entry, tokens, since_now=fresh)
    waiting = sum(each.feed == subscribed.id for each in session.store.accounts.pending())
    session.answer(
        lambda: _item(session.store.accounts.of(subscribed.id), waiting),
        lambda: [line(f"Logged in. Waiting to be sent: {waiting}. `shiptui sync` does it.")],
    )


@click.command(cls=Command, examples=("shiptui logout 1",))
@click.argument("feed", metavar="FEED")
@pass_session
def logout(session: Session, feed: str) -> None:
    """Log out of FEED: its token is forgotten here and there. Votes and bookmarks stay.

    What waits to be sent is kept and goes out after the next log-in.
    """
    from shiptui.sync import accounts

    account = _account(session, find(session.store.feeds.all(), feed))
    why = asyncio.run(accounts.leave(session.store, account, session.tokens))
    if why:
        out.say(why)
    session.answer(
        lambda: _item(session.store.accounts.of(account.feed), 0),
        lambda: [line("Logged out. Votes and bookmarks stay on this machine.")],
    )


def _print_code(session: Session, subscribed: Subscribed) -> None:
    from shiptui.sync import accounts

    given = asyncio.run(accounts.next_code(_account(session, subscribed), session.tokens))
    session.answer(
        lambda: {"code": given.code, "expires": moment(given.expires)},
        lambda: [line(given.code)],
    )
    out.say("Type it at `shiptui login FEED` on the next device within five minutes.")


def _read_once(session: Session, subscribed: Subscribed) -> Subscribed:
    """A subscription whose feed was read, so that it is known where votes go."""
    if subscribed.cursor is not None:
        return subscribed
    from shiptui.sync.syncing import Wish
    from shiptui.sync.syncing import sync as run

    (look,) = asyncio.run(run(session.store, Wish(subscribed.id)))
    if look.outcome.failed:
        raise ShiptuiError(look.problem or "The feed could not be read.")
    return find(session.store.feeds.all(), str(subscribed.id))


def _ask_token() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Token or code", hide_input=True, err=True))
    return sys.stdin.readline(8_192)


def _is_fresh(session: Session, subscribed: Subscribed, entry: Entry, votes: str | None) -> bool:
    """Whether another account than before gets only what comes from now on."""
    before = session.store.accounts.of(subscribed.id)
    if before is None or before.account == entry.me.account:
        return votes == "fresh"
    if votes is None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError(f"{_QUESTION} Say --votes move or --votes fresh.")
        choices = click.Choice(["move", "fresh"])
        votes = click.prompt(_QUESTION, type=choices, err=True)
    return votes == "fresh"


def _account(session: Session, subscribed: Subscribed) -> Account:
    account = session.store.accounts.of(subscribed.id)
    if account is None:
        raise ShiptuiError(f"Not logged in to {subscribed.title or subscribed.url}.")
    return account


def _item(account: Account | None, waiting: int) -> Item | None:
    if account is None:
        return None
    return {
        "feed": account.feed,
        "url": account.url,
        "account": account.account,
        "access": account.access.value,
        "waiting": waiting,
    }
