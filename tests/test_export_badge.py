from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export_samples import HOSTILE, tool
from shiptui.export.badge import badge
from shiptui.model.catalog import Call, Take, Tool
from shiptui.text.cells import width
from shiptui.text.clean import clean

SVG = "{http://www.w3.org/2000/svg}"


def parts(text: str) -> tuple[ET.Element, list[str]]:
    root = ET.fromstring(text)  # noqa: S314 - our own picture
    return root, [element.text or "" for element in root.iter(f"{SVG}text")]


@given(st.text(min_size=1) | st.sampled_from(HOSTILE))
def test_a_badge_is_sound_whatever_the_name(name: str) -> None:
    root, texts = parts(badge(tool(name=clean(name, 160) or "x")))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "rect", "g", "text"),
    }
    allowed = {"x", "y", "width", "height", "fill", "textLength", "font-family", "font-size"}
    names = {name for element in root.iter() for name in element.attrib}
    assert names == allowed | {"role", "aria-label"}
    assert width(texts[0]) <= 40
    assert "http" not in badge(tool()).replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_badge_cleans_a_name_that_was_not(name: str) -> None:
    parts(badge(tool(name=name)))


SHIP, SKIP = Take("builder", Call.SHIP), Take("skeptic", Call.SKIP)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (tool(takes=(SHIP,)), "ship 100 % of 1, 2026-11-20"),
        (tool(takes=(SHIP, SKIP)), "mixed 50 % of 2, 2026-11-20"),
        (tool(takes=(SKIP,)), "skip 0 % of 1, 2026-11-20"),
        (tool(takes=(), reported_pct=75), "ship 75 % as reported, 2026-11-20"),
        (tool(takes=(), as_of=None), "verdict unknown, date unknown"),
    ],
)
def test_a_badge_says_verdict_what_it_rests_on_and_date_in_words(known: Tool, words: str) -> None:
    root, texts = parts(badge(known))
    assert texts == ["Alpha", words]
    assert root.attrib["aria-label"] == root.findtext(f"{SVG}title") == f"Alpha: {words}"


def test_a_badge_is_the_same_for_the_same_facts() -> None:
    assert badge(tool()) == badge(tool())
    assert "2027-01-01" in badge(tool(), "2027-01-01")
