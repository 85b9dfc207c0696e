"""feed add, ls, rm and sync: a reader at the command line, against a real server."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import shiptui
from commands import SLOW, Program, imported
from feed_folders import write_catalog, write_key
from shiptui.sync.turn import turn
from terminal import Terminal
from test_cli_feeds import extension, served

NOW = 1_790_000_000
GONE = "http://127.0.0.1:9/feed.json"
"""Nobody answers there."""


@pytest.fixture
def program(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A folder with a published catalog; a minute goes by from build to build."""
    minutes = iter(range(NOW, NOW + 6_000, 60))
    monkeypatch.setattr("shiptui.cli.feeds.now", lambda: next(minutes))
    write_catalog(Path("catalog"))
    program("feed", "build", "catalog", "site")
    return program


@pytest.fixture
def url(program: Program) -> Iterator[str]:
    """The address of the published catalog."""
    del program
    with served(Path("site")) as host:
        yield f"{host}/feed.json"


def change(text: str) -> None:
    Path("catalog", "tools", "zed.toml").write_text(text)


def test_a_feed_is_followed_synced_listed_and_left(program: Program, url: str) -> None:
    added = program("feed", "add", url)
    assert (added.code, added.err) == (0, "")
    assert added.lines == ["Following Team tools. `shiptui sync` reads it."]
    assert "not read yet" in program("feed", "ls").out
    synced = program("sync")
    assert (synced.code, synced.out) == (0, "")
    assert synced.err.startswith("Team tools: new 1 matchup, 2 tools, 1 take, 1 persona. (")
    assert program("ls", "--limit", "1", "--json").json["items"][0]["id"] == "mill-vs-zed"
    change('name = "Zed"\ntagline = "Fast"')
    program("feed", "build", "catalog", "site")
    assert program("sync").err.startswith("Team tools: changed 1 tool. (")
    assert program("tool", "zed", "--json").json["item"]["tagline"] == "Fast"
    assert program("sync").err == "Team tools: nothing new.\n"
    (item,) = program("feed", "ls", "--json").json["items"]
    assert (item["id"], item["title"], item["problem"]) == (1, "Team tools", None)
    assert program("feed", "rm", "team").lines == ["No longer following Team tools."]
    assert program("tool", "zed").code == 4
    assert program("feed", "ls").err.startswith("No feed is followed")


def test_votes_outlive_a_feed(program: Program, url: str) -> None:
    program("feed", "add", url)
    program("sync")
    assert program("vote", "mill-vs-zed", "zed").code == 0
    program("feed", "rm", "1")
    assert [each["id"] for each in program("ls", "--view", "voted", "--json").json["items"]] == [
        "mill-vs-zed"
    ]


def test_a_wrong_address_is_told_at_once_and_not_followed(program: Program, url: str) -> None:
    for address, says in (
        (url.replace("feed.json", "nothing.json"), "nothing at this address"),
        (url.replace("feed.json", ""), "not with a feed"),
        ("http://192.0.2.1/feed.json", "plain http"),
        (f"{url}#ed25519=x", "no key"),
    ):
        answer = program("feed", "add", address)
        assert (answer.code, answer.out) == (1, "")
        assert says in answer.err
    assert program("feed", "ls", "--json").json["items"] == []
    assert program("feed", "add", url).code == 0
    assert program("feed", "add", url).code == 2


def test_a_feed_is_followed_without_a_network_and_says_so(program: Program) -> None:
    answer = program("feed", "add", GONE)
    assert (answer.code, answer.lines) == (0, [f"Following {GONE}. `shiptui sync` reads it."])
    assert "though it was not seen" in answer.err
    synced = program("sync")
    assert (synced.code, "cannot be reached" in synced.err) == (3, True)
    (item,) = program("feed", "ls", "--json").json["items"]
    assert (item["failures"], "cannot be reached" in item["problem"]) == (1, True)
    Path(".config", "shiptui").mkdir(parents=True)
    Path(".config", "shiptui", "config.toml").write_text("offline = true\n")
    answer = program("feed", "add", GONE.replace("feed", "other"))
    assert (answer.code, "(offline)" in answer.err) == (0, True)
    assert program("sync").code == 3


def test_one_feed_that_fails_does_not_hold_up_the_others(program: Program, url: str) -> None:
    program("feed", "add", GONE)
    program("feed", "add", url)
    answer = program("sync", "--json")
    assert answer.code == 3
    assert [each["outcome"] for each in answer.json["items"]] == ["offline", "news"]
    Path("site", "feed.json").write_text("<p>Log in</p>")
    answer = program("sync", "--json")
    assert (answer.code, [each["outcome"] for each in answer.json["items"]]) == (
        1,
        ["offline", "refused"],
    )
    assert program("tool", "zed").code == 0
    assert program("sync", "team").code == 1
    said = program("doctor", "--json").json["item"]["feeds"]["subscribed"]
    assert said == (
        "127.0.0.1 (not read yet, failed looks in a row: 2);"
        " 127.0.0.1 (as of 2026-11-20, failed looks in a row: 2)"
    )


