"""ls, tools and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len, split_graphemes

from commands import Program
from shiptui.store.store import Store
from shiptui.text import cells
from shiptui.text.cells import width

if TYPE_CHECKING:
    from pathlib import Path

BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"
BONSAI = "bonsai-8b-prism-ml-1bit-quantized-edge-llm-qwen3"
PAIR = f"{BEADS}-vs-{BONSAI}"


def test_ls_lists_every_matchup_in_one_envelope(program: Program) -> None:
    answer = program("ls", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json["schema"] == 1
    items = answer.json["items"]
    assert len({item["id"] for item in items}) == len(items) == 196
    side = {"slug", "name", "vendor", "category", "entry", "pricing", "tagline", "panel"}
    panel = {"ships", "skips", "unknown", "pct", "verdict", "reported"}
    for item in items:
        assert {"id", "left", "right", "vote", "saved", "feed"} <= set(item)
        assert side <= set(item["left"])
        assert panel == set(item["right"]["panel"])
        assert (item["vote"], item["saved"]) == (None, False)


def test_unknown_is_null_and_never_empty(program: Program) -> None:
    items = program("ls", "--json").json["items"]
    sides = [side for item in items for side in (item["left"], item["right"])]
    assert any(side["vendor"] is None for side in sides)
    assert any(side["pricing"] is None for side in sides)
    assert "" not in {value for side in sides for value in side.values() if isinstance(value, str)}
    reported = [side["panel"] for side in sides if side["panel"]["reported"]]
    assert reported
    for panel in reported:
        assert (panel["ships"], panel["skips"]) == (None, None)
        assert panel["pct"] is not None


def test_a_line_of_ls_is_aligned_and_ends_with_its_id(program: Program) -> None:
    ids = [item["id"] for item in program("ls", "--json").json["items"]]
    lines = program("ls").lines
    assert [line.split()[-1] for line in lines] == ids
    heads = [line[: -len(id_)] for line, id_ in zip(lines, ids, strict=True)]
    assert len({width(head) for head in heads}) == 1


def test_ls_marks_votes_and_bookmarks(program: Program) -> None:
    first, second, third = (item["id"] for item in program("ls", "--json").json["items"][:3])
    program("vote", first, "b")
    program("vote", second, "tie")
    program("vote", third, "neither")
    program("save", third)
    assert [line[:2] for line in program("ls", "--limit", "3").lines] == ["B ", "= ", "x*"]


def test_views_hold_what_their_names_say(program: Program) -> None:
    first, second = (item["id"] for item in program("ls", "--json").json["items"][:2])
    program("vote", first, "a")
    program("save", second)

    def ids(view: str) -> list[str]:
        return [item["id"] for item in program("ls", "--view", view, "--json").json["items"]]

    assert (ids("voted"), ids("saved")) == ([first], [second])
    assert len(ids("unvoted")) == 195
    assert first not in ids("unvoted")


def test_a_filter_a_category_a_sort_and_a_limit_are_honoured(program: Program) -> None:
    found = program("ls", "--filter", "beads").lines
    assert found
    assert all("beads" in line.lower() for line in found)
    models = program("ls", "--category", "ai models", "--json").json["items"]
    assert models
    for item in models:
        assert "AI Models" in (item["left"]["section"], item["right"]["section"])
    (widest,) = program("ls", "--sort", "gap", "--limit", "1", "--json").json["items"]
    assert widest["right"]["name"] == "GPT-5 Fine-Tuning API"


def test_an_unknown_category_is_not_found_and_the_known_ones_are_named(program: Program) -> None:
    answer = program("ls", "--category", "Toasters")
    assert (answer.code, answer.out) == (4, "")
    assert "Developer Tools" in answer.err.splitlines()


@pytest.mark.parametrize("view", ["saved", "voted"])
def test_an_empty_list_is_explained_on_stderr(program: Program, view: str) -> None:
    answer = program("ls", "--view", view)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.count("\n") == 1
    assert program("ls", "--view", view, "--json").json["items"] == []


def test_tools_lists_all_tools_with_votes_and_bookmarks(program: Program) -> None:
    program("ship", BEADS)
    program("save", BONSAI)
    items = {item["slug"]: item for item in program("tools", "--json").json["items"]}
    assert len(items) == 144
    assert (items[BEADS]["vote"], items[BEADS]["saved"]) == ("ship", False)
    assert (items[BONSAI]["vote"], items[BONSAI]["saved"]) == (None, True)
    assert [line[:2] for line in program("tools", "--filter", "beads structured").lines] == ["+ "]
    assert [line[:2] for line in program("tools", "--filter", "bonsai qwen3-8b").lines] == [" *"]


def test_saved_lists_matchups_and_tools_newest_first(program: Program) -> None:
    program("save", BEADS, "--tag", "Later", "--note", "ask the team")
    program("save", BEADS, BONSAI)
    newest, oldest = program("saved", "--json").json["items"]
    assert (newest["kind"], newest["id"]) == ("matchup", PAIR)
    assert (oldest["kind"], oldest["slug"]) == ("tool", BEADS)
    assert (oldest["tags"], oldest["note"]) == (["later"], "ask the team")
    (line,) = program("saved", "--tag", "later").lines
    assert "#later: ask the team" in line
    assert line.endswith(BEADS)


def test_a_hostile_name_is_shown_harmlessly(program: Program, seed: Path) -> None:
    import sqlite3

    Store.open(program.db, seed).close()
    name = "[/b][@click=app.quit]\x1b]52;c;aGk=\x07\x9b31m\u202egnp"
    with sqlite3.connect(program.db) as connection:
        connection.execute("UPDATE tool SET name = ? WHERE slug = ?", (name, BEADS))
    connection.close()
    for command in (["ls"], ["tools"], ["tool", BEADS], ["show", BEADS, BONSAI]):
        out = program(*command).out
        assert "[/b][@click=app.quit]" in out
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out)


def test_a_width_that_is_known_without_rich_is_the_one_that_rich_knows() -> None:
    """Lists are aligned without importing Rich, and the program's screens with it."""
    known = "".join(chr(code) for codes in cells._NARROW_RANGES for code in codes)
    assert cell_len(known) == len(known) == cells.width(known)
    assert len(split_graphemes(known)[0]) == len(known)


def test_two_tools_of_two_categories_are_listed_with_both(program: Program) -> None:
    program("vote", BEADS, "godot", "a")
    (row,) = program("ls", "--view", "voted").lines
    assert " Developer Tools / Gaming " in row


def test_a_misspelt_filter_is_answered_with_one_that_finds_something(program: Program) -> None:
    answer = program("ls", "--filter", "smolvml")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith("No matchup fits. Did you mean: ")
    better = answer.err.strip().rpartition(": ")[2]
    assert program("ls", "--filter", better).lines
    assert program("ls", "--filter", "qqqqzzzz").err == "No matchup fits.\n"
