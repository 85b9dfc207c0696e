"""The addresses of the server in one table; the program and its description are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from shiptui.server.service import Handler, Service


@dataclass(frozen=True, slots=True)
class Route:
    """One call: where, what answers it, what it is for, what it needs.

    `asks` and `answers` name the objects that are sent, as the description has them. `scope` is
    what the token has to allow, `any` where each token will do, None where none is needed.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    scope: str | None = None
    asks: str | None = None
    answers: str | None = None


ROUTES = (
    Route("GET", "/health", Service.health, "Is the server well?", answers="health"),
    Route("GET", "/v1/", Service.about, "What this server is.", answers="about"),
    Route(
        "POST",
        "/v1/sync",
        Service.sync,
        "Send operations and read what is new, in one exchange.",
        "sync",
        "exchange",
        "exchanged",
    ),
    Route("GET", "/v1/me", Service.me, "The account and its tokens.", "any", answers="me"),
    Route(
        "POST",
        "/v1/tokens",
        Service.add_token,
        "A token for another device.",
        "tokens",
        "token_wish",
        "token",
    ),
    Route("DELETE", "/v1/tokens/{id}", Service.revoke, "Take a token away.", "any"),
    Route(
        "POST",
        "/v1/codes",
        Service.add_code,
        "A code of 8 characters for the next device, good once and for 5 minutes.",
        "tokens",
        "nothing",
        "code",
    ),
    Route("POST", "/v1/pair", Service.redeem, "A token for a code.", None, "pairing", "paired"),
    Route(
        "GET",
        "/v1/export",
        Service.export,
        "Everything that is held about the account, one JSON object a line.",
        "sync",
        answers="export",
    ),
    Route("DELETE", "/v1/account", Service.erase, "Erase the account.", "tokens"),
)
