"""The records that a feed publishes: what each is about, its id, its place among its like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from shiptui.model.catalog import Pair, Persona, Take, Tool

SCHEMA_LEVEL = 1
"""Grows with each kind that is learned: a reader that learns one reads the snapshot again."""

CATALOG_ID = "catalog"
UNNAMED = "unnamed-"

KINDS = ("catalog", "persona", "tool", "take", "matchup")
"""The kinds that this program knows, each after those that it refers to."""

Value: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class CatalogRecord:
    """What is said of the catalog as a whole: its title, its ISO date, its section aliases."""

    kind: ClassVar[str] = "catalog"
    title: str
    as_of: str
    sections: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The one id of this kind."""
        return CATALOG_ID


@dataclass(frozen=True, slots=True)
class PersonaRecord:
    """A persona and its place: personas are shown by ascending `pos`, then by id."""

    kind: ClassVar[str] = "persona"
    persona: Persona
    pos: int = 0

    @property
    def id(self) -> str:
        """The persona's slug."""
        return self.persona.slug


@dataclass(frozen=True, slots=True)
class ToolRecord:
    """A tool without its takes. Its section is its category: aliases are the catalog's affair."""

    kind: ClassVar[str] = "tool"
    tool: Tool

    @property
    def id(self) -> str:
        """The tool's slug."""
        return self.tool.slug


@dataclass(frozen=True, slots=True)
class TakeRecord:
    """A take, the slug of its tool, and its place among that tool's takes (ascending `pos`).

    `number` counts the takes of a tool whose persona is not known, from 1; else it is None.
    """

    kind: ClassVar[str] = "take"
    tool: str
    take: Take
    pos: int = 0
    number: int | None = None

    @property
    def id(self) -> str:
        """`TOOL.PERSONA`, or `TOOL.unnamed-N` where nobody is named."""
        return f"{self.tool}.{self.take.persona or f'{UNNAMED}{self.number}'}"


@dataclass(frozen=True, slots=True)
class MatchupRecord:
    """A matchup and its place: the highest `pos` is the newest and is shown first."""

    kind: ClassVar[str] = "matchup"
    pair: Pair
    pos: int = 0

    @property
    def id(self) -> str:
        """The matchup's id."""
        return self.pair.id


Record: TypeAlias = CatalogRecord | PersonaRecord | ToolRecord | TakeRecord | MatchupRecord
