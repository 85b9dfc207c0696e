"""config, themes, keys: what holds, where it comes from, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Program, start
from shiptui.cli.held import _KEPT
from shiptui.settings.schema import BY_KEY, OPTIONS
from shiptui.store.store import Store
from shiptui.tui import preferences
from shiptui.tui.keys import KEYS
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASH = (
    '"s" is set for vote.a and is the default of save. vote.a wins; save has no key now.'
    " shiptui keys lists all."
)
SLIPS = 'theme = "dark"\nthme = "dark"\n[keys]\n"vote.a" = "s"\n'


@pytest.fixture
def config(program: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The config file that the program reads; it is not there yet."""
    path = program.db.with_name("mine.toml")
    monkeypatch.setenv("SHIPTUI_CONFIG", str(path))
    return path


def where(program: Program, key: str) -> tuple[object, object]:
    """A setting and where it comes from, as `config show` has it."""
    (item,) = [one for one in program("config", "--json").json["items"] if one["key"] == key]
    return item["value"], item["where"]


def test_the_path_of_the_config_file_is_told_whether_it_is_there_or_not(
    program: Program, config: Path
) -> None:
    assert program("config", "path").out == f"{config}\n"
    assert program("config", "path", "--json").json["item"]["exists"] is False


def test_every_setting_is_shown_with_where_it_comes_from(
    program: Program, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('theme = "dark"\n\nglyphs = "ascii"\n[keys]\nundo = ["f", "f9"]\n')
    monkeypatch.setenv("SHIPTUI_ROWS", "compact")
    shown = [line.split()[0] for line in program("config").lines]
    assert shown == [*(option.key for option in OPTIONS), "keys.undo"]
    assert where(program, "db") == (str(program.db), "--db")
    assert where(program, "theme") == ("dark", "mine.toml line 1")
    assert where(program, "glyphs") == ("ascii", "mine.toml line 3")
    assert where(program, "rows") == ("compact", "SHIPTUI_ROWS")
    assert where(program, "layout.wide") == (120, "default")
    assert where(program, "keys.undo") == (["f", "f9"], "mine.toml line 5")


def test_a_choice_made_in_the_program_counts_less_than_the_file(
    program: Program, config: Path, seed: Path
) -> None:
    with Store.open(program.db, seed) as store:
        store.settings.put("option.theme", "light")
        store.settings.put("option.names", "hidden")
        store.settings.put("option.rows", "a word of a newer shiptui")
    assert where(program, "theme") == ("light", "chosen in the program")
    assert where(program, "blind.names") == (True, "chosen in the program")
    assert where(program, "rows") == ("roomy", "default")
    config.write_text('theme = "dark"')
    assert where(program, "theme") == ("dark", "mine.toml line 1")


def test_to_show_the_settings_makes_no_database(program: Program) -> None:
    assert program("config").code == 0
    assert program("themes").code == 0
    assert not program.db.exists()


def test_the_settings_are_shown_also_where_the_database_is_a_strangers(program: Program) -> None:
    program.db.write_text("somebody's letters")
    answer = program("config")
    assert answer.code == 0
    assert len(answer.lines) == len(OPTIONS)
    assert "is not a database of shiptui" in answer.err


def test_a_sound_file_passes_the_check(program: Program, config: Path) -> None:
    answer = program("config", "check")
    assert (answer.code, answer.out) == (0, f"There is no {config}, so the defaults hold.\n")
    config.write_text('[keys]\n"vote.a" = "f"\n')
    answer = program("config", "check")
    assert (answer.code, answer.out) == (0, f"{config} makes sense.\n")
    assert program("config", "check", "--json").json["items"] == []


def test_a_check_names_every_slip_and_ends_with_2(program: Program, config: Path) -> None:
    config.write_text(SLIPS)
    answer = program("config", "check")
    assert answer.code == 2
    assert answer.lines == [
        'mine.toml line 2: unknown key "thme" (theme?). Using the default.',
        f"mine.toml line 4: {CLASH}",
    ]
    assert len(program("config", "check", "--json").json["items"]) == 2


@pytest.mark.parametrize("text", [SLIPS, "theme = ", "\0", "x = " + "[" * 9999])
def test_no_file_stops_any_other_command(program: Program, config: Path, text: str) -> None:
    config.write_text(text)
    for command in (["ls", "--limit", "1"], ["config"], ["keys"], ["themes"], ["doctor"]):
        answer = program(*command)
        assert (answer.code, bool(answer.out)) == (0, True)
        assert answer.err.count("mine.toml") == (2 if text == SLIPS and command == ["keys"] else 1)


def test_the_schema_is_json_that_names_every_key_and_action(program: Program) -> None:
    schema = json.loads(program("config", "schema").out)
    assert schema["properties"]["theme"]["enum"][0] == "auto"
    assert schema["properties"]["layout"]["properties"]["wide"]["default"] == 120
    assert list(schema["properties"]["keys"]["properties"]) == [key.id for key in KEYS]


def test_a_word_that_config_does_not_know_is_asked_wrongly(program: Program) -> None:
    answer = program("config", "edit")
    assert (answer.code, answer.out) == (2, "")
    assert "path" in answer.err


def test_themes_are_listed_and_the_one_that_holds_is_marked(program: Program, config: Path) -> None:
    config.write_text('theme = "light"')
    lines = program("themes").lines
    assert [line.split()[1] for line in lines if line.startswith(">")] == ["light"]
    items = program("themes", "--json").json["items"]
    assert [item["name"] for item in items if item["current"]] == ["light"]
    assert len(items) == len(lines) == 6


def test_a_theme_that_is_none_is_asked_wrongly(program: Program) -> None:
    answer = program("--theme", "nord", "themes")
    assert (answer.code, answer.out) == (2, "")
    assert "contrast-dark" in answer.err


def test_keys_are_listed_with_the_readers_own_and_what_clashes(
    program: Program, config: Path
) -> None:
    config.write_text('[keys]\n"vote.a" = ["s", "^k"]\n')
    answer = program("keys")
    assert len(answer.lines) == len(KEYS)
    (own,) = [line for line in answer.lines if "vote.a " in line]
    assert own.split()[1:4] == ["s", "^k", "vote.a"]
    (lost,) = [line for line in answer.lines if " save " in line]
    assert lost.split()[1:3] == ["none", "save"]
    assert answer.err.startswith('mine.toml line 2: "s" is set for vote.a')
    items = {item["id"]: item for item in program("keys", "--json").json["items"]}
    assert items["vote.a"]["keys"] == ["s", "ctrl+k"]
    assert items["vote.a"]["default"] == ["a"]
    assert items["save"]["keys"] == []


def test_without_a_terminal_no_key_can_be_tried(program: Program) -> None:
    with start(
        *("-m", "shiptui", "keys", "--try", "--db", str(program.db)), stdin=-3, stderr=-1, stdout=-1
    ) as child:
        out, err = child.communicate()
    assert (child.returncode, out) == (2, "")
    assert "no terminal" in err


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal(tmp_path / "shiptui.db", command=("-m", "shiptui", "keys", "--try")) as terminal:
        terminal.see("Press keys")
        yield terminal


def test_pressed_keys_are_named_with_what_they_do(trial: Terminal) -> None:
    trial.press("a")
    trial.see("a  vote.a: Vote for the left tool.")
    trial.press("\x1b[A")
    trial.see("up  move.up")
    trial.press("\x1b")
    trial.see("escape  cancel")
    trial.press("\t")
    trial.see("(ctrl+i is the same)")
    trial.press("\n")
    trial.see("ctrl+j  the same as a new line")
    trial.press("\x13")
    trial.see("ctrl+s  free")


@pytest.mark.parametrize("end", ["qq", "\x03"])
def test_two_qs_or_ctrl_c_end_the_trial_and_the_terminal_is_as_it_was(
    trial: Terminal, end: str
) -> None:
    trial.press("q1")
    trial.see("view.feed")
    trial.press(end)
    assert trial.wait_for_end() == 0
    assert trial.modes_now == trial.modes


def test_a_trial_that_is_told_to_end_leaves_the_terminal_as_it_was(trial: Terminal) -> None:
    trial.process.terminate()
    assert trial.wait_for_end() == 130
    assert trial.modes_now == trial.modes


def test_the_places_of_what_was_chosen_are_those_of_the_program() -> None:
    chosen = {f"option.{option.key}" for option in preferences.OPTIONS}
    assert chosen == {place for place, _ in _KEPT.values()}
    for place, words in _KEPT.values():
        option = preferences.BY_KEY[place.removeprefix("option.")]
        assert not words or set(words) == set(option.values)


def test_what_can_be_chosen_in_the_program_can_be_set_in_the_file() -> None:
    for option in preferences.OPTIONS:
        if option.key in BY_KEY:
            assert set(BY_KEY[option.key].choices) == set(option.values)
