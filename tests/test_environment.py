"""What the surroundings of the program cannot make it do: load code, write files, tell secrets."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from terminal import Terminal, _environment

if TYPE_CHECKING:
    from collections.abc import Sequence

PLANTED = "import pathlib; pathlib.Path(__file__).with_suffix('.loaded').touch()\n"
NAMES = ("click", "json", "sqlite3", "rich", "sqlite_utils", "httpx", "tomllib", "textual", "ssl")
SCRIPT = Path(sysconfig.get_path("scripts"), "shiptui")


def run(
    command: Sequence[object], folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The program in a folder that is its home, too."""
    return subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=_environment(folder / "shiptui.db") | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("how", [[SCRIPT], [sys.executable, "-m", "shiptui"]], ids=["script", "-m"])
def test_a_module_that_lies_in_the_folder_one_stands_in_is_not_loaded(
    tmp_path: Path, how: Sequence[object]
) -> None:
    """Whoever unpacks somebody's files and looks at tools there runs no code of theirs."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(PLANTED)
    for command in (["ls"], ["tools", "--json"], ["doctor"], ["feed", "check", "nothing"]):
        assert "Traceback" not in run([*how, *command], tmp_path).stderr
    assert list(tmp_path.glob("*.loaded")) == []
    assert (tmp_path / "shiptui.db").exists()


def test_no_key_of_an_encrypted_connection_is_written_anywhere(tmp_path: Path) -> None:
    """Python's ssl makes the file as soon as it is asked for a connection."""
    keys = tmp_path / "keys"
    asked = ["feed", "check", "https://127.0.0.1:1/feed.json"]
    done = run([sys.executable, "-m", "shiptui", *asked], tmp_path, SSLKEYLOGFILE=str(keys))
    assert "cannot be reached" in done.stderr
    assert not keys.exists()


def test_variables_of_textual_press_no_key_load_no_code_and_write_no_file(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text(PLANTED)
    log, pictures = tmp_path / "textual.log", tmp_path / "pictures"
    environment = {
        "PYTHONPATH": os.pathsep.join([_environment(tmp_path)["PYTHONPATH"], str(tmp_path)]),
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_LOG": str(log),
        "TEXTUAL_PRESS": "a,q",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(pictures),
        "TEXTUAL_SCREENSHOT_FILENAME": "it.svg",
    }
    with Terminal(tmp_path / "shiptui.db", 80, 24, environment=environment) as terminal:
        terminal.see_app()
        terminal.press("b")
        terminal.see("Press u to undo.")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    assert not [file for file in (log, pictures, tmp_path / "evil.loaded") if file.exists()]


def test_what_the_program_writes_is_for_its_owner_only(tmp_path: Path) -> None:
    """Whatever the umask that it was started with."""
    script = (
        "import os, sys, shiptui.cli as c; os.umask(0); c.main(sys.argv[1:]); print(os.umask(0))"
    )
    out = run([sys.executable, "-c", script, "vote", "--help"], tmp_path).stdout
    assert out.splitlines()[-1] == str(0o077)
    assert run([sys.executable, "-c", script, "undo"], tmp_path).stderr
    modes = {file.name: file.stat().st_mode & 0o077 for file in tmp_path.rglob("*")}
    assert "shiptui.db" in modes
    assert not any(modes.values()), modes


def test_the_program_in_a_browser_is_started_without_the_folder_one_stands_in() -> None:
    from shiptui.cli.web import program_command

    assert " -P -m shiptui " in program_command({})
