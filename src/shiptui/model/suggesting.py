"""`Did you mean`: a filter that found nothing, spelt with words that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shiptui.model.filtering import UNKNOWN, Filter, Part, Value, parse
from shiptui.model.frozen import dataclass
from shiptui.model.spelling import fold, nearest

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Shorter words are near to too many others."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known: the words of the catalog as far as they matter, and labels in full."""

    words: tuple[str, ...] = ()
    personas: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def labels(self, operator: str | None) -> tuple[str, ...]:
        """The labels that an operator takes."""
        return {
            "persona": self.personas,
            "tool": self.tools,
            "vendor": self.vendors,
            "category": self.categories,
            "tag": self.tags,
        }.get(operator or "", ())


def mended(filter_: Filter) -> Filter:
    """The filter with those slips put right that can be seen without knowing the catalog."""
    return parse(" ".join(part.better or part.typed for part in filter_.parts))


def suggest(filter_: Filter, vocabulary: Vocabulary) -> str | None:
    """The whole filter with its slips put right, None where none is seen."""
    typed = " ".join(part.typed for part in filter_.parts)
    better = " ".join(_respelt(part, vocabulary) for part in mended(filter_).parts)
    return better if better != typed else None


def _respelt(part: Part, vocabulary: Vocabulary) -> str:
    if not part.values:
        return part.typed
    if part.operator is None:
        return _WORD.sub(lambda word: _known(word.group(), vocabulary.words), part.typed)
    labels = vocabulary.labels(part.operator)
    values = [_label(value, labels) for value in part.values]
    if values == [value.text for value in part.values]:
        return part.typed
    sign = "-" if part.negated else ""
    return f"{sign}{part.operator}:{','.join(map(_quoted, values))}"


def _known(word: str, words: Iterable[str]) -> str:
    """The word itself where a known one begins with it, else the nearest."""
    folded = fold(word)
    if len(word) < _SHORTEST or any(each.startswith(folded) for each in words):
        return word
    return nearest(word, words) or word


def _label(value: Value, labels: tuple[str, ...]) -> str:
    """The value itself where a label holds it, else the nearest label or word of one."""
    folded = fold(value.text)
    if not labels or value.text == UNKNOWN or any(folded in fold(each) for each in labels):
        return value.text
    words = (word for label in labels for word in _WORD.findall(label))
    return (nearest(value.text, [*labels, *words]) or value.text).casefold()


def _quoted(text: str) -> str:
    text = text.replace('"', " ").strip()
    return f'"{text}"' if " " in text or "," in text else text
