"""Pulling all feeds that the reader follows, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from shiptui.feed.fetching import Fetcher
from shiptui.feed.http import Client
from shiptui.feed.waiting import EVERY
from shiptui.model.errors import NotSavedError
from shiptui.store.ledger import now
from shiptui.sync.pulling import name_of, pull
from shiptui.sync.turn import turn

if TYPE_CHECKING:
    from shiptui.model.feeds import Looked, Subscribed
    from shiptui.store.store import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: the feed that is read, which of how many, its bytes so far and in all.

    `first` says that it is read for the first time.
    """

    name: str
    number: int
    feeds: int
    first: bool = False
    done: int = 0
    size: int = 0


class OpenFetcher(Protocol):
    """Makes what fetches the files of one feed."""

    def __call__(self, *, allow_http: bool) -> AbstractAsyncContextManager[Fetcher]:
        """A fetcher to be entered."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be synced, and how.

    `only` names one subscription by its number; `full` reads feeds anew; `due_only` leaves those
    alone whose time has not come. `every` is how many seconds lie between two looks.
    """

    only: int | None = None
    full: bool = False
    due_only: bool = False
    every: int = EVERY


async def sync(
    store: Store,
    wish: Wish | None = None,
    *,
    told: Callable[[Progress], None] | None = None,
    open_fetcher: OpenFetcher = Client,
) -> list[Looked]:
    """Look at the feeds that are wished for and tell how each look went.

    What is wrong with one feed does not keep the others waiting. Raises OfflineError where another
    sync is at work, NotSavedError where nothing can be written.
    """
    wish = wish or Wish()
    if not store.writable:
        raise NotSavedError("Not synced: the database cannot be written.")
    with turn(store.path):
        wanted = [each for each in store.feeds.all() if _is_wanted(each, wish)]
        looks = []
        for number, each in enumerate(wanted, 1):
            say = told or _say_nothing
            progress = Progress(name_of(each), number, len(wanted), first=each.cursor is None)
            say(progress)
            async with open_fetcher(allow_http=each.allow_http) as fetcher:
                looks.append(
                    await pull(
                        store.feeds,
                        each,
                        fetcher,
                        full=wish.full,
                        every=wish.every,
                        told=_teller(say, progress),
                    )
                )
        return looks


def _teller(say: Callable[[Progress], None], at: Progress) -> Callable[[int, int], None]:
    def told(done: int, size: int) -> None:
        say(replace(at, done=done, size=size))

    return told


def _is_wanted(subscribed: Subscribed, wish: Wish) -> bool:
    if wish.only is not None and subscribed.id != wish.only:
        return False
    return not wish.due_only or subscribed.is_due(now())


def _say_nothing(_progress: Progress) -> None:
    """Nobody listens."""
