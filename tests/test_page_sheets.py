"""The pages of a tool, a persona and a change: they fit their pane and say what is unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shiptui.model.catalog import Call, Persona, Take, Tool
from shiptui.model.facts import Bookmark, Change, Kind, ToolVote
from shiptui.model.track import track_record
from shiptui.page.activity import Told, activity_page, change_row
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.page.lines import text_of, width_of
from shiptui.page.look import Look
from shiptui.page.persona import persona_page
from shiptui.page.told import change_words, redone_words, undone_words
from shiptui.page.tool import ToolSheet, tool_page
from shiptui.page.tool_listing import ToolRow, tool_row_lines
from shiptui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.page.glyphs import Glyphs
    from shiptui.page.lines import Page

WIDTHS = (38, 60, 79, 110)
GLYPHS = pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
LONG = "한국어 번역기 프로 " * 30
VOTE = Change(1, Kind.VOTE, "a-vs-b", "Alpha vs Beta", None, '{"pick": "a", "rev": 1}', 0)


def words(page: Page) -> str:
    return "\n".join(text_of(each) for each in page.lines)


def sheet(tool: Tool, vote: ToolVote | None = None, kept: Bookmark | None = None) -> ToolSheet:
    return ToolSheet(tool, vote, kept, (), 0)


@GLYPHS
def test_every_tool_and_persona_of_the_catalog_fits_its_pane(
    tmp_path: Path, seed: Path, glyphs: Glyphs
) -> None:
    look = Look(glyphs=glyphs)
    with Store.open(tmp_path / "shiptui.db", seed) as store:
        personas = store.catalog.personas()
        tools = store.catalog.tools()
        pages = [
            tool_page(sheet(tool), personas, look, cells, focused=False)
            for cells in WIDTHS
            for tool in tools[::7]
        ]
        tracks = [track_record(each, store.catalog.tools_with_take(each.slug)) for each in personas]
    for number, page in enumerate(pages):
        cells = WIDTHS[number // len(tools[::7])]
        assert max(map(width_of, page.lines)) <= cells
        assert not any("\n" in text_of(each) for each in page.lines)
    for track in tracks:
        for cells in WIDTHS:
            page = persona_page(track, look, cells, focused=True)
            assert max(map(width_of, page.lines)) <= cells
            assert f"{track.takes} takes" in words(page)


def test_what_is_unknown_of_a_tool_is_said_and_never_made_up() -> None:
    text = words(tool_page(sheet(Tool("bare", "Bare")), (), Look(), 80, focused=False))
    for label in ("Vendor", "Entry", "Category", "Source", "As of"):
        assert f"{label:<11}unknown" in text
    assert "Nobody has reviewed it." in text
    assert "In no matchup yet." in text
    assert "no call yet: + ship, - skip" in text
    assert "0 %" not in text


def test_what_the_reader_did_to_a_tool_stands_on_its_page() -> None:
    kept = Bookmark("look again", ("later", "cheap"))
    found = tool_page(
        sheet(Tool("a", "Alpha"), ToolVote(Call.SKIP, 0), kept), (), Look(), 80, focused=False
    )
    text = words(found)
    assert "you would skip" in text
    assert "look again #later #cheap" in text
    assert "saved" in text


def test_a_persona_without_known_calls_or_scores_has_no_share_and_no_mean() -> None:
    persona = Persona("sage", "Sage")
    tool = Tool("a", "Alpha", takes=(Take("sage"),))
    text = words(persona_page(track_record(persona, [tool]), Look(), 80, focused=False))
    assert "No call of this persona is known." in text
    assert "No score of this persona is known." in text
    assert "%" not in text


@GLYPHS
@pytest.mark.parametrize("cells", [40, 59, 60, 120])
def test_rows_of_tools_and_changes_fill_their_list_exactly(cells: int, glyphs: Glyphs) -> None:
    long = Change(2, Kind.BOOKMARK, "tool:x", LONG, None, "{}", 0)
    rows = tool_row_lines(
        ToolRow(Tool("x", LONG, LONG), Call.SHIP, saved=True), cells, glyphs, current=True
    )
    for change in (VOTE, long):
        for tall in (True, False):
            rows += change_row(change, None, cells, glyphs, current=False, tall=tall)
    assert {width_of(row) for row in rows} == {cells}


def test_a_hidden_name_is_not_on_the_page_of_its_change() -> None:
    page = activity_page(VOTE, Told("a matchup you have not voted on"), Look(), 80, focused=False)
    assert "You voted for one of the two on a matchup you have not voted on." in words(page)
    assert "Alpha" not in words(page)
    assert "You voted Alpha on Alpha vs Beta." in words(
        activity_page(VOTE, Told(), Look(), 80, focused=False)
    )


def test_an_act_of_many_facts_counts_those_it_does_not_name() -> None:
    """As one import is, which undo takes back whole."""
    many = replace(VOTE, more=29, imported=True)
    assert change_words(many) == "imported: voted Alpha on Alpha vs Beta, and 29 more"
    page = activity_page(many, Told(), Look(), 80, focused=False)
    assert "Imported: voted Alpha on Alpha vs Beta, and 29 more." in words(page)
    assert undone_words(many) == (
        "Undone: your vote on Alpha vs Beta, and 29 more. Press U to redo."
    )
    assert redone_words(many).startswith("Redone: your vote on Alpha vs Beta, and 29 more.")
