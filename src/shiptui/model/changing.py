"""What feeds said before: a tool as it once was, and how it differs from what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shiptui import TYPE_CHECKING
from shiptui.model.catalog import Call, Panel, Take, Tool
from shiptui.model.frozen import dataclass, replace

if TYPE_CHECKING:
    from typing import Literal

    Act = Literal["vote", "save", "decide"]
    """What the reader did about a thing."""

UNNAMED = "unnamed-"

Said = str | int | Call | Panel | Take | Tool | None

FIELDS = ("name", "vendor", "category", "entry", "pricing", "tagline", "summary")
OF_TAKES = ("call", "score", "words")
"""What is told when it changes. Sources, dates and places are not: they say nothing of a tool."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What one record about a tool was until `at` (ms, UTC): the tool itself, or a take of it.

    `take` is None for the tool, else the end of the take's id. `before` is None for what came anew.
    """

    at: int
    take: str | None
    before: Tool | Take | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is told otherwise now.

    `field` is a name of FIELDS; of OF_TAKES, with the persona; "panel", with two Panels; "take",
    where a persona's take came or went; or "tool", where the tool itself did.
    """

    tool: str
    field: str
    before: Said
    after: Said
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What changed about a tool at one moment (ms, UTC)."""

    at: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed after the reader's last act on a matchup or a tool, at a moment (ms, UTC)."""

    act: Act
    at: int
    differences: tuple[Difference, ...]

    @property
    def flips(self) -> tuple[str, ...]:
        """The slugs of the tools whose panel has come to another verdict."""
        return tuple(each.tool for each in self.differences if is_flip(each))


def is_flip(difference: Difference) -> bool:
    """Whether a panel that had a verdict has another one now."""
    before, after = difference.before, difference.after
    return isinstance(before, Panel) and isinstance(after, Panel) and _is_other(before, after)


def flipped(before: Tool, now: Tool) -> bool:
    """Whether the panel of a tool had a verdict and has another one now."""
    return _is_other(before.panel, now.panel)


def _is_other(before: Panel, now: Panel) -> bool:
    return None not in (before.verdict, now.verdict) and before.verdict is not now.verdict


def rewound(now: Tool | None, revisions: Iterable[Revision]) -> Tool | None:
    """The tool as it was before all of these revisions, newest first; None where it was not."""
    bare, takes = now, takes_by_id(now)
    for revision in revisions:
        if revision.take is None:
            bare = revision.before if isinstance(revision.before, Tool) else None
        elif isinstance(revision.before, Take):
            takes[revision.take] = revision.before
        else:
            takes.pop(revision.take, None)
    return replace(bare, takes=tuple(takes.values())) if bare else None


def takes_by_id(tool: Tool | None) -> dict[str, Take]:
    """The takes of a tool by the end of their ids: a persona, or `unnamed-N`."""
    unnamed = 0
    found: dict[str, Take] = {}
    for take in tool.takes if tool else ():
        unnamed += take.persona is None
        found[take.persona or f"{UNNAMED}{unnamed}"] = take
    return found


def differences(before: Tool | None, now: Tool | None) -> tuple[Difference, ...]:
    """What of a tool is told otherwise: the panel first, then its facts, then its takes."""
    if before is None or now is None:
        slug = (before or now or Tool("", "")).slug
        return (Difference(slug, "tool", before, now),) if before or now else ()
    return tuple(_differences(before, now))


def _differences(before: Tool, now: Tool) -> Iterator[Difference]:
    old, new = before.panel, now.panel
    if (old.verdict, old.pct) != (new.verdict, new.pct):
        yield Difference(now.slug, "panel", old, new)
    for field in FIELDS:
        was, becomes = getattr(before, field), getattr(now, field)
        if was != becomes:
            yield Difference(now.slug, field, was, becomes)
    was_said, is_said = takes_by_id(before), takes_by_id(now)
    for id_ in dict.fromkeys((*is_said, *was_said)):
        yield from _of_take(now.slug, was_said.get(id_), is_said.get(id_))


def _of_take(tool: str, before: Take | None, now: Take | None) -> Iterator[Difference]:
    if before is None or now is None:
        take = before or now
        yield Difference(tool, "take", before, now, take.persona if take else None)
        return
    for field in OF_TAKES:
        was, becomes = getattr(before, field), getattr(now, field)
        if was != becomes:
            yield Difference(tool, field, was, becomes, now.persona)
