"""feed build and feed check: a publisher at the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import shiptui
from commands import SLOW, Program, imported
from feed_folders import append_item, write_catalog, write_key, write_models
from shiptui.feed.packing import unpack
from store_files import run_sql

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "publish.md").read_text("utf-8")
NOW = 1_795_300_000
TAGLINE = 'tagline = "Structured to-do store for agent swarms, built on a versioned database"'
BEADS = "beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"


@pytest.fixture
def program(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A folder with a small catalog; a minute goes by from command to command."""
    minutes = iter(range(NOW, NOW + 6_000, 60))
    monkeypatch.setattr("shiptui.cli.feeds.now", lambda: next(minutes))
    write_catalog(Path("catalog"))
    return program


def extension(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(folder, "feed.json").read_bytes())["_shiptui"]
    return found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on a web host of this computer."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder)) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_a_publisher_builds_checks_changes_one_entry_and_builds_again(program: Program) -> None:
    shutil.copytree(ROOT / "data" / "catalog", "copy")
    first = program("feed", "build", "copy", "site", "--json").json["item"]
    assert (first["changes"], first["seq"], first["epoch"]) == (439, 439, NOW)
    assert program("feed", "check", "site").lines == ["site keeps every rule."]

    entry = Path("copy", "tools", f"{BEADS}.toml")
    before = entry.read_text("utf-8")
    entry.write_text(before.replace(TAGLINE, 'tagline = "To-do store for agents"'), "utf-8")
    assert entry.read_text("utf-8") != before
    again = program("feed", "build", "copy", "site", "--json").json["item"]
    assert (again["changes"], again["seq"], again["epoch"]) == (1, 440, NOW)
    (segment,) = extension("site")["log"]
    assert sorted(again["written"]) == ["feed.json", segment["url"]]
    (changed,) = unpack(Path("site", segment["url"]).read_bytes(), 10_000).splitlines()
    change = json.loads(changed)
    assert (change["s"], change["k"], change["id"]) == (440, "tool", BEADS)
    assert change["v"]["tagline"] == "To-do store for agents"
    answer = program("feed", "check", "site")
    assert (answer.code, answer.lines) == (0, ["site keeps every rule."])


def test_a_build_tells_what_it_did(program: Program) -> None:
    first = program("feed", "build", "catalog", "site")
    assert first.lines == ["Published site: records changed 6, files written 2, removed 0."]
    again = program("feed", "build", "catalog", "site")
    assert (again.code, again.lines) == (0, ["Nothing has changed; site is as it was."])
    assert not program.db.exists()


def test_a_database_is_published_so_that_the_bundled_catalog_is_read_back_equal(
    program: Program,
) -> None:
    assert program("ls", "--limit", "1").code == 0
    assert program("feed", "build", str(ROOT / "data" / "catalog"), "text").code == 0
    for name, source in (("own", program.db), ("seed", ROOT / "data" / "seed.sqlite")):
        assert program("feed", "build", str(source), name).code == 0
        (snap,) = Path(name, "snap").iterdir()
        assert snap.read_bytes() == next(Path("text", "snap").iterdir()).read_bytes()


def test_of_a_database_with_many_feeds_one_is_named(program: Program) -> None:
    program("ls", "--limit", "1")
    run_sql(
        program.db,
        "INSERT INTO feed (id, feed_id, title, as_of) VALUES (1, 'urn:x', 'Team', '2026-11-20')",
    )
    asked = program("feed", "build", str(program.db), "site")
    assert (asked.code, "Team" in asked.err, "--feed" in asked.err) == (4, True, True)
    assert program("feed", "build", str(program.db), "site", "--feed", "team").code == 0
    assert extension("site")["feed_id"] == "urn:x"


def test_a_build_continues_the_log_of_another_folder(program: Program) -> None:
    program("feed", "build", "catalog", "old")
    Path("catalog", "tools", "zed.toml").write_text('name = "Zed 2"')
    item = program("feed", "build", "catalog", "new", "--previous", "old/feed.json", "--json").json[
        "item"
    ]
    assert (item["changes"], item["seq"]) == (1, 7)
    assert extension("new")["epoch"] == extension("old")["epoch"]
    assert program("feed", "check", "new").code == 0


