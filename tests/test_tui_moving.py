"""Moving: the list keeps the focus, the detail follows, and no key leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from terminal import browse_of, opened, press, rows_of, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.store.store import Store

WIDE, SMALL, NARROW = (120, 40), (80, 24), (60, 20)
LAST = 195


def cursor(pilot: Pilot[int]) -> int:
    return browse_of(pilot).list.index


def focus(pilot: Pilot[int]) -> str | None:
    """Which pane the keys go to."""
    focused = browse_of(pilot).focused
    return focused.id if focused is not None else None


def top_of_detail(pilot: Pilot[int]) -> str:
    """The first line under the heading of the detail that scrolls."""
    region = browse_of(pilot).detail.region
    return rows_of(pilot.app)[region.y + 1][region.x :]


async def test_the_cursor_moves_by_one_by_pages_and_to_the_ends(store: Store) -> None:
    """Each key has its twin, and the detail shows the matchup under the cursor."""
    async with opened(store, WIDE) as pilot:
        browse = browse_of(pilot)
        page = browse.list.page_rows
        steps = [
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("up", 0),
            ("k", 0),
            ("ctrl+d", page // 2),
            ("ctrl+u", 0),
            ("pagedown", page),
            ("ctrl+f", 2 * page),
            ("pageup", page),
            ("ctrl+b", 0),
            ("G", LAST),
            ("j", LAST),
            ("g", 0),
            ("end", LAST),
            ("home", 0),
        ]
        for key, expected in steps:
            await press(pilot, key)
            assert cursor(pilot) == expected, key
            assert browse.matchup is not None
            assert browse.matchup.id == browse.list.current
            assert sum(row.startswith(">") for row in rows_of(pilot.app)) == 1
            assert f"{expected + 1} of 196" in shown(pilot.app)
        assert focus(pilot) == "list"


async def test_in_the_detail_the_same_keys_scroll_it(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        detail = browse_of(pilot).detail
        await press(pilot, "l")
        lines = [top_of_detail(pilot)]
        for key in ("j", "down", "ctrl+d", "ctrl+f", "pagedown", "G"):
            await press(pilot, key)
            lines.append(top_of_detail(pilot))
        assert len(set(lines)) == len(lines)
        assert detail.at_end
        await press(pilot, "end")
        assert detail.at_end
        for key in ("pageup", "ctrl+b", "ctrl+u", "k", "up"):
            above = top_of_detail(pilot)
            await press(pilot, key)
            assert top_of_detail(pilot) != above, key
        for key in ("g", "home"):
            await press(pilot, key)
            assert top_of_detail(pilot) == lines[0]
        assert cursor(pilot) == 0


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_into_the_detail_and_back_to_the_list(store: Store, size: tuple[int, int]) -> None:
    """The heavy line says where the keys go; in a narrow window the pane takes its place."""
    async with opened(store, size) as pilot:
        for into, out in (("l", "h"), ("right", "left"), ("enter", "backspace"), ("tab", "tab")):
            await press(pilot, into)
            assert focus(pilot) == "detail", into
            assert "━━ GPT-5 Mini API vs SmolVLM2-2B" in shown(pilot.app)
            assert ("── Feed" in shown(pilot.app)) == (size == WIDE)
            await press(pilot, out)
            assert focus(pilot) == "list", out
            assert "━━ Feed" in shown(pilot.app)
            assert ("── GPT-5 Mini API vs" in shown(pilot.app)) == (size == WIDE)
        await press(pilot, "shift+tab")
        assert focus(pilot) == "detail"
        await press(pilot, "shift+tab")
        assert focus(pilot) == "list"


async def test_what_was_read_no_longer_counts_as_new(store: Store) -> None:
    """Reading is noted without a word, and undo passes over it."""
    async with opened(store, SMALL) as pilot:
        new = next(row for row in rows_of(pilot.app) if row.startswith(">"))
        await press(pilot, "a", "0", "enter", "h")
        assert next(row for row in rows_of(pilot.app) if row.startswith(">")) != new
        assert (await press(pilot, "u")).startswith("Undone: your vote on")
        assert store.catalog.counts().voted == 1


async def test_n_goes_to_the_unvoted_in_both_directions_and_round_the_end(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "j", "a", "j", "b", "g")
        await press(pilot, "n")
        assert cursor(pilot) == 3
        await press(pilot, "N")
        assert cursor(pilot) == 0
        await press(pilot, "N")
        assert cursor(pilot) == LAST
        await press(pilot, "n")
        assert cursor(pilot) == 0


async def test_n_says_so_where_everything_is_voted_on_or_nothing_is_there(store: Store) -> None:
    async with opened(store, SMALL, query="smollm3") as pilot:
        browse = browse_of(pilot)
        for id_ in browse.list.ids:
            matchup = store.catalog.matchup(id_)
            assert matchup is not None
            store.facts.cast_vote(matchup, "tie")
        browse.refresh_facts()
        assert await press(pilot, "n") == "You have voted on everything in this list."
        await press(pilot, "escape", "3")
        browse.say("")
        assert "voted on everything" not in await press(pilot, "n")


async def test_capital_j_and_k_scroll_the_detail_and_leave_the_cursor(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        first = top_of_detail(pilot)
        await press(pilot, "J", "J")
        assert top_of_detail(pilot) != first
        await press(pilot, "K", "K", "K")
        assert top_of_detail(pilot) == first
        assert focus(pilot) == "list"
        assert cursor(pilot) == 0


async def test_brackets_turn_to_the_next_and_the_previous_persona(store: Store) -> None:
    """Its takes come into sight, and it stays chosen on the next matchup."""
    async with opened(store, SMALL) as pilot:
        names = [persona.name for persona in store.catalog.personas()]
        assert len(names) == 4
        for name in [*names[1:], names[0]]:
            await press(pilot, "]")
            assert f"› {name} " in shown(pilot.app) or f"── {name} ──" in shown(pilot.app)
            assert f"── {name} ──" in shown(pilot.app)
        await press(pilot, "[")
        assert f"── {names[-1]} ──" in shown(pilot.app)
        await press(pilot, "j")
        assert f"› {names[-1]} " in shown(pilot.app)
        assert focus(pilot) == "list"


async def test_space_pages_then_turns_the_persona_then_goes_on(store: Store) -> None:
    """A reader who presses nothing else sees every take of a matchup and then the next one."""
    async with opened(store, SMALL) as pilot:
        seen: list[str] = []
        for _ in range(60):
            seen += [row.split()[1] for row in rows_of(pilot.app) if "[ ] persona" in row]
            await press(pilot, "space")
            if cursor(pilot):
                break
        assert list(dict.fromkeys(seen)) == [each.name for each in store.catalog.personas()]
        assert cursor(pilot) == 1
        assert focus(pilot) == "list"


async def test_space_in_a_narrow_window_shows_what_it_pages(store: Store) -> None:
    """It never turns the pages of a pane that is out of sight."""
    async with opened(store, NARROW) as pilot:
        await press(pilot, "space")
        assert "[a] GPT-5 Mini API" in shown(pilot.app)


@pytest.mark.parametrize("into", [(), ("l",)], ids=["list", "detail"])
async def test_z_gives_a_pane_the_window_and_escape_takes_it_back(
    store: Store, into: tuple[str, ...]
) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "escape", *into)
        panes = (browse_of(pilot).list, browse_of(pilot).detail)
        before = shown(pilot.app)
        for back in ("escape", "z"):
            await press(pilot, "z")
            assert panes[bool(into)].size.width == 120
            assert panes[not into].size.width == 0
            await press(pilot, back)
            assert shown(pilot.app) == before


async def test_from_a_zoomed_list_enter_still_leads_to_the_matchup(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "z", "enter")
        assert "[a] GPT-5 Mini API" in shown(pilot.app)
        assert focus(pilot) == "detail"
