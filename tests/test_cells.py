"""Text in terminal cells: nothing is wider than asked, half a character, or lost in silence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiptui.text.cells import ELLIPSIS, fit, pad, width, wrap

# Each is drawn as one character: a family joined from three, a flag of two letters, an accent laid
# over its letter, a syllable with its vowel sign, wide and narrow letters.
CHARACTERS = [
    "a",
    "Z",
    "7",
    ".",
    "é",
    "e\u0301",
    "漢",
    "한",
    "ß",
    "🦊",
    "👍🏽",
    "👩‍👩‍👧",
    "🇩🇪",
    "कि",
]
WORDS = st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, max_size=12).map(lambda words: [[*word, " "] for word in words])
UNHURRIED = settings(deadline=None)
CELLS = st.integers(min_value=2, max_value=60)


def joined(words: list[list[str]]) -> str:
    return "".join("".join(word) for word in words).strip()


def starts(words: list[list[str]]) -> set[str]:
    """Every start of a text that ends between two characters."""
    text = [character for word in words for character in word]
    return {"".join(text[:end]).rstrip() for end in range(len(text) + 1)}


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("漢字", 4), ("e\u0301", 1), ("🦊", 2), ("👩‍👩‍👧", 2), ("a…b", 3)],
)
def test_width_counts_the_cells_a_terminal_uses(text: str, cells: int) -> None:
    assert width(text) == cells


@UNHURRIED
@given(words=TEXTS, cells=CELLS, ellipsis=st.sampled_from([ELLIPSIS, "..."]))
def test_a_fitted_text_is_whole_or_ends_in_an_ellipsis(
    words: list[list[str]], cells: int, ellipsis: str
) -> None:
    """It is never wider than asked, and the cut never falls inside a character."""
    text = joined(words)
    fitted = fit(text, cells, ellipsis)
    assert width(fitted) <= cells
    if width(text) <= cells:
        assert fitted == text
    elif cells > len(ellipsis):
        assert fitted.endswith(ellipsis)
        assert fitted.removesuffix(ellipsis) in starts(words)


@UNHURRIED
@given(text=st.text(max_size=80), cells=st.integers(min_value=0, max_value=40))
def test_a_field_has_exactly_the_cells_asked_for(text: str, cells: int) -> None:
    assert width(pad(text, cells)) == cells


@UNHURRIED
@given(words=TEXTS, cells=CELLS)
def test_wrapping_loses_no_word_and_keeps_to_the_width(words: list[list[str]], cells: int) -> None:
    """Only a word that is wider than the line is split."""
    text = joined(words)
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if all(width(word) <= cells for word in text.split()):
        assert " ".join(lines) == text


@UNHURRIED
@given(word=WORDS, cells=CELLS)
def test_a_split_word_is_split_between_characters(word: list[str], cells: int) -> None:
    taken = ""
    for line in wrap("".join(word), cells):
        taken += line
        assert taken in starts([word])


@pytest.mark.parametrize("cells", [1, 2, 5, 11])
def test_every_line_of_a_paragraph_holds_as_many_words_as_fit(cells: int) -> None:
    lines = wrap("a bb ccc dddd", cells)
    for line, following in pairwise(lines):
        assert width(f"{line} {following.split(' ')[0]}") > cells
