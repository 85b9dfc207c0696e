from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from export_samples import AT, HOSTILE, PERSONAS, PICKS, RECORD, matchup, tool
from madr import PARSER, check_madr, read_madr
from shiptui.export.decision import DecisionRecord
from shiptui.export.evidence import canonical, evidence_of
from shiptui.export.record import COMMENT, record_markdown, record_name
from shiptui.export.reopening import parse_record
from shiptui.model.catalog import Call, Take, Tool
from shiptui.model.facts import NEITHER, TIE, Vote


@pytest.mark.parametrize("pick", PICKS)
@pytest.mark.parametrize("bare", [False, True])
def test_a_record_has_the_structure_of_madr(pick: str | None, *, bare: bool) -> None:
    sides = {"left": Tool("alpha", "Alpha"), "right": Tool("beta", "Beta")} if bare else {}
    record = replace(RECORD, matchup=matchup(pick, **sides))
    if bare:
        record = DecisionRecord(record.matchup, (), "2026-11-20")
    madr = read_madr(record_markdown(record))
    check_madr(madr)
    assert madr.front["status"] == ("accepted" if pick else "proposed")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_not_change_the_structure(text: str) -> None:
    foul = Take(None, Call.SHIP, 1, text)
    sides = {
        side: tool(
            side, name=f"{side} {text}", vendor=text, tagline=text, source=text, takes=(foul,)
        )
        for side in ("left", "right")
    }
    record = DecisionRecord(
        matchup("left", source=text, **sides),
        PERSONAS,
        "2026-11-20",
        *(text, text),
        drivers=(text, "second"),
        community=text,
        exit_cost=text,
        makers=(text,),
        supersedes=text,
    )
    markdown = record_markdown(record)
    check_madr(read_madr(markdown))
    assert not re.search(r"(?<!\\)<script", markdown)
    tokens = PARSER.parse(markdown.split("---\n", 2)[2])
    html = [token.content for token in tokens if token.type == "html_block"]
    assert len(html) == 1
    assert html[0].startswith(COMMENT)
    assert html[0].endswith("-->\n")
    inline = [child for token in tokens for child in token.children or []]
    assert {"html_inline", "image"}.isdisjoint(child.type for child in inline)
    links = [str(child.attrs["href"]) for child in inline if child.type == "link_open"]
    assert all(re.match(r"https?://|[^:]+\Z", link) for link in links)
    assert parse_record(markdown.encode("utf-8")).intact


def test_a_record_reads_like_this() -> None:
    """The one to look at. What stands in the comment is another test's affair."""
    text = record_markdown(RECORD)
    assert (
        text[: text.index(COMMENT)]
        == f"""\
---
status: accepted
date: 2026-11-20
decision-makers: ["Ann", "Bo"]
---

# Ship with Alpha rather than Beta

## Context and Problem Statement

Our app must read meters without a network.

Which of these two tools do we ship with: Alpha by Vendor, or Beta by Vendor?

## Decision Drivers

* Works offline
* No price per picture

## Considered Options

* Alpha
* Beta

## Decision Outcome

Chosen option: "Alpha", because the field app works offline.

### Consequences

* Neutral, because its panel says MIXED 50 % (1 ship, 1 skip).
* Bad, because Skeptic would skip it.
* Neutral, because leaving it again has this cost: two days.

### Confirmation

This decision is looked at again on 2027-05-20; shiptui opens this file and tells what changed.

## Pros and Cons of the Options

### Alpha

A tool. It does things. By Vendor, in AI Models. Price: Free for all.

* Good, because Builder would ship it (85 of 100): "What it does well."
* Bad, because Skeptic would skip it (40 of 100; the call is inferred): "What it does badly."

### Beta

A tool. It does things. By Vendor, in AI Models. Price: Free for all.

* Good, because Builder would ship it (85 of 100): "What it does well."
* Bad, because Skeptic would skip it (40 of 100; the call is inferred): "What it does badly."

## More Information

The panel as it stood on 2026-11-20, where `~` marks a call that was inferred:

| | Alpha | Beta |
|---|---|---|
| Panel | MIXED 50 % (1 ship, 1 skip) | MIXED 50 % (1 ship, 1 skip) |
| Builder | ship, 85 | ship, 85 |
| Skeptic | \\~SKIP, 40 | \\~SKIP, 40 |
| Entry | Free | Free |
| Price | Free for all | Free for all |
| As of | 2026-11-20 | 2026-11-20 |
| Source | <https://example.org/tools> | <https://example.org/tools> |

* Vote: Alpha, cast on 2026-11-20.
* Community: unknown; no feed reports the votes of other readers.
* Supersedes: [0003-an older one.md](0003-an%20older%20one.md).
* Matchup: <https://example.org/alpha-vs-beta>
* Evidence: both tools with all takes, kept at the end of this file; its SHA-256 is `{RECORD.hash}`.

"""
    )