def test_one_file_has_no_version_and_may_get_a_log(program: Program) -> None:
    item = program("feed", "build", "--level", "0", "catalog", "site", "--json").json["item"]
    assert (item["written"], item["epoch"], item["seq"]) == (["feed.json"], None, None)
    assert program("feed", "check", "site").code == 0
    assert program("feed", "build", "catalog", "site").code == 0
    assert extension("site")["seq"] == 6
    back = program("feed", "build", "--level", "0", "catalog", "site")
    assert (back.code, back.out, back.err.count("\n")) == (1, "", 1)


def test_a_signed_feed_names_its_key(program: Program) -> None:
    write_key(Path("key.pem"))
    answer = program("feed", "build", "catalog", "site", "--sign", "key.pem")
    (key,) = extension("site")["keys"]
    assert answer.lines[-1] == f"Signed with the key {key}."
    assert program("feed", "check", "site").code == 0
    altered = Path("site", "feed.json")
    altered.write_text(altered.read_text().replace('"min_poll":3600', '"min_poll":60'))
    answer = program("feed", "check", "site")
    assert (answer.code, "signature" in answer.out) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("feed", 2, "Missing command"),
        ("feed biuld", 2, "Did you mean 'build'?"),
        ("feed build catalog", 2, "OUT"),
        ("feed build nowhere site", 2, "nowhere"),
        ("feed build catalog/catalog.toml site", 1, "catalog/catalog.toml"),
        ("feed build catalog site --site catalog/catalog.toml", 1, "means nothing"),
        ("feed build catalog/tools site", 1, "catalog.toml"),
        ("feed build catalog catalog/catalog.toml", 2, "catalog/catalog.toml"),
        ("feed build catalog site --level 2", 2, "--level"),
        ("feed build catalog site --previous nowhere/feed.json", 1, "nowhere/feed.json"),
        ("feed build catalog site --sign catalog/catalog.toml", 2, "private key"),
        ("feed check nowhere", 1, "There is no feed in nowhere"),
        ("feed check catalog", 1, "There is no feed in catalog"),
        ("feed check catalog/catalog.toml", 1, "There is no feed in catalog/catalog.toml"),
        ("feed check https://h.example/feed.json#ed25519=x", 2, "leave out the #"),
        ("--offline feed check https://h.example/feed.json", 2, "offline"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    program: Program, words: str, code: int, says: str
) -> None:
    answer = program(*words.split())
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert not Path("site").exists()


def test_a_name_that_no_disk_takes_is_no_bug(program: Program) -> None:
    assert program("feed", "check", "x" * 5_000).code == 1


def test_what_breaks_a_rule_is_told_with_its_place(program: Program) -> None:
    program("feed", "build", "--level", "0", "catalog", "site")
    append_item(Path("site"), {"k": "review", "id": "one", "v": {}})
    answer = program("feed", "check", "site")
    warning = "review one: warning: The kind review is not known to this program."
    assert (answer.code, answer.lines) == (0, [warning])
    append_item(Path("site"), {"k": "matchup", "id": "a-vs-b", "v": {"a": "a", "b": "b", "pos": 9}})
    answer = program("feed", "check", "site/feed.json")
    assert answer.code == 1
    assert "feed.json: item 8: The id more stands twice." in answer.lines
    assert "matchup a-vs-b: It needs the tool a." in answer.lines
    items = program("feed", "check", "site", "--json").json["items"]
    assert {"where": "matchup a-vs-b", "what": "It needs the tool b.", "fails": True} in items
    assert [each["fails"] for each in items if each["where"] == "review one"] == [False]


def test_words_of_a_feed_cannot_steer_the_terminal(program: Program) -> None:
    program("feed", "build", "--level", "0", "catalog", "site")
    for _ in range(2):
        append_item(Path("site"), {"k": "review", "id": "one", "v": {}}, "\x1b[31m\u202egnp\x07\n")
    for form in ((), ("--json",)):
        answer = program("feed", "check", "site", *form)
        assert answer.code == 1
        assert "stands twice" in answer.out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|\\\\u00|\\\\u202e", answer.out)


