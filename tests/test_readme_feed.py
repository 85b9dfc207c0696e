"""The README's way from a folder of text to a reader's screen, run as it is printed."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feed_world import ROOT

SERVER = "python3 -m http.server --directory site 8000 &"
PORT = "8000"


def script() -> str:
    """The commands that publish and follow the bundled catalog."""
    text = (ROOT / "README.md").read_text("utf-8")
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    (found,) = (each for each in blocks if SERVER in each)
    return found


@contextmanager
def served(folder: Path, log: Path) -> Iterator[str]:
    """The server of the README on a free port, answering; what it was asked stands in the log."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    words = [word for word in SERVER.split()[1:-1] if word != PORT]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [sys.executable, *words, "--bind", "127.0.0.1", port], cwd=folder, stderr=written
        ) as server,
    ):
        try:
            _wait_for(port)
            yield port
        finally:
            server.kill()


def _wait_for(port: str) -> None:
    while True:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", int(port))) == 0:
                return


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the script needs of a checkout, and the folder that it makes first."""
    shutil.copytree(ROOT / "data" / "catalog", tmp_path / "data" / "catalog")
    (tmp_path / "site").mkdir()
    return tmp_path


def test_the_script_of_the_readme_changes_exactly_one_entry_by_one_segment(checkout: Path) -> None:
    lines = [each for each in script().splitlines() if each not in ("mkdir site", SERVER)]
    assert len(lines) == len(script().splitlines()) - 2
    log = checkout / "asked.log"
    with served(checkout, log) as port:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join(lines).replace(PORT, port)],
            cwd=checkout,
            env={
                "HOME": str(checkout / "home"),
                "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.defpath}",
                "LANG": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    first, second = done.stderr.splitlines()
    # It is what the program came with, so nothing in it is new to the reader.
    assert re.fullmatch(r".*: nothing new\. \(\d+ kB\)", first)
    assert re.fullmatch(r".*: changed 1 tool\. \(\d+ bytes\)", second)
    asked = re.findall(r'"GET /(\S+)', log.read_text())
    kinds = [name.partition("/")[0] for name in asked]
    # Looked at when it was added, read whole, and then one segment more.
    assert kinds == ["feed.json", "feed.json", "snap", "feed.json", "log"]
    old = checkout / "data" / "catalog" / "tools"
    assert len(list(old.glob("*.old"))) == 1
