"""The server's description of itself (OpenAPI 3.1), made from the tables of routes and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shiptui import __version__
from shiptui.feed.schemas import object_schema
from shiptui.server.problems import MEDIA_TYPE
from shiptui.server.routes import ROUTES
from shiptui.server.vocabulary import PARTS

if TYPE_CHECKING:
    from shiptui.server.routes import Route

_JSON, _LINES = "application/json", "application/x-ndjson"
# What a reader of operations has to be strict about; everywhere else unknown fields are ignored.
_CLOSED = {"operation", "vote", "toolvote", "bookmark"}


def description() -> dict[str, object]:
    """The whole description."""
    paths: dict[str, dict[str, object]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _call(route)
    document: dict[str, object] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Votes and bookmarks of a feed of verdicts",
            "version": __version__,
            "description": "The two-way half of the feed protocol, version 1.",
        },
        "paths": paths,
        "components": {
            "schemas": {name: _schema(name) for name in PARTS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {
                "problem": {
                    "description": "Problem details (RFC 9457).",
                    "content": {MEDIA_TYPE: {"schema": _named("problem")}},
                }
            },
        },
    }
    return {key: _repoint(each) for key, each in document.items()}


def _call(route: Route) -> dict[str, object]:
    call: dict[str, object] = {
        "operationId": route.handler.__name__,
        "summary": route.summary,
        "security": [{"token": []}] if route.scope else [],
    }
    if names := re.findall(r"{(\w+)}", route.path):
        call["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
    if route.asks:
        content = {_JSON: {"schema": _named(route.asks)}}
        call["requestBody"] = {"required": True, "content": content}
    problem = {"$ref": "#/components/responses/problem"}
    call["responses"] = _good(route) | {"default": problem}
    return call


def _good(route: Route) -> dict[str, object]:
    if route.answers is None:
        return {"204": {"description": "Done."}}
    if route.answers == "export":
        lines = {"schema": {"type": "string"}}
        return {"200": {"description": "One JSON object a line.", "content": {_LINES: lines}}}
    content = {_JSON: {"schema": _named(route.answers)}}
    return {"200": {"description": "Done.", "content": content}}


def _schema(name: str) -> dict[str, object]:
    closed = {"additionalProperties": False} if name in _CLOSED else {}
    return object_schema(PARTS[name]) | closed


def _named(name: str) -> dict[str, object]:
    return {"$ref": f"#/components/schemas/{name}"}


def _repoint(value: object) -> object:
    """The tables speak of `$defs`; here they are components."""
    if isinstance(value, str):
        return value.replace("#/$defs/", "#/components/schemas/")
    if isinstance(value, list):
        return [_repoint(each) for each in value]
    if isinstance(value, dict):
        return {key: _repoint(each) for key, each in value.items()}
    return value
