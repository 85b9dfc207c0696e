"""The README's way from a server of votes to equal votes on two devices, run as it is printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from feed_world import ROOT

pytest.importorskip("starlette", reason="the extra `server` is not installed")
if shutil.which("curl") is None:
    pytest.skip("the script waits for the server with curl", allow_module_level=True)

PORT = "8600"
VOTED = "on-device-vs-openai-gpt-5-fine-tuning"


def script() -> str:
    """The commands of the README that start a server and vote on three devices."""
    text = (ROOT / "README.md").read_text("utf-8")
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    (found,) = (each for each in blocks if "shiptui-server run" in each)
    with socket.create_server(("127.0.0.1", 0)) as free:
        return found.replace(PORT, str(free.getsockname()[1]))


@contextmanager
def run(words: list[str], checkout: Path, home: Path) -> Iterator[subprocess.Popen[str]]:
    """A command in a session of its own, of which nothing is left afterwards."""
    with subprocess.Popen(
        words,
        cwd=checkout,
        env={
            "HOME": str(home),
            "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.defpath}",
            "LANG": "C.UTF-8",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            yield running
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)


def held(checkout: Path, device: str) -> list[object]:
    """The votes and bookmarks of a device."""
    found: list[object] = []
    for words in (["shiptui", "ls", "--json"], ["shiptui", "tools", "--json"]):
        with run(words, checkout, checkout / device) as asked:
            items = json.loads(asked.communicate()[0])["items"]
        found += [
            (each.get("id", each.get("slug")), each["vote"], each["saved"], each["tags"])
            for each in items
            if each["vote"] or each["saved"]
        ]
    return found


def test_the_script_of_the_readme_leaves_equal_votes_and_shows_what_others_decided(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "data" / "catalog", tmp_path / "data" / "catalog")
    words = ["bash", "-euo", "pipefail", "-c", script()]
    with run(words, tmp_path, tmp_path) as running:
        out, err = running.communicate()
    assert running.returncode == 0, err
    ours = held(tmp_path, "desk")
    assert len(ours) == 3
    assert held(tmp_path, "laptop") == ours
    assert len(held(tmp_path, "bob")) == 1
    (community,) = (row for row in out.splitlines() if row.startswith("Community"))
    assert "SmolVLM2-2B 50 %, GPT-5 Fine-Tuning API 50 % of 2 votes" in community
    assert "localhost: sent 1." in err
    assert "localhost: sent 2, received 1." in err
