from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from export_samples import AT, HOSTILE, Tags, matchup, tool
from shiptui.export.lists import HEAD, kept_matchup, kept_table, kept_tool, saved_links
from shiptui.export.tables import Cell, Table, csv_text, markdown_text
from shiptui.export.web import SavedLink, bookmark_html, html_text
from shiptui.model.catalog import Call
from shiptui.model.facts import Bookmark, ToolVote
from shiptui.text.clean import clean

TEXTS = st.text(max_size=30) | st.sampled_from(HOSTILE)
CELLS = TEXTS | st.integers(-(10**6), 10**6) | st.none()
FORMULA = re.compile(r"[\s\u3000\u200b\u2066\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")


def table(*cells: Cell) -> Table:
    return Table("Votes", ("kind", *("x" for _ in cells[1:])), (cells,))


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_csv_holds_each_text_in_its_cell(cells: list[Cell]) -> None:
    head, row = read_csv(csv_text(table(*cells)))
    assert len(head) == len(row) == len(cells)
    for cell, found in zip(cells, row, strict=True):
        expected = clean(cell or "", 10_000) if isinstance(cell, str | None) else str(cell)
        assert found in {expected, f"'{expected}"}
        assert isinstance(cell, int | float) or not FORMULA.match(found)


@pytest.mark.parametrize("text", [text for text in HOSTILE if FORMULA.match(text)])
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert read_csv(csv_text(table("x", text)))[1][1].startswith("'")


def test_numbers_and_words_stay_as_they_are() -> None:
    text = csv_text(table("a - b", -5, 0, None, "5 = 5", "'quoted'", "½"))
    assert text.split("\r\n")[1:] == ['"a - b","-5","0","","5 = 5","\'quoted\'","½"', ""]


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_markdown_holds_each_text_in_its_cell(cells: list[Cell]) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown_text(table(*cells)))
    kinds = [token.type for token in tokens]
    assert kinds.count("td_open") == len(cells)
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}


@given(st.lists(CELLS, min_size=1, max_size=4), TEXTS)
def test_html_has_no_tag_and_no_address_but_ours(cells: list[Cell], title: str) -> None:
    page = html_text([replace(table(*cells), links=tuple(range(len(cells))))], title)
    tags = Tags(page)
    ours = {"html", "head", "meta", "title", "style", "body", "h1", "h2"}
    ours |= {"table", "thead", "tbody", "tr", "th", "td", "a"}
    assert set(tags.tags) <= ours
    assert tags.tags.count("td") == len(cells)
    assert tags.strange == []
    assert {name for name, _ in tags.attributes} <= {
        *("lang", "charset", "http-equiv", "content", "name"),
        *("href", "rel"),
    }
    assert all(re.match(r"https?://", address) for address in tags.addresses)
    shown = "".join(tags.texts)
    assert all(clean(str(cell), 10_000) in shown for cell in cells if cell is not None)


def test_html_forbids_everything_but_its_own_style() -> None:
    page = html_text([table("x")], "Votes")
    (policy,) = re.findall(r'Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.index("charset") < page.index("Security-Policy") < page.index("<title>")


def test_only_columns_of_addresses_hold_links() -> None:
    address = "https://x.example/?a=1&b='`"
    page = html_text([replace(table(address, address), links=(1,))], "Votes")
    tags = Tags(page)
    assert tags.addresses == [address]
    assert ("rel", "noopener noreferrer") in tags.attributes
    assert "`" not in page


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_a_bookmark_file_has_no_tag_but_ours(title: str, note: str, tags: list[str]) -> None:
    link = SavedLink(title, "https://x.example/?a=<b>", AT, note, tuple(tags))
    page = Tags(bookmark_html([link, link], title))
    assert set(page.tags) <= {"meta", "title", "h1", "dl", "p", "dt", "a", "dd"}
    assert page.addresses == ["https://x.example/?a=<b>"] * 2
    assert page.strange == []
    assert ("add_date", "1795132800") in page.attributes


def test_a_bookmark_file_begins_as_browsers_expect_it() -> None:
    assert bookmark_html([], "Saved").startswith("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "notes.txt", ""])
def test_a_bookmark_without_a_web_address_is_left_out(address: str) -> None:
    assert "<DT>" not in bookmark_html([SavedLink("x", address, AT)], "Saved")


def test_what_the_reader_did_is_one_row_each() -> None:
    vote = ToolVote(Call.SKIP, AT)
    kept = (kept_matchup(matchup()), kept_tool(tool(), vote, None), kept_tool(tool(), None, None))
    voted, alone, bare = (dict(zip(HEAD, row, strict=True)) for row in kept_table(kept, "All").rows)
    assert voted["vote"] == "Alpha"
    assert voted["voted at"] == voted["saved at"] == "2026-11-20T00:00:00.000+00:00"
    assert (voted["note"], voted["tags"]) == ("look again", "later, vision")
    assert (voted["left panel %"], voted["right panel %"]) == (50, 50)
    assert (alone["vote"], alone["saved at"], alone["right panel %"]) == ("skip", None, None)
    assert (bare["vote"], bare["voted at"]) == (None, None)


def test_what_was_saved_and_can_be_opened_is_a_link() -> None:
    mark = Bookmark("n", ("t",), AT)
    kept = (
        kept_matchup(matchup()),
        kept_matchup(matchup(bookmark=None)),
        kept_tool(tool(source="a_file.txt"), None, mark),
        kept_tool(tool(), None, mark),
    )
    assert [(link.title, link.tags) for link in saved_links(kept)] == [
        ("Alpha vs Beta", ("later", "vision")),
        ("Alpha", ("t",)),
    ]
