"""Single tools and personas: their lists, their own screens, and what can be done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import Call
from shiptui.tui.screens.persona import PersonaScreen
from shiptui.tui.screens.tools import ToolScreen, ToolsScreen
from terminal import browse_of, fake_clipboard, opened, press, rows_of, shown

if TYPE_CHECKING:
    import pytest
    from textual.pilot import Pilot

    from shiptui.store.store import Store

WIDE = (120, 40)


def tools_of(pilot: Pilot[int]) -> ToolsScreen:
    """The tools view, or one tool's own screen."""
    screen = pilot.app.screen
    assert isinstance(screen, ToolsScreen)
    return screen


def cursor_row(pilot: Pilot[int]) -> str:
    """The row under the cursor."""
    return next(row for row in rows_of(pilot.app) if row.startswith("> "))


async def test_5_lists_all_tools_by_name_and_the_detail_follows(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "5")
        screen = tools_of(pilot)
        assert screen.list.ids == store.catalog.tool_index()
        assert "━━ Tools " in shown(pilot.app)
        for key in ("j", "G", "k", "g"):
            await press(pilot, key)
            assert screen.tool is not None
            assert screen.tool.slug == screen.list.current
            assert f"── {screen.tool.name[:20]}" in shown(pilot.app)


async def test_plus_ships_minus_skips_and_the_same_key_again_takes_it_back(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "5", "j")
        tool = tools_of(pilot).tool
        assert tool is not None
        assert await press(pilot, "+") == f"Voted ship on {tool.name}. Press u to undo."
        assert cursor_row(pilot)[2] == "+"
        assert "you would ship" in shown(pilot.app)
        assert await press(pilot, "-") == f"Voted skip on {tool.name}. Press u to undo."
        assert cursor_row(pilot)[2] == "-"
        vote = store.facts.tool_vote(tool.slug)
        assert vote is not None
        assert vote.call is Call.SKIP
        assert await press(pilot, "-") == f"Call on {tool.name} taken back. Press u to undo."
        assert store.facts.tool_vote(tool.slug) is None
        assert (await press(pilot, "u")).startswith("Undone: your call on")
        assert cursor_row(pilot)[2] == "-"


async def test_a_tool_can_be_saved_noted_opened_and_copied(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = fake_clipboard(monkeypatch)
    monkeypatch.setattr("shiptui.tui.desktop.open_address", lambda address, *_: f"Opened {address}")
    async with opened(store, WIDE) as pilot:
        await press(pilot, "5")
        tool = tools_of(pilot).tool
        assert tool is not None
        assert (await press(pilot, "s")).startswith(f"Saved: {tool.name}")
        assert (await press(pilot, "e", *"try it", "ctrl+s")).startswith("Saved: ")
        assert [key for key, _ in store.facts.bookmarks()] == [f"tool:{tool.slug}"]
        assert "try it" in shown(pilot.app)
        assert await press(pilot, "o") == f"Opened {tool.source}"
        assert await press(pilot, "y") == "Copied the link by xclip."
        assert copied == [tool.source]


async def test_the_tools_can_be_filtered_and_an_empty_list_acts_on_nothing(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "5", "/", *"gpt", "enter")
        assert tools_of(pilot).list.ids == store.catalog.tool_index(query="gpt")
        await press(pilot, "escape", "/", *"zzzz", "enter")
        assert 'Nothing matches "zzzz".' in shown(pilot.app)
        for key in ("+", "-", "s", "e", "o", "y"):
            assert await press(pilot, key) == "There is no tool here."
        assert store.facts.history() == []


async def test_less_and_greater_open_the_tools_own_screens_and_q_leads_back(store: Store) -> None:
    """With all it has: every take, its matchups, the reader's own call."""
    async with opened(store, WIDE) as pilot:
        matchup = browse_of(pilot).matchup
        assert matchup is not None
        for key, tool in (("<", matchup.left), (">", matchup.right)):
            await press(pilot, key)
            screen = pilot.app.screen
            assert isinstance(screen, ToolScreen)
            assert screen.tool == tool
            assert f"━━ {tool.name} ━" in shown(pilot.app)
            page = "\n".join("".join(s.text for s in each) for each in screen.detail.page.lines)
            for take in tool.takes:
                assert (take.words or "")[:20] in page
            assert f"Slug       {tool.slug}" in page
            assert (await press(pilot, "+")).startswith(f"Voted ship on {tool.name}")
            await press(pilot, "q")
            assert pilot.app.screen is browse_of(pilot)


async def test_a_matchup_of_a_tool_leads_to_it_by_a_click(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "<")
        screen = tools_of(pilot)
        assert screen.tool is not None
        ids = store.catalog.matchups_of(screen.tool.slug)
        screen.clicked("matchup", ids[-1])
        await press(pilot)
        assert browse_of(pilot).list.current == ids[-1]


async def test_p_opens_the_chosen_persona_and_brackets_turn_to_the_others(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        chosen = browse_of(pilot).persona
        names = {persona.slug: persona.name for persona in store.catalog.personas()}
        assert chosen in names
        await press(pilot, "p")
        seen = []
        for _ in names:
            screen = pilot.app.screen
            assert isinstance(screen, PersonaScreen)
            seen.append(screen.slug)
            assert f"━━ {names[screen.slug]} ━" in shown(pilot.app)
            assert "How often it ships" in shown(pilot.app)
            assert screen.track is not None
            assert f"{screen.track.takes} takes" in shown(pilot.app)
            await press(pilot, "]")
        assert seen[0] == chosen
        assert set(seen) == set(names)
        await press(pilot, "[", "q")
        assert pilot.app.screen is browse_of(pilot)


async def test_a_tool_where_a_persona_stood_apart_opens_by_a_click(store: Store) -> None:
    async with opened(store, (120, 80)) as pilot:
        await press(pilot, "p")
        screen = pilot.app.screen
        assert isinstance(screen, PersonaScreen)
        assert screen.track is not None
        slug = screen.track.disagreements[0].tool.slug
        screen.clicked("tool", slug)
        await press(pilot)
        assert isinstance(pilot.app.screen, ToolScreen)
        assert tools_of(pilot).tool == store.catalog.tool(slug)
        await press(pilot, "q", "q")
        assert browse_of(pilot).is_current


async def test_a_vote_on_another_screen_is_there_when_one_comes_back(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "a", "5", "u", "1")
        assert "4 Voted 0" in shown(pilot.app)
        assert "your vote" not in shown(pilot.app)
        await press(pilot, "U", "5", "1")
        assert "4 Voted 1" in shown(pilot.app)
