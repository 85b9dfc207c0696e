"""The two tools of a decision as they stood, frozen in a form whose hash anybody can compute.

The form is the catalog's own: the fields of a tool's file, with what is unknown left out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from shiptui.model.errors import FeedError
from shiptui.text.checked import tool_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shiptui.model.catalog import Take, Tool
    from shiptui.model.facts import Matchup

Item = dict[str, object]


def evidence_of(matchup: Matchup) -> Item:
    """Both tools with all their takes."""
    return {"left": _tool_item(matchup.left), "right": _tool_item(matchup.right)}


def canonical(evidence: object) -> str:
    """The one way to write evidence: ASCII, sorted keys, no blanks."""
    return json.dumps(
        evidence, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def hash_of(evidence: object) -> str:
    """SHA-256 of the canonical text, in hexadecimal digits."""
    return hashlib.sha256(canonical(evidence).encode("ascii")).hexdigest()


def tools_of(evidence: object) -> tuple[Tool, Tool]:
    """The left and the right tool. Raises FeedError."""
    sides = evidence if isinstance(evidence, dict) else {}
    left, right = (_tool(sides.get(side)) for side in ("left", "right"))
    if left.slug == right.slug:
        raise FeedError("The evidence sets a tool beside itself.")
    return left, right


def _tool_item(tool: Tool) -> Item:
    item: Item = {
        "slug": tool.slug,
        "name": tool.name,
        "vendor": tool.vendor,
        "category": tool.category,
        "section": tool.section,
        "entry": tool.entry,
        "pricing": tool.pricing,
        "tagline": tool.tagline,
        "summary": tool.summary,
        "panel_ship_pct": tool.reported_pct,
        "complete": tool.complete or None,
        "source": tool.source,
        "as_of": tool.as_of,
        "take": [_take_item(take) for take in tool.takes] or None,
    }
    return _known(item)


def _take_item(take: Take) -> Item:
    marks = (("persona", take.persona_inferred), ("call", take.call_inferred))
    return _known(
        {
            "persona": take.persona,
            "call": take.call.value if take.call else None,
            "score": take.score,
            "words": take.words,
            "inferred": [name for name, inferred in marks if inferred] or None,
            "source": take.source,
            "as_of": take.as_of,
        }
    )


def _known(item: Item) -> Item:
    return {name: value for name, value in item.items() if value is not None}


def _tool(raw: object) -> Tool:
    if not isinstance(raw, dict):
        raise FeedError("The evidence lacks one of the two tools.")
    item: Mapping[str, object] = raw
    label, section = item.get("category"), item.get("section")
    sections = {label: section} if isinstance(label, str) and isinstance(section, str) else {}
    tool = tool_from(item, slug=item.get("slug"), feed="", as_of="", sections=sections)
    takes = tuple(replace(take, as_of=take.as_of or None) for take in tool.takes)
    return replace(tool, feed=None, as_of=tool.as_of or None, takes=takes)
