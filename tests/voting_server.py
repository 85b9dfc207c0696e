"""A server of votes as an operator runs it, in a process of its own."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from feed_folders import write_catalog
from shiptui.server.command import main

_SERVER = "import sys; from shiptui.server.command import main; sys.exit(main())"


@dataclass
class VotingServer:
    """Where it listens, and its database."""

    folder: Path
    host: str

    @property
    def feed(self) -> str:
        """The address of its feed."""
        return f"{self.host}/feed.json"

    def add_user(self, name: str) -> str:
        """A token of a new account."""
        return self("user", "add", name).strip()

    def __call__(self, *words: str) -> str:
        """Run one of the operator's commands and return what it prints."""
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
            patch.setenv("SHIPTUI_SERVER_DB", str(self.folder / "server.db"))
            patch.chdir(self.folder)
            assert main(words) == 0
        out.seek(0)
        return out.read()


@contextmanager
def voting_server(folder: Path) -> Iterator[VotingServer]:
    """A server that was founded, publishes and listens."""
    folder.mkdir()
    write_catalog(folder / "catalog")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = VotingServer(folder, f"http://127.0.0.1:{port}")
    rules = ("--n-min", "1", "--holding", "0")
    server("init", "--catalog", "catalog", "--url", f"{server.host}/v1/", *rules)
    server("publish", "site")
    child = subprocess.Popen(
        [sys.executable, "-c", _SERVER, "run", "--port", port, "--site", "site"],
        env={**os.environ, "SHIPTUI_SERVER_DB": str(folder / "server.db")},
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stderr is not None
        assert any(json.loads(line).get("work") == "listen" for line in child.stderr)
        yield server
    finally:
        child.kill()
        child.communicate()
