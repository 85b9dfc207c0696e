"""The transcript of docs/cli.md is what a shell shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import shiptui

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cli.md"
MARK = "=== next ==="


def transcript() -> list[tuple[str, str]]:
    """Each command of the page with what the page says it shows."""
    block = re.search(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    found: list[tuple[str, str]] = []
    for line in block[1].splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].rstrip("\n"), ""))
        else:
            command, shown = found.pop()
            found.append((command, shown + line))
    return found


def shown_by(commands: list[str], folder: Path) -> list[str]:
    """What a shell shows for each command, one after the other, errors included."""
    (folder / "bin").mkdir()
    starter = folder / "bin" / "shiptui"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shiptui "$@"\n')
    starter.chmod(0o755)
    (folder / "work").mkdir()
    script = "\n".join(f"{command}\necho '{MARK}'" for command in commands)
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=folder / "work",
        env={
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(Path(shiptui.__file__).parents[1]),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return [each.lstrip("\n") for each in done.stdout.split(f"{MARK}\n")[:-1]]


@pytest.mark.skipif(shutil.which("git") is None, reason="the transcript makes a git repository")
def test_the_transcript_is_what_a_shell_shows(tmp_path: Path) -> None:
    """A `...` of the page stands for anything within a line."""
    expected = transcript()
    shown = shown_by([command for command, _ in expected], tmp_path)
    assert len(shown) == len(expected)
    for (command, says), is_shown in zip(expected, shown, strict=True):
        pattern = re.escape(says).replace(r"\.\.\.", r"[^\n]*")
        assert re.fullmatch(pattern, is_shown), f"$ {command}\n{is_shown}"


def test_the_transcript_does_what_it_has_to_show() -> None:
    commands = " ; ".join(command for command, _ in transcript())
    wanted = ("vote", "undo", "save", "compare", "decide", "export", "import")
    assert [word for word in wanted if f"shiptui {word}" not in commands] == []
    assert "cmp" in commands
