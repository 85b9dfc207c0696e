"""The reader's own words: takes, claims and entries, kept as facts like votes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from shiptui.model.catalog import ME, Take
from shiptui.model.errors import UsageError
from shiptui.model.facts import Kind
from shiptui.model.frozen import replace
from shiptui.model.own import Claim
from shiptui.store.entries import OWN
from shiptui.store.naming import title_of
from shiptui.store.own_values import (
    claim_of,
    claim_value,
    entry_of,
    entry_value,
    own_take_of,
    own_take_value,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from shiptui.model.catalog import Tool
    from shiptui.model.facts import Change
    from shiptui.store.facts import FactLog


class OwnWords:
    """Every write returns after COMMIT, or raises NotSavedError; undo takes any of them back.

    A take is made by a function of the one before, inside the transaction.
    """

    def __init__(self, connection: sqlite3.Connection, facts: FactLog) -> None:
        self._connection = connection
        self._facts = facts

    def take(self, slug: str) -> Take | None:
        """The reader's own take on a tool."""
        return own_take_of(*self._facts.current(Kind.TAKE, slug))

    def takes(self) -> list[tuple[str, Take]]:
        """All own takes by the slug of their tool, newest first."""
        rows = self._facts.all_current(Kind.TAKE)
        return [(key, take) for key, value, at in rows if (take := own_take_of(value, at))]

    def write_take(self, tool: Tool, made: Callable[[Take], Take]) -> Change:
        """Put the take that is made of the one before; one that says nothing takes it away."""

        def value(before: str | None) -> str | None:
            return own_take_value(made(own_take_of(before, 0) or Take(ME)))

        return self._facts.put(Kind.TAKE, tool.slug, tool.name, value)

    def claim(self, id_: str) -> Claim | None:
        """The claim of an id."""
        value, _ = self._facts.current(Kind.CLAIM, id_)
        return claim_of(id_, value)

    def claims(self) -> list[Claim]:
        """All claims, newest first."""
        rows = self._facts.all_current(Kind.CLAIM)
        return [claim for key, value, _ in rows if (claim := claim_of(key, value))]

    def add_claim(self, claim: Claim) -> Change:
        """Write down a claim under an id of its own; that of the argument is not used."""
        return self._write_claim(replace(claim, id=new_id()), claim.words)

    def settle_claim(self, id_: str, settled: Callable[[Claim], Claim]) -> Change:
        """Settle a claim, or open it again. Raises UsageError where it is gone."""
        claim = self.claim(id_)
        if claim is None:
            raise UsageError("This claim is not there any more.")
        return self._write_claim(settled(claim), claim.words)

    def drop_claim(self, claim: Claim) -> Change:
        """Take a claim away."""
        return self._facts.put(Kind.CLAIM, claim.id, claim.words, lambda _: None)

    def entry(self, slug: str) -> Tool | None:
        """The reader's own entry of a slug."""
        return entry_of(slug, *self._facts.current(Kind.ENTRY, slug))

    def entries(self) -> list[Tool]:
        """All own entries, newest first."""
        rows = self._facts.all_current(Kind.ENTRY)
        return [tool for key, value, at in rows if (tool := entry_of(key, value, at))]

    def write_entry(self, slug: str, made: Callable[[Tool | None], Tool]) -> Change:
        """Put the entry that is made of the one before, if any.

        Raises UsageError where a feed tells of the tool, or the entry has no name.
        """

        def value(before: str | None) -> str:
            told = "SELECT 1 FROM tool WHERE slug = ? AND feed <> ?"
            if self._connection.execute(told, (slug, OWN)).fetchone():
                raise UsageError(f"A feed tells of {slug} already; write a take on it instead.")
            return entry_value(made(entry_of(slug, before, 0)))

        change = self._facts.put(Kind.ENTRY, slug, slug, value)
        return replace(change, title=title_of(self._connection, Kind.ENTRY, slug))

    def drop_entry(self, tool: Tool) -> Change:
        """Take an entry away; what was decided on the tool stays."""
        return self._facts.put(Kind.ENTRY, tool.slug, tool.name, lambda _: None)

    def _write_claim(self, claim: Claim, title: str) -> Change:
        value = claim_value(claim)
        return self._facts.put(Kind.CLAIM, claim.id, title, lambda _: value)


def new_id() -> str:
    """An id for something of the reader's own, different on every computer."""
    return os.urandom(4).hex()
