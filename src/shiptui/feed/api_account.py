"""What a server of votes tells of itself, of an account and of its tokens, read with care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.feed import api
from shiptui.feed.picking import required_whole
from shiptui.feed.secret import Secret
from shiptui.feed.wire import canonical
from shiptui.model.errors import FeedError
from shiptui.text.checked import read_json
from shiptui.text.fields import checked_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shiptui.feed.api_client import Caller

PROTOCOL = 1


@dataclass(frozen=True, slots=True)
class Me:
    """Whose token it is: the account, and the token's own name, by which it can be revoked."""

    account: str
    token: str


@dataclass(frozen=True, slots=True)
class Code:
    """What lets the next device in; `expires` is in milliseconds since 1970."""

    code: str
    expires: int


async def refuse_stranger(caller: Caller, feed_id: str) -> None:
    """FeedError where the server takes votes for another feed, or speaks another protocol."""
    raw = _object(await caller.call("GET", ""))
    protocols = raw.get("protocol")
    if not isinstance(protocols, list) or PROTOCOL not in protocols:
        raise FeedError("The server speaks another protocol; a newer shiptui may know it.")
    if checked_id(raw.get("feed_id"), "feed_id") != feed_id:
        raise FeedError("The server takes votes for another feed; ask whoever publishes this one.")


async def whose(caller: Caller) -> Me:
    """Whose token the caller has."""
    raw = _object(await caller.call("GET", "me"))
    return Me(api.word(raw, "account"), api.word(raw, "token"))


async def token_for(caller: Caller, code: str, device: str) -> Secret:
    """The token that a code from another device stands for; the code is used up by it."""
    body = canonical({"code": code, "name": device})
    raw = _object(await caller.call("POST", "pair", body))
    token = raw.get("token")
    if not isinstance(token, str):
        raise FeedError("The server gave no token.")
    return Secret(token)


async def code_for_next(caller: Caller) -> Code:
    """A code for one more device."""
    raw = _object(await caller.call("POST", "codes", canonical({})))
    return Code(api.word(raw, "code"), required_whole(raw, "expires"))


async def revoke(caller: Caller, me: Me) -> None:
    """Let the server forget a token."""
    await caller.call("DELETE", f"tokens/{me.token}")


def _object(body: bytes) -> Mapping[str, object]:
    raw = read_json(body, limit=api.ANSWER)
    if not isinstance(raw, dict):
        raise FeedError("The answer is no object.")
    return raw
