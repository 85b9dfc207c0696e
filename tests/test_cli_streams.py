"""Every command with a stdout that is closed, full, or without a reader, and when interrupted."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import shiptui
from commands import COLORS, LEAVES
from feed_folders import write_catalog, write_models
from store_files import said_otherwise
from terminal import Terminal
from test_cli_feeds import served

TOOL = "beads-gastownhall"

WALK: dict[str, tuple[str, ...]] = {
    "ls": (),
    "tools": (),
    "saved": (),
    "show": ("o3-pro",),
    "compare": (TOOL, "o3-pro"),
    "tool": (TOOL,),
    "persona": ("skeptic",),
    "read": (),
    "vote": ("o3-pro", "a"),
    "ship": (TOOL,),
    "skip": (TOOL,),
    "unship": (TOOL,),
    "save": (TOOL,),
    "unsave": (TOOL,),
    "take": (TOOL, "--score", "80"),
    "entry add": ("our-linter", "--name", "Our Linter"),
    "entry ls": (),
    "entry rm": ("our-tool",),
    "claim add": (TOOL, "gone", "--due", "52w"),
    "claim ls": (),
    "claim settle": ("stays", "true"),
    "claim rm": ("stays",),
    "claim scores": (),
    "undo": (),
    "redo": (),
    "history": (),
    "changed": (),
    "standings": (),
    "agree": (),
    "next": (),
    "decide": ("o3-pro",),
    "records": (),
    "reopen": ("record.md",),
    "digest": (),
    "check": ("stack.txt",),
    "badge": (TOOL,),
    "export": (),
    "import": ("all.json", "--yes"),
    "feed add": ("http://127.0.0.1:9/feed.json",),
    "feed ls": (),
    "feed rm": ("1",),
    "feed build": ("catalog", "new"),
    "feed check": ("site",),
    "feed models": ("models.json", "models"),
    "sync": ("--json",),
    "config": (),
    "keys": (),
    "themes": (),
    "doctor": (),
    "completion": ("bash",),
}
"""A call of every command that prints something and ends by itself; others have their own tests."""

# The first thing that is printed is preceded by a ctrl+c.
_INTERRUPTED = """
import os, signal, sys
from shiptui.cli import main, out
emit = out.emit
def interrupted(text):
    os.kill(os.getpid(), signal.SIGINT)
    emit(text)
