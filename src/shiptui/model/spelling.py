"""What a word may have been meant to be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_ALIKE = 0.65
"""How alike two words are that may be one and the same; 1 is the same."""


def fold(text: str) -> str:
    """A text without what readers seldom type: capitals and marks on letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelt most like this one, None where none is near."""
    from difflib import get_close_matches  # some five milliseconds that only a slip costs

    folded = {fold(each): each for each in reversed(list(known))}
    close = get_close_matches(fold(word), folded, n=1, cutoff=_ALIKE)
    return folded[close[0]] if close else None
