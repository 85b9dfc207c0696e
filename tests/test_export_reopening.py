from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export_samples import PICKS, RECORD, matchup, tool
from madr import check_madr, read_madr
from shiptui.export.decision import DecisionRecord
from shiptui.export.record import COMMENT, mark_superseded, record_markdown
from shiptui.export.reopening import changes_since, parse_record
from shiptui.model.catalog import Call, Take, Tool
from shiptui.model.errors import FeedError, UsageError
from shiptui.model.facts import TIE


def as_written(record: DecisionRecord) -> DecisionRecord:
    """What a file keeps of a record: feeds and bookmarks are not part of a decision."""
    return replace(record, matchup=replace(record.matchup, bookmark=None))


@pytest.mark.parametrize("pick", PICKS)
@pytest.mark.parametrize("takes", [None, (), (("alpha", "builder"), ("beta", None))])
def test_a_record_opens_as_it_was_written(
    pick: str | None, takes: tuple[tuple[str, str | None], ...] | None
) -> None:
    takes_of_one = (Take(None, None, None, None), Take("builder", Call.SKIP, 0, "No."))
    left = tool(takes=takes_of_one, source=None, as_of=None, entry=None, complete=True)
    record = replace(RECORD, matchup=matchup(pick, left=left), takes=takes, community="40")
    opened = parse_record(record_markdown(record).encode())
    assert opened.record == as_written(record)
    assert opened.intact
    assert not opened.is_superseded


def test_people_may_edit_the_words_of_a_record() -> None:
    text = record_markdown(RECORD).replace("## Decision Drivers", "## Our drivers")
    text = text.replace("status: accepted", "status: deprecated").replace("\n", "\r\n")
    opened = parse_record(text.encode())
    assert (opened.record, opened.status) == (as_written(RECORD), "deprecated")
    assert opened.intact


def test_a_change_of_the_evidence_is_noticed() -> None:
    text = record_markdown(RECORD)
    assert not parse_record(text.replace('"score":85', '"score":15').encode()).intact


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# A record of somebody else\n",
        f"{COMMENT}\n{{}}\n-->".encode(),
        f"{COMMENT}\n[\n-->".encode(),
        record_markdown(RECORD).replace('"date":"', '"date":"x').encode(),
        record_markdown(RECORD).replace('"slug":"beta"', '"slug":"alpha"').encode(),
        record_markdown(RECORD).replace('"score":85', '"score":850').encode(),
        record_markdown(RECORD).replace('"at":', '"at":-').encode(),
        b"x" * 3_000_000,
    ],
)
def test_what_is_no_record_of_ours_gives_one_sentence(data: bytes) -> None:
    with pytest.raises(FeedError) as error:
        parse_record(data)
    assert "\n" not in str(error.value)


@given(st.integers(0), st.binary(max_size=3))
def test_a_damaged_record_opens_or_gives_one_sentence(at: int, piece: bytes) -> None:
    data = record_markdown(RECORD).encode()
    at %= len(data)
    try:
        parse_record(data[:at] + piece + data[at + len(piece) :])
    except FeedError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right


def test_nothing_changed_gives_no_sentence() -> None:
    assert changes_since(RECORD, RECORD.matchup) == []
    opened = parse_record(record_markdown(RECORD).encode()).record
    assert changes_since(opened, RECORD.matchup) == []


BUILDER, SKEPTIC = tool().takes
PANEL_WAS = "The panel of Alpha was MIXED 50 % (1 ship, 1 skip) and is now"


@pytest.mark.parametrize(
    ("left", "sentences"),
    [
        (tool(pricing=None), ["The price of Alpha was Free for all and is now unknown."]),
        (tool(entry="Paid"), ["The entry of Alpha was Free and is now Paid."]),
        (tool(name="Alpha 2"), ["The name of Alpha was Alpha and is now Alpha 2."]),
        (
            tool(takes=(BUILDER, replace(SKEPTIC, call=Call.SHIP, score=70))),
            [
                f"{PANEL_WAS} SHIP 100 % (2 ship, 0 skip).",
                "Skeptic on Alpha: was ~SKIP, 40, is now ~ship, 70.",
            ],
        ),
        (
            tool(takes=(BUILDER, SKEPTIC, Take("founder", None, 50))),
            [
                f"{PANEL_WAS} MIXED 50 % (1 ship, 1 skip, 1 unknown).",
                "founder on Alpha: was no take, is now no call, 50.",
            ],
        ),
        (
            tool(takes=(BUILDER, replace(SKEPTIC, words="Anew."))),
            ["Skeptic on Alpha: the words were rewritten, call and score are as they were."],
        ),
        (Tool("alpha", "alpha"), ["Alpha is no longer in the catalog."]),
        (tool("gamma"), ["Alpha is no longer in the catalog."]),
    ],
)
def test_each_change_is_one_sentence(left: Tool, sentences: list[str]) -> None:
    assert changes_since(RECORD, matchup(left=left)) == sentences


def test_a_changed_vote_is_told() -> None:
    assert changes_since(RECORD, matchup(TIE)) == ["Your vote was Alpha and is now a tie."]
    assert changes_since(RECORD, matchup(None)) == ["Your vote was Alpha and is now no vote."]


def test_what_is_gone_or_hidden_is_said_so() -> None:
    assert changes_since(RECORD, None) == ["The catalog no longer knows both tools."]
    hidden = matchup(None, veiled=("panel",))
    assert changes_since(RECORD, hidden) == ["What changed is hidden until you vote."]


def test_superseding_touches_the_status_and_the_date_only() -> None:
    old = record_markdown(RECORD)
    new = mark_superseded(old, "0009-a new [one].md", "2027-05-20")
    check_madr(read_madr(new))
    assert new.splitlines()[1:3] == [
        'status: "superseded by [0009-a new \\\\[one\\\\].md](0009-a%20new%20%5Bone%5D.md)"',
        "date: 2027-05-20",
    ]
    assert new.splitlines()[3:] == old.splitlines()[3:]
    opened = parse_record(new.encode())
    assert opened.is_superseded
    assert opened.record == as_written(RECORD)


def test_superseding_keeps_the_ends_of_the_lines() -> None:
    old = record_markdown(RECORD).replace("\n", "\r\n")
    new = mark_superseded(old, "new.md", "2027-05-20")
    assert new.count("\r\n") == new.count("\n") == old.count("\n")


@pytest.mark.parametrize("text", ["", "# No front\n", "---\ndate: 2026-11-20\n---\n"])
def test_only_a_record_can_be_superseded(text: str) -> None:
    with pytest.raises(UsageError, match="is it a record"):
        mark_superseded(text, "new.md", "2027-05-20")
