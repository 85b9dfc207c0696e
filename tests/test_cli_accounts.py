"""login, logout and the reader's half of sync: two devices and a real server."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import Answer, Program, isolate
from feed_folders import write_catalog
from store_files import mode_of
from test_cli_feeds import served
from voting_server import VotingServer, voting_server

PAIR = ("mill", "zed")

Device = Callable[..., Answer]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VotingServer]:
    """One server for all of these tests; each has an account of its own."""
    with voting_server(tmp_path_factory.mktemp("voting") / "server") as running:
        yield running


@pytest.fixture
def token(server: VotingServer, request: pytest.FixtureRequest) -> str:
    return server.add_user(request.node.name[:60])


@pytest.fixture
def device(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    server: VotingServer,
) -> Callable[[str], Device]:
    """Makes devices with a home of their own that follow the server's feed."""

    def made(name: str) -> Device:
        home = tmp_path / name
        home.mkdir(mode=0o700)

        def run(*words: str, stdin: str = "", **env: str) -> Answer:
            isolate(monkeypatch, home)
            for key, value in env.items():
                monkeypatch.setenv(key, value)
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
            return Program(home / "shiptui.db", capsys)(*words)

        assert run("feed", "add", server.feed).code == 0
        assert run("sync").code == 0
        return run

    return made


def held(run: Device) -> object:
    """Votes and bookmarks as a script reads them."""
    items = run("ls", "--json").json["items"]
    calls = run("tools", "--json").json["items"]
    return [(each["id"], each["vote"], each["tags"]) for each in items] + [
        (each["slug"], each["vote"], each["tags"]) for each in calls
    ]


def test_votes_made_offline_on_two_devices_are_the_same_on_both_after_a_sync(
    device: Callable[[str], Device], token: str
) -> None:
    one, two = device("one"), device("two")
    for run in (one, two):
        assert run("login", "1", stdin=f"{token}\n").code == 0
    one("vote", *PAIR, "a")
    one("save", "mill", "--tag", "later", "--note", "mine")
    two("save", "zed", "--tag", "soon")
    two("ship", "zed")
    assert "127.0.0.1: sent 2." in one("sync").err
    assert "127.0.0.1: sent 2, received 2." in two("sync").err
    assert "127.0.0.1: received 2." in one("sync").err
    assert held(one) == held(two)
    assert "127.0.0.1: nothing to exchange." in two("sync").err


def test_the_last_act_wins_on_all_devices(device: Callable[[str], Device], token: str) -> None:
    one, two = device("one"), device("two")
    for run in (one, two):
        run("login", "1", stdin=token)
    one("vote", *PAIR, "a")
    two("vote", *PAIR, "b")
    for run in (two, one, two):
        assert run("sync").code == 0
    assert held(one) == held(two)
    assert two("ls", "--json").json["items"][0]["vote"] == "zed"
    assert "from another device" in one("history").out


def test_undo_takes_back_ones_own_acts_only(device: Callable[[str], Device], token: str) -> None:
    one, two = device("one"), device("two")
    for run in (one, two):
        run("login", "1", stdin=token)
    one("vote", *PAIR, "a")
    one("ship", "mill")
    one("sync")
    two("sync")
    two("vote", *PAIR, "b")
    two("sync")
    one("sync")
    assert "Undone: vote ship on" in one("undo").out
    again = one("undo")
    assert (again.code, again.err) == (1, "There is nothing to undo.\n")
    assert one("show", *PAIR, "--json").json["item"]["vote"] == "zed"


def test_what_waits_and_what_was_refused_is_marked(
    device: Callable[[str], Device], token: str
) -> None:
    one = device("one")
    one("vote", *PAIR, "a")
    assert "waits" not in one("history").out
    answer = one("login", "1", "--json", stdin=token)
    assert answer.json["item"]["waiting"] == 1
    assert "waits to be sent" in one("history").out
    assert one("ls").lines[0].startswith("A ^")
    assert one("ls", "--json").json["items"][0]["holdup"] == "waiting"
    one("sync")
    assert "waits" not in one("history").out
    assert one("ls", "--json").json["items"][0]["holdup"] is None


def test_notes_stay_on_the_device_unless_the_config_says_otherwise(
    device: Callable[[str], Device], token: str, server: VotingServer
) -> None:
    one = device("one")
    one("login", "1", stdin=token)
    one("save", "mill", "--note", "a-secret-note")
    one("sync")
    assert b"a-secret-note" not in (server.folder / "server.db").read_bytes()
    one("save", "zed", "--note", "a-shared-note")
    one("sync", SHIPTUI_SYNC_NOTES="yes")
    two = device("two")
    two("login", "1", stdin=token)
    two("sync")
    notes = {each["slug"]: each["note"] for each in two("tools", "--json").json["items"]}
    assert (notes["mill"], notes["zed"]) == (None, "a-shared-note")


