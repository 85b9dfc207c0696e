"""The key table: every action once, reachable by a key that every terminal can send."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from shiptui.tui.acts.activity import ACTIVITY_ACTS
from shiptui.tui.acts.matchups import MATCHUP_ACTS
from shiptui.tui.acts.moving import MOVES
from shiptui.tui.acts.personas import PERSONA_ACTS
from shiptui.tui.acts.tools import TOOL_ACTS
from shiptui.tui.keys import BY_ID, FILTER_HINTS, FORBIDDEN, KEYS, Key, hints, matching, spoken


def strings_in(path: Path) -> set[str]:
    """The texts in those tests of a file that press keys."""
    tests = ast.parse(path.read_text("utf-8")).body
    pressing = [each for each in tests if "press(pilot" in ast.unparse(each)]
    nodes = [node for each in pressing for node in ast.walk(each)]
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_no_key_and_no_id_is_given_twice() -> None:
    keys = [key for entry in KEYS for key in entry.keys]
    assert len(keys) == len(set(keys))
    assert len(BY_ID) == len(KEYS)


def test_no_key_is_one_that_a_terminal_sends_for_another() -> None:
    assert not FORBIDDEN & {key for entry in KEYS for key in entry.keys}


@pytest.mark.parametrize("entry", KEYS, ids=lambda entry: entry.id)
def test_every_action_has_words_and_if_it_has_a_key_a_plain_one(entry: Key) -> None:
    """No action hangs on a function key alone, and every one can be named and found.

    What has no key is reached by its words, in the palette and the help.
    """
    assert entry.words
    assert entry.says.endswith(".")
    plain = [key for key in entry.keys if not (key.startswith("f") and key[1:].isdigit())]
    assert plain or not entry.keys
    assert entry.display
    assert entry in matching(entry.words)
    assert entry in matching(entry.id)


def test_every_action_of_the_table_does_something_and_nothing_else_does() -> None:
    assert set(MATCHUP_ACTS) | set(TOOL_ACTS) | set(PERSONA_ACTS) | set(MOVES) | set(
        ACTIVITY_ACTS
    ) == set(BY_ID)


def test_every_hint_of_a_footer_names_keys_of_the_table() -> None:
    known = {spoken(key) for entry in KEYS for key in entry.keys}
    for hint in (*hints(can_undo=True), *FILTER_HINTS):
        if hint.act:
            keys = hint.key.replace("/", " ").split() or ["/"]
            assert set(keys) <= known
            assert hint.act in BY_ID


def test_ranks_of_the_footer_are_all_different_and_the_keys_come_first() -> None:
    table = hints(can_undo=True)
    ranks = sorted(hint.rank for hint in table)
    assert ranks == list(range(len(table)))
    assert min(table, key=lambda hint: hint.rank).act == "help"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("undo", {"undo", "redo"}),
        ("NEXT Unvoted", {"next_unvoted"}),
        ("ctrl", set()),
        ("no such thing", set()),
        ("^d", {"move.half_down"}),
    ],
)
def test_the_help_finds_actions_by_word_and_by_key(query: str, ids: set[str]) -> None:
    found = {entry.id for entry in matching(query)}
    assert found >= ids
    assert bool(found) == bool(ids)


def test_every_key_is_pressed_by_a_test_of_the_program() -> None:
    """Whoever adds a key is reminded to say what a reader would notice."""
    tests = Path(__file__).parent.glob("test_tui_*.py")
    pressed = set().union(*map(strings_in, tests))
    assert [key for entry in KEYS for key in entry.keys if key not in pressed] == []
