"""The minority report on a matchup and a tool, and the panel without leniency."""

from __future__ import annotations

from ranking_panels import tool
from shiptui.model.catalog import Persona
from shiptui.model.facts import Matchup
from shiptui.page.dissent import corrected_words, matchup_reports, tool_report
from shiptui.page.lines import Line, text_of
from shiptui.page.look import Look
from shiptui.page.matchup import matchup_page
from shiptui.page.tool import ToolSheet, tool_page
from shiptui.page.veil import Blind, veil
from test_ranking_dissent import LENIENT

PERSONAS = tuple(Persona(slug, slug.title()) for slug in ("builder", "skeptic", "futurist"))
LONE = tool("x", builder="+", futurist="+", skeptic="-")


def words(lines: list[Line]) -> str:
    return " ".join(" ".join(text_of(line).split()) for line in lines)


def test_a_lone_skip_is_named_with_its_surprise_where_leniency_is_known() -> None:
    assert tool_report(LONE, PERSONAS, {}) == "Skeptic alone skips it, against 2 others."
    said = tool_report(LONE, PERSONAS, LENIENT)
    assert said == ("Skeptic alone skips it, against 2 others; it skips 8 of 10 tools (0.42 bits).")
    assert tool_report(tool("y", builder="+", skeptic="+"), PERSONAS, LENIENT) is None


def test_the_corrected_share_stands_beside_the_plain_one_and_is_never_made_up() -> None:
    said = corrected_words(LONE, LENIENT)
    assert said is not None
    assert said.startswith("57 % ship with everybody's leniency taken out, 67 % plain, of 3 calls")
    assert corrected_words(tool("y"), LENIENT) is None
    assert corrected_words(LONE, {}) is None


def test_the_pages_tell_it() -> None:
    sheet = ToolSheet(LONE, None, None, (), 0, lenient=LENIENT)
    told = words(tool_page(sheet, PERSONAS, Look(), 100, focused=False).lines)
    assert "Minority Skeptic alone skips it" in told
    assert "57 % ship with everybody's leniency taken out" in told


def test_a_matchup_tells_who_stands_alone_unless_the_panel_is_hidden() -> None:
    left = tool("a", builder=80, futurist=80, skeptic=20)
    right = tool("b", builder=40, futurist=40, skeptic=60)
    assert matchup_reports((left, right), PERSONAS) == [
        "Skeptic alone prefers B, against 2 others."
    ]
    matchup = Matchup("a-vs-b", left, right)
    shown = words(matchup_page(matchup, PERSONAS, Look(), 100, focused=False).lines)
    assert "Minority report: Skeptic alone prefers B" in shown
    hidden = veil(matchup, Blind(panel=True), flipped=False)
    told = words(matchup_page(hidden, PERSONAS, Look(), 100, focused=False).lines)
    assert "Minority report" not in told
