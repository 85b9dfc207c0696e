"""Pick any two tools to compare, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Matchup
from shiptui.tui.reader import Reader
from shiptui.tui.screens.frame import Frame
from shiptui.tui.screens.popup import Choice, Popup

SHOWN = 50
"""Tools in sight; typing narrows them."""


def compare_tools(screen: Frame, reader: Reader, done: Callable[[Matchup], object]) -> None:
    """Ask for two tools and hand over the pair."""

    def find(query: str) -> list[Choice]:
        slugs = reader.tool_index(query=query, limit=SHOWN)
        return [
            Choice(tool.slug, "", f"{tool.name}  {tool.vendor or ''}  {tool.tagline or ''}")
            for tool in reader.tool_rows(slugs)
        ]

    def second(left: str, right: str | None) -> None:
        if right is None:
            return
        try:
            done(reader.compare(left, right))
        except ShiptuiError as error:
            screen.say(str(error), "warn")

    def first(left: str | None) -> None:
        if left is None:
            return
        tool = reader.tool(left)
        name = tool.name if tool else left
        screen.app.push_screen(
            Popup(f"Compare {name} with", find), lambda right: second(left, right)
        )

    screen.app.push_screen(Popup("Compare which tool", find), first)
