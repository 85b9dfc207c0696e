"""The program as a whole: how it starts, what its streams and exit codes say."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

import shiptui
from commands import COLORS, SLOW, Program, imported, start
from shiptui.cli import main
from shiptui.cli.opening import interactive
from shiptui.store.store import Store

if TYPE_CHECKING:
    from shiptui.settings import Settings


@pytest.fixture
def tui(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """A terminal, and a TUI that ends at once; the list fills with what it was started with."""
    started: list[Settings] = []

    def run(settings: Settings, tokens: object, dawn: object) -> int:
        assert dawn is None
        assert callable(tokens)
        settings.db.write_text("voted here")
        started.append(settings)
        return 0

    # It would freeze what the other tests leave behind.
    monkeypatch.setattr("gc.freeze", lambda: None)
    module = ModuleType("shiptui.tui.start")
    module.__dict__["run"] = run
    monkeypatch.setitem(sys.modules, "shiptui.tui.start", module)
    monkeypatch.setattr("shiptui.cli.opening.interactive", lambda: True)
    return started


def test_the_version_is_told_without_importing_click() -> None:
    script = "import sys, shiptui.cli as c; c.main(['--version']); print('click' in sys.modules)"
    with start("-c", script, stdout=subprocess.PIPE) as child:
        out, _ = child.communicate()
    assert out == f"shiptui {shiptui.__version__}\nFalse\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "ls --limit 3",
        "tools --json",
        "show gpt-5-mini-api-reduced-pricing bonsai-8b-prism-ml",
        "read",
        "keys",
        "config",
        "config schema",
        "themes",
        "persona skeptic",
        "completion bash",
    ],
)
def test_a_plain_command_imports_none_of_the_slow_libraries(
    program: Program, arguments: str
) -> None:
    assert program("ls").code == 0  # makes the database
    assert not SLOW & imported(program, *arguments.split())


def test_the_first_frame_pays_for_the_minority_report_and_nothing_else_of_a_ranking() -> None:
    script = "import sys, shiptui.tui.first_frame; print(*sys.modules)"
    with start("-c", script, stdout=subprocess.PIPE) as child:
        out, _ = child.communicate()
    ranking = {name for name in out.split() if name.startswith("shiptui.ranking.")}
    assert ranking == {f"shiptui.ranking.{name}" for name in ("dissent", "picks", "share")}


UNASKED = {"click", "dataclasses", "hashlib", "rich", "typing"} | {
    f"shiptui.{name}"
    for name in ("ranking", "store.facts", "store.filling", "store.own_values", "text.checked")
}


def test_the_list_waits_for_nothing_that_it_does_not_need(program: Program) -> None:
    assert program("ls").code == 0
    assert not (SLOW | UNASKED) & imported(program, "ls")


def test_the_list_is_the_same_with_and_without_click(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIPTUI_DB", str(program.db))
    assert main(["ls"]) == 0
    bare = program.capsys.readouterr()
    assert (bare.out, bare.err) == (program("ls").out, "")
    assert len(bare.out.splitlines()) == 196


def test_without_a_terminal_the_program_names_what_to_do_instead(program: Program) -> None:
    answer = program()
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "shiptui ls" in answer.err
    assert "shiptui read" in answer.err


@pytest.mark.parametrize(
    ("tty_in", "tty_out", "term", "expected"),
    [
        (True, True, "xterm", True),
        (False, True, "xterm", False),
        (True, False, "xterm", False),
        (True, True, "dumb", False),
    ],
)
def test_a_terminal_is_two_ends_and_not_dumb(
    monkeypatch: pytest.MonkeyPatch,
    tty_in: bool,  # noqa: FBT001 - a parameter of the test
    tty_out: bool,  # noqa: FBT001 - a parameter of the test
    term: str,
    expected: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    for name, tty in (("stdin", tty_in), ("stdout", tty_out)):
        monkeypatch.setattr(sys, name, Mock(isatty=Mock(return_value=tty)))
    monkeypatch.setenv("TERM", term)
    assert interactive() is expected


def test_without_a_command_the_tui_gets_the_settings(
    program: Program, tui: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "evil:Driver")
    options = (
        "--view",
        "saved",
        "--filter",
        "tag:x",
        "--offline",
        "--no-mouse",
        "--theme",
        "light",
    )
    assert program(*options).code == 0
    (settings,) = tui
    assert settings.db == program.db
    assert (settings.view, settings.filter_text, settings.theme) == ("saved", "tag:x", "light")
    assert (settings.offline, settings.mouse, settings.demo) == (True, False, False)
    assert "TEXTUAL_DRIVER" not in os.environ


def test_a_demo_keeps_nothing_and_leaves_the_database_alone(
    program: Program, tui: list[Settings]
) -> None:
    assert program("--demo").code == 0
    (settings,) = tui
    assert settings.demo
    assert settings.db != program.db
    assert not settings.db.parent.exists()
    assert not program.db.exists()


def test_a_misspelt_command_is_answered_with_a_guess(program: Program) -> None:
    answer = program("shwo")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean 'show'?" in answer.err


def test_an_unknown_option_names_the_help(program: Program) -> None:
    answer = program("ls", "--jsno")
    assert (answer.code, answer.out) == (2, "")
    assert "--json" in answer.err
    assert "shiptui ls --help" in answer.err


@pytest.mark.parametrize(
    "arguments", [("--json", "ls", "--limit", "1"), ("ls", "--limit", "1", "--json")]
)
def test_json_may_stand_before_or_after_the_command(
    program: Program, arguments: tuple[str, ...]
) -> None:
    assert len(program(*arguments).json["items"]) == 1


def test_the_database_may_be_named_after_the_command(program: Program, tmp_path: Path) -> None:
    assert program("ls", "--limit", "1", "--db", str(tmp_path / "other.db")).code == 0
    assert (tmp_path / "other.db").exists()
    assert not program.db.exists()


def test_a_foreign_database_is_one_sentence_and_stays_as_it_is(program: Program) -> None:
    program.db.write_text("somebody's letters")
    answer = program("ls")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert program.db.read_text() == "somebody's letters"


def test_an_unknown_config_key_is_told_on_stderr(program: Program, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('thme = "nord"\n')
    answer = program("ls", "--limit", "1", "--config", str(config))
    assert answer.code == 0
    assert answer.err == 'config.toml line 1: unknown key "thme" (theme?). Using the default.\n'


def test_an_interrupt_ends_with_130(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "open", interrupt)
    answer = program("ls")
    assert (answer.code, answer.out) == (130, "")


def test_a_reader_who_has_enough_is_no_failure(program: Program) -> None:
    assert program("ls").code == 0
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    arguments = ("-m", "shiptui", "ls", "--json", "--db", str(program.db))
    with start(*arguments, **pipes) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == '{"schema": 1, "items": [\n'
        child.stdout.close()
        assert (child.wait(), child.stderr.read()) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_output_that_cannot_be_written_is_one_sentence(program: Program) -> None:
    arguments = ("-m", "shiptui", "ls", "--db", str(program.db))
    with (
        Path("/dev/full").open("w") as full,
        start(*arguments, stdout=full, stderr=subprocess.PIPE) as child,
    ):
        _, err = child.communicate()
    assert (child.returncode, err.count("\n")) == (1, 1)
    assert "no space left" in err


def test_a_closed_stdout_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["--version"]) == 0
    sys.stdout.close()


@pytest.mark.parametrize("command", ["ls", "tools", "show", "doctor"])
def test_colour_adds_to_the_bytes_and_changes_none(program: Program, command: str) -> None:
    more = ("beads-gastownhall", "bonsai-8b-prism-ml") if command == "show" else ()
    plain = program(command, *more, "--color", "never")
    painted = program(command, *more, "--color", "always")
    assert plain.code == painted.code == 0
    assert COLORS.sub("", painted.out) == plain.out
    assert painted.out != plain.out


@pytest.mark.parametrize(
    ("variables", "arguments", "painted"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ],
)
def test_a_flag_about_colour_wins_against_the_environment(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    arguments: tuple[str, ...],
    painted: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in program("ls", "--limit", "1", *arguments).out) is painted


def test_what_stderr_quotes_cannot_steer_the_terminal(program: Program) -> None:
    answer = program("show", "\x1b]52;c;aGk=\x07\x9b31m\u202egnp")
    assert answer.code == 4
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", answer.err)


def test_json_is_ascii_where_stdout_speaks_nothing_else(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("save", "beads-gastownhall", "--note", "süß").code == 0
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    assert main(["--db", str(program.db), "saved", "--json"]) == 0
    narrow.seek(0)
    text = narrow.read()
    assert text.isascii()
    assert json.loads(text)["items"][0]["note"] == "süß"
