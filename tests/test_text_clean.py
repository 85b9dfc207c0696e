# ruff: noqa: RUF001 -- letters of many scripts are what these tests are about
from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiptui.text import cells
from shiptui.text import clean as module
from shiptui.text.clean import MOST_MARKS, clean

JOINERS = "\u200c\u200d"
# Written out by hand from the Unicode charts, so that it does not share a mistake with the code.
INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0\ufff9\ufffa\ufffb\ufe00\ufe0e"
    "\ufe0f\U0001d173\U0001d17a\U000e0001\U000e0041\U000e007f\U000e0100\U000e01ef"
)
STEERING = "\0\a\b\t\n\v\f\r\x1b\x7f\x80\x85\x9b\x9d\u2028\u2029\ud800\udfff\ue000\ufdd0\uffff"
PIECES = [
    *INVISIBLE,
    *JOINERS,
    *STEERING,
    *" \xa0\u3000aé漢عक",
    *"\u0301\u0316\u0315\u094d",
    *"👨👩❤\U0001f3fd",
    "\U0001d160",
    "\x1b]52;c;aGk=\x07",
]

hostile = st.lists(
    st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=())), max_size=60
).map("".join)
limits = st.integers(0, 80)


@given(hostile, limits)
def test_nothing_that_steers_hides_or_breaks_a_line_comes_out(value: str, limit: int) -> None:
    for char in clean(value, limit):
        assert char not in INVISIBLE
        assert char == " " or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Zs", "Zl", "Zp"}
        assert ord(char) & 0xFFFE != 0xFFFE


@given(hostile, limits)
def test_what_comes_out_is_short_composed_and_without_stray_blanks(value: str, limit: int) -> None:
    cleaned = clean(value, limit)
    assert len(cleaned) <= limit
    assert cleaned == " ".join(cleaned.split(" ")).strip(" ")
    assert "  " not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(hostile, limits)
def test_cleaning_twice_is_cleaning_once(value: str, limit: int) -> None:
    cleaned = clean(value, limit)
    assert clean(cleaned, limit) == cleaned
    assert clean(cleaned, limit + 1) == cleaned


@given(hostile, limits)
def test_no_letter_carries_a_tower_of_marks(value: str, limit: int) -> None:
    run = 0
    for char in clean(value, limit).translate(dict.fromkeys(map(ord, JOINERS))):
        run = run + 1 if unicodedata.category(char).startswith("M") else 0
        assert run <= MOST_MARKS


@given(hostile, limits)
def test_a_joiner_stands_only_between_two_characters_it_joins(value: str, limit: int) -> None:
    cleaned = clean(value, limit)
    for found in re.finditer(f"[{JOINERS}]", cleaned):
        before, after = cleaned[found.start() - 1 : found.start()], cleaned[found.end() :][:1]
        assert before
        assert after
        assert before not in JOINERS
        assert not {before, after} & set("abcdefghijklmnopqrstuvwxyz 漢é")


@pytest.mark.parametrize(
    "value",
    [
        "Łukasz Žižek ate crème brûlée auf Tiếng Việt",
        "漢字かな交じり文、한국어 그리고 ไทยน้ำ",
        "شِپ أم سكيب؟ ٢٠٢٦",
        "می\u200cخواهم",
        "क्\u200dष क्षत्रिय শ্র্যাব",
        "שָׁלוֹם",
        "👨\u200d👩\u200d👧\u200d👦 👩🏽\u200d💻 🇺🇳 ❤\u200d🔥",
        "[/b][@click=app.quit]{x} <b> & \\[esc] $HOME %s",
        "— “quoted” … ½ × 3 → € ✓",
        "",
    ],
)
def test_honest_writing_is_left_as_it_is(value: str) -> None:
    assert clean(value, 200) == value


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("\x1b[31mred\x9b0m", "\ufffd[31mred\ufffd0m"),
        ("a\r\n\tb\xa0\u2003c\u2028d\x85e", "a b c d e"),
        ("  a \u200b b  ", "a b"),
        ("pay\u202elap", "paylap"),
        ("pay\u200cpal\u200d", "paypal"),
        ("cafe\u0301", "café"),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤ 1\u20e3"),
        ("a" + "\u0302" * 9, "â\u0302\u0302"),
        ("\U000e0041\u3164\u2800", ""),
        ("\ud800\ue000\uffff", "\ufffd\ufffd\ufffd"),
        ("شِپ\u0600", "شِپ\u0600"),
    ],
)
def test_each_kind_of_trouble_has_its_cure(value: str, cleaned: str) -> None:
    assert clean(value, 200) == cleaned


def test_what_is_too_long_is_cut_without_a_blank_at_the_end() -> None:
    assert clean("one two three", 8) == "one two"
    assert clean("é two three", 2) == "é"
    assert clean("می\u200cخواهم", 3) == "می"
    assert clean("anything", 0) == ""


def test_only_a_bounded_beginning_of_a_huge_value_is_looked_at() -> None:
    assert clean("\u200b" * 79 + "ab" + "c" * 10_000_000, 10) == "a"


@pytest.mark.timeout(30)
def test_alternating_marks_take_linear_time() -> None:
    """Composing 300,000 of them unlimited would take more than a minute."""
    assert len(clean("a" + "\u0301\u0316" * 150_000, 300_001)) <= 1 + MOST_MARKS


def test_the_quick_path_lets_nothing_through_that_the_careful_one_would_change() -> None:
    everything = "".join(map(chr, range(0x21, sys.maxunicode + 1)))
    plain = [char for run in re.findall(module._PLAIN, everything) for char in run]
    assert len(plain) > 30_000
    assert [char for char in plain if module._clean_once(char, 1) != char] == []


def test_what_is_known_to_be_narrow_is_plain() -> None:
    """Such a text passes without a further look, so nothing in it may steer, hide or join."""
    narrow = [chr(code) for codes in cells._NARROW_RANGES for code in codes]
    assert [char for char in narrow if not re.fullmatch(module._PLAIN, char)] == []
