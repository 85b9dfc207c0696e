"""Small catalogs of takes for tests of what panels say."""

from __future__ import annotations

from shiptui.model.catalog import Call, Take, Tool

CALLS = {"+": Call.SHIP, "-": Call.SKIP, "?": None}


def tool(slug: str, **takes: str | int | None) -> Tool:
    """A tool with takes: `builder="+"` ships, `"-"` skips, `"?"` calls nothing, 70 scores."""
    return Tool(
        slug,
        slug.title(),
        takes=tuple(
            Take(persona, call=CALLS[said]) if isinstance(said, str) else Take(persona, score=said)
            for persona, said in takes.items()
        ),
    )
