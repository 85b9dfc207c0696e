"""What is known and may have been meant, read for a filter that found nothing."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from shiptui.model.spelling import fold
from shiptui.model.suggesting import Vocabulary, mended
from shiptui.store.records import NAME_LIMIT
from shiptui.store.values import bookmark_of
from shiptui.store.writing import read
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from shiptui.model.filtering import Filter, Part

_MOST = 5_000
"""How many words or labels are compared with a slip; it takes some ten microseconds each."""

# What begins with the word, and what is about as long and shares one of its first two letters. The
# words of texts are so many that only those with its first letter, or its second, are looked at.
_WORDS = """
SELECT DISTINCT term FROM (
  SELECT term, doc FROM name_word
  UNION ALL SELECT term, doc FROM text_word WHERE term BETWEEN :first AND :first || :last
  UNION ALL SELECT term, doc FROM text_word WHERE term BETWEEN :second AND :second || :last
) WHERE substr(term, 1, :letters) = :word
  OR (length(term) BETWEEN :letters - 2 AND :letters + 2
      AND (instr(:start, substr(term, 1, 1)) OR instr(:start, substr(term, 2, 1))))
ORDER BY doc DESC LIMIT :most
"""
_LAST = chr(sys.maxunicode)
_LABELS = {
    "persona": "SELECT slug FROM persona UNION SELECT name FROM persona",
    "tool": "SELECT DISTINCT name FROM tool",
    "vendor": "SELECT DISTINCT vendor FROM tool WHERE vendor IS NOT NULL",
    "category": "SELECT section FROM tool WHERE section IS NOT NULL"
    " UNION SELECT category FROM tool WHERE category IS NOT NULL",
}
_WORD = re.compile(r"[^\W_]+")


def vocabulary_for(connection: sqlite3.Connection, filter_: Filter) -> Vocabulary:
    """The words near to those of the filter, and the labels that its operators take."""
    parts = [part for part in mended(filter_).parts if part.values]
    asked = {part.operator for part in parts}
    labels = {
        operator: _cleaned(read(connection, f"{statement} LIMIT ?", (_MOST,)))
        for operator, statement in _LABELS.items()
        if operator in asked
    }
    return Vocabulary(
        words=_words(connection, parts),
        tags=_tags(connection) if "tag" in asked else (),
        personas=labels.get("persona", ()),
        tools=labels.get("tool", ()),
        vendors=labels.get("vendor", ()),
        categories=labels.get("category", ()),
    )


def _words(connection: sqlite3.Connection, parts: Iterable[Part]) -> tuple[str, ...]:
    typed = " ".join(part.typed for part in parts if part.operator is None)
    found: dict[str, None] = {}
    for word in dict.fromkeys(_WORD.findall(fold(typed))):
        near = {"word": word, "letters": len(word), "start": word[:2], "most": _MOST}
        near |= {"first": word[0], "second": word[1:2] or word, "last": _LAST}
        found.update(dict.fromkeys(_cleaned(read(connection, _WORDS, near))))
    return tuple(found)


def _tags(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = read(connection, "SELECT value FROM current WHERE kind = 'bookmark'")
    marks = [bookmark_of(value, 0) for (value,) in rows]
    return tuple({tag: None for mark in marks if mark for tag in mark.tags})


def _cleaned(rows: Iterable[tuple[str]]) -> tuple[str, ...]:
    return tuple(clean(text, NAME_LIMIT) for (text,) in rows)
