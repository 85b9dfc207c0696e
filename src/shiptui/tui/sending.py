"""The sending half of the app: votes go out by themselves, and what was refused is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.account import Access
from shiptui.model.errors import ShiptuiError
from shiptui.model.frozen import replace
from shiptui.page import told
from shiptui.store.ledger import now
from shiptui.tui import messages
from shiptui.tui.beside import beside
from shiptui.tui.puller import Pulled
from shiptui.tui.screens.popup import Choice, Popup, narrowed
from shiptui.tui.syncing import SyncingApp

if TYPE_CHECKING:
    from textual.timer import Timer

    from shiptui.model.account import Account
    from shiptui.model.facts import Change
    from shiptui.store.store import Store
    from shiptui.sync.exchanging import Told

WHOSE = (
    Choice("move", "move", "Send what you did here to this account."),
    Choice("fresh", "start fresh", "Send only what you do from now on."),
    Choice("later", "not now", "Send nothing; r asks again."),
)
"""What the reader can say where a token belongs to another account than before."""


class SendingApp(SyncingApp, inherit_bindings=False):
    """Sends what waits for an account once it has been quiet for a while, and says what waits."""

    _quiet: Timer | None = None

    def written(self) -> None:
        """Count what waits now, and send it when nothing more comes for a while."""
        waiting = self._store.accounts.waiting()
        self._standing_now = replace(self._standing_now, waiting=waiting)
        if waiting and self._plan.send_after:
            self._wait_for_quiet()

    def _wait_for_quiet(self) -> None:
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(self._plan.send_after, self._send)

    def _look_at_clock(self) -> None:
        """Send what was left over, too, when its time has come."""
        super()._look_at_clock()
        if self._plan.send_after and self._standing_now.waiting and not self._busy:
            self._send()

    def _send(self) -> None:
        """Send beside the keys. Nobody asked, so only what was refused is told."""
        moment, accounts = now(), self._store.accounts.all()
        if self._plan.offline or not any(each.is_due(moment) for each in accounts):
            return
        if self._busy:
            self._wait_for_quiet()
            return
        self._busy = True

        async def run() -> None:
            from shiptui.sync.syncing import Wish

            try:
                sent = await self._puller.send(Wish(due_only=True))
            except ShiptuiError:
                sent = []  # it still waits, which the header says
            self._take_answers(sent or [])

        beside(self, run, "sync")

    def _take_answers(self, sent: list[Told]) -> None:
        self._busy = False
        self._stand_again(Pulled([], sent))
        self._show_own()
        refused = sum(each.exchanged.refused for each in sent)
        self._tell(told.refused_words(refused) if refused else "", "warn")

    def _take_in(self, pulled: Pulled | None, *, asked: bool) -> None:
        """Ask what another account means, where the reader has just asked for a sync."""
        super()._take_in(pulled, asked=asked)
        unclear = [each for each in self._store.accounts.all() if each.access is Access.MISMATCH]
        if asked and unclear:
            self._ask_whose(unclear[0])

    def _ask_whose(self, account: Account) -> None:
        def chosen(id_: str | None) -> None:
            if id_ in ("move", "fresh"):
                self._follow_token(account, since_now=id_ == "fresh")

        title = "This token is another account's"
        self.push_screen(Popup(title, narrowed(WHOSE)), chosen)

    def _follow_token(self, account: Account, *, since_now: bool) -> None:
        tokens = self._plan.tokens
        if tokens is None or self._busy:
            return
        self._busy = True

        async def work(own: Store) -> None:
            from shiptui.sync.accounts import follow_token

            await follow_token(own, account, tokens(), since_now=since_now)

        async def run() -> None:
            try:
                await self._puller.work(work)
            except ShiptuiError as error:
                self._tell(str(error), "warn")
            else:
                self.post_message(messages.SyncAsked())
            self._busy = False

        beside(self, run, "sync")

    def on_retry_asked(self, message: messages.RetryAsked) -> None:
        """Send a refused act again, at once."""

        def write(store: Store) -> None:
            store.accounts.retry(message.refused)

        def tell(*_: object) -> str:
            self.post_message(messages.SyncAsked())
            return ""

        self._write(write, tell)

    def on_drop_asked(self, message: messages.DropAsked) -> None:
        """Let go of a refused act."""

        def tell(_: object, change: Change | None) -> str:
            return told.dropped_words(change, self._reader.hidden_name(change)) if change else ""

        self._write(lambda store: store.accounts.drop(message.refused), tell)
