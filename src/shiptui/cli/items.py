"""Model objects as JSON-able mappings: the one place that names the fields. Unknown is None."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from shiptui.model.catalog import Persona
from shiptui.page.words import persona_name

if TYPE_CHECKING:
    from shiptui.model.catalog import Panel, Take, Tool
    from shiptui.model.facts import Bookmark, Matchup, ToolVote
    from shiptui.model.feeds import Tally

Item = dict[str, object]
Personas = tuple[Persona, ...]


def matchup_item(matchup: Matchup, personas: Personas | None = None) -> Item:
    """A matchup; whole, with summaries and takes, where the personas are given."""
    return {
        "kind": "matchup",
        "id": matchup.id,
        "left": side_item(matchup.left, personas),
        "right": side_item(matchup.right, personas),
        "vote": matchup.vote.pick if matchup.vote else None,
        "voted_at": moment(matchup.vote.at) if matchup.vote else None,
        **bookmark_fields(matchup.bookmark),
        "seen": matchup.seen,
        "listed": matchup.listed,
        "feed": matchup.feed,
        "source": matchup.source,
    }


def side_item(tool: Tool, personas: Personas | None = None) -> Item:
    """What feeds tell of one tool; with its takes where the personas are given."""
    short: Item = {
        "slug": tool.slug,
        "name": tool.name,
        "vendor": tool.vendor,
        "category": tool.category,
        "section": tool.section,
        "entry": tool.entry,
        "pricing": tool.pricing,
        "tagline": tool.tagline,
        "panel": panel_item(tool.panel),
    }
    if personas is None:
        return short
    return short | {
        "summary": tool.summary,
        "source": tool.source,
        "as_of": tool.as_of,
        "reported_pct": tool.reported_pct,
        "takes": [take_item(take, personas) for take in tool.takes],
        "my_take": own_take_item(tool.mine),
    }


def tool_item(
    tool: Tool, vote: ToolVote | None, bookmark: Bookmark | None, personas: Personas | None = None
) -> Item:
    """A tool with what the reader did about it."""
    return {
        "kind": "tool",
        **side_item(tool, personas),
        "vote": vote.call.value if vote else None,
        "voted_at": moment(vote.at) if vote else None,
        **bookmark_fields(bookmark),
        "feed": tool.feed,
    }


def panel_item(panel: Panel) -> Item:
    """A panel with its verdict."""
    verdict = panel.verdict
    return {
        "ships": panel.ships,
        "skips": panel.skips,
        "unknown": panel.unknown,
        "pct": panel.pct,
        "verdict": verdict.value if verdict else None,
        "reported": panel.reported,
    }


def take_item(take: Take, personas: Personas) -> Item:
    """One take. The persona is named as it is shown."""
    return {
        "persona": persona_name(personas, take.persona) if take.persona else None,
        "persona_inferred": take.persona_inferred,
        "call": take.call.value if take.call else None,
        "call_inferred": take.call_inferred,
        "score": take.score,
        "words": take.words,
        "source": take.source,
        "as_of": take.as_of,
    }


def own_take_item(take: Take | None) -> Item | None:
    """The reader's own take; its date is the day it was written."""
    if take is None:
        return None
    call = take.call.value if take.call else None
    return {"call": call, "score": take.score, "words": take.words, "as_of": take.as_of}


def tally_item(tally: Tally | None) -> Item | None:
    """How others voted, None where no feed has counted."""
    if tally is None:
        return None
    return {
        "counts": None if tally.counts is None else list(tally.counts),
        "as_of": tally.as_of,
        "n_min": tally.n_min,
        "feed": tally.feed,
    }


def bookmark_fields(bookmark: Bookmark | None) -> Item:
    """The fields that tell whether and how something is saved."""
    return {
        "saved": bookmark is not None,
        "saved_at": moment(bookmark.at) if bookmark else None,
        "note": (bookmark.note or None) if bookmark else None,
        "tags": list(bookmark.tags) if bookmark else [],
    }


def moment(at: int) -> str:
    """Milliseconds since 1970 as an ISO time in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
