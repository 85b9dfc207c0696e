"""What the server answers, without a word of HTTP: a request in, an answer or a Problem out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from shiptui.model.errors import FeedError
from shiptui.server import accounts, limits
from shiptui.server.accounts import SCOPES, Caller
from shiptui.server.exchange import sync as exchange
from shiptui.server.exporting import lines_of
from shiptui.server.founding import Site
from shiptui.server.operations import exchange_from
from shiptui.server.policy import HOUR, MINUTE, Clock, Policy
from shiptui.server.problems import Problem
from shiptui.server.rates import Rates
from shiptui.server.storage import Rows, Store
from shiptui.text.fields import required_text, texts

PROTOCOL = 1

Answer: TypeAlias = Mapping[str, object] | bytes | None
"""An object, a body of NDJSON, or nothing to say."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `token` is what was sent as such; `body` is the object in it, if any."""

    address: str
    token: str | None = None
    body: Mapping[str, object] = field(default_factory=dict)
    id: str = ""


class Service:
    """A server's answers over one store."""

    def __init__(self, store: Store, site: Site, clock: Clock, policy: Policy) -> None:
        self.store, self.site, self.clock, self.policy = store, site, clock, policy
        self._asks = Rates(policy.asks, MINUTE)
        self._tries = Rates(policy.tries, MINUTE)
        self._acts = Rates(policy.acts, HOUR)

    def admit(self, address: str) -> None:
        """Let an address ask once more, or raise Problem."""
        _refuse(self._asks.wait(address, 1, self.clock()))

    def health(self, _: Ask) -> Answer:
        """Whether the database answers."""
        with self.store.reading() as rows:
            rows.one("SELECT 1")
        return {"status": "ok"}

    def about(self, _: Ask) -> Answer:
        """What this server is, for whoever asks."""
        return {
            "protocol": [PROTOCOL],
            "feed_id": self.site.feed_id,
            "epoch": self.site.epoch,
            "time": self.clock(),
            "limits": limits.ANNOUNCED,
            "auth": ["bearer"],
        }

    def sync(self, ask: Ask) -> Answer:
        """Judge what a device sends, and tell it what it has not seen."""
        caller = self._caller(ask, "sync")
        asked = exchange_from(ask.body)
        _refuse(self._acts.wait(caller.token_id, 1 + len(asked.ops), self.clock()))
        with self.store.writing() as rows:
            _lock(rows, caller)
            # The time is taken under the lock, so that stamps of one account follow its order.
            now, most = self.clock(), self.policy.rows
            answer = exchange(rows, caller, asked, epoch=self.site.epoch, now=now, most=most)
            accounts.note_use(rows, caller, now)
        return answer

    def me(self, ask: Ask) -> Answer:
        """The account and the tokens of its devices."""
        caller = self._caller(ask)
        with self.store.reading() as rows:
            tokens = accounts.tokens_of(rows, caller.account)
        return {"account": caller.account_id, "token": caller.token_id, "tokens": tokens}

    def add_token(self, ask: Ask) -> Answer:
        """A token for another device."""
        caller = self._caller(ask, "tokens")
        name, scopes = _name(ask), _scopes(ask, caller)
        with self.store.writing() as rows:
            _lock(rows, caller)
            id_, token = accounts.add_token(
                rows, caller.account, name=name, scopes=scopes, now=self.clock()
            )
        return {"id": id_, "token": token}

    def revoke(self, ask: Ask) -> Answer:
        """Take a token away; one may always take away its own."""
        caller = self._caller(ask)
        if ask.id != caller.token_id and "tokens" not in caller.scopes:
            raise Problem("not-allowed")
        with self.store.writing() as rows:
            if not accounts.revoke(rows, caller.account, ask.id):
                raise Problem("not-an-api", "The account has no such token.")
        return None

    def add_code(self, ask: Ask) -> Answer:
        """A code to type into the next device."""
        caller = self._caller(ask, "tokens")
        with self.store.writing() as rows:
            _lock(rows, caller)
            code, expires = accounts.add_code(rows, caller, self.clock())
        return {"code": code, "expires": expires}

    def redeem(self, ask: Ask) -> Answer:
        """A token for a code."""
        _refuse(self._tries.wait(ask.address, 1, self.clock()))
        code, name = ask.body.get("code"), _name(ask)
        if not isinstance(code, str):
            raise Problem("invalid-request", "The field code is no text.")
        with self.store.writing() as rows:
            given = accounts.redeem(rows, code, name=name, now=self.clock())
        if given is None:
            raise Problem("code-invalid")
        return dict(zip(("account", "id", "token"), given, strict=True))

    def export(self, ask: Ask) -> Answer:
        """Everything that is held about the account."""
        caller = self._caller(ask, "sync")
        with self.store.reading() as rows:
            return b"".join(lines_of(rows, caller.account))

    def erase(self, ask: Ask) -> Answer:
        """Forget everything about the account."""
        caller = self._caller(ask, "tokens")
        with self.store.writing() as rows:
            accounts.erase(rows, caller.account)
        return None

    def _caller(self, ask: Ask, scope: str | None = None) -> Caller:
        """Who asks, or Problem."""
        caller = None
        if ask.token is not None:
            with self.store.reading() as rows:
                caller = accounts.caller_of(rows, ask.token)
            if caller is None:
                _refuse(self._tries.wait(ask.address, 1, self.clock()))
        if caller is None:
            raise Problem("token-invalid")
        if scope is not None and scope not in caller.scopes:
            raise Problem("not-allowed")
        return caller


Handler: TypeAlias = Callable[[Service, Ask], Answer]


def _lock(rows: Rows, caller: Caller) -> None:
    """Lock the caller's account; Problem where it was erased since the token was looked up."""
    if accounts.lock(rows, caller.account) is None:
        raise Problem("token-invalid")


def _refuse(seconds: int | None) -> None:
    if seconds is not None:
        raise Problem("slow-down", retry_after=seconds)


def _name(ask: Ask) -> str:
    try:
        return required_text(ask.body, "name", limits.NAME)
    except FeedError as error:
        raise Problem("invalid-request", str(error)) from None


def _scopes(ask: Ask, caller: Caller) -> tuple[str, ...]:
    """The scopes that are asked for, all of the caller's unless said; never more than those."""
    try:
        asked = texts(ask.body, "scopes", limits.NAME) or caller.scopes
    except FeedError as error:
        raise Problem("invalid-request", str(error)) from None
    if set(asked) - set(SCOPES):
        raise Problem("invalid-request", f"The scopes are {' and '.join(SCOPES)}.")
    if set(asked) - set(caller.scopes):
        raise Problem("not-allowed")
    return tuple(each for each in SCOPES if each in asked)
