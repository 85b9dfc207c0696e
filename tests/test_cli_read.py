"""read: the same matchups, votes and saves as plain lines."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from commands import Answer, Program
from shiptui.model.errors import NotSavedError
from shiptui.store.facts import FactLog
from store_files import O3_PRO, said_otherwise
from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = "GPT-5 Mini API vs SmolVLM2-2B", "SmolVLM2 vs OpenAI o3-pro API"


class Reading(Program):
    """Runs `read` with lines typed in a pipe."""

    def read(self, *typed: str, options: tuple[str, ...] = ()) -> Answer:
        """What comes of some lines."""
        pipe = io.TextIOWrapper(
            io.BytesIO("".join(f"{each}\n" for each in typed).encode()), "utf-8"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", pipe)
            return self("read", *options)

    def votes(self) -> list[str]:
        """The picks that are stored."""
        return [item["vote"] for item in self("ls", "--view", "voted", "--json").json["items"]]


@pytest.fixture
def program(program: Program) -> Reading:
    return Reading(program.db, program.capsys)


def test_a_matchup_is_told_in_sentences(program: Reading) -> None:
    answer = program.read(
        "q",
        options=(
            "--filter",
            "fine-tuning",
        ),
    )
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [
        'Feed, filter "fine-tuning", 1 of 2:',
        "SmolVLM2-2B vs GPT-5 Fine-Tuning API.",
        "A: SmolVLM2-2B. Hugging Face, Free. Developer Tools.",
        "A is: Image understanding small enough to live inside a mobile app",
        "A price: Free, open source (Apache 2.0)",
        "A panel: SHIP 100 %, 4 ship 0 skip.",
        "B: GPT-5 Fine-Tuning API. OpenAI, Paid. Developer Tools.",
        "B is: Train GPT-5 on private data through OpenAI's familiar tuning interface",
        "B price: Metered training, then dearer inference on tuned models; beta rates not final",
        "B panel: SHIP 75 %, 3 ship 1 skip.",
        "Builder: A ship 85, B ship 82, a +3.",
        "Skeptic: A ship 78, B ship 78, even.",
        "Futurist: A ship 82, B ship 85, b +3.",
        "Founder: A ship 72, B SKIP 55, a +17.",
        "Minority report: On GPT-5 Fine-Tuning API: Founder alone skips it, against 3 others.",
        "Your vote: no vote. Bookmark: not saved.",
    ]


@pytest.mark.parametrize(
    ("word", "pick", "told"),
    [
        ("a", "gpt-5-mini-api-reduced-pricing", "Voted GPT-5 Mini API. u takes it back."),
        ("b", "hugging-face-smolvlm2-2b-on-device-vision-language-model", "Voted SmolVLM2-2B."),
        ("t", "tie", "Voted a tie."),
        ("tie", "tie", "Voted a tie."),
        ("x", "neither", "Voted neither."),
        (" Neither ", "neither", "Voted neither."),
    ],
)
def test_a_letter_or_a_word_votes(program: Reading, word: str, pick: str, told: str) -> None:
    answer = program.read(word)
    assert told in answer.out
    assert program.votes() == [pick]


def test_a_capital_letter_votes_and_goes_on(program: Reading) -> None:
    lines = program.read("B", "T").lines
    assert [line for line in lines if line.startswith(("Voted", "Feed, "))] == [
        "Feed, 1 of 196:",
        "Voted SmolVLM2-2B. u takes it back.",
        "Feed, 2 of 196:",
        "Voted a tie. u takes it back.",
        "Feed, 3 of 196:",
    ]


def test_a_vote_can_be_taken_back_undone_and_redone(program: Reading) -> None:
    answer = program.read("a", "0", "0", "u", "U", "u", "u")
    said = [line for line in answer.lines if re.match("Vote taken|There was|Undone|Done", line)]
    assert [line.split(".")[0].split(":")[0] for line in said] == [
        "Vote taken back",
        "There was no vote here",
        "Undone",
        "Done again",
        "Undone",
        "Undone",
    ]
    assert program.votes() == []
    assert "There is nothing to undo." in program.read("u").out


def test_save_and_note_keep_a_matchup(program: Reading) -> None:
    answer = program.read("s", "s", "e ask the team", "e", "note", "note asked", "again")
    assert "Saved. u takes it back." in answer.out
    assert "No longer saved. u takes it back." in answer.out
    assert answer.lines.count("Note: ask the team") == 2
    assert "Bookmark: saved: asked." in answer.lines[-1]
    (item,) = program("saved", "--json").json["items"]
    assert (item["note"], item["vote"]) == ("asked", None)


def test_one_goes_through_the_list_both_ways_and_no_further(program: Reading) -> None:
    lines = program.read("p", "n", "next", "p", options=("--filter", "fine-tuning")).lines
    assert [line for line in lines if re.match("Feed|This|That", line)] == [
        'Feed, filter "fine-tuning", 1 of 2:',
        "This is the first one.",
        'Feed, filter "fine-tuning", 2 of 2:',
        "That was the last one.",
        'Feed, filter "fine-tuning", 1 of 2:',
    ]


def test_enter_reads_the_takes_and_then_goes_on(program: Reading) -> None:
    lines = program.read("", "").lines
    takes = [line for line in lines if re.match(r"\w+ on [AB]: ", line)]
    assert len(takes) == 8
    assert takes[0].startswith("Builder on A: inferred ship no score. ")
    assert lines.index(takes[-1]) < lines.index("Feed, 2 of 196:")


def test_a_voted_row_stays_until_the_view_is_opened_anew(program: Reading) -> None:
    lines = program.read("a", "p", "again", "2", options=("--view", "unvoted")).lines
    heads = [line for line in lines if line.startswith("Unvoted")]
    assert heads == ["Unvoted, 1 of 196:", "Unvoted, 1 of 196:", "Unvoted, 1 of 195:"]


def test_views_and_filters_change_what_is_read(program: Reading) -> None:
    lines = program.read("a", "4", "/smolvlm", "/zzz", "n", "a", "s", "e x", "l", "/", "q").lines
    assert [line for line in lines if line.startswith("Voted,")] == [
        "Voted, 1 of 1:",
        'Voted, filter "smolvlm", 1 of 1:',
        'Voted, filter "zzz": nothing.',
        "Voted, 1 of 1:",
    ]
    assert (
        lines.count("There is no matchup here. 1 to 4 opens a view, / alone clears the filter.")
        == 5
    )


@pytest.mark.parametrize("typed", ["ab", "abtx", "vote", "c", "A vs B", "\x1b[A", "ä" * 3000])
def test_what_means_nothing_votes_for_nothing(program: Reading, typed: str) -> None:
    answer = program.read(typed)
    assert "means nothing here. ? lists the words." in answer.out
    assert "\x1b" not in answer.out
    assert program.votes() == []


def test_help_lists_every_word(program: Reading) -> None:
    answer = program.read("?")
    for word in (
        "a:",
        "b:",
        "t or",
        "x or",
        "0 or",
        "u or",
        "U or",
        "s or",
        "n or",
        "p or",
        "q or",
    ):
        assert f"\n{word}" in answer.out
    assert "e TEXT or note TEXT" in answer.out
    assert "/ TEXT or filter TEXT" in answer.out


def test_a_vote_that_was_not_saved_is_not_acknowledged_and_reading_goes_on(
    program: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotSavedError("Not saved: the disk is full; free some space and try again.")

    monkeypatch.setattr(FactLog, "cast_vote", refuse)
    answer = program.read("a", "n")
    assert "Not saved: the disk is full; free some space and try again." in answer.lines
    assert "Voted" not in answer.out
    assert "Feed, 2 of 196:" in answer.lines


def test_without_any_input_the_whole_view_is_read_out(program: Reading) -> None:
    answer = program.read()
    heads = [line for line in answer.lines if line.startswith("Feed, ")]
    assert heads == [f"Feed, {n} of 196:" for n in range(1, 197)]
    assert sum(" on A: " in line for line in answer.lines) > 50
    assert program.votes() == []


def test_an_empty_view_is_told(program: Reading) -> None:
    answer = program.read(options=("--view", "saved"))
    assert (answer.code, answer.lines[0]) == (0, "Saved: nothing.")


def test_json_gives_the_view_whole(program: Reading) -> None:
    items: Any = program("read", "--filter", "fine-tuning", "--json").json["items"]
    assert len(items) == 2
    assert len(items[0]["left"]["takes"]) == 4


def test_bytes_that_are_no_text_do_not_end_the_reading(
    program: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\nn\n"), "utf-8")
    monkeypatch.setattr(sys, "stdin", pipe)
    assert "Feed, 2 of 196:" in program("read").lines


def test_blind_to_the_panel_no_verdict_is_told_before_the_vote(
    program: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPTUI_BLIND_PANEL", "1")
    before, after = program.read("l", "n", "p", "a").out.split("Voted ")
    assert not re.search(r"SHIP|SKIP|\bship\b|\d %", before)
    assert "What the panel says is hidden until you vote." in before
    assert "A panel: SHIP 100 %, 4 ship 0 skip." in after
    assert "Builder: A inferred ship no score" in after


def test_blind_to_the_names_no_name_is_told_before_the_vote(
    program: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPTUI_BLIND_NAMES", "1")
    before, after = program.read("s", "u", "U", "e my note", "u", "l", "a").out.split("Voted ")
    assert "Tool A vs Tool B." in before
    assert not re.search("gpt|openai|smolvlm|hugging", before, re.IGNORECASE)
    assert FIRST in after
    assert program("history", "--json").json["items"][0]["title"] == FIRST


def test_own_takes_are_told_with_those_of_the_panel(program: Reading) -> None:
    program("take", O3_PRO, "--call", "skip", "--score", "12", "--words", "Too dear for us.")
    lines = program.read("l", options=("--filter", f"tool:{O3_PRO}")).lines
    assert "Me: A no take, B SKIP 12." in lines
    assert "Me on B: SKIP 12. Too dear for us." in lines
    assert "B panel: SHIP 75 %, 3 ship 1 skip." in lines


def test_what_changed_since_the_vote_is_told(program: Reading) -> None:
    only = ("--filter", f"tool:{O3_PRO}")
    program.read("b", options=only)
    said_otherwise(program.db, 9_000_000_000_000)
    lines = program.read(options=only).lines
    told = lines.index("Changed since your vote: A verdict flipped.")
    assert lines[told + 1] == "OpenAI o3-pro API, panel: SKIP 0 %, now SHIP 75 %"
    assert "Builder on OpenAI o3-pro API, call: skip, now ship" in lines


def test_blind_to_the_panel_neither_own_words_nor_the_lone_voice_are_told(
    program: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPTUI_BLIND_PANEL", "1")
    program("take", O3_PRO, "--call", "skip", "--words", "Too dear for us.")
    before, after = program.read("l", "b", "l", options=("--filter", f"tool:{O3_PRO}")).out.split(
        "Voted "
    )
    for told in ("Too dear for us.", "Minority report"):
        assert told not in before
        assert told in after


def test_at_a_terminal_it_asks_and_moves_no_cursor(tmp_path: Path) -> None:
    db = tmp_path / "shiptui.db"
    with Terminal(db, 60, 30, ("-m", "shiptui", "read")) as terminal:
        terminal.see("? lists the words:")
        terminal.press("a\n")
        terminal.see("Voted GPT-5 Mini API. u takes it back.")
        terminal.press("n\n")
        terminal.see(SECOND)
        terminal.press("\x04")
        assert terminal.wait_for_end() == 0
        assert b"\x1b" not in terminal.written


def test_an_interrupt_leaves_the_reading(tmp_path: Path) -> None:
    with Terminal(tmp_path / "shiptui.db", command=("-m", "shiptui", "read")) as terminal:
        terminal.see("? lists the words:")
        terminal.press("\x03")
        assert terminal.wait_for_end() == 130
        assert terminal.modes_now == terminal.modes