def test_the_same_feed_elsewhere_is_refused_unless_the_same_key_signs_it(
    program: Program, url: str
) -> None:
    program("feed", "add", url)
    program("sync")
    with served(Path("site")) as mirror:
        answer = program("feed", "add", f"{mirror}/feed.json")
        assert (answer.code, "already" in answer.err) == (1, True)
        program("feed", "rm", "1")
        write_key(Path("key.pem"))
        program("feed", "build", "catalog", "site", "--sign", "key.pem")
        (key,) = extension("site")["keys"]
        assert program("feed", "add", f"{url}#ed25519={key}").code == 0
        assert program("sync").code == 0
        assert program("feed", "add", f"{mirror}/feed.json").code == 1
        assert program("feed", "add", f"{mirror}/feed.json#ed25519={key}").code == 0
        (item,) = program("feed", "ls", "--json").json["items"]
        assert (item["url"], item["key"]) == (f"{mirror}/feed.json", key)
        assert program("sync").err == "Team tools: nothing new.\n"


def test_a_feed_that_announces_a_move_is_followed_after_the_reader_agrees(
    program: Program, url: str
) -> None:
    program("feed", "add", url)
    program("sync")
    with served(Path("site")) as other:
        new = f"{other}/feed.json"
        head = json.loads(Path("site", "feed.json").read_bytes())
        head["_shiptui"]["moved_to"] = new
        Path("site", "feed.json").write_text(json.dumps(head))
        assert new not in program("sync").err
        assert f"shiptui feed add {new}" in program("sync").err
        assert program("feed", "ls", "--json").json["items"][0]["url"] == url
        assert program("feed", "add", new).code == 0
        assert [each["url"] for each in program("feed", "ls", "--json").json["items"]] == [new]


def test_a_feed_is_named_by_number_title_or_address(program: Program, url: str) -> None:
    program("feed", "add", url)
    program("feed", "add", GONE)
    program("sync")
    answer = program("feed", "rm", "127.0.0.1")
    assert (answer.code, answer.err.count("\n")) == (4, 3)
    assert program("feed", "rm", "nothing").code == 4
    assert program("feed", "rm", GONE).code == 0
    assert program("feed", "rm", "tools").code == 0


def test_a_sync_beside_another_one_ends_with_three(program: Program, url: str) -> None:
    program("feed", "add", url)
    with turn(program.db):
        answer = program("sync")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "Another shiptui is syncing; try again when it is done.\n"


def test_a_full_sync_reads_everything_anew(program: Program, url: str) -> None:
    program("feed", "add", url)
    program("sync")
    (item,) = program("sync", "--full", "--json").json["items"]
    assert (item["outcome"], item["new"], item["changed"]) == ("news", {}, {})
    assert item["bytes"] > 0


def test_a_feed_is_listed_and_left_without_http(program: Program) -> None:
    program("feed", "add", GONE)
    for words in (("feed", "ls"), ("feed", "rm", "1")):
        assert not {"textual", "httpx"} & imported(program, *words)
    assert "textual" in SLOW


def test_an_interrupt_ends_a_sync_and_leaves_everything(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/feed.json"
        Path(".config", "shiptui").mkdir(parents=True)
        config = Path(".config", "shiptui", "config.toml")
        config.write_text("offline = true\n")
        program("feed", "add", address)
        config.unlink()
        with subprocess.Popen(
            [sys.executable, "-m", "shiptui", "--db", str(program.db), "sync"],
            env=os.environ | {"PYTHONPATH": str(Path(shiptui.__file__).parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            asked, _ = server.accept()
            with asked:
                assert asked.recv(4)  # it has asked, and gets no answer
                child.send_signal(signal.SIGINT)
                told = child.communicate()
    assert (child.returncode, *told) == (130, "", "Interrupted.\n")


def test_a_terminal_sees_a_bar_that_goes_away(program: Program, url: str) -> None:
    shutil.copytree("catalog", "copy")
    program("feed", "add", url)
    with Terminal(program.db, command=("-m", "shiptui", "sync")) as terminal:
        assert terminal.wait_for_end() == 0
        shown = terminal.written.decode()
    assert "[####################]" in shown
    assert shown.rpartition("\r\x1b[K")[2].startswith("Team tools: new 1 matchup")
