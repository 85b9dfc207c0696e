"""The language of the filter field, read without asking the catalog: docs/filter.md tells it whole.

Words stand beside each other and must all be found; `operator:value` asks for one thing; a comma
parts alternatives; a leading `-` turns a part round; what stands in closed quotes is meant whole.
What cannot be understood is left out and said in `problems`, and never raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from shiptui.model.facts import Sort
from shiptui.model.frozen import dataclass
from shiptui.model.spelling import nearest

TEXT_LIMIT = 400
WORD_LIMIT = 64
"""Characters of a filter and of one of its words."""

PARTS_LIMIT = 16
"""How many words a filter has, and how many operators."""

_SHOWN = 40
_TOLD = 4

UNKNOWN = "unknown"
_SWITCH = ("yes", "no")

OPERATORS: dict[str, tuple[str, ...]] = {
    "persona": (),
    "call": ("ship", "skip", UNKNOWN),
    "score": ("known", UNKNOWN),
    "verdict": ("ship", "mixed", "skip", UNKNOWN),
    "split": (*_SWITCH, UNKNOWN),
    "tool": (),
    "vendor": (),
    "category": (),
    "entry": ("free", "paid", UNKNOWN),
    "price": ("known", UNKNOWN),
    "voted": (*_SWITCH, "a", "b", "tie", "neither"),
    "saved": _SWITCH,
    "seen": _SWITCH,
    "tag": (),
    "changed": (*_SWITCH, "flipped"),
    "sort": tuple(Sort),
}
"""Each operator with the values it takes; without any it takes text."""

ABOUT_TAKES = ("persona", "call", "score")
_IN_WORDS = ("tool", "vendor", "category")

# Patterns are texts here: they are compiled for the first filter, and most runs have none.
_PART = (
    r'-?[A-Za-z_]+:(?:"[^"]*"?|[^\s"])*'  # an operator with its values
    r'|-?"[^"]*"?'  # a phrase
    r'|[^\s"]+'  # words, parted by commas where there is a choice
)
_OPERATOR = r"(-?)([A-Za-z_]+):((?s:.*))"
_VALUE = r'"[^"]*"?|[^,"]+'
_RANGE = r"(?a:(<=?|>=?|=)?(\d{1,3})|(\d{1,3})-(\d{1,3}))"
_HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Value:
    """One alternative. `whole` means that it is no mere beginning: it stood in closed quotes."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a filter as it was typed; `operator` is None for words.

    A part without values asks for nothing. `better` is what was probably meant by a part that was
    not understood.
    """

    typed: str
    operator: str | None = None
    values: tuple[Value, ...] = ()
    negated: bool = False
    better: str | None = None


@dataclass(frozen=True, slots=True)
class TakeQuery:
    """What is asked of one and the same take; negated: no take is like that."""

    parts: tuple[Part, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as it was understood. `problems` are sentences about what was left out."""

    parts: tuple[Part, ...] = ()
    sort: Sort | None = None
    problems: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Part, ...]:
        """The parts that ask for something, but for those about takes."""
        aside = (*ABOUT_TAKES, "sort")
        return tuple(part for part in self.parts if part.values and part.operator not in aside)

    @property
    def takes(self) -> tuple[TakeQuery, ...]:
        """The parts about takes, gathered: persona, call and score speak of one and the same take.

        An operator said a second time begins a second take. What is negated narrows the take that
        it stands by; where no take is asked for, none may be like that.
        """
        parts = [part for part in self.parts if part.values and part.operator in ABOUT_TAKES]
        if all(part.negated for part in parts):
            return tuple(TakeQuery((part,), negated=True) for part in parts)
        groups: list[list[Part]] = [[]]
        for part in parts:
            said = [each.operator for each in groups[-1] if not each.negated]
            if part.operator in said and part.operator != "score" and not part.negated:
                groups.append([])
            groups[-1].append(part)
        return tuple(TakeQuery(tuple(group)) for group in groups)


