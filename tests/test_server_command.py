"""`shiptui-server`, run as an operator runs it."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event

import httpx
import pytest

from feed_folders import write_catalog
from server_fixtures import OwnServer
from server_process import listening
from server_world import START, VOTE, World, op
from shiptui import __version__
from shiptui.server.command import main, server
from shiptui.server.keeping import Keeper, Keeping
from shiptui.server.policy import DAY, HOUR, MINUTE
from shiptui.server.serving import Complaints
from shiptui.server.sqlite import SqliteStore

URL = "https://votes.example.org"
COMMANDS = ("init", "run", "user", "publish", "recount", "export", "backup")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the database is, as the environment says; a catalog lies beside it."""
    path = tmp_path / "server.db"
    monkeypatch.setenv("SHIPTUI_SERVER_DB", str(path))
    monkeypatch.chdir(tmp_path)
    write_catalog(tmp_path / "catalog")
    return path


@pytest.fixture
def founded(db: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A server that was founded, with one account."""
    assert main(["init", "--catalog", str(db.parent / "catalog"), "--url", URL]) == 0
    assert main(["user", "add", "ann"]) == 0
    capsys.readouterr()
    return db


def test_its_commands_are_those_that_were_promised() -> None:
    assert set(server.commands) == set(COMMANDS)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), ("user", "add")])
def test_every_command_explains_itself(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: shiptui-server")


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"shiptui-server {__version__}\n"


def test_a_token_is_printed_once_and_alone(
    founded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "add", "bob"]) == 0
    out, told = capsys.readouterr()
    assert re.fullmatch(r"shp_[A-Za-z0-9_-]{27}\n", out)
    assert told == ""
    assert out.strip().encode() not in founded.read_bytes()
    assert main(["--json", "user", "ls"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["schema"] == 1
    assert [each["name"] for each in listed["items"]] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["user", "add", "ann"], 2, "already"),
        (["user", "add", "two\nlines"], 2, "one line"),
        (["user", "exclude", "nobody"], 4, "no account nobody"),
        (["user", "erase", "nobody"], 4, "no account nobody"),
        (["export", "nobody"], 4, "no account nobody"),
        (["nonsense"], 2, "No such command"),
        (["init", "--catalog", "/nowhere", "--url", URL], 2, "does not exist"),
        (["backup", "server.db/copy.db"], 1, "cannot be written"),
    ],
)
@pytest.mark.usefixtures("founded")
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    out, error = capsys.readouterr()
    assert out == ""
    assert told in error


def test_a_database_has_to_be_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SHIPTUI_SERVER_DB", raising=False)
    assert main(["user", "ls"]) == 2
    assert "SHIPTUI_SERVER_DB" in capsys.readouterr().err


def test_a_server_has_to_be_founded_first(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["user", "add", "ann"], ["publish", str(db.parent / "site")], ["run"]):
        assert main(words) == 2
        assert "shiptui-server init" in capsys.readouterr().err


def test_an_address_has_to_be_one(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--catalog", str(db.parent / "catalog"), "--url", "ftp://x"]) == 2
    assert "--url" in capsys.readouterr().err


def test_everything_works_from_founding_to_erasing(
    founded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = founded.parent
    for words in (
        ["recount"],
        ["recount", "--all"],
        ["publish", str(folder / "site")],
        ["user", "exclude", "ann"],
        ["user", "exclude", "ann", "--undo"],
        ["backup", str(folder / "copy.db")],
    ):
        assert main(["--json", *words]) == 0
        assert json.loads(capsys.readouterr().out)["schema"] == 1
    assert (folder / "site" / "feed.json").exists()
    assert main(["--db", str(folder / "copy.db"), "user", "ls"]) == 0
    assert "ann" in capsys.readouterr().out
    assert main(["user", "erase", "ann"]) == 0
    capsys.readouterr()
    assert main(["user", "ls"]) == 0
    assert capsys.readouterr().out == ""


def test_an_export_is_a_line_of_json_for_each_thing_held(
    founded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del founded
    for words in (["export", "ann"], ["export"]):
        assert main(words) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [line["type"] for line in lines] == ["account", "token"]


def test_a_difference_is_an_alarm_for_scripts(
    founded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = SqliteStore.open(founded)
    with store.writing() as rows:
        rows.run("INSERT INTO tally (kind, key, choice, votes) VALUES ('vote', 'x', 'tie', 3)")
    store.close()
    assert main(["recount", "--all"]) == 1
    assert "1 were wrong" in capsys.readouterr().out
    assert main(["recount", "--all"]) == 0


def test_it_listens_publishes_and_ends_in_peace(founded: Path) -> None:
    with listening(founded, "--site", founded.parent / "site") as (child, address):
        assert httpx.get(f"{address}/health").json() == {"status": "ok"}
        assert httpx.get(f"{address}/feed.json").json()["title"] == "Team tools"
        assert main(["user", "add", "while-it-runs"]) == 0
        child.send_signal(signal.SIGTERM)
        assert child.stderr is not None
        lines = [json.loads(line) for line in child.stderr]
        assert child.wait(60) == 0
    assert [line["path"] for line in lines if "method" in line] == ["/health", ""]


def test_a_running_server_counts_each_minute_publishes_each_hour_and_compares_each_day(
    own_server: OwnServer, tmp_path: Path
) -> None:
    with own_server("sqlite") as store:
        world, lines = World(store), list[dict[str, object]]()
        world.join("ann")
        keeper = Keeper(store, world.clock, lines.append, tmp_path / "site")

        def works(after: int) -> list[object]:
            lines.clear()
            world.clock.time += after
            keeper.tick()
            return [line["work"] for line in lines]

        assert works(0) == ["publish", "compare"]
        world.sync("ann", op(VOTE, "zed", at=START))
        assert works(MINUTE - 1) == []
        assert works(1) == ["recount"]
        assert works(HOUR) == ["publish"]
        assert works(DAY) == ["publish", "compare"]
        world.clock.time -= DAY
        assert works(0) == ["publish", "compare"]


def test_a_keeper_that_finds_another_at_work_goes_away(
    own_server: OwnServer, tmp_path: Path
) -> None:
    with own_server("sqlite") as store:
        world, lines = World(store), list[dict[str, object]]()
        with store.alone():
            Keeper(store, world.clock, lines.append, tmp_path / "site").tick()
        assert lines == []


def test_what_a_keeper_cannot_do_is_written_down_and_tried_again(
    own_server: OwnServer, tmp_path: Path
) -> None:
    with own_server("sqlite") as store:
        world, lines = World(store), list[dict[str, object]]()
        (tmp_path / "site").write_text("in the way")
        keeper = Keeper(store, world.clock, lines.append, tmp_path / "site")
        keeper.tick()
        assert "cannot be written" in str(lines[0]["failed"])
        (tmp_path / "site").unlink()
        world.clock.time += HOUR
        keeper.tick()
        assert (tmp_path / "site" / "feed.json").exists()


@pytest.mark.parametrize(
    ("missing", "words", "told"),
    [
        ("starlette", ["run"], "shiptui[server]"),
        ("psycopg", ["--db", "postgresql://127.0.0.1:1/none", "user", "ls"], "shiptui[server]"),
    ],
)
def test_without_the_extra_it_says_what_to_install(
    founded: Path, missing: str, words: list[str], told: str
) -> None:
    script = f"import sys; sys.modules[{missing!r}] = None\n"
    script += f"from shiptui.server.command import main; sys.exit(main({words}))"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SHIPTUI_SERVER_DB": str(founded)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.usefixtures("founded")
def test_a_port_that_is_taken_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["run", "--port", str(taken.getsockname()[1])]) == 1
    assert "Cannot listen at 127.0.0.1" in capsys.readouterr().err


def test_complaints_of_libraries_are_lines_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    complaints = Complaints(logging.WARNING)
    told = {"name": "library", "msg": "It broke: %s", "args": ("badly",), "levelno": 30}
    complaints.handle(logging.makeLogRecord(told | {"exc_info": (ValueError, ValueError(), None)}))
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["logger"], line["failed"]) == ("library", "It broke: badly\nValueError")


def test_a_bug_in_counting_is_written_down_and_does_not_end_the_server(
    own_server: OwnServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticked = Event()

    def fail(_: Keeper) -> None:
        ticked.set()
        raise RuntimeError("a bug")

    monkeypatch.setattr(Keeper, "tick", fail)
    with own_server("sqlite") as store:
        world = World(store)
        with Keeping(Keeper(store, world.clock, list[dict[str, object]]().append)):
            assert ticked.wait(30)
    assert "a bug" in caplog.text
