"""A decision record read again, whatever people wrote into it, and what changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.export.decision import DecisionRecord
from shiptui.export.evidence import hash_of, tools_of
from shiptui.export.record import COMMENT, FRONT, NAME_LIMIT, SCHEMA, STATUS
from shiptui.export.words import LATEST, panel_words, persona_name, pick_words, take_words, voices
from shiptui.model.catalog import Persona, Tool, matchup_id
from shiptui.model.errors import FeedError
from shiptui.model.facts import Matchup, Vote
from shiptui.text.checked import naming, read_json
from shiptui.text.clean import clean
from shiptui.text.fields import (
    checked_id,
    optional_date,
    optional_text,
    records,
    required_text,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = 2_000_000
"""Bytes."""
TEXT_LIMIT = 4_000
"""Characters."""

_MACHINE = re.compile(rf"^{re.escape(COMMENT)}\r?\n([^\n]*)\n-->", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A record with its status of today. `intact` is false where the evidence was changed."""

    record: DecisionRecord
    status: str
    intact: bool

    @property
    def is_superseded(self) -> bool:
        """Whether another record has taken its place."""
        return self.status.startswith("superseded")


def parse_record(data: bytes) -> OpenedRecord:
    """Open a record. Raises FeedError where shiptui did not write it, or where it broke since."""
    text = data[: LIMIT + 1].decode("utf-8", "replace")
    found = _MACHINE.search(text)
    if len(data) > LIMIT or found is None:
        raise FeedError("The file holds no decision record of shiptui.")
    with naming("The record cannot be opened"):
        raw = read_json(found[1].encode(), limit=LIMIT)
        if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
            raise FeedError("It follows another schema; upgrade shiptui to open it.")
        record = _record(raw)
    intact = raw.get("hash") == hash_of(raw.get("evidence"))
    return OpenedRecord(record, _status(text), intact)


def changes_since(record: DecisionRecord, now: Matchup | None) -> list[str]:
    """What is different today, a sentence each; none where nothing is."""
    if now is None:
        return ["The catalog no longer knows both tools."]
    if now.veiled:
        return ["What changed is hidden until you vote."]
    today = {tool.slug: tool for tool in (now.left, now.right)}
    changes = []
    for then in (record.matchup.left, record.matchup.right):
        bare = Tool(then.slug, then.slug)
        if today.get(then.slug, bare) == bare != then:
            changes.append(f"{then.name} is no longer in the catalog.")
        else:
            changes += _tool_changes(then, today[then.slug], record.personas)
    pick = now.vote.pick if now.vote else None
    if pick != record.pick:
        old, new = pick_words(record.matchup, record.pick), pick_words(now, pick)
        changes.append(f"Your vote was {old} and is now {new}.")
    return changes


def _tool_changes(then: Tool, now: Tool, personas: tuple[Persona, ...]) -> list[str]:
    name = then.name
    pairs = (
        (f"The name of {name}", then.name, now.name),
        (f"The panel of {name}", panel_words(then.panel), panel_words(now.panel)),
        (f"The entry of {name}", then.entry, now.entry),
        (f"The price of {name}", then.pricing, now.pricing),
    )
    changes = [
        f"{what} was {old or 'unknown'} and is now {new or 'unknown'}."
        for what, old, new in pairs
        if old != new
    ]
    for slug in voices(then, now, personas):
        old, new = then.take_of(slug), now.take_of(slug)
        who = f"{persona_name(personas, slug)} on {name}"
        if take_words(old) != take_words(new):
            changes.append(f"{who}: was {take_words(old)}, is now {take_words(new)}.")
        elif old != new and old and new and old.words != new.words:
            changes.append(f"{who}: the words were rewritten, call and score are as they were.")
    return changes


def _record(raw: Mapping[str, object]) -> DecisionRecord:
    left, right = tools_of(raw.get("evidence"))
    matchup = Matchup(
        matchup_id(left.slug, right.slug),
        left,
        right,
        source=optional_text(raw, "source", TEXT_LIMIT),
        vote=_vote(raw.get("vote")),
    )
    date = optional_date(raw, "date")
    if date is None:
        raise FeedError("It has no date.")
    return DecisionRecord(
        matchup=matchup,
        personas=tuple(_persona(each) for each in records(raw, "personas")),
        date=date,
        reason=optional_text(raw, "reason", TEXT_LIMIT) or "",
        context=optional_text(raw, "context", TEXT_LIMIT) or "",
        drivers=texts(raw, "drivers", TEXT_LIMIT),
        takes=_takes(raw.get("takes")),
        community=optional_text(raw, "community", TEXT_LIMIT),
        exit_cost=optional_text(raw, "exit_cost", TEXT_LIMIT),
        revisit=optional_date(raw, "revisit"),
        makers=texts(raw, "makers", NAME_LIMIT),
        supersedes=optional_text(raw, "supersedes", TEXT_LIMIT),
    )


def _persona(raw: Mapping[str, object]) -> Persona:
    return Persona(checked_id(raw.get("slug"), "slug"), required_text(raw, "name", NAME_LIMIT))


def _vote(raw: object) -> Vote | None:
    if not isinstance(raw, dict):
        return None
    at = raw.get("at")
    if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at <= LATEST:
        raise FeedError("The time of its vote is none.")
    return Vote(checked_id(raw.get("pick"), "pick"), at, texts(raw, "blind", NAME_LIMIT))


def _takes(raw: object) -> tuple[tuple[str, str | None], ...] | None:
    if not isinstance(raw, list):
        return None
    pairs = [pair for pair in raw if isinstance(pair, list) and len(pair) == len(("slug", "who"))]
    return tuple(
        (checked_id(slug, "takes"), None if who is None else checked_id(who, "takes"))
        for slug, who in pairs
    )


def _status(text: str) -> str:
    front = FRONT.match(text)
    found = STATUS.search(front[1]) if front else None
    return clean(found[1].strip().strip("\"'"), TEXT_LIMIT) if found else "unknown"
