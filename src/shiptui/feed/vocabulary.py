"""Every field of the public half of the protocol, in one table: its form, and what it means.

The JSON Schemas in docs/schema are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from shiptui.feed import limits
from shiptui.feed.head import JSON_FEED, PROTOCOL
from shiptui.feed.tallies import MATCHUP_COUNTS, MOST_VOTES, TOOL_COUNTS
from shiptui.text.checked import (
    LABEL_LIMIT,
    LINE_LIMIT,
    NAME_LIMIT,
    SOURCE_LIMIT,
    SUMMARY_LIMIT,
    WORDS_LIMIT,
)
from shiptui.text.fields import MOST_ITEMS

Schema: TypeAlias = Mapping[str, object]

ID_PATTERN = "^[a-z0-9][a-z0-9._:-]{0,159}$"
PLACE_PATTERN = "^(?=.{1,200}$)([A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_][A-Za-z0-9._-]*$"
MOMENT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, the JSON Schema of its value, what it means, whether it must be there."""

    name: str
    schema: Schema
    meaning: str
    required: bool = False


def text(limit: int) -> Schema:
    """Text of at most `limit` characters."""
    return {"type": "string", "minLength": 1, "maxLength": limit}


def number(low: int = 0, high: int = limits.WHOLE_NUMBER) -> Schema:
    """A whole number within bounds."""
    return {"type": "integer", "minimum": low, "maximum": high}


def pattern(expression: str) -> Schema:
    """Text of a given form."""
    return {"type": "string", "pattern": expression}


def list_of(each: Schema, most: int = MOST_ITEMS) -> Schema:
    """A list of at most `most`."""
    return {"type": "array", "items": each, "maxItems": most}


def ref(name: str) -> Schema:
    """A definition of the same schema file."""
    return {"$ref": f"#/$defs/{name}"}


ID = pattern(ID_PATTERN)
DATE = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
MOMENT = pattern(MOMENT_PATTERN)
ADDRESS = pattern("^https?://")
PERCENT = number(0, 100)
POS = number(-limits.WHOLE_NUMBER)
SOURCE = text(SOURCE_LIMIT)

_SOURCE = Field("source", SOURCE, "A web address or the name of a document it was taken from.")
_AS_OF = Field("as_of", DATE, "The date for which it holds.")

RECORDS: Mapping[str, tuple[Field, ...]] = {
    "catalog": (
        Field("title", text(NAME_LIMIT), "The title of the feed.", required=True),
        Field("as_of", DATE, "The date of the catalog as a whole.", required=True),
        Field("sections", list_of(ref("section"), 1_000), "Labels that mean the same."),
    ),
    "persona": (
        Field("name", text(LABEL_LIMIT), "The name that is shown.", required=True),
        Field("asks", text(LINE_LIMIT), "What it asks of every tool."),
        Field("likes", list_of(text(LINE_LIMIT)), "What it is glad to see."),
        Field("tired_of", list_of(text(LINE_LIMIT)), "What it has seen too often."),
        _SOURCE,
        Field("pos", POS, "Its place: personas stand by ascending pos, then id."),
    ),
    "tool": (
        Field("name", text(NAME_LIMIT), "The name that is shown; names repeat.", required=True),
        Field("vendor", text(NAME_LIMIT), "Who makes it."),
        Field("category", text(LABEL_LIMIT), "The source's label."),
        Field("entry", {"enum": ["Free", "Paid", None]}, "How one gets in."),
        Field("pricing", text(LINE_LIMIT), "The terms in words."),
        Field("tagline", text(LINE_LIMIT), "One line."),
        Field("summary", text(SUMMARY_LIMIT), "What it is."),
        Field("panel_ship_pct", PERCENT, "The share of ships that the source reports."),
        Field("complete", {"type": "boolean"}, "Whether all takes of the panel are here."),
        _SOURCE,
        _AS_OF,
    ),
    "take": (
        Field("tool", ID, "The slug of the tool it is about.", required=True),
        Field("persona", ID, "The slug of who speaks; absent where nobody is named."),
        Field("call", {"enum": ["ship", "skip", None]}, "What it would do; absent where unknown."),
        Field("score", PERCENT, "Points from 0 to 100."),
        Field("words", text(WORDS_LIMIT), "What it says."),
        Field("inferred", list_of({"enum": ["persona", "call"]}), "What was concluded, not read."),
        _SOURCE,
        _AS_OF,
        Field("pos", POS, "Its place among the tool's takes: ascending, then id."),
    ),
    "matchup": (
        Field("a", ID, "The slug of one tool; it sorts before b.", required=True),
        Field("b", ID, "The slug of the other tool.", required=True),
        _SOURCE,
        Field(
            "rev",
            number(1),
            "Grows when the tools have changed so much that older votes no longer count; else 1.",
        ),
        Field("pos", POS, "Its place: the highest is the newest and stands first."),
    ),
}

FILE = (
    Field("url", pattern(PLACE_PATTERN), "Where it lies, below feed.json's folder.", required=True),
    Field("sha256", pattern("^[0-9a-f]{64}$"), "The digest of the file.", required=True),
    Field("bytes", number(), "The size of the file.", required=True),
    Field("raw_bytes", number(), "The size of what is in it.", required=True),
)