out.emit = interrupted
sys.exit(main(sys.argv[1:]))
"""

_CLOSED = """
import os, sys
os.close(1)
os.execv(sys.executable, [sys.executable, "-m", "shiptui", *sys.argv[1:]])
"""


@pytest.fixture
def place(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the folder, so that no command changes what another one finds."""
    return Path(shutil.copytree(prepared, tmp_path / "place"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a database in which every command has something to say."""
    folder = tmp_path_factory.mktemp("walk")
    write_models(folder / "models.json")
    (folder / "stack.txt").write_text(
        "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026\n"
    )
    write_catalog(folder / "catalog")
    for words in (
        ("feed", "build", "catalog", "site"),
        ("vote", "o3-pro", "a"),
        ("vote", "o3-pro", "b"),
        ("save", "o3-pro"),
        ("entry", "add", "our-tool", "--name", "Our Tool"),
        ("claim", "add", TOOL, "stays", "--due", "52w"),
        ("export", "--out", "all.json"),
        ("decide", "o3-pro", "--out", "record.md"),
        ("ship", TOOL),
        ("undo",),
    ):
        assert run(folder, *words, stdout=subprocess.DEVNULL).wait() == 0
    said_otherwise(folder / "shiptui.db", at=9_000_000_000_000)
    with served(folder / "site") as host:
        address = f"{host}/feed.json"
        assert run(folder, "feed", "add", address, stdout=subprocess.DEVNULL).wait() == 0
        yield folder


def run(folder: Path, *words: str, script: str = "", **more: Any) -> subprocess.Popen[str]:
    """The program in a process of its own, without a terminal."""
    start = ["-c", script] if script else ["-m", "shiptui"]
    return subprocess.Popen(
        [sys.executable, *start, *words],
        env={
            "PATH": os.defpath,
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(Path(shiptui.__file__).parents[1]),
            "SHIPTUI_DB": str(folder / "shiptui.db"),
        },
        cwd=folder,
        text=True,
        stdin=subprocess.DEVNULL,
        **more,
    )


def test_the_walk_is_over_all_commands() -> None:
    assert {*WALK, "web", "login", "logout"} == set(LEAVES)


@pytest.mark.parametrize("command", WALK)
def test_a_closed_stdout_is_no_failure(place: Path, command: str) -> None:
    words = (*command.split(), *WALK[command])
    with run(place, *words, script=_CLOSED, stderr=subprocess.PIPE) as child:
        _, err = child.communicate()
    assert (child.returncode, "Traceback" in err) == (0, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("command", WALK)
def test_a_full_disk_is_one_sentence(place: Path, command: str) -> None:
    words = (*command.split(), *WALK[command])
    with (
        Path("/dev/full").open("w") as full,
        run(place, *words, stdout=full, stderr=subprocess.PIPE) as child,
    ):
        _, err = child.communicate()
    assert child.returncode == 1
    assert err.splitlines()[-1] == "The output could not be written: no space left on device."
    assert len(talk(command, err)) == 1


@pytest.mark.parametrize("command", WALK)
def test_a_reader_that_has_gone_is_no_failure(place: Path, command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        words = (*command.split(), *WALK[command])
        with run(place, *words, stdout=writer, stderr=subprocess.PIPE) as child:
            _, err = child.communicate()
    finally:
        os.close(writer)
    assert (child.returncode, talk(command, err)) == (0, [])


@pytest.mark.parametrize("command", WALK)
def test_an_interrupt_is_130_and_one_line(place: Path, command: str) -> None:
    words = (*command.split(), *WALK[command])
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with run(place, *words, script=_INTERRUPTED, **pipes) as child:
        _, err = child.communicate()
    assert (child.returncode, talk(command, err)) == (130, ["Interrupted."])


def talk(command: str, err: str) -> list[str]:
    """What was said, but for what a command always has to say."""
    usual = {
        "import": r"all\.json: new facts|New: |Other than here: |Taken back: ",
        "decide": r"There is no vote",
        "standings": r"One vote may be chance|Most places are",
        "next": r"One vote may be chance",
        "agree": r"No twin yet|No panel is weighed",
        "feed add": r"127\.0\.0\.1 cannot be reached",
        "sync": r"Team tools: new ",
    }
    always = usual.get(command)
    return [each for each in err.splitlines() if not (always and re.match(always, each))]


def test_an_interrupt_from_outside_ends_a_command_that_waits(place: Path) -> None:
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "shiptui", "read", "--db", str(place / "shiptui.db")]
    with subprocess.Popen(
        command,
        stdin=reader,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(shiptui.__file__).parents[1])},
        **pipes,
    ) as child:
        assert child.stdout
        assert child.stdout.readline()
        child.send_signal(signal.SIGINT)
        _, err = child.communicate()
    os.close(reader)
    os.close(writer)
    assert (child.returncode, err) == (130, "Interrupted.\n")


@pytest.mark.parametrize("words", [("ls",), ("ls", "--limit", "9"), ("tools",), ("show", "o3-pro")])
def test_a_terminal_and_a_pipe_get_the_same_text(place: Path, words: tuple[str, ...]) -> None:
    with run(place, *words, stdout=subprocess.PIPE) as child:
        plain, _ = child.communicate()
    with Terminal(place / "shiptui.db", columns=400, command=("-m", "shiptui", *words)) as terminal:
        assert terminal.wait_for_end() == 0
        shown = terminal.written.decode()
    assert "\x1b[" in shown
    assert COLORS.sub("", shown).replace("\r\n", "\n") == plain


@pytest.mark.parametrize("columns", [20, 80])
def test_a_narrow_terminal_changes_no_byte(place: Path, columns: int) -> None:
    command = ("-m", "shiptui", "ls", "--limit", "5")
    written = []
    for width in (columns, 400):
        with Terminal(place / "shiptui.db", columns=width, command=command) as terminal:
            assert terminal.wait_for_end() == 0
            written.append(bytes(terminal.written))
    assert written[0] == written[1]
