"""The page of a matchup: it fits its pane, cuts nothing in silence and invents nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shiptui.model.catalog import Call, Persona, Take, Tool
from shiptui.model.facts import NEITHER, TIE, Bookmark, Matchup, Vote
from shiptui.page.duel import column_cells
from shiptui.page.glyphs import ASCII
from shiptui.page.lines import Page, text_of, width_of
from shiptui.page.look import Look
from shiptui.page.matchup import matchup_page
from shiptui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (30, 38, 40, 60, 79, 80, 119, 120, 180, 200)
STROKES = r"[━═┄─│]+|(?<!\S)[-=#.|]+(?!\S)"
BUILDER, SKEPTIC = Persona("builder", "Builder"), Persona("skeptic", "Skeptic")


class Real(NamedTuple):
    """All matchups of the bundled catalog, with its personas."""

    matchups: list[Matchup]
    personas: tuple[Persona, ...]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Real:
    with Store.open(tmp_path_factory.mktemp("pages") / "shiptui.db", seed) as store:
        found = [store.catalog.matchup(id_) for id_ in store.catalog.index()]
        return Real([each for each in found if each is not None], store.catalog.personas())


def page(matchup: Matchup, look: Look | None = None, cells: int = 100) -> Page:
    return matchup_page(matchup, (BUILDER, SKEPTIC), look or Look(), cells, focused=False)


def text(matchup: Matchup, look: Look | None = None, cells: int = 100) -> str:
    return "\n".join(text_of(line) for line in page(matchup, look, cells).lines)


def row(drawn: str, start: str) -> str:
    """The first line that begins with a word, its blanks and the mark before it aside."""
    return next(line for line in drawn.splitlines() if line.lstrip(" ›>").startswith(start))


def two(left: Tool, right: Tool | None = None, **more: object) -> Matchup:
    return Matchup("a-vs-b", left, right or Tool("b", "Beta"), **more)  # type: ignore[arg-type]  # a mapping of mixed values


def tool(*takes: Take, **more: object) -> Tool:
    return Tool("a", "Alpha", takes=takes, **more)  # type: ignore[arg-type]  # a mapping of mixed values


LOOKS = (Look(), Look(ASCII, swapped=True, every_take=True), Look(terse=True, every_take=True))


@pytest.mark.parametrize("cells", WIDTHS)
def test_no_line_of_the_catalog_is_wider_than_its_pane(real: Real, cells: int) -> None:
    assert len(real.matchups) == 196
    for matchup in real.matchups:
        for look in LOOKS[:2]:
            drawn = matchup_page(matchup, real.personas, look, cells, focused=look.swapped)
            wide = [text_of(line) for line in drawn.lines if width_of(line) > cells]
            assert not wide, matchup.id


@pytest.mark.parametrize(("cells", "look"), [*zip(WIDTHS, (LOOKS * 4)[1:], strict=False)])
def test_every_word_that_was_cut_ends_in_an_ellipsis(real: Real, cells: int, look: Look) -> None:
    """Each word on a page stands on the widest page too, unless it says that it was cut."""
    mark = look.glyphs.ellipsis
    widest = replace(look, terse=False)
    # A word longer than a column may be broken over lines.
    room = min(column_cells(cells), cells - 4)
    for matchup in real.matchups:
        whole = matchup_page(matchup, real.personas, widest, 2000, focused=False)
        words = {word for line in whole.lines for word in text_of(line).split()}
        long = [word for word in words if len(word) > room]
        drawn = matchup_page(matchup, real.personas, look, cells, focused=False)
        for line in drawn.lines:
            for word in re.sub(STROKES, " ", text_of(line)).split():
                head = word.removesuffix(mark)
                cut = head != word and any(each.startswith(head) for each in words)
                assert word in words or cut or any(word in each for each in long), matchup.id


@pytest.mark.parametrize("cells", WIDTHS)
def test_the_readers_own_words_keep_to_the_pane(cells: int) -> None:
    """A long note, many tags, long names, a long category and a vote: nothing sticks out."""
    name = "A name of sixty-four characters, which is what the longest one has"
    long = Tool("a", name, vendor=name, category=name, section=name, entry="Paid", pricing=name)
    mark = Bookmark(note="word " * 90, tags=tuple(f"some-longer-tag-{n}" for n in range(12)))
    for pick in ("a", TIE, NEITHER):
        matchup = two(long, bookmark=mark, vote=Vote(pick, 0), listed=False)
        for look in (Look(), Look(ASCII, swapped=True, terse=True)):
            wide = [text_of(line) for line in page(matchup, look, cells).lines]
            assert [line for line in wide if len(line) > cells] == []


def test_a_tool_of_which_nothing_is_known_says_so() -> None:
    drawn = text(two(tool()))
    for words in ("vendor unknown, entry unknown", "Panel unknown", "price unknown"):
        assert words in drawn
    assert "no calls known" in drawn
    assert "category unknown" in drawn
    assert "No description." in drawn
    assert "Community votes: unknown" in drawn
    assert not re.search(r"\b0 %|\b100 %|\bNone\b", drawn)


def test_a_persona_without_a_take_or_without_a_score_is_said() -> None:
    matchup = two(tool(Take("builder", Call.SHIP)), Tool("b", "Beta", takes=(Take("builder"),)))
    assert re.search(r"Builder +ship +no score +no call +no score", row(text(matchup), "Builder"))
    assert re.search(r"Skeptic +no take +no take", row(text(matchup), "Skeptic"))
    skeptic = text(matchup, Look(persona="skeptic", chosen=True))
    assert "Skeptic has not reviewed this one." in skeptic


def test_who_said_what_is_unknown_where_only_a_share_was_reported() -> None:
    left = tool(reported_pct=75)
    drawn = text(two(left))
    assert "SHIP 75 %  as reported" in drawn
    assert "The source reports the panel's share; who said what is unknown." in drawn
    assert re.search("What Builder said is unknown. +│ Builder has not reviewed this one.", drawn)


def test_an_inferred_call_carries_a_mark_that_the_page_explains() -> None:
    explained = "~ inferred from the words, not stated by the source"
    guessed = two(tool(Take("builder", Call.SKIP, words="No.", call_inferred=True)))
    assert "~SKIP" in row(text(guessed), "Builder")
    assert explained in text(guessed)
    stated = two(tool(Take("builder", Call.SKIP, words="No.")))
    assert "~" not in text(stated)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [(85, 82, "a +3"), (82, 85, "b +3"), (78, 78, "even"), (0, 100, "b +100"), (None, 80, "")],
)
def test_the_gap_names_the_higher_score_and_no_winner_of_equal_ones(
    left: int | None, right: int, words: str
) -> None:
    takes = [Take("builder", Call.SHIP, score) for score in (left, right)]
    matchup = two(tool(takes[0]), Tool("b", "Beta", takes=(takes[1],)))
    line = row(text(matchup), "Builder")
    assert re.findall(r"[ab] \+\d+|even", line) == ([words] if words else [])
    swapped = row(text(matchup, Look(swapped=True)), "Builder")
    turned = words.translate(str.maketrans("ab", "ba")) if words != "even" else words
    assert re.findall(r"[ab] \+\d+|even", swapped) == ([turned] if words else [])


def test_scores_that_are_all_equal_have_no_widest_gap() -> None:
    take = Take("builder", Call.SHIP, 78)
    drawn = text(two(tool(take), Tool("b", "Beta", takes=(take,))))
    assert "no gap" in drawn
    assert "widest gap" not in drawn


@pytest.mark.parametrize("skips", [1, 2])
def test_a_panel_is_mixed_at_one_half(skips: int) -> None:
    calls = [Call.SHIP, *[Call.SKIP] * skips]
    takes = [Take(f"p{n}", call) for n, call in enumerate(calls)]
    drawn = row(text(two(tool(*takes))), "Panel")
    assert ("MIXED 50 %  1 ship 1 skip" in drawn) == (skips == 1)
    assert ("SKIP 33 %  1 ship 2 skip" in drawn) == (skips == 2)


def test_a_share_without_known_calls_is_said_as_reported_also_at_one_half() -> None:
    assert "MIXED 50 %  as reported" in text(two(tool(reported_pct=50)))


def test_a_score_without_words_says_that_there_are_none() -> None:
    drawn = text(two(tool(Take("builder", Call.SHIP, 72))))
    assert "[a] ship 72" in drawn
    assert "A score and no words." in drawn


def test_a_take_with_neither_score_nor_words_claims_no_score() -> None:
    drawn = text(two(tool(Take("builder", Call.SHIP))))
    assert "[a] ship no score" in drawn
    assert "A score" not in drawn


def test_a_take_whose_speaker_is_unknown_is_shown_as_unnamed() -> None:
    matchup = two(tool(Take(None, Call.SKIP, 41, "Nobody signed this.")))
    assert re.search("SKIP +41", row(text(matchup), "Unnamed"))
    assert "Nobody signed this." in text(matchup, Look(persona=None, chosen=True))


def test_a_persona_the_catalog_does_not_describe_is_shown_by_its_slug() -> None:
    drawn = text(two(tool(Take("critic", Call.SHIP, 90))))
    assert re.search("ship +90", row(drawn, "critic"))
