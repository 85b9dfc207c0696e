"""A token stays where it was put, whatever the program does and however it ends."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from canary import arguments, new_canary, songs
from test_faults_server import DEADLINES, MISBEHAVIOURS

from feed_server import Handler, Request, world
from shiptui.feed.api_client import ApiClient
from shiptui.feed.secret import Secret
from shiptui.model.errors import FeedError, ShiptuiError
from terminal import Terminal, _environment
from test_tui_leaving import CRASH
from voting_server import voting_server

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
        " a crash: found in no terminal byte, log, database, export, argument or crash screen",
    )


def test_a_token_of_a_log_in_is_left_nowhere_but_in_its_file(
    tmp_path: Path, figure: Figure
) -> None:
    """Through a log-in, an exchange on the screen, commands, and a crash after it."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    db = home / "shiptui.db"
    heard: list[bytes] = []

    def run(*words: str, said: str = "") -> None:
        done = subprocess.run(
            [sys.executable, "-m", "shiptui", *words],
            env=_environment(db),
            cwd=home,
            input=said.encode(),
            capture_output=True,
            check=True,
        )
        heard.extend((done.stdout, done.stderr))

    with voting_server(tmp_path / "server") as server:
        canary = server.add_user("ann")
        run("feed", "add", server.feed)
        run("login", "1", said=canary)
        run("vote", "mill", "zed", "a")
        with Terminal(db, 120, 40) as terminal:
            terminal.see_app()
            heard.append(arguments(terminal.process.pid))
            terminal.see("^A")
            terminal.press("r")
            terminal.lose("^A")
            terminal.press("Q")
            assert terminal.wait_for_end() == 0
            heard.append(bytes(terminal.written))
        for words in ("sync --json", "doctor --json", "config", "export --out all.json"):
            run(*words.split())
        script = CRASH.format(
            module="shiptui.sync.exchanging", owner="Told", method="__init__", secret=SHOWN
        )
        with Terminal(db, 120, 40, ("-c", script)) as terminal:
            terminal.see_app()
            terminal.press("r")
            assert terminal.wait_for_end() == 1
            heard.append(bytes(terminal.written))
    (file,) = home.rglob("credentials.json")
    assert canary in file.read_text()
    file.unlink()
    assert list(home.rglob("shiptui.log"))
    assert songs(canary, *heard, folder=home) == []
    figure(
        "canary",
        "a token of a log-in, through an exchange on the screen, an export and a crash: found in"
        " its own file and nowhere else",
    )


async def echo(request: Request) -> None:
    """Say what was heard, wherever it could be repeated."""
    told = request.headers.get("authorization", "")
    problem = json.dumps({"type": "about:blank", "title": told, "detail": told}).encode()
    await request.answer(400, problem, Content_Type="application/problem+json", X_Token=told)


def leading(to: str, status: int) -> Handler:
    """Send on to another address."""
    return lambda request: request.answer(status, b"", Location=to)


async def test_a_token_goes_to_one_origin_and_into_no_sentence(
    figure: Figure, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the server answers, with whatever the libraries log when they are not debugged."""
    caplog.set_level(logging.INFO)
    canary = new_canary()
    heard: list[bytes | str] = []
    async with world() as home, world() as elsewhere:
        away = f"{elsewhere.url}/v1/sync"
        handlers: list[Handler] = [*MISBEHAVIOURS.values(), echo]
        handlers += [leading(away, status) for status in (301, 302, 303, 307, 308)]
        for handler in handlers:
            home.at("/v1/sync", handler)
            client = ApiClient(f"{home.url}/v1/", Secret(canary), deadlines=DEADLINES)
            async with client:
                with suppress(ShiptuiError):
                    await told_all(client, heard)
        for address in (away, "//evil.example/", "https://127.0.0.1/"):
            async with ApiClient(f"{home.url}/v1/", Secret(canary)) as client:
                with pytest.raises(FeedError, match="not where the token belongs"):
                    await client.call("POST", address, b"{}")
        assert elsewhere.requests == []
        sent = [request.headers["authorization"] for request in home.requests]
    assert set(sent) == {f"Bearer {canary}"}
    assert songs(canary, *heard, caplog.text) == []
    figure(
        "canary",
        f"a token through {len(handlers)} answers of a server: sent to one origin, followed"
        " nowhere, in no sentence, traceback or log",
    )


async def told_all(client: ApiClient, heard: list[bytes | str]) -> None:
    """Call, and keep all that a crash screen could show of it."""
    try:
        await client.call("POST", "sync", b"{}")
    except ShiptuiError as error:
        heard += ["".join(traceback.format_exception(error)), str(error), repr(vars(client))]
        raise