PARTS: Mapping[str, tuple[Field, ...]] = {
    "section": (
        Field("section", text(LABEL_LIMIT), "The label that is shown.", required=True),
        Field("labels", list_of(text(LABEL_LIMIT)), "The labels that mean it.", required=True),
    ),
    "file": FILE,
    "snapshot": (*FILE, Field("seq", number(), "The version that it holds.", required=True)),
    "segment": (
        *FILE,
        Field("from", number(), "The change before its first one.", required=True),
        Field("to", number(1), "Its last change.", required=True),
        Field("published", MOMENT, "When it was published."),
    ),
    "tallies": (
        Field("as_of", MOMENT, "When the votes were counted.", required=True),
        Field("n_min", number(1), "How many have to vote before a count is told.", required=True),
        Field("shards", list_of(ref("file")), "The files that hold the counts.", required=True),
    ),
    "api": (
        Field("url", ADDRESS, "Where votes may be sent.", required=True),
        Field("kinds", list_of(text(LABEL_LIMIT)), "Which kinds of facts are taken."),
    ),
    "retired": (
        Field("url", pattern(PLACE_PATTERN), "A file that is named no more.", required=True),
        Field("since", MOMENT, "Since when.", required=True),
    ),
    "envelope": (
        Field("payloadType", {"type": "string"}, "The type of the payload.", required=True),
        Field("payload", {"type": "string"}, "What is signed, in base64.", required=True),
        Field("signatures", list_of(ref("signature")), "One or more of them.", required=True),
    ),
    "signature": (
        Field("keyid", {"type": "string"}, "A hint at the key."),
        Field("sig", {"type": "string"}, "64 bytes in base64.", required=True),
    ),
    "item": (
        Field("id", {"type": "string", "minLength": 1}, "Unique for ever.", required=True),
        Field("title", {"type": "string"}, "For people."),
        Field("content_text", {"type": "string"}, "For people; this or content_html is there."),
        Field("content_html", {"type": "string"}, "For people."),
        Field("external_url", ADDRESS, "Where the record was taken from."),
        Field("date_published", MOMENT, "The record's date."),
        Field("authors", list_of({"type": "object"}), "The persona."),
        Field("_shiptui", ref("record"), "The record; with v only where complete is true."),
    ),
    "record": (
        Field("k", pattern("^[a-z][a-z0-9_]{0,31}$"), "The kind of record.", required=True),
        Field("id", ID, "Its id, unique within its kind.", required=True),
        Field("v", {"type": "object"}, "What it says."),
    ),
    "extension": (
        Field("about", ADDRESS, "Where this protocol is described."),
        Field("protocol", {"const": PROTOCOL}, "The version of this protocol.", required=True),
        Field("feed_id", ID, "The feed's own id, a URN, for ever the same.", required=True),
        Field("published", MOMENT, "When this document was written.", required=True),
        Field("complete", {"type": "boolean"}, "Level 0: all records stand in the items."),
        Field("epoch", number(1), "The Unix second in which the log was begun."),
        Field("seq", number(), "The number of the last change."),
        Field("snapshot", ref("snapshot"), "All live records at one version."),
        Field("log", list_of(ref("segment"), 5_000), "Changes, oldest first, without a hole."),
        Field("tallies", ref("tallies"), "How readers voted."),
        Field("api", ref("api"), "Where votes may be sent."),
        Field("min_poll", number(), "The least seconds between two looks."),
        Field("licence", text(LABEL_LIMIT), "The licence of the records."),
        Field("moved_to", ADDRESS, "The feed's new address."),
        Field("retired", list_of(ref("retired"), 10_000), "For the publisher's next run alone."),
        Field("keys", list_of(text(LABEL_LIMIT)), "Ed25519 public keys, base64url."),
        Field("expires", MOMENT, "Until when the signature holds."),
        Field("sig", ref("envelope"), "A DSSE envelope around all of this but sig and retired."),
    ),
    "document": (
        Field("version", {"const": JSON_FEED}, "The version of JSON Feed.", required=True),
        Field("title", text(NAME_LIMIT), "The title of the feed.", required=True),
        Field("home_page_url", ADDRESS, "The publisher's page."),
        Field("feed_url", ADDRESS, "Where this document lies."),
        Field("items", list_of(ref("item"), 20_000), "What people read.", required=True),
        Field("_shiptui", ref("extension"), "What readers of verdicts need.", required=True),
    ),
    "line": (
        Field("s", number(1), "The number of the change.", required=True),
        Field("k", pattern("^[a-z][a-z0-9_]{0,31}$"), "The kind of record.", required=True),
        Field("id", ID, "Its id, unique within its kind.", required=True),
        Field("v", {"type": "object"}, "What it says from now on."),
        Field("del", {"const": True}, "It is gone."),
    ),
    "shard": (
        Field("as_of", MOMENT, "The same as in feed.json.", required=True),
        Field("matchups", list_of(ref("matchup_row"), 100_000), "Of matchups.", required=True),
        Field("tools", list_of(ref("tool_row"), 100_000), "Of tools.", required=True),
    ),
}

ROWS: Mapping[str, int] = {"matchup_row": MATCHUP_COUNTS, "tool_row": TOOL_COUNTS}
COUNT = number(0, MOST_VOTES)
