"""The part of the app that keeps the reader's own words: takes, entries, claims that come due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.frozen import replace
from shiptui.page import told
from shiptui.text.days import today
from shiptui.tui import messages
from shiptui.tui.writing import WritingApp

if TYPE_CHECKING:
    from shiptui.model.own import Claim, Outcome
    from shiptui.tui.pen import Write


class OwningApp(WritingApp, inherit_bindings=False):
    """Writes what the reader says, and opens the ledger and the list of entries."""

    def on_take_written(self, message: messages.TakeWritten) -> None:
        """Keep a take of the reader's own."""
        self._write_own(lambda store: store.own.write_take(message.tool, lambda _: message.take))

    def on_claim_written(self, message: messages.ClaimWritten) -> None:
        """Keep a claim."""
        self._write_own(lambda store: store.own.add_claim(message.claim))

    def on_entry_written(self, message: messages.EntryWritten) -> None:
        """Keep an entry."""
        entry = message.entry
        self._write_own(lambda store: store.own.write_entry(entry.slug, lambda _: entry))

    def on_entry_dropped(self, message: messages.EntryDropped) -> None:
        """Take an entry away."""
        self._write_own(lambda store: store.own.drop_entry(message.entry))

    def on_entries_asked(self) -> None:
        """Show the entries."""
        from shiptui.tui.screens.entries import show_entries

        show_entries(self.frame, self._store.own.entries(), self._store.catalog.tool)

    def on_claims_asked(self) -> None:
        """Show the ledger of claims."""
        from shiptui.tui.screens.ledger import show_ledger

        claims, personas = self._store.own.claims(), self._store.catalog.personas()
        show_ledger(self.frame, claims, personas, today().isoformat(), self._settle)

    def _settle(self, claim: Claim, outcome: Outcome | None) -> None:
        day = None if outcome is None else today().isoformat()
        self._write_own(
            lambda store: store.own.settle_claim(
                claim.id, lambda before: replace(before, outcome=outcome, settled=day)
            )
        )

    def _write_own(self, write: Write) -> None:
        self._write(write, lambda _, change: told.own_words(change) if change else "")