def test_what_came_from_a_file_is_sent_only_when_it_is_said(
    device: Callable[[str], Device], token: str, tmp_path: Path
) -> None:
    one, two = device("one"), device("two")
    one("vote", *PAIR, "a")
    file = str(tmp_path / "all.json")
    one("export", "--out", file)
    two("login", "1", stdin=token)
    two("import", file, "--yes")
    assert "nothing to exchange" in two("sync").err
    assert "sent 1" in two("sync", "--imported").err


def test_a_code_lets_the_next_device_in_once(device: Callable[[str], Device], token: str) -> None:
    one, two, three = device("one"), device("two"), device("three")
    one("login", "1", stdin=token)
    code = one("login", "1", "--code").out
    assert two("login", "1", stdin=code).code == 0
    assert three("login", "1", stdin=code).code == 1
    assert two("sync").code == 0


def test_after_a_log_out_nothing_is_sent_and_nothing_is_lost(
    device: Callable[[str], Device], token: str
) -> None:
    one = device("one")
    one("login", "1", stdin=token)
    assert one("logout", "1").code == 0
    one("vote", *PAIR, "a")
    answer = one("sync")
    assert (answer.code, "127.0.0.1: " in answer.err) == (0, False)
    revoked = one("login", "1", stdin=token)
    assert (revoked.code, "does not accept the token" in revoked.err) == (1, True)


def test_another_account_is_asked_about(
    device: Callable[[str], Device], token: str, server: VotingServer
) -> None:
    one = device("one")
    one("login", "1", stdin=token)
    one("vote", *PAIR, "a")
    one("sync")
    other = server.add_user("somebody-else")
    answer = one("login", "1", stdin=other)
    assert (answer.code, "another account" in answer.err) == (2, True)
    fresh = one("login", "1", "--votes", "fresh", "--json", stdin=other)
    assert fresh.json["item"]["waiting"] == 0
    # The ids of the acts are known to the server as those of the first account.
    assert one("login", "1", "--votes", "move", stdin=token).code == 0
    assert one("login", "1", "--votes", "move", stdin=other).code == 0
    assert "sent 1" in one("sync").err
    assert '"mill"' in server("export", "somebody-else")


def test_a_token_that_changed_in_the_environment_gets_nothing(
    device: Callable[[str], Device], token: str, server: VotingServer
) -> None:
    one = device("one")
    assert one("login", "1", SHIPTUI_TOKEN=token).code == 0
    one("vote", *PAIR, "a")
    other = server.add_user("the-wrong-one")
    answer = one("sync", SHIPTUI_TOKEN=other)
    assert (answer.code, "another account" in answer.err) == (1, True)
    export = server("export", "the-wrong-one")
    assert '"mill"' not in export


def test_a_feed_without_a_server_takes_no_votes(program: Program) -> None:
    write_catalog(Path("catalog"))
    program("feed", "build", "catalog", "site")
    with served(Path("site")) as host:
        program("feed", "add", f"{host}/feed.json")
        answer = program("login", "1")
    assert (answer.code, "takes no votes" in answer.err) == (1, True)


def test_a_token_is_found_nowhere_but_in_its_file(
    device: Callable[[str], Device], token: str, tmp_path: Path
) -> None:
    one = device("one")
    answers = [
        one("login", "1", stdin=token),
        one("vote", *PAIR, "a"),
        one("sync"),
        one("sync", "--json"),
        one("export", "--out", str(tmp_path / "all.json")),
        one("doctor"),
        one("doctor", "--json"),
        one("config", "show"),
        one("history", "--json"),
        one("login", "1", stdin="a bad token\n"),
    ]
    assert all(token not in answer.out + answer.err for answer in answers)
    file = tmp_path / "one" / ".config" / "shiptui" / "credentials.json"
    assert mode_of(file) == 0o600
    holding = [each for each in tmp_path.rglob("*") if each.is_file() and holds(each, token)]
    assert holding == [file]


def holds(path: Path, token: str) -> bool:
    return token.encode() in path.read_bytes()


def test_a_file_of_tokens_that_others_can_read_or_that_is_a_link_is_not_used(
    device: Callable[[str], Device], token: str, tmp_path: Path
) -> None:
    one = device("one")
    one("login", "1", stdin=token)
    file = tmp_path / "one" / ".config" / "shiptui" / "credentials.json"
    file.chmod(0o640)
    answer = one("sync")
    assert (answer.code, "others can read it" in answer.err) == (2, True)
    file.chmod(0o600)
    real = file.with_name("elsewhere.json")
    file.rename(real)
    file.symlink_to(real)
    answer = one("sync")
    assert (answer.code, "a link" in answer.err) == (2, True)
    assert token in json.loads(real.read_text()).values()
