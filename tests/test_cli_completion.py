"""completion: what a shell is told, and that it never waits for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

import shiptui
from commands import Program
from shiptui.cli.app import shiptui as group
from shiptui.cli.session import Session
from shiptui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

TUNING = "openai-gpt-5-fine-tuning-api-public-beta"
MATCHUP = f"hugging-face-smolvlm2-2b-compact-vision-language-model-on-device-vs-{TUNING}"
BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"


@pytest.fixture
def program(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("SHIPTUI_DB", str(program.db))
    return program


@pytest.fixture
def complete(program: Program) -> Callable[..., list[str]]:
    """What a shell would offer after some words."""

    def offered(*words: str) -> list[str]:
        *before, incomplete = words
        with Session() as session:
            asked = ShellComplete(group, {"obj": session}, "shiptui", "_SHIPTUI_COMPLETE")
            found = [each.value for each in asked.get_completions(before, incomplete)]
        assert program.capsys.readouterr() == ("", "")
        return found

    return offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_for_every_shell(program: Program, shell: str) -> None:
    answer = program("completion", shell)
    assert (answer.code, answer.err) == (0, "")
    assert f"_SHIPTUI_COMPLETE={shell}_complete" in answer.out


def test_a_shell_that_nobody_knows_is_asked_wrongly(program: Program) -> None:
    assert program("completion", "tcsh").code == 2


def test_commands_options_and_fixed_words_are_completed(
    complete: Callable[..., list[str]],
) -> None:
    assert complete("unv") == []
    assert complete("uns") == ["unship", "unsave"]
    assert complete("ls", "--view", "") == ["feed", "unvoted", "saved", "voted"]
    assert complete("config", "s") == ["show", "schema"]
    assert "--json" in complete("ls", "--")
    assert complete("feed", "") == ["add", "build", "check", "ls", "models", "rm"]
    assert complete("feed", "build", "--level", "") == ["0", "1"]
    assert {"--json", "--allow-http"} <= set(complete("feed", "check", "--"))


def test_tools_and_matchups_are_completed_from_their_beginning(
    complete: Callable[..., list[str]],
) -> None:
    assert complete("tool", "beads-g") == [BEADS]
    ids = complete("show", "gpt-5-mini")
    assert ids
    assert all(id_.startswith("gpt-5-mini") and "-vs-" in id_ for id_ in ids)
    assert BEADS in complete("compare", TUNING, "beads")
    assert complete("persona", "sk") == ["skeptic"]


def test_a_part_is_enough_where_nothing_begins_with_it(
    complete: Callable[..., list[str]],
) -> None:
    assert complete("ship", "gastownhall") == [BEADS]


def test_after_a_matchup_come_its_picks(complete: Callable[..., list[str]]) -> None:
    assert complete("vote", MATCHUP, "") == ["a", "b", "tie", "neither", "clear"]
    assert complete("vote", MATCHUP, "t") == ["tie"]
    assert BEADS in complete("vote", TUNING, "beads")


def test_the_newer_commands_complete_as_the_older_ones(
    complete: Callable[..., list[str]],
) -> None:
    assert complete("rec") == ["records"]
    assert complete("imp") == ["import"]
    assert complete("badge", "beads-g") == [BEADS]
    assert complete("decide", "gpt-5-mini") == complete("show", "gpt-5-mini")
    assert complete("decide", "o3-pro", "--pro", "b:sk") == ["b:skeptic"]
    assert complete("export", "--format", "n") == ["netscape"]
    assert complete("check", "x", "--format", "g") == ["github"]


def test_tags_are_those_in_use(program: Program, complete: Callable[..., list[str]]) -> None:
    program("save", BEADS, "--tag", "später", "--tag", "two words", "--tag", "$(reboot)")
    assert complete("saved", "--tag", "") == ["später"]
    assert complete("save", BEADS, "--tag", "s") == ["später"]


def test_a_word_that_a_shell_could_run_is_not_offered(
    complete: Callable[..., list[str]],
) -> None:
    """Words of a feed must not reach a command line unquoted."""
    assert "Developer Tools" not in complete("ls", "--category", "")


@pytest.mark.parametrize("variable", ["SHIPTUI_DB", "SHIPTUI_CONFIG"])
def test_whatever_is_wrong_a_shell_gets_no_answer_and_no_noise(
    complete: Callable[..., list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
) -> None:
    strange = tmp_path / "strange"
    strange.write_text("no = such = file")
    monkeypatch.setenv(variable, str(strange))
    found = complete("tool", "beads")
    assert bool(found) is (variable == "SHIPTUI_CONFIG")


def test_a_bug_of_ours_does_not_reach_the_shell(
    complete: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Store, "open", fail)
    assert complete("tool", "beads") == []


def asked(db: Path, words: str, count: int) -> subprocess.CompletedProcess[str]:
    """The program as a bash asks it."""
    return subprocess.run(
        [sys.executable, "-m", "shiptui"],
        env=os.environ
        | {
            "PYTHONPATH": str(Path(shiptui.__file__).parents[1]),
            "SHIPTUI_DB": str(db),
            "_SHIPTUI_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(count),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )


def test_a_shell_is_answered_by_the_program_itself(program: Program) -> None:
    done = asked(program.db, "shiptui tool beads-g", 2)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"plain,{BEADS}\n", "")


def test_a_database_that_somebody_holds_keeps_no_shell_waiting(program: Program) -> None:
    """SQLite would wait ten seconds for the lock, and the reader with it."""
    assert program("ls", "--limit", "1").code == 0
    script = "import sqlite3,sys,time;c=sqlite3.connect(sys.argv[1],isolation_level=None);"
    script += "c.execute('BEGIN EXCLUSIVE');print(flush=True);time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(program.db)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        try:
            done = asked(program.db, "shiptui tool beads-g", 2)
        finally:
            holder.kill()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_a_real_bash_understands_the_script(program: Program, tmp_path: Path) -> None:
    script = tmp_path / "shiptui.bash"
    script.write_text(program("completion", "bash").out)
    command = tmp_path / "shiptui"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shiptui "$@"\n')
    command.chmod(0o755)
    lines = (
        f". '{script}'",
        "COMP_WORDS=(shiptui tool beads-g) COMP_CWORD=2 COMPREPLY=()",
        "_shiptui_completion shiptui",
        'printf "%s\\n" "${COMPREPLY[@]}"',
    )
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        env=os.environ
        | {
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(Path(shiptui.__file__).parents[1]),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{BEADS}\n"
