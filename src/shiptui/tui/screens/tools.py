"""The tools view: every tool in a list, the one under the cursor beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from shiptui.model.bundle import TOOL_PREFIX
from shiptui.model.catalog import Persona, Tool
from shiptui.page.chrome import Hint, Tab
from shiptui.page.community import PEEK, tool_words
from shiptui.page.lines import Line, Page
from shiptui.page.look import Look
from shiptui.page.tool import ToolSheet, tool_page
from shiptui.page.tool_listing import ToolRow, tool_row_lines
from shiptui.ranking.dissent import Leniency
from shiptui.ranking.share import Share
from shiptui.tui.keys import hints
from shiptui.tui.messages import MatchupAsked
from shiptui.tui.reader import Facts, Ids, Reader, Seek
from shiptui.tui.screens.frame import Act
from shiptui.tui.screens.sought import Listing, SoughtScreen
from shiptui.tui.views import TOOLS, tabs_of
from shiptui.tui.widgets.row_list import RowList

MATCHUPS_SHOWN = 50


class ToolsScreen(SoughtScreen):
    """Tools by name. The same screen without its list is the own screen of one tool."""

    def __init__(
        self, acts: Mapping[str, Act], look: Look, reader: Reader, facts: Facts, seek: Seek
    ) -> None:
        super().__init__(acts, look, seek)
        self.reader = reader
        self.facts = facts
        self.tool: Tool | None = None
        self.crowd_hidden = True
        self.peeked: set[str] = set()
        self.personas: tuple[Persona, ...] = ()
        self.lenient: Leniency = {}

    def make_list(self) -> RowList[ToolRow]:
        """Make the list of tools."""
        return RowList(self._load, self._paint, self.look.glyphs, tall_below=0)

    def begin(self) -> None:
        """Show the first tool."""
        self.personas = self.reader.personas()
        self.lenient = {slug: Share(*counts) for slug, *counts in self.reader.calls()}
        super().begin()

    def renew(self) -> None:
        """Read the personas anew, too."""
        self.personas = self.reader.personas()
        super().renew()

    def _load(self, slugs: Sequence[str]) -> dict[str, ToolRow]:
        flipped = {
            key
            for key, since in self.reader.changed([TOOL_PREFIX + slug for slug in slugs]).items()
            if since.flips
        }
        tools = self.reader.tool_rows(slugs)
        return {tool.slug: self._row(tool, TOOL_PREFIX + tool.slug in flipped) for tool in tools}

    def _row(self, tool: Tool, flipped: bool) -> ToolRow:  # noqa: FBT001 - one caller, as above
        vote = self.facts.tool_vote(tool.slug)
        saved = self.facts.bookmark(f"tool:{tool.slug}") is not None
        return ToolRow(tool, vote.call if vote else None, saved, flipped)

    def _paint(self, row: ToolRow, cells: int, current: bool, tall: bool) -> list[Line]:  # noqa: FBT001 - a painter is called by position
        del tall
        return tool_row_lines(row, cells, self.look.glyphs, current=current)

    def tabs(self) -> tuple[Tab, ...]:
        """Give the views, this one marked."""
        return tabs_of(self.reader.counts(), TOOLS, self.saved_filters)

    def hints(self) -> tuple[Hint, ...]:
        """Give the hints of the footer."""
        vote = Hint("+/-", "Ship or skip", "tool.ship", 1)
        return (vote, *hints(self.acts, can_undo=self.facts.can_undo(), table=self.table))

    def reindex(self) -> None:
        """Build the list anew."""
        query = self.query_text
        title = f'Tools matching "{query}"' if query else "Tools"

        def find(reader: Reader, limit: int | None) -> Ids:
            return reader.tool_index(query=query, limit=limit)

        self.look_for(Listing(title, find, self._why_empty))

    def _why_empty(self) -> tuple[str, ...]:
        if self.query_text:
            return (f'Nothing matches "{self.query_text}".', "Esc clears the filter.")
        return ("The catalog holds no tools yet.", "shiptui doctor says what was found.")

    def show_current(self, *, keep_place: bool) -> None:
        """Show the tool under the cursor."""
        slug = self.list.current
        same = self.tool is not None and self.tool.slug == slug
        self.tool = self.reader.tool(slug) if slug else None
        make = partial(self._page, self._sheet(self.tool)) if self.tool else None
        self.detail.show(make, keep_place=keep_place and same)

    def _sheet(self, tool: Tool) -> ToolSheet:
        ids = self.reader.matchups_of(tool.slug)
        key = TOOL_PREFIX + tool.slug
        vote = self.facts.tool_vote(tool.slug)
        return ToolSheet(
            tool,
            vote,
            self.facts.bookmark(key),
            tuple(self.reader.rows(ids[:MATCHUPS_SHOWN])),
            len(ids),
            self.reader.changed([key]).get(key),
            self.lenient,
            self._community(tool, voted=vote is not None),
            self.reader.feeds().get(tool.feed or ""),
        )

    def _community(self, tool: Tool, *, voted: bool) -> str:
        """What others would do, hidden until the reader has voted or peeked."""
        tally = self.reader.tally(tool.slug)
        hidden = self.crowd_hidden and not voted and tool.slug not in self.peeked
        return PEEK if tally is not None and hidden else tool_words(tally)

    def peek(self) -> None:
        """Show what others would do, without a vote."""
        if self.tool is None:
            return
        self.peeked.add(self.tool.slug)
        self.refresh_facts()
        self.say(f"Community: {tool_words(self.reader.tally(self.tool.slug))}.")

    def _page(self, sheet: ToolSheet, cells: int, focused: bool) -> Page:  # noqa: FBT001 - called by position
        return tool_page(sheet, self.personas, self.look, cells, focused=focused)

    def clicked(self, what: str, value: str) -> None:
        """Go to a matchup of the tool."""
        if what == "matchup":
            self.post_message(MatchupAsked(value))


class ToolScreen(ToolsScreen):
    """One tool alone."""

    HAS_LIST = False

    def __init__(
        self,
        acts: Mapping[str, Act],
        look: Look,
        reader: Reader,
        facts: Facts,
        seek: Seek,
        slug: str,
    ) -> None:
        super().__init__(acts, look, reader, facts, seek)
        self._slug = slug

    def reindex(self) -> None:
        """Hold just this tool."""
        self.list.show((self._slug,), "Tool", ())
        self.refresh_facts()
