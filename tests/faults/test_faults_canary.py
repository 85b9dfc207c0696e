"""A token stays where it was put, whatever the program does and however it ends."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from canary import arguments, new_canary, songs

from terminal import Terminal, _environment
from test_tui_leaving import CRASH

if TYPE_CHECKING:
    from conftest import Figure

pytestmark = pytest.mark.soak

SHOWN = "x"

COMMANDS = (
    "ls",
    "config",
    "config path",
    "doctor",
    "doctor --json",
    "export",
    "export --format html --out votes.html",
    "vote --help",
    "history --json",
    "nonsense",
)


@pytest.mark.parametrize("made", [str, lambda it: base64.b64encode(b"id:" + it.encode()).decode()])
def test_the_probe_finds_a_secret_that_was_left_somewhere(tmp_path: Path, made: object) -> None:
    """So that the tests below can fail."""
    assert callable(made)
    canary = new_canary()
    (tmp_path / "log").write_text(f"token={made(canary)};")
    (tmp_path / canary).mkdir()
    assert len(songs(canary, "no", f"GET /?t={made(canary)}", b"no", folder=tmp_path)) == 3
    assert songs(new_canary(), f"t={canary}", folder=tmp_path) == []


def test_a_token_in_the_environment_is_left_nowhere(tmp_path: Path, figure: Figure) -> None:
    """Through commands, a session with a vote, and a crash whose log tells of every frame."""
    canary = new_canary()
    environment = {"SHIPTUI_TOKEN": canary, "SHIPTUI_API_TOKEN": canary}
    db, heard = tmp_path / "shiptui.db", []
    for words in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", "shiptui", *words.split()],
            env=_environment(db) | environment,
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        heard += [done.stdout, done.stderr]
    with Terminal(db, 120, 40, environment=environment) as terminal:
        terminal.see_app()
        heard.append(arguments(terminal.process.pid))
        terminal.press("a")
        terminal.see("Press u to undo.")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
        heard.append(bytes(terminal.written))
    script = CRASH.format(
        module="shiptui.store.facts", owner="FactLog", method="cast_vote", secret=SHOWN
    )
    with Terminal(db, 120, 40, ("-c", script), environment) as terminal:
        terminal.see_app()
        terminal.press("b")
        assert terminal.wait_for_end() == 1
        heard.append(bytes(terminal.written))
    assert list(tmp_path.rglob("shiptui.log"))
    assert (tmp_path / "votes.html").exists()
    assert songs(canary, *heard, folder=tmp_path) == []
    figure(
        "canary",
        f"a canary in the environment, through {len(COMMANDS)} commands, a session and"
        " a crash: found in no terminal byte, log, database, export, argument or crash screen."
        " This version asks for no token; redirects and feeds carry none",
    )
