"""A catalog as a folder of text: one file a tool, and the matchups and personas beside them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from shiptui.feed.coding import sections_from
from shiptui.feed.picking import required_date
from shiptui.feed.placing import names_in
from shiptui.model.catalog import Catalog, Pair, Persona, Tool
from shiptui.model.errors import FeedError
from shiptui.text.checked import (
    NAME_LIMIT,
    naming,
    pair_from,
    persona_from,
    read_toml,
    tool_from,
)
from shiptui.text.fields import checked_id, records, required_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE_LIMIT = 262_144
MOST_MATCHUPS = 5_000


def read_folder(folder: Path) -> Catalog:
    """Read a catalog folder. Tools come A to Z by slug, matchups as published, newest first.

    A file that breaks a rule, or a matchup or take that names what is not there, gives a
    `FeedError` that names the file.
    """
    head = read_file(folder / "catalog.toml")
    with naming("catalog.toml"):
        feed_id = checked_id(head.get("feed_id"), "feed_id")
        title = required_text(head, "title", NAME_LIMIT)
        as_of = required_date(head, "as_of")
    sections = _sections(folder / "categories.toml")
    personas = _personas(folder / "personas.toml")
    tools = tuple(
        _tool(path, feed=feed_id, as_of=as_of, sections=sections, personas=personas)
        for path in _tool_files(folder / "tools")
    )
    pairs = _pairs(folder / "matchups.toml", {tool.slug for tool in tools})
    return Catalog(feed_id, title, as_of, personas, sections, tools, pairs)


def digest_of(catalog: Catalog) -> str:
    """Return the SHA-256 (hex) of all that a catalog says, however its text is laid out."""
    said = asdict(catalog)
    for tool in said["tools"]:
        del tool["mine"]  # a reader's own, which no catalog tells
    text = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def read_file(path: Path) -> dict[str, object]:
    """Read one TOML file of a catalog; FeedError names it."""
    with naming(path.name):
        try:
            with path.open("rb") as file:
                data = file.read(FILE_LIMIT + 1)
        except OSError as error:
            raise FeedError(f"The file cannot be read: {error.strerror}.") from error
        return read_toml(data, limit=FILE_LIMIT)


def _tool_files(folder: Path) -> list[Path]:
    paths = (folder / name for name in names_in(folder) if name.endswith(".toml"))
    return sorted(paths, key=lambda path: path.stem)


def _sections(path: Path) -> dict[str, str]:
    raw = read_file(path)
    with naming(path.name):
        return sections_from(raw.get("sections", {}))


def _personas(path: Path) -> tuple[Persona, ...]:
    raw = read_file(path)
    with naming(path.name):
        personas = tuple(persona_from(item) for item in records(raw, "persona"))
        _refuse_twice(persona.slug for persona in personas)
    return personas


def _tool(
    path: Path,
    *,
    feed: str,
    as_of: str,
    sections: Mapping[str, str],
    personas: tuple[Persona, ...],
) -> Tool:
    raw = read_file(path)
    with naming(path.name):
        tool = tool_from(raw, slug=path.stem, feed=feed, as_of=as_of, sections=sections)
        known = {None, *(persona.slug for persona in personas)}
        for take in tool.takes:
            if take.persona not in known:
                raise FeedError(f"The persona {take.persona} is not in the catalog.")
    return tool


def _pairs(path: Path, slugs: set[str]) -> tuple[Pair, ...]:
    raw = read_file(path)
    pairs = []
    for number, item in enumerate(records(raw, "matchup", MOST_MATCHUPS), 1):
        with naming(f"{path.name}: matchup {number}"):
            pair = pair_from(item)
            for slug in (pair.a, pair.b):
                if slug not in slugs:
                    raise FeedError(f"The tool {slug} is not in the catalog.")
            pairs.append(pair)
    with naming(path.name):
        _refuse_twice(pair.id for pair in pairs)
    return tuple(pairs)


def _refuse_twice(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise FeedError(f"The id {id_} stands twice.")
        seen.add(id_)
