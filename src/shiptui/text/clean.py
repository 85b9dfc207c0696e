"""The one rule for foreign text: a single line of visible characters, no longer than it may be.

What can steer a terminal, turn the reading direction round, hide, or pile up on one letter does not
come out. Honest writing in any script comes out as it went in, composed (NFC).
"""

from __future__ import annotations

import re
import unicodedata

from shiptui.text.cells import is_narrow

REPLACEMENT = "\ufffd"
MOST_MARKS = 3
"""How many combining marks one letter may carry."""

_BLANKS = frozenset("\t\n\v\f\r\x85")
_JOINERS = frozenset("\u200c\u200d")
_NONCHARACTERS = frozenset(
    [*map(chr, range(0xFDD0, 0xFDF0))]
    + [chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)]
)
# Patterns are texts here: they are compiled when the first text needs them, which few runs do.
# Arabic and Kaithi number signs are format characters by category, but they are seen.
_SEEN_FORMATS = "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]"
# Invisible, though their category says letter, mark, symbol or nothing yet.
_FILLERS = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# The scripts whose spelling needs joiners; between other letters a joiner only hides.
_JOINING = "[\u0590-\u1fff\ua800-\uabff\U00010800-\U00011fff\U0001e900-\U0001e95f]"
_EMOJI = "[\u2194\U0001f000-\U0001faff]"
# Characters that every rule below leaves alone, wherever they stand; narrow ones are among them.
_PLAIN = (
    "[ -~\xa1-\xac\xae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u22ff\u2500-\u27bf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
    "\U0001f300-\U0001f64f]*"
)


def clean(value: str, limit: int) -> str:
    """Return `value` as one line of at most `limit` visible characters; it may be empty.

    Cleaning what is clean changes nothing.
    """
    if (
        len(value) <= limit
        and (
            (value.isascii() and value.isprintable())
            or is_narrow(value)
            or re.fullmatch(_PLAIN, value)
        )
        and "  " not in value
        and value[:1] != " "
        and value[-1:] != " "
    ):
        return value
    text = value[: 8 * limit]
    while (cleaner := _clean_once(text, limit)) != text:
        text = cleaner
    return text


def _clean_once(text: str, limit: int) -> str:
    visible = "".join(map(_visible, text))
    # Marks are limited first: composing a long run of them takes quadratic time.
    composed = unicodedata.normalize("NFC", _without_piles(visible))
    words = filter(None, composed.split(" "))
    return " ".join(words)[:limit].strip(" ")


def _visible(char: str) -> str:
    """One character as it may be shown: itself, a space, the replacement, or nothing."""
    if " " <= char <= "~" or char in _JOINERS:
        return char
    category = unicodedata.category(char)
    if char in _BLANKS or category[0] == "Z":
        return " "
    if category in {"Cc", "Cs", "Co"} or char in _NONCHARACTERS:
        return REPLACEMENT
    if re.match(_FILLERS, char) or (category == "Cf" and not re.match(_SEEN_FORMATS, char)):
        return ""
    return char


def _without_piles(text: str) -> str:
    """Drop the marks beyond the limit and the joiners that join nothing."""
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        if char in _JOINERS:
            following = text[index + 1 : index + 2]
            if kept and following and _joins(kept[-1], following):
                kept.append(char)
            continue
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _joins(before: str, after: str) -> bool:
    if _is_emoji(before) and _is_emoji(after):
        return True
    return bool(
        re.match(_JOINING, before)
        and re.match(_JOINING, after)
        and unicodedata.category(before)[0] in "LM"
        and unicodedata.category(after)[0] in "LM"
    )


def _is_emoji(char: str) -> bool:
    return unicodedata.category(char) == "So" or re.match(_EMOJI, char) is not None
