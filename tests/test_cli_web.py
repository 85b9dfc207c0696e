"""web: the program in a browser of this computer, and of nobody else."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import pytest

import shiptui
from commands import Program
from shiptui.cli.web import program_command

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = shutil.which("chromium")
PATIENCE = 60.0

served_only = pytest.mark.skipif(
    importlib.util.find_spec("textual_serve") is None, reason="the extra `web` is not installed"
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def server(program: Program) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running server and the address that it told."""
    assert program("ls", "--limit", "1").code == 0
    words = ["--db", str(program.db), "--theme", "dark", "web", "--port", str(free_port())]
    with subprocess.Popen(
        [sys.executable, "-m", "shiptui", *words],
        env=os.environ | {"PYTHONPATH": str(Path(shiptui.__file__).parents[1])},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr
        told = re.search(r"http://127\.0\.0\.1:\S+", child.stderr.readline())
        try:
            assert told
            yield child, told[0]
        finally:
            child.kill()
            child.communicate()


def get(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    """Ask for a page; its body has been read."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_without_the_extra_it_says_what_to_install(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    answer = program("web")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "shiptui web needs the extra `web`; install it with: pip install 'shiptui[web]'\n"
    )


def test_the_options_of_this_run_are_those_of_the_program() -> None:
    flags: dict[str, object] = {
        "db": "/tmp/a b.db; reboot",  # noqa: S108 - only a word
        "view": "saved",
        "filter_text": "is:unvoted",
        "mouse": False,
        "offline": True,
        "json": True,
    }
    words = shlex.split(program_command(flags))
    assert words == [
        *(sys.executable, "-P", "-m", "shiptui", "--served"),
        *("--db", "/tmp/a b.db; reboot"),  # noqa: S108 - only a word
        *("--view", "saved"),
        *("--filter", "is:unvoted"),
        *("--offline", "--no-mouse"),
    ]
    assert "--demo" in program_command({"demo": True})


@served_only
def test_a_port_that_is_taken_is_one_sentence(program: Program) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        answer = program("web", "--port", str(holder.getsockname()[1]))
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "--port" in answer.err


@served_only
def test_only_who_has_the_key_gets_in(server: tuple[subprocess.Popen[str], str]) -> None:
    _, address = server
    key = urlsplit(address).query
    assert get(address, "/").status == 403
    assert get(address, "/?key=guess").status == 403
    assert get(address, "/ws").status == 403
    assert get(address, "/static/js/textual.js").status == 403
    answer = get(address, f"/?{key}")
    assert answer.status == 200
    assert "default-src 'self'" in (answer.getheader("Content-Security-Policy") or "")
    cookie = answer.getheader("Set-Cookie") or ""
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    cookie = cookie.split(";")[0]
    assert get(address, "/static/js/textual.js", Cookie=cookie).status == 200
    foreign = get(address, "/ws", Cookie=cookie, Origin="https://evil.example")
    assert foreign.status == 403


@served_only
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens")
def test_it_listens_on_this_computer_only(server: tuple[subprocess.Popen[str], str]) -> None:
    _, address = server
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        if (Path("/proc/net") / table).exists()
        for line in (Path("/proc/net") / table).read_text().splitlines()[1:]
    ]
    ending = f":{urlsplit(address).port:04X}"
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(ending)]
    assert listening == [f"0100007F{ending}"]


@served_only
def test_an_interrupt_ends_it(server: tuple[subprocess.Popen[str], str]) -> None:
    child, _ = server
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=PATIENCE) == 130
    assert child.stderr
    assert child.stderr.read() == "Interrupted.\n"


@served_only
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")
@pytest.mark.skipif(shutil.which("chromedriver") is None, reason="there is no chromedriver here")
def test_a_browser_shows_the_program_and_votes(
    server: tuple[subprocess.Popen[str], str], program: Program, tmp_path: Path
) -> None:
    """Driven over the WebDriver protocol, which needs nothing but HTTP and JSON."""
    _, address = server
    with Browser(tmp_path) as browser:
        browser.open(address)
        browser.wait_for("return document.body.className.includes('-first-byte')")
        browser.wait_for("return !!document.querySelector('.xterm-helper-textarea, textarea')")
        deadline = time.monotonic() + PATIENCE
        while program("ls", "--view", "voted").out == "":
            assert time.monotonic() < deadline
            browser.press("a")
            time.sleep(0.2)
        asked = browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
        assert isinstance(asked, list)
        assert asked
        own = f"http://127.0.0.1:{urlsplit(address).port}/"
        assert [name for name in asked if not name.startswith((own, "data:"))] == []


class Browser:
    """A headless Chromium, spoken to by way of its driver."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        self._driver = subprocess.Popen(
            ["chromedriver", f"--port={self._port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_for_driver()
        options = {
            "binary": CHROMIUM,
            "args": [
                *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
                *(f"--user-data-dir={folder / 'profile'}", "--window-size=1200,800"),
            ],
        }
        wanted = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
        answer = self._ask("POST", "/session", {"capabilities": wanted})
        assert isinstance(answer, dict), answer
        self._session = f"/session/{answer['sessionId']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._ask("DELETE", self._session)
        finally:
            self._driver.terminate()
            self._driver.wait()

    def open(self, address: str) -> None:
        """Go to an address."""
        self._ask("POST", f"{self._session}/url", {"url": address})

    def run(self, script: str) -> object:
        """What a script returns."""
        return self._ask("POST", f"{self._session}/execute/sync", {"script": script, "args": []})

    def wait_for(self, script: str) -> None:
        """Wait until a script returns something true."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(script):
            assert time.monotonic() < deadline, script
            time.sleep(0.05)

    def press(self, key: str) -> None:
        """Press a key, wherever the focus is."""
        self.run("document.querySelector('textarea').focus()")
        strokes = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        actions = {"actions": [{"type": "key", "id": "keys", "actions": strokes}]}
        self._ask("POST", f"{self._session}/actions", actions)

    def _wait_for_driver(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._ask("GET", "/status")
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def _ask(self, method: str, path: str, body: object = None) -> object:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        value: object = answer["value"]
        return value
