"""As much of JSON Schema 2020-12 as the schemas in docs/schema use, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "type", "required", "properties"),
    *("items", "prefixItems", "minItems", "maxItems", "enum", "const", "pattern"),
    "additionalProperties",
    *("minimum", "maximum", "minLength", "maxLength", "anyOf", "oneOf", "allOf", "if", "then"),
}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def problems(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    """Say where a value breaks a schema."""
    assert set(schema) <= KNOWN, f"unknown keywords {set(schema) - KNOWN}"
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "type" in schema and not _is_a(value, schema["type"]):
        yield f"{value!r} is no {schema['type']}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']!r}"
    yield from _bounds(value, schema)
    yield from _parts(value, schema, root)
    yield from _combined(value, schema, root)


def _is_a(value: Any, name: str) -> bool:
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def _bounds(value: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(value, int):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{value} is out of bounds"
    elif isinstance(value, str):
        size = len(value)
        if not schema.get("minLength", size) <= size <= schema.get("maxLength", size):
            yield f"{value!r} has {size} characters"
        if not re.search(schema.get("pattern", ""), value):
            yield f"{value!r} does not match {schema['pattern']}"
    elif isinstance(value, list):
        size = len(value)
        if not schema.get("minItems", size) <= size <= schema.get("maxItems", size):
            yield f"a list of {size}"


def _parts(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{key} is missing" for key in schema.get("required", ()) if key not in value)
        if schema.get("additionalProperties") is False:
            yield from (f"{key} is unknown" for key in value if key not in schema["properties"])
        for key, part in schema.get("properties", {}).items():
            if key in value:
                yield from (f"{key}: {each}" for each in problems(value[key], part, root))
    elif isinstance(value, list):
        first = schema.get("prefixItems", ())
        for each, part in zip(value, first, strict=False):
            yield from problems(each, part, root)
        for each in value[len(first) :]:
            yield from problems(each, schema.get("items", {}), root)


def _combined(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    for part in schema.get("allOf", ()):
        yield from problems(value, part, root)
    for name, right in (("anyOf", range(1, 99)), ("oneOf", range(1, 2))):
        parts = schema.get(name)
        if parts and sum(not list(problems(value, part, root)) for part in parts) not in right:
            yield f"{value!r} fits not {name}"
    if "if" in schema and not list(problems(value, schema["if"], root)):
        yield from problems(value, schema["then"], root)
