"""The program run by its commands: in this process on a database of its own, or as a child."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

import shiptui
from shiptui.cli import main
from shiptui.cli.app import HOMES
from shiptui.cli.app import shiptui as group
from shiptui.cli.options import Command


def every_command() -> dict[str, Command]:
    """Each command by its words, such as `feed build`; a group comes before what is in it."""
    context = click.Context(group)
    found: dict[str, Command] = {}
    for name in HOMES:
        command = group.get_command(context, name)
        members = command.commands if isinstance(command, click.Group) else {}
        for words, each in ((name, command), *((f"{name} {n}", c) for n, c in members.items())):
            assert isinstance(each, Command)
            found[words] = each
    return found


COMMANDS = every_command()
LEAVES = [words for words, each in COMMANDS.items() if not isinstance(each, click.Group)]
"""The commands that do something themselves."""

COLORS = re.compile(r"\x1b\[\d+m")


@dataclass
class Answer:
    """What one run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines on stdout."""
        return self.out.splitlines()


@dataclass
class Program:
    """Runs commands in this process, on a database of its own."""

    db: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Answer:
        """Run one command."""
        code = main(["--db", str(self.db), *arguments])
        out, err = self.capsys.readouterr()
        return Answer(code, out, err)


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Let nothing of the tester's own settings reach the program."""
    for name in [name for name in os.environ if name.startswith(("SHIPTUI_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Program]:
    """The program in a home that is empty, and where one stands."""
    isolate(monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)
    umask = os.umask(0o077)
    yield Program(tmp_path / "shiptui.db", capsys)
    os.umask(umask)


def start(*arguments: str, env: dict[str, str] | None = None, **more: Any) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    source = Path(shiptui.__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": str(source)} | (env or {}),
        text=True,
        **more,
    )


SLOW = {"textual", "httpx", "sqlite_utils", "platformdirs"}


def imported(program: Program, *arguments: str) -> set[str]:
    """The modules that a command has imported by its end."""
    script = (
        "import sys, shiptui.cli as c; c.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    )
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": -3}
    with start("-c", script, *arguments, env={"SHIPTUI_DB": str(program.db)}, **pipes) as child:
        out, err = child.communicate()
    assert out
    return set(err.split())
