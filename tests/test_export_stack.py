from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export_samples import HOSTILE, tool
from shiptui.export.stack import (
    FAIL_ON,
    Finding,
    Reason,
    StackEntry,
    annotation,
    check_stack,
    read_stack,
)
from shiptui.model.catalog import Call, Take
from shiptui.model.errors import FeedError

TODAY = date(2026, 12, 1)
TOML = b"""\
# "alpha" is only named here
title = "our stack"
tools = [
  "beta",  # "gamma" later
  'gamma', "alpha",
  "beta",
]
"""


def entries(data: bytes) -> list[tuple[str, int]]:
    return [(entry.slug, entry.line) for entry in read_stack(data)]


def test_a_list_in_toml_is_read_with_its_lines() -> None:
    assert entries(TOML) == [("beta", 4), ("gamma", 5), ("alpha", 5), ("beta", 6)]
    assert entries(b'tools = ["a", "b"]') == [("a", 1), ("b", 1)]


def test_one_slug_a_line_is_read_with_its_lines() -> None:
    data = b"\xef\xbb\xbf# ours = good\r\n\r\nalpha # a = b\r\n  beta\r\n#gamma\r\ndelta"
    assert entries(data) == [("alpha", 3), ("beta", 4), ("delta", 6)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "names no tool"),
        (b"# nothing\n\n", "names no tool"),
        (b"tools = []", "names no tool"),
        (b"alpha\nNo Slug\n", "Line 2: "),
        (b"alpha\n../../etc\n", "Line 2: "),
        (b'tools = ["a",\n 7]', "Line 1: "),
        (b'tools = "a"', "no list"),
        (b'[tool]\nnames = ["a"]', "no list"),
        (b"tools = [", "not valid TOML"),
        (b"\xff", "not UTF-8"),
        (b"a" * 2_000_000, "larger than"),
        (b"a\n" * 10_001, "more than 10,000"),
        (b"tools = " + b"[" * 100_000, "TOML|nested"),
    ],
)
def test_a_stack_file_that_breaks_a_rule_gives_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words) as error:
        read_stack(data)
    assert "\n" not in str(error.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_any_bytes_give_slugs_or_one_sentence(data: bytes) -> None:
    try:
        found = read_stack(data)
    except FeedError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert all(1 <= entry.line <= data.count(b"\n") + 1 for entry in found)


SHIP, SKIP = Take("builder", Call.SHIP), Take("skeptic", Call.SKIP)
CATALOG = {
    "good": tool("good", takes=(SHIP,)),
    "bad": tool("bad", takes=(SKIP,)),
    "even": tool("even", takes=(SHIP, SKIP)),
    "told": tool("told", takes=(), reported_pct=25),
    "old": tool("old", takes=(SHIP,), as_of="2026-01-01"),
    "silent": tool("silent", takes=()),
    "undated": tool("undated", takes=(SHIP,), as_of=None),
    "worst": tool("worst", takes=(SKIP,), as_of="2020-02-29"),
}


@pytest.mark.parametrize(
    ("slug", "found"),
    [
        ("good", []),
        ("bad", [("skip", "The panel would skip Bad: 0 % would ship it (0 ship, 1 skip).")]),
        ("even", [("mixed", "The panel is mixed on Even: 50 % would ship it (1 ship, 1 skip).")]),
        ("told", [("skip", "The panel would skip Told: 25 % would ship it (as reported).")]),
        ("old", [("stale", "The verdict on Old is 334 days old, of 2026-01-01.")]),
        ("silent", [("unknown", "What the panel says of Silent is unknown.")]),
        ("undated", [("unknown", "How old the verdict on Undated is, is unknown.")]),
        ("none", [("unknown", "none is not in the catalog, so nothing is known about it.")]),
    ],
)
def test_a_tool_is_found_for_a_reason(slug: str, found: list[tuple[str, str]]) -> None:
    findings = check_stack([StackEntry(slug, 7)], CATALOG, today=TODAY)
    assert [(str(each.reason), each.sentence) for each in findings] == found
    assert all((each.slug, each.line) == (slug, 7) for each in findings)
    assert all(each.fails == (each.reason is not Reason.UNKNOWN) for each in findings)


def test_a_tool_may_be_found_for_two_reasons() -> None:
    findings = check_stack([StackEntry("worst", 1)], CATALOG, today=TODAY)
    assert [each.reason for each in findings] == [Reason.SKIP, Reason.STALE]


@pytest.mark.parametrize("reason", Reason)
def test_the_policy_decides_what_fails(reason: Reason) -> None:
    stack = [StackEntry(slug, 1) for slug in ("bad", "even", "old", "none")]
    findings = check_stack(stack, CATALOG, today=TODAY, fail_on={reason})
    assert [each.reason for each in findings if each.fails] == [reason]
    assert len(findings) == len(FAIL_ON | {Reason.UNKNOWN})


def test_a_verdict_is_stale_only_after_its_last_day() -> None:
    stack = [StackEntry("old", 1)]
    assert check_stack(stack, CATALOG, today=TODAY, stale_after=334) == []
    assert len(check_stack(stack, CATALOG, today=TODAY, stale_after=333)) == 1


def test_an_annotation_leads_to_the_line() -> None:
    finding = Finding(3, "bad", Reason.SKIP, "50 % of it, or: less.", fails=True)
    assert annotation(finding, "a,b:c%/stack.toml") == (
        "::error file=a%2Cb%3Ac%25/stack.toml,line=3,title=bad%3A skip::50 %25 of it, or: less."
    )


def test_what_does_not_fail_is_a_warning() -> None:
    finding = Finding(3, "bad", Reason.SKIP, "x", fails=False)
    assert annotation(finding, "s").startswith("::warning file=s,line=3,")


@pytest.mark.parametrize("text", HOSTILE)
def test_an_annotation_is_one_command_whatever_the_text(text: str) -> None:
    line = annotation(Finding(1, "x", Reason.SKIP, text, fails=True), text)
    assert "\n" not in line
    assert "\r" not in line
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert [each.partition("=")[0] for each in properties.split(",")] == ["file", "line", "title"]
    assert message.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") == text
