"""The config file as it was read, and on which line each key of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from shiptui import TYPE_CHECKING
from shiptui.model.errors import FeedError
from shiptui.model.frozen import dataclass, field

if TYPE_CHECKING:
    from typing import Self

CONFIG_LIMIT = 256 * 1024
"""A config file is at most this many bytes long."""

_BOM = b"\xef\xbb\xbf"

Step = str | int
"""A step on the way to a value: a key, or the number of a `[[table]]`."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """What stands in the file. One that is not there, or cannot be read, is empty.

    `trouble` is a sentence about why it could not be read, empty where it could.
    """

    path: Path
    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    trouble: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read and parse it. What stands in the way is told in `trouble`."""
        try:
            with path.open("rb") as file:
                data = file.read(CONFIG_LIMIT + 1).removeprefix(_BOM)
        except FileNotFoundError:
            return cls(path)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            trouble = f"The config file {path} cannot be read: {reason}. Using the defaults."
            return cls(path, trouble=trouble)
        if not data:
            return cls(path)
        from shiptui.text.checked import read_toml

        try:
            values = read_toml(data, limit=CONFIG_LIMIT)
        except FeedError as error:
            return cls(path, trouble=f"{_told(path.name, data, str(error))} Using the defaults.")
        return cls(path, data.decode(), values)

    def value(self, *steps: str) -> object:
        """The value at the end of a way, None where there is none."""
        found: object = self.values
        for step in steps:
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def place(self, *steps: Step) -> str:
        """The name of the file and the line where a way leads, as far as it can be followed."""
        lines = _lines(self.text)
        while steps and steps not in lines:
            steps = steps[:-1]
        return f"{self.path.name} line {lines[steps]}" if steps else self.path.name


def _told(name: str, data: bytes, sentence: str) -> str:
    """The parser's sentence, with the line in front."""
    import re

    where = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", sentence)
    if not where:
        return f"{name}: {sentence}"
    line = where[1] or data.rstrip().count(b"\n") + 1
    return f"{name} line {line}: {sentence.replace(where[0], '')}"


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[tuple[Step, ...], int]:
    """The line on which each way begins; a long text with what looks like a key may mislead it."""
    import re

    part = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\]|\\.)*+"|'[^']*+')"""
    way = rf"({part}(?:[ \t]*+\.[ \t]*+{part})*+)"
    start = re.compile(rf"[ \t]*+(?:(\[\[?+)[ \t]*+{way}[ \t]*+\]|{way}[ \t]*+=)")
    steps = re.compile(part)
    found: dict[tuple[Step, ...], int] = {}
    table: tuple[Step, ...] = ()
    counts: dict[tuple[Step, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (match := start.match(line)):
            continue
        names = tuple(each.strip("\"'") for each in steps.findall(match[2] or match[3]))
        if match[1]:
            table = names
            if match[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
                table = (*names, counts[names])
        here = table if match[1] else (*table, *names)
        for end in range(1, len(here) + 1):
            found.setdefault(here[:end], number)
    return found
