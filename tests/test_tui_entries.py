"""Entries of one's own on the screens: written, changed, shown and taken away."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Static

from shiptui.model.catalog import Tool
from shiptui.model.errors import UsageError
from shiptui.tui.screens.entries import FIELDS, typed_entry
from shiptui.tui.screens.form import FormScreen
from shiptui.tui.screens.popup import Popup
from shiptui.tui.screens.tools import ToolScreen
from terminal import opened, press, shown, until

if TYPE_CHECKING:
    from shiptui.store.store import Store

SIZES = ((40, 12), (80, 24), (120, 40), (200, 60))
BEADS = "beads-bd-git-backed-task-graph-ai-agent-memory-2026"


def typed(**said: str) -> dict[str, str]:
    """A form with these fields filled in."""
    return {field.id: said.get(field.id, "") for field in FIELDS}


def test_a_slug_is_made_of_the_name_unless_one_is_typed() -> None:
    assert typed_entry(typed(name=" Our Linter 2! "), None).slug == "our-linter-2"
    assert typed_entry(typed(name="Our Linter", slug="linter"), None).slug == "linter"
    for name, slug in (("価格", ""), ("Our Linter", "No Slug"), ("", "our-linter")):
        with pytest.raises(UsageError):
            typed_entry(typed(name=name, slug=slug), None)


@given(st.fixed_dictionaries({field.id: st.text(max_size=9) for field in FIELDS}))
def test_whatever_is_typed_is_an_entry_or_refused_in_a_sentence(said: dict[str, str]) -> None:
    with suppress(UsageError):
        tool = typed_entry(said, None)
        assert tool.name
        assert tool.entry in (None, "Free", "Paid")


@pytest.mark.parametrize("size", SIZES)
async def test_an_entry_is_written_found_changed_and_removed(
    store: Store, size: tuple[int, int]
) -> None:
    async with opened(store, size) as pilot:
        await press(pilot, "5")
        tools = len(store.catalog.tool_index())
        await press(pilot, "E", "enter", *"Our Linter", *("tab",) * 4, *"free", "enter")
        assert pilot.app.screen.said.startswith("Wrote an entry of your own, Our Linter.")  # type: ignore[attr-defined]  # a frame
        assert len(pilot.app.screen.list.ids) == tools + 1  # type: ignore[attr-defined]  # a frame
        await press(pilot, "E")
        assert "Our Linter" in shown(pilot.app)
        await press(pilot, "enter", *"chan", "enter", "down", *"us", "ctrl+s")
        found = store.own.entry("our-linter")
        assert found
        assert (found.name, found.vendor, found.entry) == ("Our Linter", "us", "Free")
        await press(pilot, "E", "enter", *"remo", "enter")
        assert store.own.entries() == []
        assert len(pilot.app.screen.list.ids) == tools  # type: ignore[attr-defined]  # a frame
        assert (await press(pilot, "u")).startswith("Undone: your entry Our Linter")
        assert len(pilot.app.screen.list.ids) == tools + 1  # type: ignore[attr-defined]  # a frame


async def test_an_entry_is_shown_on_its_own_screen_and_marked(store: Store) -> None:
    store.own.write_entry("our-linter", lambda _: Tool("our-linter", "Our Linter"))
    async with opened(store) as pilot:
        await press(pilot, "E", "enter", *"show", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ToolScreen))
        await press(pilot)
        assert "your own entry" in shown(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_slip_in_the_form_is_said_whole_and_stays_to_be_mended(
    store: Store, size: tuple[int, int]
) -> None:
    async with opened(store, size) as pilot:
        await press(pilot, "E", "enter", "enter")
        assert "An entry needs a name." in shown(pilot.app)
        await press(pilot, *"Beads", "tab", *BEADS, "enter")
        assert isinstance(pilot.app.screen, FormScreen)
        assert "another slug." in shown(pilot.app)
        await press(pilot, "ctrl+u", "enter")
        assert [entry.slug for entry in store.own.entries()] == ["beads"]


async def test_escape_leaves_everything_as_it_was(store: Store) -> None:
    async with opened(store) as pilot:
        await press(pilot, "E")
        assert isinstance(pilot.app.screen, Popup)
        await press(pilot, "enter", *"Nothing", "escape")
        assert len(pilot.app.screen_stack) == 1
        assert store.own.entries() == []


@pytest.mark.parametrize("keys", ["i", "e", "C,enter", "E,enter"])
async def test_every_dialog_shows_its_keys_whole_in_a_small_window(store: Store, keys: str) -> None:
    async with opened(store, (40, 12)) as pilot:
        await press(pilot, *keys.split(","))
        hint = pilot.app.screen.query_one(Static).region
        window = pilot.app.screen.query_one(".popup").content_region
        assert window.contains_region(hint)
        text = " ".join(word for word in shown(pilot.app).replace("│", " ").split())
        assert "^s saves" in text
        assert "Esc cancels" in text
        for field in pilot.app.screen.query(Input):
            assert field.region.width > 10
