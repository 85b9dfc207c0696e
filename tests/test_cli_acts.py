"""vote, ship, skip, unship, save, unsave, undo, redo and history."""

from __future__ import annotations

from typing import Any

import pytest

from commands import Program
from shiptui.model.errors import NotSavedError
from shiptui.store.facts import FactLog

SMOLVLM = "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"
TUNING = "openai-gpt-5-fine-tuning-api-public-beta"
MATCHUP = f"{SMOLVLM}-vs-{TUNING}"
BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"
BONSAI = "bonsai-8b-prism-ml-1bit-quantized-edge-llm-qwen3"
PAIR = f"{BEADS}-vs-{BONSAI}"


def shown(program: Program, id_: str = MATCHUP) -> Any:
    return program("show", id_, "--json").json["item"]


@pytest.mark.parametrize(
    ("word", "pick", "told"),
    [
        ("a", SMOLVLM, "Voted SmolVLM2-2B."),
        ("B", TUNING, "Voted GPT-5 Fine-Tuning API."),
        (TUNING, TUNING, "Voted GPT-5 Fine-Tuning API."),
        ("smolvlm2-2b", SMOLVLM, "Voted SmolVLM2-2B."),
        ("openai", TUNING, "Voted GPT-5 Fine-Tuning API."),
        ("tie", "tie", "Voted a tie."),
        ("neither", "neither", "Voted neither."),
    ],
)
def test_a_vote_is_kept_and_acknowledged(program: Program, word: str, pick: str, told: str) -> None:
    answer = program("vote", MATCHUP, word)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{told} shiptui undo takes it back.\n"
    assert shown(program)["vote"] == pick


def test_two_tools_name_a_matchup_also_where_no_feed_does(program: Program) -> None:
    item = program("vote", BONSAI, BEADS, "b", "--json").json["item"]
    assert (item["id"], item["vote"]) == (PAIR, BONSAI)
    assert [each["id"] for each in program("ls", "--view", "voted", "--json").json["items"]] == [
        PAIR
    ]


def test_clear_takes_a_vote_back(program: Program) -> None:
    program("vote", MATCHUP, "a")
    assert program("vote", MATCHUP, "clear").out.startswith("Took back the vote on SmolVLM2-2B vs")
    assert shown(program)["vote"] is None
    again = program("vote", MATCHUP, "clear")
    assert (again.code, again.out.count("no vote")) == (0, 1)


def test_the_same_vote_again_stands_and_adds_nothing(program: Program) -> None:
    program("vote", MATCHUP, "a")
    answer = program("vote", MATCHUP, "a")
    assert (answer.code, answer.out) == (0, "The vote for SmolVLM2-2B stands already.\n")
    assert len(program("history").lines) == 1


@pytest.mark.parametrize("word", ["c", "both", "vs", "cursor", BEADS])
def test_a_pick_that_means_neither_side_casts_no_vote(program: Program, word: str) -> None:
    answer = program("vote", MATCHUP, word)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.splitlines()[1:] == [SMOLVLM, TUNING]
    assert shown(program)["vote"] is None


def test_a_vote_without_a_pick_is_asked_wrongly(program: Program) -> None:
    answer = program("vote", MATCHUP)
    assert (answer.code, answer.out) == (2, "")


def test_a_vote_that_was_not_saved_is_not_acknowledged(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotSavedError("Not saved: the disk is full; free some space and try again.")

    monkeypatch.setattr(FactLog, "cast_vote", refuse)
    answer = program("vote", MATCHUP, "a")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "Not saved: the disk is full; free some space and try again.\n"


def test_a_tool_can_be_shipped_skipped_and_neither(program: Program) -> None:
    def vote() -> object:
        return program("tool", BEADS, "--json").json["item"]["vote"]

    assert program("ship", BEADS).out == "Voted ship on Beads. shiptui undo takes it back.\n"
    assert vote() == "ship"
    assert program("skip", BEADS, "--json").json["item"]["vote"] == "skip"
    assert program("skip", BEADS).out == "The vote to skip Beads stands already.\n"
    assert program("unship", BEADS).out.startswith("Took back the vote on Beads.")
    assert vote() is None
    assert program("unship", BEADS).out == "There was no vote on Beads.\n"


def test_a_bookmark_keeps_note_and_tags_until_new_ones_are_given(program: Program) -> None:
    program("save", MATCHUP, "--note", "ask the team", "--tag", "Vision", "--tag", "edge")
    assert program("save", MATCHUP).out.endswith("is saved already.\n")
    item = program("save", MATCHUP, "--note", "asked", "--json").json["item"]
    assert (item["saved"], item["note"], item["tags"]) == (True, "asked", ["vision", "edge"])


def test_an_id_without_vs_is_a_tool_first(program: Program) -> None:
    assert program("save", "Beads", "--json").json["item"]["slug"] == BEADS
    assert program("save", "fine-tuning-api-public-beta", "--json").json["item"]["kind"] == "tool"


def test_a_cut_note_is_told(program: Program) -> None:
    answer = program("save", BEADS, "--note", "n" * 501)
    assert answer.code == 0
    assert "500 characters" in answer.err
    assert "cut" not in program("save", BEADS, "--note", "n" * 500).err


def test_unsave_takes_a_bookmark_away(program: Program) -> None:
    program("save", BEADS)
    assert program("unsave", BEADS).out == "Removed Beads. shiptui undo takes it back.\n"
    again = program("unsave", BEADS)
    assert (again.code, again.out) == (0, "Beads was not saved.\n")


def test_undo_and_redo_walk_over_every_kind_of_change(program: Program) -> None:
    program("vote", MATCHUP, "a")
    program("skip", BEADS)
    program("save", BEADS, "--tag", "x")
    assert program("undo").out.startswith("Undone: Beads saved.")
    assert program("undo").out.startswith("Undone: vote skip on Beads.")
    assert program("undo").out.startswith("Undone: vote for SmolVLM2-2B on SmolVLM2-2B vs GPT-5")
    assert shown(program)["vote"] is None
    assert program("redo", "--json").json["item"]["vote"] == SMOLVLM
    assert program("redo", "--json").json["item"]["vote"] == "skip"
    assert program("redo", "--json").json["item"]["tags"] == ["x"]


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_nothing_to_take_back_is_a_failure_in_one_sentence(program: Program, command: str) -> None:
    answer = program(command)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"There is nothing to {command}.\n"


def test_history_tells_every_act_newest_first(program: Program) -> None:
    program("vote", MATCHUP, "a")
    program("save", BEADS, "--note", "why not")
    program("undo")
    undone, saved, voted = program("history", "--json").json["items"]
    assert (voted["kind"], voted["key"], voted["after"]) == ("vote", MATCHUP, SMOLVLM)
    assert (saved["before"], saved["after"]) == (None, {"note": "why not", "tags": []})
    assert (undone["before"], undone["after"]) == (saved["after"], None)
    assert len(program("history", "--limit", "2").lines) == 2
