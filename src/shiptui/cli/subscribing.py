"""`shiptui feed add, ls, rm`: which feeds are followed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.items import moment
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, columns, line
from shiptui.cli.session import Session
from shiptui.model.errors import NotFoundError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.feed.subscription import Subscription
    from shiptui.model.feeds import Subscribed
    from shiptui.store.feeds import Feeds


@click.command(cls=Command, examples=("shiptui feed add https://example.org/feed.json",))
@click.argument("url", metavar="URL")
@click.option("--allow-http", is_flag=True, help="Ask over plain http, also other computers.")
@pass_session
def add(session: Session, url: str, *, allow_http: bool) -> None:
    """Follow a feed from now on.

    URL is the address of its feed.json; with #ed25519=KEY at its end only what this key signs is
    read. The feed is looked at once, so that a wrong address is told at once; where the network
    does not answer it is followed all the same. shiptui sync reads it.
    """
    from shiptui.feed.subscription import subscription_from

    wanted = subscription_from(url, allow_http=allow_http)
    feeds = session.store.feeds
    subscribed, title = _follow(feeds, wanted, offline=session.settings.offline)
    found = next(each for each in feeds.all() if each.id == subscribed.id)
    name = title or found.url
    session.answer(
        lambda: {**subscription_item(found), "title": title},
        lambda: [line(f"Following {name}. `shiptui sync` reads it.")],
    )


@click.command(cls=Command, examples=("shiptui feed ls", "shiptui feed ls --json"))
@pass_session
def ls(session: Session) -> None:
    """List the feeds that are followed, the one that speaks first at the top.

    Where two feeds hold an entry of the same name, the first one's is shown.
    """
    found = session.store.feeds.all()
    if session.json:
        out.write_items(map(subscription_item, found))
        return
    if not found:
        out.say("No feed is followed; the bundled catalog is shown. Try: shiptui feed add URL")
    session.print(columns([_row(each) for each in found], {1: 40}))


@click.command(cls=Command, examples=("shiptui feed rm 1",))
@click.argument("feed", metavar="FEED")
@pass_session
def rm(session: Session, feed: str) -> None:
    """Follow a feed no longer: what it said goes, votes and bookmarks stay.

    FEED is its number, or an unambiguous part of its title or address.
    """
    feeds = session.store.feeds
    found = find(feeds.all(), feed)
    account = session.store.accounts.of(found.id)
    if account is not None:
        session.tokens.file.remove(account.url)
        session.store.accounts.forget(found.id)
    feeds.remove(found.id)
    session.answer(
        lambda: subscription_item(found),
        lambda: [line(f"No longer following {found.title or found.url}.")],
    )


def _follow(feeds: Feeds, wanted: Subscription, *, offline: bool) -> tuple[Subscribed, str | None]:
    """Follow a feed, unseen where the network does not answer; its title where it was seen."""
    from shiptui.sync import following

    why = "The network is not used (offline)."
    if not offline:
        try:
            return asyncio.run(following.follow(feeds, wanted))
        except OfflineError as error:
            why = str(error)
    subscribed = following.add(feeds, wanted)
    out.say(f"{why} The feed is followed, though it was not seen; `shiptui sync` asks it.")
    return subscribed, None


def find(known: Sequence[Subscribed], word: str) -> Subscribed:
    """The subscription that is meant. Raises NotFoundError."""
    exact = [each for each in known if word in (str(each.id), each.url, each.title)]
    wanted = word.casefold()
    part = [each for each in known if wanted in f"{each.url}\n{each.title or ''}".casefold()]
    fitting = exact or part
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise NotFoundError(f'No feed "{word}" is followed. `shiptui feed ls` lists them.')
    names = tuple(f"{each.id} {each.title or each.url}" for each in fitting)
    raise NotFoundError(f'"{word}" fits {len(fitting)} feeds, so say more of it.', names)


def subscription_item(each: Subscribed) -> Item:
    """A subscription as JSON."""
    return {
        "id": each.id,
        "url": each.url,
        "title": each.title,
        "feed_id": each.feed_id,
        "as_of": each.as_of,
        "allow_http": each.allow_http,
        "key": each.key,
        "added": moment(each.added),
        "looked": None if each.looked is None else moment(each.looked),
        "due": None if each.due is None else moment(each.due),
        "failures": each.failures,
        "problem": each.problem,
    }


def _row(each: Subscribed) -> Line:
    state = "not read yet" if each.cursor is None else f"as of {each.as_of}"
    plain = ", plain http" if each.allow_http else ""
    signed = ", signed" if each.key else ""
    problem = f"; {each.problem}" if each.problem else ""
    return (
        Cell(str(each.id), "dim"),
        Cell(each.title or "unknown", "bold"),
        Cell(each.url),
        Cell(f"{state}{plain}{signed}{problem}"),
    )
