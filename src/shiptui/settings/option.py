"""What one setting may be: a path, a switch, a word, a number or a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from shiptui.model.facts import View
from shiptui.model.frozen import dataclass

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")

MOST_DIGITS = 10

OFF = "off"
SPAN = "[1-9][0-9]{0,3}[mhd]"
"""A length of time: a number with a letter for minutes, hours or days."""

_SECONDS = {"m": 60, "h": 3_600, "d": 86_400}

TEXT_LIMIT = 400
"""Characters of a text."""

_ANYTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Option:
    """One setting. `read` gives a typed value or raises ValueError, saying what it must be.

    `default` is None where `usually` says in words what holds; `choices` are the words it may be,
    each with its meaning; `json` is its type for JSON Schema, `takes` the type in a word.
    """

    key: str
    says: str
    read: Callable[[object], object]
    json: Mapping[str, object]
    default: object = None
    usually: str = ""
    choices: Mapping[str, str] = _ANYTHING
    flag: str = ""
    takes: str = "text"

    @property
    def field(self) -> str:
        """The field of Settings."""
        return self.key.replace(".", "_")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"SHIPTUI_{self.field.upper()}"

    def word(self, word: str) -> object:
        """What a word of the environment stands for: a switch and a number have no type there."""
        if self.json["type"] == "boolean" and word.lower() in TRUE + FALSE:
            return word.lower() in TRUE
        is_number = self.json["type"] == "integer" and word.isdecimal() and len(word) < MOST_DIGITS
        return int(word) if is_number else word


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError("the path of a file")
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError("a path whose home directory is known") from error


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - one kind of error for every slip
    return value


def _one_of(words: Iterable[str], value: object) -> str:
    if not isinstance(value, str) or value not in words:
        raise ValueError("one of " + ", ".join(words))
    return value


def _view(value: object) -> View:
    return View(_one_of([view.value for view in View], value))


def _cells(least: int, most: int, value: object) -> int:
    # bool first: True is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"a whole number from {least} to {most}")
    return value


def _span(value: object) -> str:
    import re

    if not isinstance(value, str) or not re.fullmatch(f"{OFF}|{SPAN}", value):
        raise ValueError('a length of time such as "15m", "6h" or "1d", or "off"')
    return value


def seconds_of(span: str) -> int | None:
    """The seconds of a length of time, None for "off"."""
    return None if span == OFF else int(span[:-1]) * _SECONDS[span[-1]]


def command(value: object) -> str:
    """Read a command with its arguments. Raises ValueError."""
    import shlex

    if not isinstance(value, str) or len(value) > TEXT_LIMIT or not value.isprintable():
        raise ValueError(f"a command of at most {TEXT_LIMIT} characters")
    try:
        shlex.split(value)
    except ValueError as error:
        raise ValueError("a command whose quotes are closed") from error
    return value


def a_file(key: str, says: str, usually: str, flag: str = "") -> Option:
    """A path."""
    return Option(key, says, _path, {"type": "string"}, usually=usually, flag=flag, takes="path")


def yes_or_no(key: str, says: str, *, default: bool, flag: str = "") -> Option:
    """A switch."""
    return Option(key, says, _switch, {"type": "boolean"}, default, flag=flag)


def choice(
    key: str, says: str, choices: Mapping[str, str], *, default: str, flag: str = ""
) -> Option:
    """One of several words."""
    read = _view if key == "view" else partial(_one_of, tuple(choices))
    kind = {"type": "string", "enum": list(choices)}
    return Option(key, says, read, kind, default, choices=choices, flag=flag)


def how_often(key: str, says: str, default: str) -> Option:
    """A length of time, or "off"."""
    kind = {"type": "string", "pattern": f"^({OFF}|{SPAN})$"}
    return Option(key, says, _span, kind, default, takes="time")


def size(key: str, says: str, default: int, *, least: int, most: int) -> Option:
    """A number of columns."""
    kind = {"type": "integer", "minimum": least, "maximum": most}
    return Option(key, says, partial(_cells, least, most), kind, default)