def test_a_folder_is_checked_without_http_and_without_a_database(program: Program) -> None:
    assert program("feed", "build", "catalog", "site").code == 0
    for words in (("feed", "--help"), ("feed", "build", "catalog", "b"), ("feed", "check", "site")):
        assert not {*SLOW, "sqlite3"} & imported(program, *words)
    assert not any(name.startswith("shiptui.feed") for name in imported(program, "feed", "--help"))


def test_a_feed_is_checked_where_it_is_served(program: Program) -> None:
    program("feed", "build", "catalog", "site")
    with served(Path("site")) as host:
        good = program("feed", "check", f"{host}/feed.json")
        lost = program("feed", "check", f"{host}/nothing.json", "--json")
        next(Path("site", "snap").iterdir()).unlink()
        torn = program("feed", "check", f"{host}/feed.json")
    assert good.code == 0, good.out
    assert (lost.code, [each["fails"] for each in lost.json["items"]]) == (1, [True])
    assert (torn.code, torn.lines[-1].startswith("snap/")) == (1, True)


def test_a_host_that_cannot_be_reached_is_worth_another_try(program: Program) -> None:
    answer = program("feed", "check", "http://127.0.0.1:9/feed.json")
    assert (answer.code, answer.out) == (3, "")
    assert "cannot be reached" in answer.err


def test_plain_http_elsewhere_has_to_be_allowed(program: Program) -> None:
    answer = program("feed", "check", "http://192.0.2.1/feed.json")
    assert (answer.code, "plain http" in answer.out) == (1, True)


def test_an_interrupt_ends_a_check_that_waits_for_a_server(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/feed.json"
        with subprocess.Popen(
            [sys.executable, "-m", "shiptui", "feed", "check", address],
            env=os.environ | {"PYTHONPATH": str(Path(shiptui.__file__).parents[1])},
            cwd=program.db.parent,
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


def blocks() -> list[str]:
    """The commands of the page by paragraphs of code."""
    return re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_page_about_publishing_is_true_to_the_last_command(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A log that begins in the future would be refused.
    monkeypatch.setattr("shiptui.cli.feeds.now", lambda: NOW - 10_000_000)
    commands = re.findall(r"`(shiptui feed [^`]*)`", PAGE)
    commands += [each for code in blocks() for each in code.splitlines()]
    with served(Path()) as host:
        program("feed", "build", "catalog", "site")
        for command in commands:
            words = command.replace("http://localhost:8000", f"{host}/site").split()
            if words[0] == "openssl":
                write_key(Path(words[-1]))
            elif words[0] == "curl":
                write_models(Path(words[-2]))
            elif words[0] == "shiptui":
                answer = program(*words[1:])
                assert answer.code == 0, f"{command}\n{answer.out}{answer.err}"
            else:
                assert words[:3] == ["python", "-m", "http.server"]


def test_facts_about_models_become_a_catalog_that_can_be_built_and_brought_up_to_date(
    program: Program,
) -> None:
    models = str(ROOT / "tests" / "fixtures" / "models_dev.json")
    words = ("feed", "models", models, "models", "--as-of", "2026-11-19")
    first = program(*words)
    assert (first.code, first.lines) == (0, ["Wrote models: files 8, facts as of 2026-11-19."])
    assert first.err == (
        "Models left out: 4; the first: fictional-forge anvil_nano: another model has the slug"
        " fictional-forge-anvil-nano.\n"
    )
    assert program("feed", "build", "models", "out").code == 0
    (Path("models") / "tools" / "imaginary-mill-grain.toml").write_text('name = "Ours"\n')
    again = program(*words[:-1], "2026-11-20", "--provider", "imaginary-mill")
    assert again.lines == ["Wrote models: files 1, facts as of 2026-11-20."]
    assert again.err.splitlines() == [
        "Files of your own, left as they are: 1; the first: tools/imaginary-mill-grain.toml.",
        (
            "No longer told of, left as they are: 3; the first:"
            " tools/fictional-forge-anvil-large-1-5.toml."
        ),
    ]
    assert program("feed", "build", "models", "out").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "models.json: The file cannot be read"),
        ("[]", "models.json: The data is no object of providers"),
        ("{}", "models.json: The data holds no model"),
    ],
)
def test_data_of_another_form_writes_nothing(program: Program, text: str | None, said: str) -> None:
    if text is not None:
        Path("models.json").write_text(text)
    answer = program("feed", "models", "models.json", "models")
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert not Path("models").exists()
