"""show, compare, tool, persona and doctor."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import pytest

from commands import Program
from shiptui.text.cells import width

if TYPE_CHECKING:
    from pathlib import Path

SMOLVLM = "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"
TUNING = "openai-gpt-5-fine-tuning-api-public-beta"
SHOWN = f"{SMOLVLM}-vs-{TUNING}"
INFERRED = "gpt-5-mini-api-reduced-pricing"
BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"
BONSAI = "bonsai-8b-prism-ml-1bit-quantized-edge-llm-qwen3"


def test_show_gives_every_take_in_the_order_of_the_personas(program: Program) -> None:
    item = program("show", SHOWN, "--json").json["item"]
    left, right = item["left"], item["right"]
    assert [take["score"] for take in left["takes"]] == [85, 78, 82, 72]
    assert [take["score"] for take in right["takes"]] == [82, 78, 85, 55]
    for side in (left, right):
        personas = [take["persona"] for take in side["takes"]]
        assert personas == ["Builder", "Skeptic", "Futurist", "Founder"]
        assert all(take["words"] and take["as_of"] == "2026-11-20" for take in side["takes"])
    assert [take["call"] for take in right["takes"]] == ["ship", "ship", "ship", "skip"]
    assert (left["panel"]["pct"], right["panel"]["pct"]) == (100, 75)
    assert right["panel"]["verdict"] == "ship"


def test_show_says_it_in_words_too(program: Program) -> None:
    out = program("show", SHOWN).out
    assert "SmolVLM2-2B vs GPT-5 Fine-Tuning API" in out
    rows = [line.split() for line in out.splitlines()]
    assert ["Founder", "ship", "72", "SKIP", "55", "a", "+17"] in rows
    assert ["Skeptic", "ship", "78", "ship", "78", "even"] in rows
    assert "Founder on GPT-5 Fine-Tuning API: SKIP 55" in out
    assert "unknown, this feed reports none" in out
    alone = "Minority   On GPT-5 Fine-Tuning API: Founder alone skips it, against 3 others."
    assert alone in [line.rstrip() for line in out.splitlines()]


@pytest.mark.parametrize("words", [(SHOWN,), (SMOLVLM, TUNING), (TUNING, SMOLVLM), (SHOWN[13:-5],)])
def test_a_matchup_is_named_by_id_part_or_its_two_tools(
    program: Program, words: tuple[str, ...]
) -> None:
    assert program("show", *words, "--json").json["item"]["id"] == SHOWN


def test_a_name_that_many_bear_is_ambiguous(program: Program) -> None:
    answer = program("show", "SmolVLM2-2B")
    assert (answer.code, answer.out) == (4, "")
    sentence, *candidates = answer.err.splitlines()
    assert "SmolVLM2-2B" in sentence
    assert SHOWN in candidates


@pytest.mark.parametrize("command", [("show", "no-such-matchup"), ("tool", "no-such-tool")])
def test_what_is_not_there_is_not_found(program: Program, command: tuple[str, str]) -> None:
    answer = program(*command)
    assert (answer.code, answer.out) == (4, "")


def test_any_two_tools_can_be_compared_and_named_by_the_id_they_get(program: Program) -> None:
    item = program("compare", BONSAI, BEADS, "--json").json["item"]
    assert (item["left"]["slug"], item["right"]["slug"]) == (BEADS, BONSAI)
    assert (item["listed"], item["feed"]) == (False, None)
    assert program("show", item["id"], "--json").json["item"] == item


def test_a_tool_cannot_be_compared_with_itself(program: Program) -> None:
    answer = program("compare", BEADS, BEADS)
    assert (answer.code, answer.out) == (2, "")


def test_what_is_unknown_is_said(program: Program) -> None:
    out = program("compare", BEADS, BONSAI).out
    for words in (
        "vendor unknown",
        "price unknown",
        "this feed reports none",
        "no take",
        "as reported",
    ):
        assert words in out


def test_what_was_inferred_is_marked_and_the_mark_explained(program: Program) -> None:
    out = program("tool", INFERRED).out
    assert "~Builder on GPT-5 Mini API: ~ship no score" in out
    assert "~ marks what was inferred" in out
    take = program("tool", INFERRED, "--json").json["item"]["takes"][0]
    assert (take["persona_inferred"], take["call_inferred"], take["score"]) == (True, True, None)
    assert "inferred" not in program("tool", BEADS).out


def test_a_take_without_a_persona_is_unnamed(program: Program) -> None:
    slug = "mistral-4b-edge-model-on-device-inference"
    assert "Unnamed" in program("tool", slug).out
    (take,) = program("tool", slug, "--json").json["item"]["takes"]
    assert (take["persona"], take["call"], take["score"]) == (None, "ship", None)


def test_a_tool_names_its_matchups_and_what_the_reader_did(program: Program) -> None:
    program("skip", TUNING)
    program("save", TUNING, "--tag", "costly")
    item = program("tool", TUNING, "--json").json["item"]
    assert SHOWN in item["matchups"]
    assert (item["vote"], item["saved"], item["tags"]) == ("skip", True, ["costly"])
    lines = program("tool", TUNING).lines
    assert SHOWN in lines
    assert "Your vote  skip" in lines
    assert "Bookmark   saved #costly" in lines


def test_a_page_is_78_cells_wide_but_for_ids_and_addresses(program: Program) -> None:
    for line in program("show", SHOWN).lines:
        assert width(line) <= 78 or " " not in line.strip()


def test_doctor_reports_versions_paths_and_the_database(program: Program) -> None:
    item = program("doctor", "--json").json["item"]
    assert item["versions"]["python"] == platform.python_version()
    database = item["database"]
    assert database["path"] == str(program.db)
    assert (database["check"], database["writable"], database["mode"]) == ("ok", True, "0600")
    assert database["journal"] in ("delete", "wal")
    assert database["journal_reason"]
    assert (database["folder_mode"], database["facts"]) == ("0700", 0)
    assert item["feeds"] == {"subscribed": "no feed subscribed"}
    assert (database["matchups"], database["tools"]) == (196, 144)
    assert str(program.db) in program("doctor").out


def test_doctor_tells_what_is_wrong_with_the_database_and_fails(program: Program) -> None:
    program.db.write_text("somebody's letters")
    answer = program("doctor", "--json")
    assert answer.code == 1
    database = answer.json["item"]["database"]
    assert "not a database of shiptui" in database["check"]
    assert database["writable"] is False


def test_doctor_tells_no_secret(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIPTUI_TOKEN", "tell-nobody")
    assert "tell-nobody" not in program("doctor").out + program("doctor", "--json").out


def test_a_persona_is_shown_with_what_its_takes_add_up_to(program: Program) -> None:
    lines = program("persona", "Founder").lines
    assert "Founder" in lines[0]
    assert " Ships 56 % (27 to 81 %): 5 of 9 known calls; 7 inferred from the words." in lines
    assert any(line.startswith(" GPT-5 Fine-Tuning API") and "SKIP" in line for line in lines)
    assert all(width(line) <= 78 for line in lines)


def test_a_persona_is_counted_and_not_estimated(program: Program) -> None:
    item = program("persona", "founder", "--json").json["item"]
    assert (item["kind"], item["ships"], item["skips"], item["pct"]) == ("persona", 5, 4, 56)
    assert item["scores"]["mean"] == (55 + 72) / 2
    first = item["disagreements"][0]
    assert (first["slug"], first["call"], first["alone"]) == (TUNING, "skip", True)
    assert sum(each["ships"] for each in item["sections"]) == 5


@pytest.mark.parametrize("word", ["Skeptic", "skeptic", "SKEP", "kepti"])
def test_a_persona_is_named_by_name_slug_or_part(program: Program, word: str) -> None:
    assert program("persona", word, "--json").json["item"]["slug"] == "skeptic"


@pytest.mark.parametrize(("word", "count"), [("u", 3), ("nobody", 4), ("", 4)])
def test_a_persona_that_is_none_or_several_is_answered_with_candidates(
    program: Program, word: str, count: int
) -> None:
    answer = program("persona", word)
    assert (answer.code, answer.out) == (4, "")
    assert len(answer.err.splitlines()) == 1 + count


def test_a_page_is_ascii_where_that_is_asked_for(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPTUI_GLYPHS", "ascii")
    assert program("persona", "skeptic").out.isascii()


def test_doctor_tells_what_is_wrong_with_the_config(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert program("doctor", "--json").json["item"]["config"]["check"] == "ok"
    (tmp_path / "mine.toml").write_text("thme = 1")
    monkeypatch.setenv("SHIPTUI_CONFIG", str(tmp_path / "mine.toml"))
    assert "(theme?)" in program("doctor", "--json").json["item"]["config"]["check"]
