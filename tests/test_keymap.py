"""The reader's keys laid over those of the table: who wins, and what is said about it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from shiptui.cli.pressing import names
from shiptui.tui.keymap import LAST_RESORT, NAMED, SENT_FOR, effective, named
from shiptui.tui.keys import BY_ID, FORBIDDEN, KEYS

IDS = st.sampled_from([*BY_ID, "votea", "zzz"])
WORDS = st.sampled_from([*(key for each in KEYS for key in each.keys), "f9", "ctrl+i", "hyper+x"])
TABLES = st.dictionaries(IDS, st.lists(WORDS | st.text(max_size=6), max_size=3).map(tuple))


def test_without_a_word_the_table_holds() -> None:
    keymap = effective(KEYS, {})
    assert keymap.keys == {key.id: key.keys for key in KEYS}
    assert keymap.problems == ()


def test_own_keys_replace_those_of_the_action() -> None:
    keymap = effective(KEYS, {"vote.a": ("f", "f9")})
    assert keymap.keys["vote.a"] == ("f", "f9")
    assert keymap.problems == ()


def test_an_own_key_takes_the_default_of_another_action_and_says_so() -> None:
    keymap = effective(KEYS, {"vote.a": ("s",)}, {"vote.a": "config.toml line 3"})
    assert keymap.keys["vote.a"] == ("s",)
    assert keymap.keys["save"] == ()
    (problem,) = keymap.problems
    assert problem == (
        'config.toml line 3: "s" is set for vote.a and is the default of save. vote.a wins;'
        " save has no key now. shiptui keys lists all."
    )


def test_an_action_keeps_the_keys_that_nobody_took() -> None:
    keymap = effective(KEYS, {"vote.a": ("=",)})
    assert keymap.keys["vote.tie"] == ("t",)
    assert "vote.tie keeps t." in keymap.problems[0]


def test_two_actions_may_swap_their_keys_in_silence() -> None:
    keymap = effective(KEYS, {"vote.a": ("b",), "vote.b": ("a",)})
    assert (keymap.keys["vote.a"], keymap.keys["vote.b"]) == (("b",), ("a",))
    assert keymap.problems == ()


def test_of_two_own_actions_on_one_key_the_first_wins_and_it_is_said() -> None:
    keymap = effective(KEYS, {"vote.b": ("f",), "vote.a": ("f", "g")})
    assert keymap.keys["vote.b"] == ("f",)
    assert "f" not in keymap.keys["vote.a"]
    assert 'config.toml: "f" is set for vote.b and for vote.a. vote.b wins.' in keymap.problems


def test_an_action_whose_only_own_key_is_lost_keeps_its_default() -> None:
    keymap = effective(KEYS, {"vote.b": ("f",), "vote.a": ("f",)})
    assert keymap.keys["vote.a"] == ("a",)


def test_nothing_disables_an_action_in_silence() -> None:
    keymap = effective(KEYS, {"suspend": ()})
    assert keymap.keys["suspend"] == ()
    assert keymap.problems == ()


@pytest.mark.parametrize("key", sorted(FORBIDDEN))
def test_a_key_that_terminals_send_for_another_is_refused_with_the_reason(key: str) -> None:
    keymap = effective(KEYS, {"vote.a": (key,)})
    assert keymap.keys["vote.a"] == ("a",)
    assert keymap.problems == (
        f"config.toml: {key} is what terminals send for {SENT_FOR[key]}, so vote.a cannot use it.",
    )


def test_an_unknown_action_is_told_with_the_nearest_one() -> None:
    keymap = effective(KEYS, {"vote.aa": ("f",)})
    assert keymap.problems == (
        'config.toml: unknown action "vote.aa" (vote.a?). shiptui keys lists all.',
    )


@pytest.mark.parametrize("word", ["hyper+x", "", "foo", "ctrl", "a+b", "\x1b", "\u200b"])
def test_what_is_no_key_is_told_and_passed_over(word: str) -> None:
    keymap = effective(KEYS, {"vote.a": (word, "f")})
    assert keymap.keys["vote.a"] == ("f",)
    (problem,) = keymap.problems
    assert "is no key" in problem
    assert problem.isprintable()


@pytest.mark.parametrize(
    "user",
    [
        {"quit": ()},
        {"quit": ("ctrl+m",), "vote.a": ("Q",), "vote.b": ("ctrl+q",)},
        {"vote.a": ("Q", "ctrl+q")},
    ],
)
def test_quitting_keeps_a_key_whatever_is_set(user: dict[str, tuple[str, ...]]) -> None:
    keymap = effective(KEYS, user)
    id_, key = LAST_RESORT
    assert keymap.keys[id_] == (key,)
    assert "quit must have a key, so it keeps ctrl+q." in keymap.problems[-1]


def test_a_way_out_of_ones_own_needs_no_second_one() -> None:
    keymap = effective(KEYS, {"quit": ("f10",)})
    assert (keymap.keys["quit"], keymap.problems) == (("f10",), ())


@given(user=TABLES)
def test_no_key_ever_belongs_to_two_actions(user: dict[str, tuple[str, ...]]) -> None:
    keymap = effective(KEYS, user)
    keys = [key for each in keymap.keys.values() for key in each]
    assert len(keys) == len(set(keys))
    assert list(keymap.keys) == [key.id for key in KEYS]
    assert keymap.keys["quit"]
    assert not FORBIDDEN & set(keys)
    assert all(problem.isprintable() for problem in keymap.problems)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Ctrl+P", "ctrl+p"),
        ("^p", "ctrl+p"),
        ("C-p", "ctrl+p"),
        ("shift+ctrl+Up", "ctrl+shift+up"),
        ("shift+a", "A"),
        ("A", "A"),
        ("Esc", "escape"),
        ("PgDn", "pagedown"),
        ("return", "enter"),
        (" ", "space"),
        (",", "comma"),
        ("+", "+"),
        ("ctrl++", "ctrl++"),
        ("M-x", "alt+x"),
        ("F5", "f5"),
        ("é", "é"),
    ],
)
def test_a_key_may_be_written_as_people_write_it(word: str, key: str) -> None:
    assert named(word) == key
    assert named(key) == key


def test_every_key_of_the_table_is_named_as_here() -> None:
    assert [key for each in KEYS for key in each.keys if named(key) != key] == []


def test_the_forbidden_keys_all_have_their_reason() -> None:
    assert set(SENT_FOR) == FORBIDDEN


def test_the_keymap_needs_no_textual() -> None:
    script = "import sys, shiptui.tui.keymap; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


# Sequences of rxvt and the Linux console, which `keys --try` calls unknown or takes apart, and two
# on which Textual itself slips (page up with Ctrl and Alt).
ELSEWHERE = re.compile(r"\x1b(\[\[.|\[\d+[$^@]|\[[abcd]|O[abcdM]|\[~|\x1b|\t)\Z|\x1b\[5;[78]~\Z")


def test_keys_are_named_as_the_program_names_them() -> None:
    """`keys --try` can be trusted: what it says is what the program will see."""
    differing: dict[str, object] = {}
    for sequence, meant in ANSI_SEQUENCES_KEYS.items():
        if not isinstance(meant, tuple):
            continue
        ours = names(sequence)
        theirs = [str(getattr(each, "value", each)) for each in meant]
        is_named = all(each.rpartition("+")[2] in NAMED for each in theirs)
        if is_named and not ours[0].startswith("unknown") and not ELSEWHERE.match(sequence):
            differing |= {sequence: (ours, theirs)} if ours != theirs else {}
    assert differing == {}


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("abA?", ["a", "b", "A", "?"]),
        ("\x01\x1a", ["ctrl+a", "ctrl+z"]),
        ("\x1bx", ["alt+x"]),
        ("\x1b[Aq\x1b", ["up", "q", "escape"]),
        ("é漢", ["é", "漢"]),
        ("\x1b[?62;c", ["unknown (\\x1b[?62;c)"]),
    ],
)
def test_what_is_typed_in_one_go_is_taken_apart(sent: str, keys: list[str]) -> None:
    assert names(sent) == keys


@given(st.text())
def test_whatever_a_terminal_sends_has_some_name(text: str) -> None:
    assert bool(names(text)) == bool(text)
