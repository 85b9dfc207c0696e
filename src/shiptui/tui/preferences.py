"""Choices made in the program: what can be chosen, what holds, and where it is kept.

Flags, environment and config win against these; they are kept in the database, because the config
file is the reader's and is never written.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from shiptui.model.facts import Counts, Sort
from shiptui.model.frozen import dataclass, replace
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.page.look import Look
from shiptui.page.veil import Blind

THEME_NAMES = ("auto", "terminal", "dark", "light", "contrast-dark", "contrast-light")


WELCOMED = "welcomed"
"""The setting that says the first-run strip was seen."""


class Shelf(Protocol):
    """Where choices are kept: the table of settings."""

    def get(self, key: str) -> str | None:
        """Give what is kept under a key."""


class Option(NamedTuple):
    """One thing that can be chosen. The values are its field's, in the order a key walks them.

    `shortcut` is a value with an entry of its own in the palette, and that entry's words.
    """

    key: str
    words: str
    values: tuple[str, ...]
    shortcut: tuple[str, str] | None = None


OPTIONS = (
    Option("sort", "order of the list", tuple(Sort)),
    Option("next", "next unvoted", ("listed", "informative")),
    Option("rows", "rows of the list", ("roomy", "compact"), ("compact", "view: compact rows")),
    Option("theme", "theme", THEME_NAMES, ("terminal", "theme: terminal colours")),
    Option("glyphs", "glyphs", ("auto", "unicode", "ascii"), ("ascii", "view: ASCII glyphs")),
    Option(
        "crowd",
        "community votes before I vote",
        ("hidden", "shown"),
        ("hidden", "view: hide crowd until I vote"),
    ),
    Option("panel", "panel and takes before I vote", ("shown", "hidden")),
    Option("names", "names and vendors before I vote", ("shown", "hidden")),
    Option("motion", "motion", ("full", "reduced"), ("reduced", "motion: reduce")),
)

BY_KEY = {option.key: option for option in OPTIONS}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds now, every value one of its option's."""

    sort: str = "newest"
    next: str = "listed"
    rows: str = "roomy"
    theme: str = "auto"
    glyphs: str = "auto"
    crowd: str = "hidden"
    panel: str = "shown"
    names: str = "shown"
    motion: str = "full"

    def value(self, key: str) -> str:
        """Give what holds for an option."""
        return str(getattr(self, key))

    def turned(self, key: str) -> Preferences:
        """Give the same with an option's next value."""
        values = BY_KEY[key].values
        following = values[(values.index(self.value(key)) + 1) % len(values)]
        return self.with_value(key, following)

    def with_value(self, key: str, value: str) -> Preferences:
        """Give the same with another value of one option; unknown values change nothing."""
        return replace(self, **{key: value}) if value in BY_KEY[key].values else self

    def look(self, *, utf8: bool) -> Look:
        """How pages are drawn."""
        ascii_only = self.glyphs == "ascii" or (self.glyphs == "auto" and not utf8)
        return Look(glyphs=ASCII if ascii_only else UNICODE, compact=self.rows == "compact")

    @property
    def by_worth(self) -> bool:
        """Whether the next matchup is the one whose vote would teach most."""
        return self.next == "informative"

    @property
    def blind(self) -> Blind:
        """What is hidden until a vote."""
        return Blind(*(self.value(key) == "hidden" for key in ("crowd", "panel", "names")))


def kept_preferences(shelf: Shelf, settled: dict[str, str]) -> Preferences:
    """Read the choices made earlier; what was settled outside the program wins."""
    found = Preferences()
    for option in OPTIONS:
        value = settled.get(option.key) or shelf.get(f"option.{option.key}")
        if value is not None:
            found = found.with_value(option.key, value)
    return found


def is_new(shelf: Shelf, counts: Counts) -> bool:
    """Tell whether the reader has yet to be welcomed."""
    return shelf.get(WELCOMED) is None and not counts.voted
