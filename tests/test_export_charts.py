"""Pictures of what was judged: well-formed, escaped, and as honest as the lists."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from commands import Program
from ranking_panels import tool
from shiptui.export.charts import agreement_chart, standings_chart
from shiptui.export.svg import Picture
from shiptui.model.catalog import Call, Persona
from shiptui.model.facts import MatchupRow
from shiptui.ranking.accord import accord_of
from shiptui.ranking.circle import circle
from shiptui.ranking.replay import Cast, moments
from shiptui.ranking.voices import Ranking, by_me

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "quoted" \x1b[31m ]]>'


def texts(svg: str) -> list[str]:
    """Every text of a picture; raises where it is no XML."""
    root = ET.fromstring(svg)  # noqa: S314 - made by the test itself
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def row(left: str, right: str, pick: str, names: dict[str, str] | None = None) -> MatchupRow:
    names = names or {}
    left_name, right_name = names.get(left, left.upper()), names.get(right, right.upper())
    return MatchupRow(
        f"{left}-vs-{right}", left, left_name, right, right_name, None, pick, saved=False, seen=True
    )


def chart(ranking: Ranking, log: list[Cast] | None = None) -> str:
    said = (*ranking.said, *ranking.missing)
    return standings_chart(ranking.places, ranking.standings, moments(log or []), said)


def test_the_picture_tells_ranks_labels_and_what_is_missing() -> None:
    rows = [row("a", "b", "a"), row("c", "d", "c"), row("a", "e", "a"), row("x", "y", "neither")]
    said = texts(chart(by_me(rows)))
    assert {"A", "B", "C", "D", "E", "X", "Y"} <= set(said)
    assert {"A1", "B1", "-"} <= set(said)
    assert "preliminary" in said
    assert "Every answer on it was neither, which gives no place." in said
    assert any(text.startswith("The votes fall into 2 groups") for text in said)


def test_with_hardly_a_vote_the_picture_ranks_nothing_and_says_so() -> None:
    for rows in ([], [row("a", "b", "a")], [row("a", "b", "a"), row("a", "c", "c")]):
        said = texts(chart(by_me(rows)))
        assert not any(text.isdigit() for text in said)
        assert any("vote" in text for text in said)


def test_names_in_a_picture_mean_nothing_but_themselves() -> None:
    names = {"a": HOSTILE}
    svg = chart(by_me([row("a", "b", "a", names)]))
    assert "<script" not in svg
    assert "\x1b" not in svg
    assert any(text.startswith("<script>alert(1)</script> &") for text in texts(svg))


@given(st.text(max_size=60))
def test_any_text_makes_a_sound_picture(text: str) -> None:
    picture = Picture(100, text)
    picture.text(1, 1, text)
    assert len(texts(picture.svg(10))) == 1


def test_a_picture_is_readable_on_dark_ground_too() -> None:
    assert "@media (prefers-color-scheme:dark)" in chart(by_me([]))


def test_standings_over_time_are_drawn_for_what_was_compared() -> None:
    log = [Cast("a", "b", "a", 1), Cast("b", "c", "b", 2), Cast("a", "c", "a", 3)]
    rows = [row(*cast[:2], cast.pick or "") for cast in log]
    assert "Over time" in texts(chart(by_me(rows), log))
    assert "Over time" not in texts(chart(by_me(rows)))


def test_agreement_is_drawn_with_n_and_the_map_with_what_it_leaves_out() -> None:
    personas = [Persona(slug, slug.title()) for slug in ("builder", "skeptic")]
    tools = [tool(f"t{n}", builder="+", skeptic="+-"[n % 2]) for n in range(6)]
    accord = accord_of(tools, [(each.slug, Call.SHIP) for each in tools], (), personas)
    said = texts(agreement_chart(accord, circle(tools, accord), [accord.no_twin or ""]))
    assert {"Builder", "Skeptic", "you", "6 of 6", "3 of 6"} <= set(said)
    assert any(text.startswith("3 of 3 distances rest on fewer than 10") for text in said)
    assert any(text.startswith("No twin yet") for text in said)


def test_a_picture_is_written_whole_and_never_over_a_file_unasked(
    program: Program, tmp_path: Path
) -> None:
    for command in ("standings", "agree"):
        target = tmp_path / f"{command}.svg"
        assert program(command, "--svg", str(target)).out == f"Wrote {target}.\n"
        assert texts(target.read_text("utf-8"))
        again = program(command, "--svg", str(target))
        assert again.code == 1
        assert "exists already" in again.err
        assert program(command, "--svg", str(target), "--force").code == 0
        assert program(command, "--svg", "-").out == target.read_text("utf-8")
        item = program(command, "--svg", "-", "--json").json["item"]
        assert (item["kind"], item["path"]) == ("picture", None)
        assert texts(item["svg"])
    assert not Path("-").exists()
