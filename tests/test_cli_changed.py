"""changed: what was told otherwise when the reader acted."""

from __future__ import annotations

from commands import Program
from store_files import O3_PRO, said_otherwise

LATE = 9_000_000_000_000
"""A moment after every act of a test."""


def test_without_an_act_or_a_change_that_is_said_on_stderr(program: Program) -> None:
    answer = program("changed")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "Nothing you voted on, saved or decided has changed since.\n"
    said_otherwise(program.db, LATE)
    assert program("changed").out == ""
    assert program("changed", "--json").json == {"schema": 1, "items": []}


def test_it_tells_what_was_and_what_is(program: Program) -> None:
    program("ship", O3_PRO)
    said_otherwise(program.db, LATE)
    lines = program("changed").lines
    assert lines[0].startswith("OpenAI o3-pro API  since your vote, 20")
    assert lines[1] == "  OpenAI o3-pro API, panel: SKIP 0 % -> SHIP 75 %"
    assert "  Builder on OpenAI o3-pro API, call: skip -> ship" in lines
    (item,) = program("changed", "--json").json["items"]
    assert (item["kind"], item["id"], item["act"]) == ("tool", O3_PRO, "vote")
    assert item["flips"] == [O3_PRO]
    panel = item["changes"][0]
    assert (panel["before"]["verdict"], panel["after"]["verdict"]) == ("skip", "ship")


def test_the_page_of_a_matchup_tells_it(program: Program) -> None:
    matchup = program("ls", "--filter", f"tool:{O3_PRO}", "--json").json["items"][0]["id"]
    assert "Changed since" not in program("show", matchup).out
    program("vote", matchup, "tie")
    said_otherwise(program.db, LATE)
    lines = program("show", matchup).lines
    at = lines.index("Changed since your vote: a verdict flipped")
    assert lines[at + 1] == "OpenAI o3-pro API, panel: SKIP 0 % -> SHIP 75 %"


def test_a_thing_has_its_own_history_without_any_act(program: Program) -> None:
    program("ls")
    said_otherwise(program.db, LATE)
    (step,) = program("changed", O3_PRO, "--json").json["items"]
    assert step["changes"][0]["field"] == "panel"
    matchup = program("ls", "--filter", f"tool:{O3_PRO}", "--json").json["items"][0]["id"]
    assert program("changed", matchup, "--json").json["items"] == [step]
    assert program("changed", "beads-gastownhall").err.startswith("Nothing about it")


def test_since_leaves_out_what_changed_before(program: Program) -> None:
    program("ship", O3_PRO)
    said_otherwise(program.db, LATE)
    assert program("changed", "--since", "2255-03-13").out != ""
    assert program("changed", "--since", "2255-03-15").out == ""
    assert program("changed", O3_PRO, "--since", "2255-03-15").out == ""
    assert program("changed", "--since", "soon").code == 2


def test_a_digest_tells_the_flips_of_its_days(program: Program) -> None:
    program("ls")
    said_otherwise(program.db, LATE)
    text = program("digest", "--since", "2255-03-13").out
    assert "## Changed their verdict (1)" in text
    assert "**OpenAI o3-pro API** was SKIP 0 %" in text
    (flip,) = program("digest", "--since", "2255-03-13", "--json").json["item"]["flips"]
    assert (flip["tool"]["slug"], flip["before"]["pct"]) == (O3_PRO, 0)
