"""Every field of the two-way half of the protocol, in one table: its form, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from shiptui.feed.vocabulary import ID, Field, Schema, list_of, number, pattern, ref, text
from shiptui.server import limits
from shiptui.server.accounts import SCOPES
from shiptui.server.values import KINDS
from shiptui.store.values import NOTE_LIMIT, TAG_LIMIT

UUID = pattern("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
MILLISECONDS = number()
CURSOR: Schema = {"type": "string", "maxLength": 100}
NONCE = pattern("^[A-Za-z0-9_.:-]{1,100}$")
KIND: Schema = {"enum": [str(kind) for kind in KINDS]}
KEY = pattern("^((matchup|tool):)?[a-z0-9][a-z0-9._:-]{0,159}$")
VALUE: Schema = {
    "anyOf": [ref("vote"), ref("toolvote"), ref("bookmark"), {"type": "null"}],
}
STATUS: Schema = {"enum": ["applied", "superseded", "rejected", "deferred"]}
SCOPE = list_of({"enum": list(SCOPES)})
NAME = text(limits.NAME)
TOKEN = pattern("^shp_[A-Za-z0-9_-]{27}$")
_BOOLEAN: Schema = {"type": "boolean"}
_WORD: Schema = {"type": "string"}

_ROW = (
    Field("k", KIND, "The kind.", required=True),
    Field("key", KEY, "What it is about.", required=True),
    Field("v", VALUE, "What holds now; null where it was taken back.", required=True),
    Field("op", UUID, "The operation that put it there.", required=True),
    Field("eff", MILLISECONDS, "The stamp of that operation.", required=True),
)

PARTS: Mapping[str, tuple[Field, ...]] = {
    "exchange": (
        Field("nonce", NONCE, "Random for each exchange; the answer repeats it.", required=True),
        Field("cursor", CURSOR, "The last one that was answered; empty at first."),
        Field("limit", number(1), f"How many rows to answer at most; {limits.ROWS} unless said."),
        Field("account", _WORD, "The account that the device believes it belongs to."),
        Field("ops", list_of(ref("operation"), limits.OPS), "What to judge, in this order."),
    ),
    "operation": (
        Field("op", UUID, "Its id, random (UUIDv7 or v4); the same at each repeat.", required=True),
        Field("k", KIND, "The kind.", required=True),
        Field("key", KEY, "What it is about.", required=True),
        Field("v", VALUE, "The value; null takes it back.", required=True),
        Field("at", MILLISECONDS, "When it was done, by the device's clock.", required=True),
        Field(
            "base",
            list_of(UUID, limits.BASES),
            "The operations that the device knew of this key.",
        ),
    ),
    "vote": (
        Field("c", ID, "The slug of one of the two tools, `tie` or `neither`.", required=True),
        Field("rev", number(1), "The `rev` of the matchup that was voted on.", required=True),
    ),
    "toolvote": (Field("c", {"enum": ["ship", "skip"]}, "The call.", required=True),),
    "bookmark": (
        Field("note", {"type": "string", "maxLength": NOTE_LIMIT}, "A note."),
        Field("tags", list_of(text(TAG_LIMIT)), "Tags."),
    ),
    "exchanged": (
        Field("nonce", NONCE, "That of the request.", required=True),
        Field("account", _WORD, "The account of the token.", required=True),
        Field("epoch", number(1), "When the server was founded, Unix seconds.", required=True),
        Field("time", MILLISECONDS, "The server's clock.", required=True),
        Field(
            "results", list_of(ref("result"), limits.OPS), "One for each operation.", required=True
        ),
        Field("rows", list_of(ref("row"), limits.ROWS), "What is new.", required=True),
        Field("cursor", CURSOR, "To be sent next time.", required=True),
        Field("more", _BOOLEAN, "Ask again at once.", required=True),
        Field("reset", _BOOLEAN, "The server has another history.", required=True),
    ),
    "result": (
        Field(
            "op", {"anyOf": [UUID, {"type": "null"}]}, "The id; null if unreadable.", required=True
        ),
        Field("status", STATUS, "What became of it.", required=True),
        Field("reason", _WORD, "Why it was rejected or deferred."),
        Field("state", ref("row"), "What its key holds now."),
    ),
    "row": _ROW,
    "about": (
        Field("protocol", list_of(number(1)), "The versions that are spoken.", required=True),
        Field("feed_id", ID, "The feed whose votes are taken.", required=True),
        Field("epoch", number(1), "When the server was founded, Unix seconds.", required=True),
        Field("time", MILLISECONDS, "The server's clock.", required=True),
        Field("limits", ref("limits"), "What is refused beyond.", required=True),
        Field("auth", list_of(_WORD), "How to log in; `bearer`.", required=True),
    ),
    "limits": tuple(
        Field(name, number(1), f"{meaning}, at most.", required=True)
        for name, meaning in (
            ("request", "Bytes of a request"),
            ("answer", "Bytes of an answer"),
            ("ops", "Operations of a request"),
            ("rows", "Rows of an answer"),
            ("value", "Bytes of one value"),
        )
    ),
    "me": (
        Field("account", _WORD, "The account.", required=True),
        Field("token", _WORD, "The id of the token that asks.", required=True),
        Field("tokens", list_of(ref("token_told"), 10_000), "All of them.", required=True),
    ),
    "token_told": (
        Field("id", _WORD, "Its id, which is no secret.", required=True),
        Field("name", NAME, "What the person calls it.", required=True),
        Field("scopes", SCOPE, "What it allows.", required=True),
        Field("created", MILLISECONDS, "When it was made.", required=True),
        Field("last_used", MILLISECONDS, "When it was used last, to the hour."),
    ),
    "token_wish": (
        Field("name", NAME, "What the person calls the device.", required=True),
        Field("scopes", SCOPE, "What it may do; as much as the asking token unless said."),
    ),
    "token": (
        Field("id", _WORD, "Its id.", required=True),
        Field("token", TOKEN, "The token; told this once.", required=True),
    ),
    "nothing": (),
    "code": (
        Field("code", pattern("^[A-Z2-9]{8}$"), "To type into the next device.", required=True),
        Field("expires", MILLISECONDS, "Until when.", required=True),
    ),
    "pairing": (
        Field("code", _WORD, "The code, in either case.", required=True),
        Field("name", NAME, "What the person calls the device.", required=True),
    ),
    "paired": (
        Field("account", _WORD, "The account.", required=True),
        Field("id", _WORD, "The id of the token.", required=True),
        Field("token", TOKEN, "The token; told this once.", required=True),
    ),
    "health": (Field("status", {"const": "ok"}, "The database answers.", required=True),),
    "problem": (
        Field("type", pattern("^urn:shiptui:problem:"), "What went wrong.", required=True),
        Field("title", _WORD, "The same in words.", required=True),
        Field("status", number(400, 599), "The HTTP status.", required=True),
        Field("detail", _WORD, "What exactly."),
    ),
}
