"""What the keys do in the tools view and on a tool's own screen."""

from __future__ import annotations

from functools import partial
from operator import methodcaller

from shiptui.model.catalog import Call, Tool
from shiptui.tui.acts.moving import MOVES
from shiptui.tui.messages import (
    AddressOpened,
    BookmarkToggled,
    MatchupAsked,
    TextCopied,
    ToolVoteCast,
)
from shiptui.tui.screens.frame import Act
from shiptui.tui.screens.tools import ToolsScreen


def _on_tool(act: Act) -> Act:
    """Let an act run only where there is a tool."""

    def run(screen: ToolsScreen) -> None:
        screen.catch_up()
        if screen.tool is None:
            screen.say("There is no tool here.", "warn")
        else:
            act(screen)

    return run


def _here(screen: ToolsScreen) -> Tool:
    assert screen.tool is not None  # noqa: S101 - _on_tool made sure
    return screen.tool


def _vote(screen: ToolsScreen, call: Call) -> None:
    screen.post_message(ToolVoteCast(_here(screen), call))


def _save(screen: ToolsScreen) -> None:
    screen.post_message(BookmarkToggled(_here(screen)))


def _note(screen: ToolsScreen) -> None:
    from shiptui.tui.screens.note import NoteScreen, ask_note

    tool = _here(screen)
    ask_note(screen, NoteScreen(tool, screen.facts.bookmark(f"tool:{tool.slug}")))


def _take(screen: ToolsScreen) -> None:
    from shiptui.tui.acts.own import write_take

    write_take(screen, _here(screen))


def _claim(screen: ToolsScreen) -> None:
    from shiptui.tui.acts.own import write_claim

    write_claim(screen, [_here(screen)], screen.personas)


def _open(screen: ToolsScreen) -> None:
    screen.post_message(AddressOpened(_here(screen).source))


def _copy_link(screen: ToolsScreen) -> None:
    tool = _here(screen)
    screen.post_message(TextCopied(tool.source or tool.slug, "link"))


def _compare(screen: ToolsScreen) -> None:
    from shiptui.tui.screens.pick import compare_tools

    compare_tools(
        screen, screen.reader, lambda pair: screen.post_message(MatchupAsked(pair.id, pair))
    )


_HERE: dict[str, Act] = {
    "tool.ship": partial(_vote, call=Call.SHIP),
    "tool.skip": partial(_vote, call=Call.SKIP),
    "save": _save,
    "note": _note,
    "take.left": _take,
    "claim": _claim,
    "open": _open,
    "copy.link": _copy_link,
}

TOOL_ACTS: dict[str, Act] = {
    **MOVES,
    "compare": _compare,
    "reveal": methodcaller("peek"),
    **{key: _on_tool(act) for key, act in _HERE.items()},
}
"""By the id of the key."""
