"""digest, check and badge: documents about the catalog."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from commands import Program

BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"
MIXED = "archon-coleam00-ai-coding-workflows-yaml-deterministic-reproducible-2026"
TODAY = date(2026, 11, 22)


@pytest.fixture
def program(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr("shiptui.store.facts.now", lambda: 1_795_300_000_000)
    be_on(monkeypatch, TODAY)
    return program


def be_on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be a day."""
    for module in ("digesting", "checking", "dates"):
        monkeypatch.setattr(f"shiptui.cli.{module}.today", lambda: day)


def test_a_digest_tells_what_was_done_since_a_day(program: Program) -> None:
    program("vote", "o3-pro", "b")
    program("ship", BEADS)
    program("save", BEADS, "--note", "ask Ann", "--tag", "later")
    text = program("digest", "--since", "1d").out
    assert text.startswith("# shiptui, 2026-11-21 to 2026-11-22\n")
    assert "## Your votes (1)" in text
    assert "**OpenAI o3-pro API**, 2026-11-21" in text
    assert "* Beads: **ship**, 2026-11-21" in text
    assert "* Beads (later): ask Ann" in text
    assert "New tools" not in text


def test_a_digest_tells_which_records_are_of_these_days(program: Program) -> None:
    assert "## New tools (144)" in program("digest").out
    item = program("digest", "--json").json["item"]
    assert (len(item["new_tools"]), len(item["new_matchups"])) == (144, 196)
    assert item["flips"] == []
    # The database was made today: what the verdicts were before, nobody kept.
    assert item["flips_since"] > item["since"]
    assert program("digest", "--since", "2026-11-22").out.startswith("# shiptui, 2026-11-22 to")


def test_a_digest_goes_into_a_file(program: Program) -> None:
    assert program("digest", "--out", "digest.md").out == "Wrote digest.md.\n"
    assert Path("digest.md").read_text() == program("digest").out


@pytest.mark.parametrize("since", ["soon", "7", "999999w", "-3d", "2026-13-01"])
def test_a_day_that_is_none_is_asked_wrongly(program: Program, since: str) -> None:
    answer = program("digest", "--since", since)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


UNKNOWN = "no-such-tool is not in the catalog, so nothing is known about it."

STACK = f"""# what we build on
tools = [
  "{BEADS}",
  "{MIXED}",
  "no-such-tool",
]
"""


def test_a_stack_is_checked_and_each_finding_names_its_line(program: Program) -> None:
    Path("stack.toml").write_text(STACK)
    answer = program("check", "stack.toml")
    assert answer.code == 1
    assert answer.lines == [
        "stack.toml:4: mixed: The panel is mixed on Archon: 50 % would ship it (as reported).",
        f"stack.toml:5: unknown, allowed: {UNKNOWN}",
    ]


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("none", 0), ("skip", 0), ("unknown", 1), ("skip,stale", 0), (" mixed , stale", 1), ("", 0)],
)
def test_the_policy_says_what_fails(program: Program, fail_on: str, code: int) -> None:
    Path("stack.toml").write_text(STACK)
    assert program("check", "stack.toml", "--fail-on", fail_on).code == code


def test_what_is_old_is_stale(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("stack.txt").write_text(f"{BEADS}\n")
    answer = program("check", "stack.txt")
    assert (answer.code, answer.out) == (0, "Nothing speaks against these tools (1).\n")
    be_on(monkeypatch, date(2027, 11, 20))
    answer = program("check", "stack.txt")
    assert answer.code == 1
    assert "stale" in answer.out
    assert program("check", "stack.txt", "--stale-after", "365").code == 0


def test_findings_are_annotations_where_github_reads_them(program: Program) -> None:
    Path("stack.toml").write_text(STACK)
    lines = program("check", "stack.toml", "--format", "github").lines
    assert [line.split("::")[1].split(",title")[0] for line in lines] == [
        "error file=stack.toml,line=4",
        "warning file=stack.toml,line=5",
    ]


def test_findings_are_json_for_other_programs(program: Program) -> None:
    Path("stack.toml").write_text(STACK)
    plain = program("check", "stack.toml", "--format", "json")
    assert plain.out == program("check", "stack.toml", "--json").out
    assert [(item["reason"], item["fails"]) for item in plain.json["items"]] == [
        ("mixed", True),
        ("unknown", False),
    ]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (STACK, ("--fail-on", "skip,evil"), 2),
        ("", (), 1),
        ("tools = 3", (), 1),
        ("Not A Slug", (), 1),
        ("tools = [", (), 1),
    ],
)
def test_a_check_that_makes_no_sense_is_one_sentence(
    program: Program, text: str, words: tuple[str, ...], code: int
) -> None:
    Path("stack.toml").write_text(text)
    answer = program("check", "stack.toml", *words)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)


def test_a_badge_is_a_picture_with_the_verdict_and_the_date(program: Program) -> None:
    assert program("badge", BEADS, "--out", "badge.svg").out == "Wrote badge.svg.\n"
    picture = ET.fromstring(Path("badge.svg").read_text())  # noqa: S314 - of our own making
    texts = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["Beads", "ship 75 % as reported, 2026-11-20"]
    assert Path("badge.svg").read_text() == program("badge", "beads-gastownhall").out
    assert Path("badge.svg").read_text() == program("badge", BEADS, "--out", "-").out
    assert not Path("-").exists()
    assert program("badge", BEADS, "--out", "badge.svg").code == 1
    assert program("badge", BEADS, "--out", "badge.svg", "--force").code == 0
    item = program("badge", BEADS, "--json").json["item"]
    assert (item["path"], item["panel"]["pct"]) == (None, 75)
    assert re.match("<svg ", item["svg"])
