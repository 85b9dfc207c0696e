"""The one reader of foreign bytes: in go bytes, out come bounded, typed, cleaned records.

Whatever breaks a rule becomes a `FeedError` with one sentence. Known fields are picked one by one;
unknown ones are ignored.
"""

from __future__ import annotations

import json
import math
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shiptui.model.catalog import Call, Pair, Persona, Take, Tool
from shiptui.model.errors import FeedError
from shiptui.text.clean import clean
from shiptui.text.fields import (
    checked_id,
    flag,
    one_of,
    optional_date,
    optional_percent,
    optional_text,
    records,
    required_text,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME_LIMIT = 160
LABEL_LIMIT = 80
LINE_LIMIT = 300
SUMMARY_LIMIT = 2_000
WORDS_LIMIT = 4_000
SOURCE_LIMIT = 2_000

# tomllib keeps every beginning of a dotted key: one long key of 256 KB would take 60 GB.
_LONG_KEY = r"""
    (?: (?: (?<! [A-Za-z0-9_-] ) [A-Za-z0-9_-]++
          | " (?: [^"\\\n] | \\. ){0,200}+ "
          | ' [^'\n]{0,200}+ '
        ) [ \t]*+ \. [ \t]*+
    ){32}
    """
_MOST_DIGITS = 18
_DETAIL_LIMIT = 120
_ENTRIES = ("Free", "Paid")


def read_json(data: bytes, *, limit: int) -> object:
    """Read JSON of at most `limit` bytes: no duplicate keys, no endless or boundless numbers."""
    text = _decoded(data, limit)
    try:
        value: object = _JSON.decode(text)
    except RecursionError:
        raise FeedError("The data is nested too deeply.") from None
    except ValueError as error:
        raise FeedError(f"The data is not valid JSON: {_detail(error)}.") from None
    return value


def read_toml(data: bytes, *, limit: int) -> dict[str, object]:
    """Read TOML of at most `limit` bytes."""
    import tomllib

    text = _decoded(data, limit)
    if re.search(_LONG_KEY, text, re.VERBOSE):
        raise FeedError("The data holds a key of too many parts.")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise FeedError("The data is nested too deeply.") from None
    except tomllib.TOMLDecodeError as error:
        raise FeedError(f"The data is not valid TOML: {_detail(error)}.") from None
    except ValueError:
        raise FeedError("The data is not valid TOML: a value is out of range.") from None


@contextmanager
def naming(where: str) -> Iterator[None]:
    """Put `where` before the sentence of a `FeedError`: the file, the item."""
    try:
        yield
    except FeedError as error:
        raise FeedError(f"{where}: {error}") from None


def tool_from(
    raw: Mapping[str, object], *, slug: object, feed: str, as_of: str, sections: Mapping[str, str]
) -> Tool:
    """One tool with its takes. `as_of` is the date of whatever carries none of its own.

    `sections` maps the labels that mean the same as another to the label that is shown.
    """
    category = optional_text(raw, "category", LABEL_LIMIT)
    source = optional_text(raw, "source", SOURCE_LIMIT)
    as_of = optional_date(raw, "as_of") or as_of
    return Tool(
        slug=checked_id(slug, "slug"),
        name=required_text(raw, "name", NAME_LIMIT),
        vendor=optional_text(raw, "vendor", NAME_LIMIT),
        category=category,
        section=sections.get(category, category) if category else None,
        entry=one_of(raw, "entry", _ENTRIES),
        pricing=optional_text(raw, "pricing", LINE_LIMIT),
        tagline=optional_text(raw, "tagline", LINE_LIMIT),
        summary=optional_text(raw, "summary", SUMMARY_LIMIT),
        reported_pct=optional_percent(raw, "panel_ship_pct"),
        complete=flag(raw, "complete"),
        source=source,
        as_of=as_of,
        feed=feed,
        takes=_takes_from(raw, source=source, as_of=as_of),
    )


def take_from(raw: Mapping[str, object], *, source: str | None, as_of: str) -> Take:
    """One take; `source` and `as_of` are its tool's and stand unless it has its own."""
    persona, call = raw.get("persona"), one_of(raw, "call", tuple(Call))
    inferred = texts(raw, "inferred", LABEL_LIMIT)
    return Take(
        persona=None if persona is None else checked_id(persona, "persona"),
        call=None if call is None else Call(call),
        score=optional_percent(raw, "score"),
        words=optional_text(raw, "words", WORDS_LIMIT),
        persona_inferred="persona" in inferred,
        call_inferred="call" in inferred,
        source=optional_text(raw, "source", SOURCE_LIMIT) or source,
        as_of=optional_date(raw, "as_of") or as_of,
    )


def persona_from(raw: Mapping[str, object]) -> Persona:
    """One persona with its creed."""
    return Persona(
        slug=checked_id(raw.get("slug"), "slug"),
        name=required_text(raw, "name", LABEL_LIMIT),
        asks=optional_text(raw, "asks", LINE_LIMIT),
        likes=texts(raw, "likes", LINE_LIMIT),
        tired_of=texts(raw, "tired_of", LINE_LIMIT),
        source=optional_text(raw, "source", SOURCE_LIMIT),
    )


def pair_from(raw: Mapping[str, object]) -> Pair:
    """One matchup of two different tools, in canonical order whatever the order given."""
    a, b = sorted((checked_id(raw.get("a"), "a"), checked_id(raw.get("b"), "b")))
    if a == b:
        raise FeedError(f"The matchup sets {a} beside itself.")
    return Pair(a, b, optional_text(raw, "source", SOURCE_LIMIT))


def _takes_from(raw: Mapping[str, object], *, source: str | None, as_of: str) -> tuple[Take, ...]:
    takes = []
    for number, item in enumerate(records(raw, "take"), 1):
        with naming(f"take {number}"):
            takes.append(take_from(item, source=source, as_of=as_of))
    personas = [take.persona for take in takes if take.persona]
    if len(set(personas)) < len(personas):
        raise FeedError("One persona has two takes.")
    return tuple(takes)


def _decoded(data: bytes, limit: int) -> str:
    if len(data) > limit:
        raise FeedError(f"The data is {len(data):,} bytes long; at most {limit:,} are read.")
    try:
        # Strictly, and before the parser sees it: json would guess an encoding.
        return data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise FeedError(f"The data is not UTF-8 at byte {error.start}.") from None


def _detail(error: Exception) -> str:
    return clean(str(error), _DETAIL_LIMIT).rstrip(".")


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("one key stands twice")
    return record


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _bounded_int(digits: str) -> int:
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


def _finite_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


# Made once: a large feed has tens of thousands of lines, and each is read by it.
_JSON = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_constant=_refuse_constant,
    parse_int=_bounded_int,
    parse_float=_finite_float,
)
