"""What most tests start from: the bundled catalog, a fresh store, a second Python."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

import shiptui
from shiptui.store.store import Store
from store_files import cast_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.terminal import TerminalReporter

pytest_plugins = ("server_fixtures", "asking", "commands")

ROOT = Path(__file__).resolve().parent.parent
FIGURE = "figure"


class StartPython(Protocol):
    """Starts a script in a Python of its own that can import shiptui."""

    def __call__(self, script: str, *arguments: object) -> subprocess.Popen[str]:
        """Start it; its output is read by `communicate`."""
        ...


class Figure(Protocol):
    """Tells what a test measured of a promise of docs/reliability.md."""

    def __call__(self, promise: str, words: str) -> None:
        """Note the figure that was reached."""
        ...


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Notes figures; those of tests that pass are printed at the end of the run."""
    return lambda promise, words: record_property(FIGURE, [promise, words])


def pytest_configure() -> None:
    """Let the programs under test hear ctrl+c, which a shell makes its background jobs ignore."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the figures; SOAK_FIGURES names a file that gets them, too, one JSON list a line."""
    found = [
        [promise, words, report.nodeid.partition("::")[0]]
        for report in terminalreporter.stats.get("passed", [])
        for name, (promise, words) in report.user_properties
        if name == FIGURE
    ]
    if found:
        terminalreporter.section("figures")
    for promise, words, _ in sorted(found):
        terminalreporter.write_line(f"{promise}: {words}")
    if path := os.environ.get("SOAK_FIGURES"):
        Path(path).write_text("".join(json.dumps(each) + "\n" for each in found), "utf-8")


@pytest.fixture(scope="session")
def seed() -> Path:
    """The bundled catalog of the repository."""
    return ROOT / "data" / "seed.sqlite"


@pytest.fixture
def store(tmp_path: Path, seed: Path) -> Iterator[Store]:
    """A store that was just made."""
    with Store.open(tmp_path / "shiptui.db", seed) as fresh:
        yield fresh


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The place of a database, in a folder that is not there yet."""
    return tmp_path / "home" / "shiptui.db"


@pytest.fixture
def db(path: Path, seed: Path) -> Path:
    """A database that is ready."""
    Store.open(path, seed).close()
    return path


@pytest.fixture
def voted(path: Path, seed: Path) -> str:
    """A database at `path` with one vote, closed; the id of its matchup."""
    with Store.open(path, seed) as store:
        return cast_one(store)


@pytest.fixture
def start_python() -> Iterator[StartPython]:
    """A starter of child processes that ends them with the test."""
    children: list[subprocess.Popen[str]] = []
    source = Path(shiptui.__file__).resolve().parent.parent

    def start(script: str, *arguments: object) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(source)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()
