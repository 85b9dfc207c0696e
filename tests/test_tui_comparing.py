"""Beyond the published matchups: any two tools, swapped sides, one tool against all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

from shiptui.model.catalog import matchup_id
from shiptui.tui.screens.popup import Popup
from terminal import browse_of, opened, press, rows_of, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.store.store import Store

WIDE = (120, 40)


def strangers(store: Store) -> tuple[str, str]:
    """Two tools that no matchup puts side by side."""
    listed = set(store.catalog.index())
    slugs = store.catalog.tool_index()
    return next((a, b) for a in slugs for b in slugs if a < b and matchup_id(a, b) not in listed)


async def compare(pilot: Pilot[int], store: Store, *slugs: str) -> None:
    """Press `c` and choose tools by typing their names."""
    await press(pilot, "c")
    for slug in slugs:
        assert isinstance(pilot.app.screen, Popup)
        tool = store.catalog.tool(slug)
        assert tool is not None
        await press(pilot, *tool.name[:12])
        options = pilot.app.screen.query_one(OptionList)
        (option,) = [each for each in options.options if each.id == slug]
        options.post_message(OptionList.OptionSelected(options, option, 0))
        await press(pilot)


async def test_c_puts_any_two_tools_side_by_side_and_votes_and_saves_hold(store: Store) -> None:
    left, right = strangers(store)
    async with opened(store, WIDE) as pilot:
        browse = browse_of(pilot)
        await compare(pilot, store, left, right)
        assert browse.matchup is not None
        assert browse.matchup.id == matchup_id(left, right)
        assert "your own pair" in shown(pilot.app)
        assert (await press(pilot, "a")).startswith("Voted ")
        assert (await press(pilot, "s")).startswith("Saved: ")
        await press(pilot, "escape", "3")
        assert browse.list.ids == (matchup_id(left, right),)
        await press(pilot, "4")
        assert browse.list.ids == (matchup_id(left, right),)


async def test_a_published_pair_is_shown_as_such_and_a_tool_beside_itself_is_not(
    store: Store,
) -> None:
    async with opened(store, WIDE) as pilot:
        browse = browse_of(pilot)
        matchup = store.catalog.matchup(store.catalog.index()[5])
        assert matchup is not None
        await compare(pilot, store, matchup.right.slug, matchup.left.slug)
        assert browse.list.current == matchup.id
        assert "your own pair" not in shown(pilot.app)
        await compare(pilot, store, matchup.left.slug, matchup.left.slug)
        assert browse.said.startswith("A tool cannot be compared with itself")


async def test_c_from_the_tools_view_leads_to_the_pair_and_escape_leads_nowhere(
    store: Store,
) -> None:
    left, right = strangers(store)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "5", "c", "escape")
        assert "━━ Tools" in shown(pilot.app)
        await compare(pilot, store, left, right)
        assert browse_of(pilot).matchup is not None
        assert "your own pair" in shown(pilot.app)


async def test_capital_s_swaps_the_sides_and_nothing_else(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        before = shown(pilot.app)
        await press(pilot, "S")
        assert "[a] SmolVLM2-2B" in shown(pilot.app)
        assert store.facts.history() == []
        await press(pilot, "S")
        assert shown(pilot.app) == before


async def test_capital_p_pins_the_left_tool_and_lists_all_its_challengers(store: Store) -> None:
    """It stands left in each of them; the same key, Escape or q lets it go."""
    async with opened(store, WIDE) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "escape", "j")
        matchup = browse.matchup
        assert matchup is not None
        for back in ("P", "escape", "q"):
            await press(pilot, "P")
            ids = store.catalog.matchups_of(matchup.left.slug)
            assert browse.list.ids == ids
            assert browse.list.current == matchup.id
            assert f"{matchup.left.name} against" in shown(pilot.app)
            for _ in range(min(len(ids), 5)):
                assert f"[a] {matchup.left.name}" in shown(pilot.app)
                await press(pilot, "j")
            await press(pilot, back)
            assert browse.list.ids == store.catalog.index()
            assert "━━ Feed" in "\n".join(rows_of(pilot.app))
            browse.jump_to(matchup.id)
            await press(pilot)