@pytest.mark.parametrize(
    ("pick", "title", "option"),
    [
        ("beta", "Ship with Beta rather than Alpha", "Beta"),
        (TIE, "Alpha or Beta: either will do", "Either of the two"),
        (NEITHER, "Neither Alpha nor Beta", "Neither of the two"),
        (None, "Alpha or Beta: not decided yet", None),
    ],
)
def test_the_title_says_what_was_decided(pick: str | None, title: str, option: str | None) -> None:
    record = replace(RECORD, matchup=matchup(pick))
    assert (record.title, record.chosen_option) == (title, option)


def test_two_tools_of_one_name_can_be_told_apart() -> None:
    record = replace(RECORD, matchup=matchup(right=tool("beta", name="Alpha")))
    assert record.options == ("Alpha (alpha)", "Alpha (beta)")
    assert record.chosen_option == "Alpha (alpha)"


@pytest.mark.parametrize(
    ("reason", "clause"),
    [
        ("We like it.", "we like it."),
        ("because OpenAI is known", "OpenAI is known."),
        ("GPT-5 is better", "GPT-5 is better."),
        ("", "it got the vote; no further reason was written down."),
    ],
)
def test_a_reason_becomes_part_of_the_sentence(reason: str, clause: str) -> None:
    text = record_markdown(replace(RECORD, reason=reason))
    assert f'Chosen option: "Alpha", because {clause}\n' in text


def test_only_the_takes_that_were_picked_are_quoted() -> None:
    picked = replace(RECORD, takes=(("alpha", "skeptic"),))
    parts = read_madr(record_markdown(picked)).parts
    assert [line[:20] for line in parts["Alpha"][1:]] == ["Bad, because Skeptic"]
    assert parts["Beta"][1:] == ["Neutral, because no take was picked for this record."]
    assert picked.hash == RECORD.hash


def test_what_a_source_reports_without_calls_is_said_so() -> None:
    told = replace(RECORD, matchup=matchup(left=tool(takes=(), reported_pct=75)))
    (line,) = read_madr(record_markdown(told)).parts["Alpha"][1:]
    assert line.startswith("Good, because the panel says SHIP 75 % (as reported); not every call")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (replace(RECORD, community="40 of 50 for Alpha"), "* Community: 40 of 50 for Alpha."),
        (replace(RECORD, exit_cost=None), "what leaving it again would cost is unknown."),
        (replace(RECORD, matchup=matchup(None)), "* Vote: none yet."),
        (
            replace(RECORD, matchup=matchup(vote=Vote("alpha", AT, ("panel", "names")))),
            "* Vote: Alpha, cast on 2026-11-20, with these hidden: panel and names.",
        ),
    ],
)
def test_what_is_known_is_said_and_what_is_not_too(record: DecisionRecord, words: str) -> None:
    assert words in record_markdown(record)


def test_the_hash_is_that_of_the_evidence_as_anybody_can_compute_it() -> None:
    text = canonical(evidence_of(RECORD.matchup))
    assert hashlib.sha256(text.encode("ascii")).hexdigest() == RECORD.hash
    changed = matchup(left=tool(takes=()))
    assert replace(RECORD, matchup=changed).hash != RECORD.hash


def test_a_record_gets_the_next_number() -> None:
    name = "ship-with-alpha-rather-than-beta.md"
    assert record_name([], RECORD) == f"0001-{name}"
    assert record_name(["0008-x.md", "0002-y.md", "9.md", "README.md"], RECORD) == f"0009-{name}"
