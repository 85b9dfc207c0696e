"""A decision record: a MADR document that a team can read, and that shiptui can open again.

What people read is Markdown, theirs to edit. What the program reads back stands in a comment at the
end, so that an edit of the words does not touch the evidence.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from shiptui.export.decision import DecisionRecord
from shiptui.export.evidence import canonical, evidence_of
from shiptui.export.files import file_stem
from shiptui.export.sections import (
    confirmation_lines,
    consequence_lines,
    context_lines,
    option_lines,
    outcome_line,
    panel_table,
    vote_words,
)
from shiptui.model.errors import UsageError
from shiptui.text.clean import clean
from shiptui.text.markdown import prose, source

if TYPE_CHECKING:
    from collections.abc import Iterable


SCHEMA = 1
NAME_LIMIT = 160
"""Characters."""

COMMUNITY = "unknown; no feed reports the votes of other readers"
COMMENT = "<!-- shiptui record; the program opens it again from here"

STATUS = re.compile(r"(?m)^status:[ \t]*([^\r\n]*)")
_DATE = re.compile(r"(?m)^date:[^\r\n]*")
FRONT = re.compile(r"\A---\r?\n(.*?\n)---\r?\n", re.DOTALL)
_NUMBERED = re.compile(r"([0-9]{4})-.*\.md\Z")


def record_markdown(record: DecisionRecord) -> str:
    """The whole document."""
    lines = [
        *_front_lines(record),
        f"# {prose(record.title)}",
        "",
        "## Context and Problem Statement",
        "",
        *context_lines(record),
        *_drivers(record),
        "",
        "## Considered Options",
        "",
        *(f"* {prose(name)}" for name in record.options),
        "",
        "## Decision Outcome",
        "",
        outcome_line(record),
        "",
        "### Consequences",
        "",
        *consequence_lines(record),
        *confirmation_lines(record),
        "",
        "## Pros and Cons of the Options",
        *option_lines(record),
        "",
        "## More Information",
        "",
        *_information(record),
        "",
        COMMENT,
        _machine_line(record),
        "-->",
    ]
    return "\n".join(lines) + "\n"


def mark_superseded(text: str, path: str, date: str) -> str:
    """An older record that says by which one, at `path` as seen from it, it was superseded.

    Only its status and its date are touched. Raises UsageError for a file without a status.
    """
    front = FRONT.match(text)
    if front is None or not STATUS.search(front[1]):
        raise UsageError("The file to supersede has no status at its beginning; is it a record?")
    status = _inert(json.dumps(f"superseded by {file_link(path)}", ensure_ascii=False))
    head = STATUS.sub(lambda _: f"status: {status}", front[1], count=1)
    head = _DATE.sub(lambda _: f"date: {date}", head, count=1)
    return text[: front.start(1)] + head + text[front.end(1) :]


def record_name(existing: Iterable[str], record: DecisionRecord) -> str:
    """A file name with the next number after those in the folder."""
    numbers = [int(found[1]) for name in existing if (found := _NUMBERED.match(name))]
    return f"{max(numbers, default=0) + 1:04}-{file_stem(record.title)}.md"


def file_link(path: str) -> str:
    """A link to a file beside the record."""
    return f"[{prose(path.rpartition('/')[2])}]({quote(path, safe='/._-', errors='replace')})"


def _front_lines(record: DecisionRecord) -> list[str]:
    status = "accepted" if record.pick else "proposed"
    names = [clean(name, NAME_LIMIT) for name in record.makers]
    makers = _inert(json.dumps(names, ensure_ascii=False)) if names else ""
    return [
        "---",
        f"status: {status}",
        f"date: {record.date}",
        *([f"decision-makers: {makers}"] if makers else []),
        "---",
        "",
    ]


def _drivers(record: DecisionRecord) -> list[str]:
    if not record.drivers:
        return []
    return ["", "## Decision Drivers", "", *(f"* {prose(driver)}" for driver in record.drivers)]


def _information(record: DecisionRecord) -> list[str]:
    digest = f"its SHA-256 is `{record.hash}`"
    return [
        f"The panel as it stood on {record.date}{_inferred_words(record)}:",
        "",
        *panel_table(record),
        "",
        f"* Vote: {prose(vote_words(record))}.",
        f"* Community: {prose(record.community or COMMUNITY)}.",
        *([f"* Supersedes: {file_link(record.supersedes)}."] if record.supersedes else []),
        *([f"* Matchup: {source(record.matchup.source)}"] if record.matchup.source else []),
        f"* Evidence: both tools with all takes, kept at the end of this file; {digest}.",
    ]


def _inferred_words(record: DecisionRecord) -> str:
    takes = (*record.matchup.left.takes, *record.matchup.right.takes)
    inferred = any(take.call_inferred for take in takes)
    return ", where `~` marks a call that was inferred" if inferred else ""


def _machine_line(record: DecisionRecord) -> str:
    vote = record.matchup.vote
    members = {
        "schema": SCHEMA,
        "hash": record.hash,
        "evidence": evidence_of(record.matchup),
        "source": record.matchup.source,
        "vote": {"pick": vote.pick, "at": vote.at, "blind": list(vote.blind)} if vote else None,
        "personas": [{"slug": each.slug, "name": each.name} for each in record.personas],
        "takes": None if record.takes is None else [list(take) for take in record.takes],
        "date": record.date,
        "reason": record.reason,
        "context": record.context,
        "drivers": list(record.drivers),
        "community": record.community,
        "exit_cost": record.exit_cost,
        "revisit": record.revisit,
        "makers": list(record.makers),
        "supersedes": record.supersedes,
    }
    return _inert(canonical(members))


def _inert(data: str) -> str:
    """JSON text that can neither begin nor end anything in HTML, a comment least of all."""
    return data.replace("<", "\\u003c").replace(">", "\\u003e")
