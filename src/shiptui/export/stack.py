"""The tools a project is built on, read from its stack file and held against a policy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from shiptui.model.catalog import Verdict
from shiptui.model.errors import FeedError
from shiptui.text.checked import naming, read_toml
from shiptui.text.clean import clean
from shiptui.text.fields import checked_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from shiptui.model.catalog import Tool

LIMIT = 1_000_000
"""Bytes."""
MOST_TOOLS = 10_000
STALE_AFTER = 180
"""Days."""

_LINE_LIMIT = 200
_TOML = re.compile(r"^[ \t]*(\[|[^#=\s][^#=\n]*=)", re.MULTILINE)


class Reason(StrEnum):
    """Why a tool of a stack wants a look."""

    SKIP = "skip"
    MIXED = "mixed"
    STALE = "stale"
    UNKNOWN = "unknown"


FAIL_ON = frozenset({Reason.SKIP, Reason.MIXED, Reason.STALE})
"""What fails a check unless said otherwise."""


@dataclass(frozen=True, slots=True)
class StackEntry:
    """A slug and the line of the file on which it stands."""

    slug: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A tool of the stack that wants a look. `fails` says that the policy does not allow it."""

    line: int
    slug: str
    reason: Reason
    sentence: str
    fails: bool


def read_stack(data: bytes) -> tuple[StackEntry, ...]:
    """Read TOML with a list `tools = ["slug", ...]`, or one slug on each line and `#` comments.

    Raises FeedError that names the line.
    """
    if len(data) > LIMIT:
        raise FeedError(f"The stack file is larger than {LIMIT:,} bytes.")
    try:
        text = data.decode("utf-8-sig", "strict")
    except UnicodeDecodeError as error:
        raise FeedError(f"The stack file is not UTF-8 at byte {error.start}.") from None
    slugs = _toml_slugs(text) if _TOML.search(text) else _line_slugs(text)
    if not slugs or len(slugs) > MOST_TOOLS:
        raise FeedError(f"The stack file names no tool, or more than {MOST_TOOLS:,}.")
    return tuple(_entry(slug, line) for slug, line in slugs)


def check_stack(
    entries: Iterable[StackEntry],
    tools: Mapping[str, Tool],
    *,
    today: date,
    fail_on: Collection[Reason] = FAIL_ON,
    stale_after: int = STALE_AFTER,
) -> list[Finding]:
    """What speaks against the tools of a stack, in the order of the file.

    `tools` are those of the catalog with their takes; a slug that is missing there is unknown. A
    tool can be found more than once, with a reason each.
    """
    return [
        Finding(entry.line, entry.slug, reason, sentence, reason in fail_on)
        for entry in entries
        for reason, sentence in _reasons(entry.slug, tools.get(entry.slug), today, stale_after)
    ]


def annotation(finding: Finding, file: str) -> str:
    """A finding as a GitHub workflow command: an error where it fails the check."""
    level = "error" if finding.fails else "warning"
    where = f"file={_property(file)},line={finding.line}"
    title = _property(f"{finding.slug}: {finding.reason}")
    return f"::{level} {where},title={title}::{_message(finding.sentence)}"


def _reasons(
    slug: str, tool: Tool | None, today: date, stale_after: int
) -> list[tuple[Reason, str]]:
    if tool is None:
        return [(Reason.UNKNOWN, f"{slug} is not in the catalog, so nothing is known about it.")]
    name, panel = clean(tool.name, _LINE_LIMIT), tool.panel
    found = []
    if panel.verdict is None:
        found.append((Reason.UNKNOWN, f"What the panel says of {name} is unknown."))
    elif panel.verdict is not Verdict.SHIP:
        said = "would skip" if panel.verdict is Verdict.SKIP else "is mixed on"
        calls = "as reported" if panel.reported else f"{panel.ships} ship, {panel.skips} skip"
        sentence = f"The panel {said} {name}: {panel.pct} % would ship it ({calls})."
        found.append((Reason(panel.verdict.value), sentence))
    return [*found, *_age_reasons(name, tool.as_of, today, stale_after)]


def _age_reasons(
    name: str, as_of: str | None, today: date, stale_after: int
) -> list[tuple[Reason, str]]:
    try:
        age = (today - date.fromisoformat(as_of or "")).days
    except ValueError:
        return [(Reason.UNKNOWN, f"How old the verdict on {name} is, is unknown.")]
    if age <= stale_after:
        return []
    return [(Reason.STALE, f"The verdict on {name} is {age} days old, of {as_of}.")]


def _line_slugs(text: str) -> list[tuple[object, int]]:
    lines = enumerate(text.split("\n"), 1)
    return [(slug, number) for number, line in lines if (slug := line.partition("#")[0].strip())]


def _toml_slugs(text: str) -> list[tuple[object, int]]:
    """The slugs with their lines. The parser tells no lines: each is looked for after the last."""
    slugs = read_toml(text.encode(), limit=LIMIT).get("tools")
    if not isinstance(slugs, list):
        raise FeedError('The stack file has no list `tools = ["slug", ...]`.')
    lines = [line.partition("#")[0] for line in text.split("\n")]
    found, at = [], 0
    for slug in cast("list[object]", slugs[: MOST_TOOLS + 1]):
        quoted = re.compile(f"[\"']{re.escape(str(slug))}[\"']")
        at = next((n for n in range(at, len(lines)) if quoted.search(lines[n])), at)
        found.append((slug, at + 1))
    return found


def _entry(slug: object, line: int) -> StackEntry:
    with naming(f"Line {line}"):
        return StackEntry(checked_id(slug, "tool"), line)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
