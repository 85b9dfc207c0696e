"""standings, agree and next: what votes and takes say, and what they do not say yet."""

from __future__ import annotations

import csv
import io
import re
import sys
from typing import TYPE_CHECKING

import pytest

from commands import Program
from shiptui.cli import judging
from shiptui.cli.accord import accord_item, accord_lines
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.page.strip import interval_strip
from shiptui.ranking import voices
from shiptui.ranking.accord import Accord
from shiptui.ranking.agreement import Agreement
from shiptui.ranking.next_pair import Top
from shiptui.ranking.posterior import learn
from shiptui.ranking.share import Share
from test_ranking_agreement import example

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.ranking.board import Board
    from shiptui.ranking.posterior import Posterior

BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"
BONSAI = "bonsai-8b-prism-ml-1bit-quantized-edge-llm-qwen3"
SONNET = "claude-4-sonnet-agentic-tool-use"
CODEX = "openai-codex-cli-v2-local-model-support"
DOOM = "doom-mcp-chrisnager-playable-game-claude-chatgpt-inline-2026"

BUILT = (
    "anthropic-claude-4-api-tool-use-streaming-prompt-caching",
    "anthropic-claude-4-sonnet-1m-token-context-agentic-tool-use",
    "anthropic-claude-4-sonnet-improved-code-generation",
    SONNET,
    "claude-4-sonnet-extended-thinking-500k-context",
    "claude-projects-persistent-memory-custom-instructions",
    CODEX,
    "cursor-1-0-background-agent-project-memory",
    "cursor-1-0-general-availability-bugbot-background-agents",
    "cursor-background-agent-async-multi-file-editing",
)
"""Tools that the Builder would ship."""

NO_VOTES = "No votes yet, so nothing is ranked: vote on a matchup to begin."


def ranks(program: Program, *words: str) -> dict[str, int | None]:
    return {
        item["slug"]: item["rank"] for item in program("standings", *words, "--json").json["items"]
    }


def test_without_votes_nothing_is_ranked_and_that_is_said(program: Program) -> None:
    answer = program("standings")
    assert (answer.code, answer.out, answer.err) == (0, "", f"{NO_VOTES}\n")
    assert program("standings", "--json").json["items"] == []


def test_one_vote_and_two_give_no_rank(program: Program) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    assert ranks(program) == {BEADS: None, BONSAI: None}
    answer = program("standings")
    assert [line.split()[0] for line in answer.lines] == ["?", "?"]
    assert answer.err.startswith("One vote may be chance")
    program("vote", BEADS, SONNET, BEADS)
    assert set(ranks(program).values()) == {None}
    assert program("standings").err.startswith("Two votes may be chance")


def test_three_votes_share_a_rank_where_intervals_overlap(program: Program) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    program("vote", BEADS, SONNET, BEADS)
    program("vote", BONSAI, SONNET, BONSAI)
    items = program("standings", "--json").json["items"]
    assert [(item["slug"], item["rank"]) for item in items] == [
        (BEADS, 1),
        (BONSAI, 1),
        (SONNET, 1),
    ]
    assert all(item["low"] < item["strength"] < item["high"] for item in items)
    assert {item["label"] for item in items} == {"preliminary"}
    assert [(item["votes"], item["wins"], item["losses"]) for item in items] == [
        (2, 2, 0),
        (2, 1, 1),
        (2, 0, 2),
    ]


def test_islands_stand_apart_and_neither_is_counted(program: Program) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    program("vote", BEADS, SONNET, "neither")
    program("vote", CODEX, DOOM, "tie")
    program("vote", BEADS, DOOM, "neither")
    answer = program("standings")
    assert answer.lines[0] == "Group 1: 2 tools, 1 vote, preliminary"
    assert "Group 2: 2 tools, 1 vote, preliminary" in answer.lines
    assert answer.lines[-2] == "Answered with neither alone"
    assert "no place" in answer.lines[-1]
    items = {item["slug"]: item for item in program("standings", "--json").json["items"]}
    assert {slug: item["neither"] for slug, item in items.items()} == {
        BEADS: 2,
        BONSAI: 0,
        CODEX: 0,
        DOOM: 1,
        SONNET: 1,
    }
    assert items[SONNET]["strength"] is None
    assert items[SONNET]["refusal"] == "Every answer on it was neither, which gives no place."
    assert "fall into 2 groups" in answer.err


