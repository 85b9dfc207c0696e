"""take and claim: words of one's own, kept like votes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from commands import Program
from shiptui.model.catalog import Tool
from shiptui.store.store import Store
from store_files import next_edition

if TYPE_CHECKING:
    from pathlib import Path

BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"


def be_on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    for module in ("claiming", "dates"):
        monkeypatch.setattr(f"shiptui.cli.{module}.today", lambda: day)


def test_an_own_take_stands_beside_the_panel_and_counts_with_nobody(program: Program) -> None:
    before = program("tool", BEADS, "--json").json["item"]
    standings = program("standings", "--by", "panel").out
    done = program("take", BEADS, "--call", "skip", "--score", "12", "--words", "Not for me").out
    assert done == "Wrote your take on Beads. shiptui undo takes it back.\n"
    after = program("tool", BEADS, "--json").json["item"]
    assert (after["my_take"]["call"], after["my_take"]["score"]) == ("skip", 12)
    assert (after["panel"], after["takes"]) == (before["panel"], before["takes"])
    assert program("standings", "--by", "panel").out == standings
    assert not any(each["slug"] == "@me" for each in accord(program))
    lines = program("tool", BEADS).lines
    assert "Me on Beads: SKIP 12" in lines
    assert "Not for me" in lines


def accord(program: Program) -> list[dict[str, str]]:
    found: list[dict[str, str]] = program("agree", "--json").json["item"]["personas"]
    return found


def test_what_is_not_said_of_a_take_stays_and_undo_takes_steps_back(program: Program) -> None:
    program("take", BEADS, "--call", "ship")
    program("take", BEADS, "--score", "70")

    def mine() -> tuple[object, object] | None:
        take = program("tool", BEADS, "--json").json["item"]["my_take"]
        return take and (take["call"], take["score"])

    assert mine() == ("ship", 70)
    assert program("undo").out.startswith("Undone: changed a take on Beads.")
    assert mine() == ("ship", None)
    program("redo")
    assert program("take", BEADS, "--clear").out.startswith("Took away your take on Beads.")
    assert mine() is None
    assert program("take", BEADS, "--clear").out == "There was no take of yours on Beads.\n"
    program("undo")
    assert mine() == ("ship", 70)
    assert program("take", BEADS).code == 2
    assert program("take", BEADS, "--clear", "--score", "1").code == 2
    assert program("take", BEADS, "--score", "101").code == 2


def test_a_claim_comes_due_and_is_settled(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_on(monkeypatch, date(2026, 11, 20))
    program("claim", "add", BEADS, "Gone in twelve months", "--due", "365d", "--by", "skeptic")
    program("claim", "add", BEADS, "Still free", "--due", "2027-01-01", "--chance", "80")
    assert program("claim", "ls", "--due").err == "No claim is due.\n"
    be_on(monkeypatch, date(2027, 11, 20))
    mine, skeptics = program("claim", "ls", "--due", "--json").json["items"]
    assert (mine["by"], mine["chance"], mine["due"]) == (None, 80, "2027-01-01")
    assert (skeptics["by"], skeptics["chance"], skeptics["due"]) == (
        "skeptic",
        None,
        "2027-11-20",
    )
    program("claim", "settle", "still", "true")
    program("claim", "settle", skeptics["id"], "false")
    assert program("claim", "ls", "--due").out == ""
    first, second = program("claim", "scores", "--json").json["items"]
    assert (first["by"], first["came_true"], first["settled"]) == (None, 1, 1)
    assert first["brier"] == pytest.approx(0.04)
    # The Skeptic gave no chance, so none is made up: there is a hit rate, and no score.
    assert (second["by"], second["came_true"], second["brier"]) == ("skeptic", 0, None)
    assert second["missing"].startswith("The settled claims came without a chance")
    program("undo")
    (again,) = program("claim", "ls", "--due", "--json").json["items"]
    assert again["id"] == skeptics["id"]
    program("claim", "rm", again["id"])
    assert len(program("claim", "ls").lines) == 1
    program("undo")
    assert len(program("claim", "ls").lines) == 2


def test_a_claim_is_named_by_its_id_or_its_words(program: Program) -> None:
    program("claim", "add", BEADS, "Gone soon", "--due", "10d")
    program("claim", "add", BEADS, "Gone late", "--due", "90d")
    vague = program("claim", "settle", "gone", "true")
    assert (vague.code, len(vague.err.splitlines())) == (4, 3)
    assert program("claim", "settle", "never said", "void").code == 4
    assert program("claim", "settle", "soon", "void").out.startswith("Settled as void: Gone soon.")
    assert program("claim", "settle", "soon", "open").out.startswith("Opened: Gone soon.")
    assert program("claim", "add", BEADS, "x", "--due", "some day").code == 2
    assert program("claim", "add", BEADS, " ", "--due", "9d").code == 2


def test_own_words_move_to_another_computer_without_loss(program: Program, tmp_path: Path) -> None:
    program("take", BEADS, "--words", "Näh [/b] 価格")
    program("claim", "add", BEADS, "Gone", "--due", "90d", "--chance", "5")
    program("claim", "settle", "gone", "void")
    program("export", "--out", "all.json")
    other = Program(tmp_path / "other.db", program.capsys)
    assert other("import", "all.json", "--yes").code == 0
    assert other("export").out == (tmp_path / "all.json").read_text()
    assert other("tool", BEADS, "--json").json["item"]["my_take"]["words"] == "Näh [/b] 価格"
    assert other("claim", "ls", "--json").json == program("claim", "ls", "--json").json
    # Into a history that is there already: one act, and one undo.
    program("take", BEADS, "--clear")
    third = Program(tmp_path / "third.db", program.capsys)
    third("ship", BEADS)
    assert "takes of your own 1, claims 1" in third("import", "all.json", "--yes").err
    third("undo")
    assert third("tool", BEADS, "--json").json["item"]["my_take"] is None


def test_an_own_entry_is_a_tool_like_any_other(program: Program) -> None:
    add = ("entry", "add", "our-linter", "--name", "Our Linter", "--entry", "free")
    assert program(*add).out == "Wrote Our Linter. shiptui undo takes it back.\n"
    program("entry", "add", "our-linter", "--tagline", "Finds what reviews miss")
    item = program("tool", "our-linter", "--json").json["item"]
    assert (item["name"], item["entry"], item["tagline"]) == (
        "Our Linter",
        "Free",
        "Finds what reviews miss",
    )
    assert (item["feed"], item["panel"]["verdict"]) == ("urn:shiptui:own", None)
    assert "your own entry" in program("tool", "our-linter").out
    found = program("tools", "--filter", "finds what", "--json").json["items"]
    assert [each["slug"] for each in found] == ["our-linter"]
    program("ship", "our-linter")
    pair = program("vote", "our-linter", BEADS, "our-linter", "--json").json["item"]
    assert pair["vote"] == "our-linter"
    assert len(program("tools", "--json").json["items"]) == 145


def test_undo_takes_an_entry_away_and_leaves_the_votes(program: Program) -> None:
    program("entry", "add", "our-linter", "--name", "Our Linter")
    pair = program("vote", "our-linter", BEADS, "our-linter", "--json").json["item"]["id"]
    program("ship", "our-linter")
    program("entry", "rm", "our-linter")
    assert program("tool", "our-linter").code == 4
    assert program("tools", "--filter", "linter", "--json").json["items"] == []
    assert program("show", pair, "--json").json["item"]["vote"] == "our-linter"
    assert program("undo").out.startswith("Undone: took away an entry of your own, Our Linter.")
    assert program("tool", "our-linter", "--json").json["item"]["vote"] == "ship"
    for _ in range(3):
        program("undo")
    assert program("entry", "ls").err.startswith("There are no entries of your own.")
    assert program("tool", "our-linter").code == 4


def test_an_entry_is_for_what_no_feed_tells_of(program: Program) -> None:
    refused = program("entry", "add", BEADS, "--name", "Mine")
    assert (refused.code, refused.out) == (2, "")
    assert program("entry", "add", "No Slug", "--name", "x").code == 2
    assert program("entry", "add", "nameless").err == "An entry needs a name; say --name.\n"
    assert program("entry", "rm", "nameless").code == 4


def test_an_entry_gives_way_to_the_feed_that_tells_of_it(
    program: Program, seed: Path, tmp_path: Path
) -> None:
    """And shows again when the tool leaves the catalog."""
    without = next_edition(
        seed,
        tmp_path,
        f"DELETE FROM take WHERE tool = (SELECT n FROM tool WHERE slug = '{BEADS}')",
        f"DELETE FROM matchup WHERE '{BEADS}' IN (a, b)",
        f"DELETE FROM tool WHERE slug = '{BEADS}'",
    )
    with Store.open(program.db, without) as store:
        store.own.write_entry(BEADS, lambda _: Tool(BEADS, "My Beads"))
        assert store.catalog.tool(BEADS) == store.own.entry(BEADS)
    for edition, name in ((seed, "Beads"), (without, "My Beads")):
        with Store.open(program.db, edition) as store:
            tool = store.catalog.tool(BEADS)
            assert tool
            assert tool.name == name


def test_entries_move_to_another_computer(program: Program, tmp_path: Path) -> None:
    program("entry", "add", "our-linter", "--name", "Our Linter", "--pricing", "Free [/b] 価格")
    program("export", "--out", "all.json")
    other = Program(tmp_path / "other.db", program.capsys)
    other("import", "all.json", "--yes")
    assert other("export").out == (tmp_path / "all.json").read_text()
    assert (
        other("tool", "our-linter", "--json").json == program("tool", "our-linter", "--json").json
    )
