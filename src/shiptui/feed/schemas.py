"""JSON Schemas of what a feed publishes, made from the one table of fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from shiptui.feed.vocabulary import COUNT, ID, PARTS, RECORDS, ROWS, Field, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FEED_PARTS = (
    "item",
    "record",
    "extension",
    "file",
    "snapshot",
    "segment",
    "tallies",
    "api",
    "retired",
    "envelope",
    "signature",
)


def schema_files() -> dict[str, str]:
    """Return the text of each schema file by its name."""
    schemas = {
        "feed.schema.json": _document(),
        "line.schema.json": _line(),
        "tally.schema.json": _shard(),
    }
    return {
        name: json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def object_schema(fields: Sequence[Field]) -> dict[str, object]:
    """The schema of an object with these fields; fields that nobody knows are allowed."""
    return {
        "type": "object",
        "required": [each.name for each in fields if each.required],
        "properties": {
            each.name: {
                "description": each.meaning,
                **(each.schema if each.required else _or_null(each.schema)),
            }
            for each in fields
        },
    }


def _document() -> dict[str, object]:
    extension = object_schema(PARTS["extension"])
    extension["anyOf"] = [
        {"required": ["complete"], "properties": {"complete": {"const": True}}},
        {"required": ["epoch", "seq", "snapshot", "log"]},
    ]
    parts: dict[str, object] = {name: object_schema(PARTS[name]) for name in _FEED_PARTS}
    item = object_schema(PARTS["item"])
    item["anyOf"] = [{"required": ["content_text"]}, {"required": ["content_html"]}]
    return {
        "title": "feed.json of a feed of verdicts",
        **object_schema(PARTS["document"]),
        "$defs": {**parts, "extension": extension, "item": item},
    }


def _line() -> dict[str, object]:
    by_kind = [
        {
            "if": {"properties": {"k": {"const": kind}}, "required": ["v"]},
            "then": {"properties": {"v": {"$ref": f"#/$defs/{kind}"}}},
        }
        for kind in RECORDS
    ]
    parts = {name: object_schema(fields) for name, fields in RECORDS.items()}
    return {
        "title": "One line of a snapshot or a segment",
        **object_schema(PARTS["line"]),
        "oneOf": [{"required": ["v"]}, {"required": ["del"]}],
        "allOf": by_kind,
        "$defs": {**parts, "section": object_schema(PARTS["section"])},
    }


def _shard() -> dict[str, object]:
    return {
        "title": "One file of tallies",
        **object_schema(PARTS["shard"]),
        "$defs": {name: _row(counts) for name, counts in ROWS.items()},
    }


def _row(counts: int) -> Schema:
    """An id, and its counts or null where too few have voted."""
    list_of_counts = {"type": "array", "items": COUNT, "minItems": counts, "maxItems": counts}
    return {
        "type": "array",
        "prefixItems": [ID, {"anyOf": [{"type": "null"}, list_of_counts]}],
        "minItems": 2,
        "maxItems": 2,
    }


def _or_null(schema: Schema) -> Mapping[str, object]:
    """A field that says nothing may be left out or be null; only a yes or no is never null."""
    if "enum" in schema or "const" in schema or schema.get("type") == "boolean":
        return schema
    return {"anyOf": [schema, {"type": "null"}]}