def test_what_did_not_converge_is_refused_in_a_sentence(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_prior(board: Board) -> Posterior:
        return learn(board, prior=0)

    monkeypatch.setattr(voices, "learn", without_prior)
    for pair in ((BEADS, BONSAI), (BEADS, SONNET), (BONSAI, SONNET)):
        program("vote", *pair, pair[0])
    answer = program("standings")
    assert all("no place" in line for line in answer.lines)
    assert "get no place." in answer.err
    items = program("standings", "--json").json["items"]
    assert {(item["rank"], item["strength"]) for item in items} == {(None, None)}
    assert all(item["refusal"] for item in items)


@pytest.mark.parametrize("command", ["standings", "agree", "next"])
def test_a_vote_from_elsewhere_that_names_none_of_its_tools_is_left_out(
    program: Program, tmp_path: Path, command: str
) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    written = program("export").out
    strange = re.sub(r'("pick": )"[^"]+"', r'\1"toaster"', written)
    assert strange != written
    (tmp_path / "all.json").write_text(strange)
    other = Program(tmp_path / "other.db", program.capsys)
    assert other("import", str(tmp_path / "all.json"), "--yes").code == 0
    answer = other(command)
    assert answer.code == 0
    assert answer.err.startswith("Votes that name none of their two tools are left out: 1.\n")
    assert "toaster" not in answer.out


def test_a_category_keeps_the_comparisons_of_two_of_its_tools(program: Program) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    program("vote", BEADS, CODEX, BEADS)
    assert set(ranks(program, "--category", "Developer Tools")) == {BEADS, CODEX}
    answer = program("standings", "--category", "Toasters")
    assert (answer.code, answer.out) == (4, "")


def test_a_limit_cuts_the_end_and_a_table_has_numbers(program: Program) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    (row,) = csv.DictReader(io.StringIO(program("standings", "--csv", "--limit", "1").out))
    assert (row["slug"], row["rank"], row["wins"]) == (BEADS, "", "1")
    (_, second) = csv.DictReader(io.StringIO(program("standings", "--csv").out))
    assert float(second["strength"]) < 0
    assert program("standings", "--md").out.startswith("# Standings\n\n| group | rank |")


def test_the_panel_is_ranked_by_its_takes_with_what_they_weigh(program: Program) -> None:
    answer = program("standings", "--by", "panel")
    assert len(answer.lines) > 3
    assert "a take is one opinion" in answer.err
    assert "inferred" in answer.err
    assert "vote on" not in answer.err
    items = program("standings", "--by", "panel", "--json").json["items"]
    assert {item["by"] for item in items} == {"panel"}
    assert {item["label"] for item in items} == {"preliminary"}


def test_the_panel_of_many_tools_compares_listed_matchups_alone(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ranks(program, "--by", "panel")
    monkeypatch.setattr(voices, "MOST_PAIRED", 10)
    listed = ranks(program, "--by", "panel")
    assert 0 < len(listed) <= len(whole)


def test_a_panel_without_comparable_takes_ranks_nothing(program: Program) -> None:
    answer = program("standings", "--by", "panel", "--category", "Hardware")
    assert (answer.code, answer.out, answer.err) == (0, "", f"{voices.PANEL_SILENT}\n")


def test_the_community_is_unknown(program: Program) -> None:
    answer = program("standings", "--by", "community")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "What the community says is unknown: this feed reports none.\n"
    assert program("standings", "--by", "community", "--json").json["items"] == []


def test_without_unicode_the_strips_are_ascii(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("vote", BEADS, BONSAI, BEADS)
    assert "●" in program("standings").out
    monkeypatch.setattr("shiptui.cli.out.speaks_unicode", lambda stream: stream is not sys.stdout)
    assert program("standings").out.isascii()


@pytest.mark.parametrize(
    ("interval", "drawn"),
    [
        ((-1.0, 0.0, 1.0), "..--+--.."),
        ((1.0, 1.5, 2.0), "....|.-+-"),
        ((-9.0, -9.0, 9.0), "+--------"),
        ((0.0, 0.0, 0.0), "....+...."),
    ],
)
def test_a_strip_shows_the_interval_its_middle_and_zero(
    interval: tuple[float, float, float], drawn: str
) -> None:
    assert interval_strip(interval, (-2.0, 2.0), ASCII, 9) == drawn
    assert len(interval_strip(interval, (0.0, 0.0), UNICODE, 9)) == 9


def test_agree_says_what_is_missing(program: Program) -> None:
    answer = program("agree")
    assert answer.code == 0
    assert all("nothing in common" in line for line in answer.lines)
    assert len(answer.lines) == 4
    assert "No twin yet" in answer.err
    assert "No panel is weighed for you yet" in answer.err
    program("ship", SONNET)
    (line,) = (each for each in program("agree").lines if each.startswith("Builder"))
    assert "agree on 1 of 1" in line
    assert "too few to tell: 9 more" in line
    assert "kappa" not in line


def test_a_panel_is_weighed_once_there_are_ten_judgements_in_common(program: Program) -> None:
    for slug in BUILT[:9]:
        program("skip", slug)
    item = program("agree", "--json").json["item"]
    assert (item["panels"], item["twin"]) == ([], None)
    assert "takes 10 judgements in common" in item["panels_missing"]
    assert item["no_twin"].startswith("No twin yet: with Builder you have 9 of the 10")
    program("ship", BUILT[9])
    item = program("agree", "--json").json["item"]
    (builder,) = (each for each in item["personas"] if each["slug"] == "builder")
    assert (builder["agreed"], builder["n"], builder["missing"]) == (1, 10, None)
    assert builder["on_tools"] | {"low": 0, "high": 0} == {
        "agreed": 1,
        "n": 10,
        "pct": 10,
        "low": 0,
        "high": 0,
    }
    assert item["panels_missing"] is None
    # The Founder skips it, three ship it, and one of those agrees once in ten: 2 of 12 in place of
    # 1 of 2.
    o3_pro = next(panel for panel in item["panels"] if panel["slug"].startswith("openai-o3-pro"))
    assert (o3_pro["pct"], o3_pro["calls"]) == (75, 4)
    assert o3_pro["mine_pct"] == round(100 * (2 / 12 + 1) / (2 / 12 + 1.5), 4)
    assert "Panels as you weigh them, beside their plain share" in program("agree").lines


def test_the_numbers_of_the_document_are_printed() -> None:
    """10 of 15, 41.7 to 84.8 %, kappa 0.40: docs/ranking.md works them out."""
    accord = Accord((example(),), (), {})
    personas = accord_item(accord)["personas"]
    assert isinstance(personas, list)
    (persona,) = personas
    assert (persona["agreed"], persona["n"]) == (10, 15)
    assert [round(persona[name], 1) for name in ("low", "high")] == [41.7, 84.8]
    (first, *_) = accord_lines(accord)
    text = "".join(cell.text for cell in first)
    assert "67 %" in text
    assert "42 to 85 %" in text
    assert "kappa +0.40" in text
    assert text.endswith("may be chance")
    assert accord.no_twin == (
        "No twin: with nobody do you agree more than chance allows, for sure."
    )


def test_a_twin_is_named_where_agreement_is_sure() -> None:
    close = Agreement("skeptic", Share(19, 20), Share(0, 0), 10.0, 0)
    accord = Accord((close, example()), (), {"skeptic": "Skeptic"})
    item = accord_item(accord)
    assert (item["twin"], item["no_twin"]) == ("skeptic", None)
    lines = ["".join(cell.text for cell in line) for line in accord_lines(accord)]
    assert lines[0].endswith("kappa +0.90  more than chance")
    assert lines[-1] == "Your twin is Skeptic."


def test_next_names_a_matchup_that_can_be_voted_on(program: Program) -> None:
    answer = program("next")
    assert "No vote compares two tools yet" in answer.err
    found = program("next", "--json").json["item"]
    assert answer.lines[:2] == [
        f"{found['left']['name']} vs {found['right']['name']}",
        found["id"],
    ]
    assert (found["leader"], found["hint"]) == (None, None)
    assert program("vote", found["id"], "a").code == 0
    assert program("next", "--json").json["item"]["id"] != found["id"]


def test_next_prefers_what_is_in_doubt(program: Program) -> None:
    """A pair of tools that both lost to many is less telling than one of tools never seen."""
    for other in (BONSAI, SONNET, CODEX, DOOM):
        program("vote", BEADS, other, BEADS)
    answer = program("next")
    assert answer.err == ""
    found = program("next", "--json").json["item"]
    assert found["leader"] == BEADS
    assert found["doubt"] == 0.5
    assert BEADS not in found["id"].split("-vs-")


@pytest.mark.parametrize(
    ("votes", "said"), [(1, "One vote may be chance"), (2, "Two votes may be")]
)
def test_next_says_how_few_votes_its_advice_rests_on(
    program: Program, votes: int, said: str
) -> None:
    for other in (BONSAI, SONNET)[:votes]:
        program("vote", BEADS, other, BEADS)
    assert program("next").err.startswith(said)


def test_next_says_when_more_votes_would_hardly_change_the_top(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in (BONSAI, SONNET, CODEX):
        program("vote", BEADS, other, BEADS)
    monkeypatch.setattr(voices, "top", lambda *_: Top(BEADS, 0.031, 4))
    answer = program("next")
    assert answer.err == (
        "Beads leads the 5 tools that you have compared, and is wrong there with a chance of at"
        " most 3.1 %: more votes among them would hardly change that.\n"
    )
    assert program("next", "--json").json["item"]["hint"] == answer.err.strip()


def test_next_says_when_every_matchup_has_a_vote(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiptui.store.catalog.CatalogCache.index", lambda *_: ())
    answer = program("next")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"{judging.ALL_VOTED}\n"
    assert program("next", "--json").json["item"]["id"] is None
