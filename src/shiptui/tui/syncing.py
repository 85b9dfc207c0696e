"""The syncing half of the app: it looks for news beside the keys, and shows none unasked."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from shiptui.model.account import Exchanged
from shiptui.model.errors import ShiptuiError
from shiptui.model.frozen import replace
from shiptui.page.progress import Progress as Bar
from shiptui.page.syncing import exchange_words, phrase, told_after
from shiptui.store.ledger import now
from shiptui.store.store import Store
from shiptui.tui import messages
from shiptui.tui.beside import beside
from shiptui.tui.judging import JudgingApp
from shiptui.tui.outfit import Outfit
from shiptui.tui.puller import OpenTokens, Pulled, Puller
from shiptui.tui.standing import standing_in
from shiptui.tui.veiled import VeiledReader

if TYPE_CHECKING:
    from shiptui.sync.syncing import Progress, Wish

CALM = 1.0
"""Seconds that the first screen is left alone before feeds are looked at."""

MINUTE = 60.0
"""Seconds between two looks at the clock: is a feed due, and how old is what the header says?"""


class Plan(NamedTuple):
    """Whether the network is left alone, and how many seconds lie between two looks at a feed.

    `every` is None where feeds are looked at only when the reader asks. `tokens` gives the reader's
    tokens; without them nothing is sent. `notes` says that notes are sent as well. `send_after` is
    how many seconds of quiet pass before votes are sent by themselves, 0 for never.
    """

    offline: bool = False
    every: int | None = None
    tokens: OpenTokens | None = None
    notes: bool = False
    send_after: float = 0


NEVER = Plan()


class SyncingApp(JudgingApp, inherit_bindings=False):
    """Syncs when asked and on a schedule; says in the header how things stand."""

    def __init__(
        self,
        store: Store,
        reader: VeiledReader,
        outfit: Outfit,
        *,
        ansi_color: bool | None,
        clock: Callable[[], float] = monotonic,
        plan: Plan = NEVER,
    ) -> None:
        super().__init__(store, reader, outfit, ansi_color=ansi_color, clock=clock)
        self._plan = plan
        self._puller = Puller(store, plan.tokens, notes=plan.notes)
        self._busy = self._reading = False
        self._standing_now = standing_in(store, offline=plan.offline)

    def phrase(self) -> str:
        """Say how things stand with the feeds."""
        return phrase(self._standing_now, now())

    def on_mount(self) -> None:
        """Look at the clock now and then; Textual calls the other halves' handlers by itself."""
        self.set_timer(CALM, self._look_at_clock)
        self.set_interval(MINUTE, self._look_at_clock)

    def _look_at_clock(self) -> None:
        moment = now()
        if self._plan.every and any(each.is_due(moment) for each in self._store.feeds.all()):
            self._sync(full=False, asked=False)
        self._draw_phrase()

    def on_sync_asked(self, message: messages.SyncAsked) -> None:
        """Show what is new, then look for more."""
        self._standing_now = replace(self._standing_now, new=0, changed=False)
        self.renew()
        feeds = len(self._store.feeds.all())
        self._standing_now = replace(self._standing_now, feeds=feeds)
        if self._plan.offline or not feeds:
            self._tell("Up to date." if not feeds else "Up to date, without the network.")
        elif self._busy:
            self._tell("A sync is under way. Press Escape to stop it.", "warn")
        else:
            self._sync(full=message.full, asked=True)
        self._draw_phrase()

    def on_stop_asked(self) -> None:
        """Let go of the sync that is under way, if there is one."""
        if self._busy:
            self._puller.stop()

    def _sync(self, *, full: bool, asked: bool) -> None:
        """Sync beside the keys; what it says unasked stands in the header and in Activity."""
        if self._plan.offline or self._busy:
            return
        self._busy = True

        async def run() -> None:
            wish = self._wish(full=full, asked=asked)
            try:
                pulled = await self._puller.pull(wish, self._hear)
            except ShiptuiError as error:
                self._take_in(Pulled([], []), asked=False)
                self._tell(str(error) if asked else "", "warn")
            else:
                self._take_in(pulled, asked=asked)
            self._draw_phrase()

        # Not exclusive: one that was overtaken would go on in its thread all the same.
        beside(self, run, "sync")

    def _wish(self, *, full: bool, asked: bool) -> Wish:
        from shiptui.sync.syncing import Wish

        every = self._plan.every
        wish = Wish(full=full, due_only=not asked)
        return wish if every is None else replace(wish, every=every)

    def _hear(self, progress: Progress) -> None:
        """Say which feed is read; how far it is, where it is read for the first time."""
        if not self._busy:
            return
        before = self._standing_now
        self._standing_now = replace(before, place=progress.number, feeds=progress.feeds)
        if progress.first and progress.size:
            self._show_reading(Bar(f"Reading {progress.name}", progress.done, progress.size))
        if before != self._standing_now:
            self._draw_phrase()

    def _show_reading(self, bar: Bar | None) -> None:
        """Show how far a first reading is, on the screen in front."""
        self._reading = bar is not None
        frame = self._standing
        if frame is not None:
            frame.show_progress(bar)

    def _take_in(self, pulled: Pulled | None, *, asked: bool) -> None:
        """Count what came; it is shown when the reader asks for it."""
        self._busy = False
        told = asked or self._reading
        if self._reading:
            self._show_reading(None)
        self._stand_again(pulled or Pulled([], []))
        if self._store.accounts.all():
            self._show_own()
        if pulled is None:
            self._tell("Sync stopped; what was read so far is kept.", "warn")
        elif told:
            self._tell_pulled(pulled)

    def _stand_again(self, pulled: Pulled) -> None:
        """See how things stand after a sync; what was not shown yet still is not."""
        new, changed = self._standing_now.new, self._standing_now.changed
        for look in pulled.looks:
            new += look.gain.new["matchup"]
            changed = changed or bool(look.gain)
        standing = standing_in(self._store, offline=self._plan.offline)
        self._standing_now = replace(standing, new=new, changed=changed)

    def _tell_pulled(self, pulled: Pulled) -> None:
        """Say how the feeds are and, where there is something to say, the accounts."""
        errors = [str(each.error) for each in pulled.told if each.error]
        exchanged = [
            f"{each.name}: {exchange_words(each.exchanged, None, each.skew)}."
            for each in pulled.told
            if each.skew or each.exchanged != Exchanged()
        ]
        said = (*errors, told_after(pulled.looks), *exchanged)
        failed = errors or any(look.outcome.failed for look in pulled.looks)
        self._tell(" ".join(filter(None, said)), "warn" if failed else "good")

    def _show_own(self) -> None:
        """Show what other devices did, and what has arrived at an account."""
        for frame in self.frames():
            if frame.query("#list"):
                frame.refresh_facts()

    def _draw_phrase(self) -> None:
        for frame in self.frames():
            if frame.query("#list"):
                frame.draw_chrome()

    async def on_unmount(self) -> None:
        """Wait for no server when the program leaves."""
        self._puller.stop()