def parse(text: str) -> Filter:
    """Read a filter. Nothing raises: what makes no sense is left out and told in `problems`."""
    if not text:
        return Filter()
    printable = "".join(c if c.isprintable() else " " for c in text[:TEXT_LIMIT])
    problems: list[str] = []
    if len(text) > TEXT_LIMIT:
        problems.append(f"Only the first {TEXT_LIMIT} characters of a filter count.")
    parts: list[Part] = []
    counts: Counter[bool] = Counter()
    for typed in re.findall(_PART, unicodedata.normalize("NFC", printable)):
        match = re.fullmatch(_OPERATOR, typed)
        counts[match is None] += 1
        if counts[match is None] <= PARTS_LIMIT:
            parts.append(_operator(match, problems) if match else _words(typed))
    if max(counts.values(), default=0) > PARTS_LIMIT:
        problems.append(f"Only the first {PARTS_LIMIT} words and operators of a filter count.")
    sorts = [
        Sort(part.values[-1].text) for part in parts if part.operator == "sort" and part.values
    ]
    return Filter(tuple(parts), sorts[-1] if sorts else None, tuple(problems[:_TOLD]))


def words_of(text: str) -> str:
    """The letters and digits of a text, with a blank between what was apart; cut to one word."""
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    found = " ".join("".join(kept).split())[:WORD_LIMIT].rstrip()
    return found if any(map(str.isalnum, found)) else ""


def score_bounds(text: str) -> tuple[int, int] | None:
    """The lowest and highest score meant by `<60`, `<=60`, `>60`, `>=60`, `=60`, `60` or `50-70`.

    None where it is no such thing. The lowest may lie above the highest: then no score is meant.
    """
    match = re.fullmatch(_RANGE, text)
    if not match:
        return None
    sign, number, low, high = match.groups()
    if low is not None:
        return int(low), int(high)
    score = int(number)
    return {
        "<": (0, score - 1),
        "<=": (0, score),
        ">": (score + 1, _HIGHEST),
        ">=": (score, _HIGHEST),
    }.get(sign, (score, score))


def _words(typed: str) -> Part:
    body = typed.removeprefix("-")
    values = (Value(words_of(each.text), each.whole) for each in _values(body))
    return Part(typed, None, tuple(each for each in values if each.text), typed != body)


def _values(text: str) -> list[Value]:
    """The alternatives in a text, in closed quotes or not; blank ones are none."""
    found = [
        Value(each.strip('"').strip(), len(each) > 1 and each[0] == each[-1] == '"')
        for each in re.findall(_VALUE, text)
    ]
    return [each for each in found if each.text]


def _operator(match: re.Match[str], problems: list[str]) -> Part:
    typed, (sign, name, rest) = match.group(), match.groups()
    name = name.lower()
    if name not in OPERATORS:
        near = nearest(name, OPERATORS)
        better = f"{sign}{near}:{rest}" if near else None
        problems.append(_left_out(typed, f'there is no filter "{name[:_SHOWN]}:"', better))
        return Part(typed, better=better)
    values: list[Value] = []
    better = None
    for value in _values(rest):
        meant = _meant(name, value)
        if meant:
            values.append(meant)
        elif OPERATORS[name]:
            near = nearest(value.text.casefold(), OPERATORS[name])
            better = f"{sign}{name}:{near}" if near else None
            problems.append(_left_out(f"{name}:{value.text}", _choice(name), better))
    return Part(typed, name, tuple(values), bool(sign), better)


def _meant(name: str, value: Value) -> Value | None:
    """A value as the operator knows it; None where it does not."""
    text = value.text.casefold()
    choices = OPERATORS[name]
    if not choices:
        text = words_of(text) if name in _IN_WORDS else text[:WORD_LIMIT]
        return Value(text, value.whole) if text else None
    if text in choices or (name == "score" and score_bounds(text)):
        return Value(text)
    fitting = [choice for choice in choices if choice.startswith(text)]
    return Value(fitting[0]) if len(fitting) == 1 else None


def _choice(name: str) -> str:
    *most, last = OPERATORS[name]
    numbers = "<60, >=60, 50-70, " if name == "score" else ""
    return f"{name}: takes {numbers}{', '.join(most)} or {last}"


def _left_out(typed: str, reason: str, better: str | None) -> str:
    hint = f'; did you mean "{better[:_SHOWN]}"?' if better else "."
    return f'"{typed[:_SHOWN]}" was left out: {reason}{hint}'
