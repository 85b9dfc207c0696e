"""The views of the header: which there are, and where each leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shiptui.model.facts import Counts, View
from shiptui.page.chrome import Tab
from shiptui.page.words import VIEW_NAMES

TOOLS = "tools"
STANDINGS = "standings"
ACTIVITY = "activity"


SAVED_FILTERS = 2
"""How many saved filters have a key of their own; the palette has them all."""


class SavedFilter(NamedTuple):
    """A filter from the config, shown as one more view."""

    name: str
    query: str


def tabs_of(
    counts: Counts, here: View | str, saved: Sequence[SavedFilter] = (), query: str = ""
) -> tuple[Tab, ...]:
    """All views with their counts, the one we are in marked."""
    filters = saved[:SAVED_FILTERS]
    in_filter = here == View.FEED and any(query == each.query for each in filters)
    lists = [
        Tab(
            str(place),
            VIEW_NAMES[view],
            counts.of(view),
            f"view.{view}",
            view == here and not in_filter,
        )
        for place, view in enumerate(View, 1)
    ]
    tools = Tab("5", "Tools", counts.tools, "view.tools", here == TOOLS)
    standings = Tab("6", "Standings", None, "view.standings", here == STANDINGS)
    activity = Tab("7", "Activity", None, "view.activity", here == ACTIVITY)
    extra = [
        Tab(str(place), each.name, None, f"view.tab_{place - 7}", in_filter and query == each.query)
        for place, each in enumerate(filters, 8)
    ]
    return (*lists, tools, standings, activity, *extra)
