"""What the shell may complete: ids, slugs, picks, tags. It answers quickly or not at all."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from shiptui.cli.names import matchup_of
from shiptui.cli.session import Session
from shiptui.model.errors import ShiptuiError
from shiptui.page.words import title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import click

    from shiptui.store.store import Store

    Suggest = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]

PATIENCE = 1.0
"""Seconds after which a shell that waits for an answer gets none."""

# A shell may put what it is given on its command line as it is: foreign words with blanks, quotes
# or dollars stay out.
_SAFE = re.compile(r"[\w.:+-]+")

Word = tuple[str, str]
"""What may be typed, and what it means."""


def suggest(kind: str) -> Suggest:
    """The answers for a parameter; `kind` is a key of the table at the end of this file."""

    def answer(
        context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        typed = context.params.get(parameter.name or "") or ()
        words = typed if isinstance(typed, tuple) else ()
        # A shell that completes shows no errors: whatever goes wrong here means no answer.
        with suppress(Exception), _deadline():
            settings = context.ensure_object(Session).settings
            from shiptui.store.store import Store

            with Store.open(settings.db, settings.seed) as store:
                known = [word for word in _KINDS[kind](store, words) if _SAFE.fullmatch(word[0])]
            fitting = [word for word in known if word[0].startswith(incomplete)]
            fitting = fitting or [word for word in known if incomplete.lower() in word[0].lower()]
            return [CompletionItem(value, help=meaning) for value, meaning in fitting]
        return []

    return answer


@contextmanager
def _deadline() -> Iterator[None]:
    """End the process where it takes too long, for SQLite waits in a way nothing else ends."""
    timer = Timer(PATIENCE, os._exit, (0,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _tools(store: Store, _: tuple[str, ...]) -> Iterator[Word]:
    yield from ((slug, "") for slug in store.catalog.tool_index())


def _matchups(store: Store, words: tuple[str, ...]) -> Iterator[Word]:
    """The ids; after a first word, the tools it may be set beside."""
    if words:
        yield from _tools(store, words)
        return
    yield from ((id_, "") for id_ in store.catalog.index())


def _ballot(store: Store, words: tuple[str, ...]) -> Iterator[Word]:
    """The ids; after a matchup its picks, after one tool the others."""
    try:
        matchup = matchup_of(store.catalog, words) if words else None
    except ShiptuiError:
        matchup = None
    if matchup is None:
        yield from _matchups(store, words)
        return
    yield from (("a", matchup.left.name), ("b", matchup.right.name))
    yield from (("tie", "both alike"), ("neither", "none of the two"), ("clear", title(matchup)))


def _things(store: Store, words: tuple[str, ...]) -> Iterator[Word]:
    yield from _matchups(store, words)
    yield from _tools(store, words) if not words else ()


def _personas(store: Store, _: tuple[str, ...]) -> Iterator[Word]:
    for persona in store.catalog.personas():
        yield persona.slug, persona.name


def _takes(store: Store, _: tuple[str, ...]) -> Iterator[Word]:
    for persona in store.catalog.personas():
        yield from ((f"{side}:{persona.slug}", persona.name) for side in ("a", "b"))


def _tags(store: Store, _: tuple[str, ...]) -> Iterator[Word]:
    tags = (tag for _, bookmark in store.facts.bookmarks() for tag in bookmark.tags)
    yield from ((tag, "") for tag in dict.fromkeys(tags))


def _categories(store: Store, _: tuple[str, ...]) -> Iterator[Word]:
    sections = {tool.section for tool in store.catalog.tools() if tool.section}
    yield from ((section, "") for section in sorted(sections))


_KINDS: Mapping[str, Callable[[Store, tuple[str, ...]], Iterator[Word]]] = {
    "tools": _tools,
    "matchups": _matchups,
    "ballot": _ballot,
    "things": _things,
    "personas": _personas,
    "takes": _takes,
    "tags": _tags,
    "categories": _categories,
}
