"""How things stand with feeds and accounts by what is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.page.syncing import Standing, standing_of

if TYPE_CHECKING:
    from shiptui.store.store import Store


def standing_in(store: Store, *, offline: bool) -> Standing:
    """What the header tells when nothing is under way, also on the first frame."""
    accounts = store.accounts
    return standing_of(store.feeds.all(), accounts.all(), accounts.waiting(), offline=offline)
