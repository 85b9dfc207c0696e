"""A thing is a matchup or a tool: what can be saved, and what an act is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.cli.items import matchup_item, tool_item
from shiptui.model.catalog import Tool
from shiptui.model.facts import Kind, Matchup
from shiptui.page.words import title
from shiptui.store.naming import MATCHUP_KEY, TOOL_KEY
from shiptui.store.own_values import claim_of

if TYPE_CHECKING:
    from shiptui.cli.items import Item, Personas
    from shiptui.model.facts import Bookmark, Change
    from shiptui.store.store import Store

Thing = Matchup | Tool


def thing_at(store: Store, key: str) -> Thing | None:
    """The thing behind `matchup:ID` or `tool:SLUG`; a tool that has left the catalog is bare."""
    if key.startswith(TOOL_KEY):
        slug = key.removeprefix(TOOL_KEY)
        return store.catalog.tool(slug) or Tool(slug, slug)
    return store.catalog.matchup(key.removeprefix(MATCHUP_KEY))


def thing_of(store: Store, change: Change) -> Thing | None:
    """The thing that an act was about, as it is now."""
    if change.kind is Kind.CLAIM:
        claim = claim_of(change.key, change.after or change.before)
        return thing_at(store, TOOL_KEY + claim.tool) if claim else None
    on_tools = dict.fromkeys((Kind.TOOL_VOTE, Kind.TAKE, Kind.ENTRY), TOOL_KEY)
    prefix = {Kind.BOOKMARK: "", **on_tools}.get(change.kind, MATCHUP_KEY)
    return thing_at(store, prefix + change.key)


def id_of(thing: Thing) -> str:
    """The id of a matchup, the slug of a tool."""
    return thing.id if isinstance(thing, Matchup) else thing.slug


def key_of(thing: Thing) -> str:
    """The key of its bookmark."""
    return (MATCHUP_KEY if isinstance(thing, Matchup) else TOOL_KEY) + id_of(thing)


def title_of(thing: Thing) -> str:
    """The name of a tool, both names of a matchup."""
    return title(thing) if isinstance(thing, Matchup) else thing.name


def bookmark_of(store: Store, thing: Thing) -> Bookmark | None:
    """The bookmark on it."""
    return thing.bookmark if isinstance(thing, Matchup) else store.facts.bookmark(key_of(thing))


def item_of(store: Store, thing: Thing, personas: Personas | None = None) -> Item:
    """It as a JSON-able mapping; whole where the personas are given."""
    if isinstance(thing, Matchup):
        return matchup_item(thing, personas)
    vote = store.facts.tool_vote(thing.slug)
    return tool_item(thing, vote, bookmark_of(store, thing), personas)
