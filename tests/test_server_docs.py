"""What the documents say of the server is what it does."""

from __future__ import annotations

import re
import shlex

import pytest

from feed_world import ROOT
from shiptui.server import limits
from shiptui.server.command import server
from shiptui.server.policy import Policy
from shiptui.server.problems import TITLES
from shiptui.server.routes import ROUTES, Route
from shiptui.server.vocabulary import PARTS

PROTOCOL = (ROOT / "docs" / "feed-protocol.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "server.md").read_text("utf-8")


@pytest.mark.parametrize("part", sorted(PARTS.keys() - {"health"}))
def test_the_protocol_tells_every_field_as_the_table_does(part: str) -> None:
    told = re.findall(r"^\| `(\w+)`( \*)? \| [^\n]+ \| ([^|\n]+) \|$", PROTOCOL, re.MULTILINE)
    wanted = [(each.name, " *" if each.required else "", each.meaning) for each in PARTS[part]]
    assert [each for each in wanted if each not in told] == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_the_protocol_tells_every_call(route: Route) -> None:
    path = route.path.removeprefix("/v1/").replace("{id}", "ID")
    if path not in {"", "/health"}:
        assert f"| `{route.method} {path}` |" in PROTOCOL


def test_the_protocol_tells_every_problem_with_its_status() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \| (`.+`) \|", PROTOCOL, re.MULTILINE)
    told = {
        (int(status), name)
        for statuses, names in rows
        for status in statuses.split(", ")
        for name in re.findall(r"`([\w-]+)`", names)
    }
    assert {(status, name) for name, (status, _) in TITLES.items()} <= told


def test_the_protocol_tells_the_limits() -> None:
    for name, most in limits.ANNOUNCED.items():
        assert f"| `{name}` * | {most:,} |" in PROTOCOL


def test_the_guide_tells_the_limits() -> None:
    told = " ".join(GUIDE.split())
    policy = Policy()
    assert f"{policy.asks} requests a minute" in told
    assert f"{policy.acts:,} requests and operations an hour" in told
    assert f"{policy.tries} wrong tokens or codes" in told
    assert f"{policy.rows:,} votes and bookmarks" in told


def test_every_command_of_the_guide_exists() -> None:
    """With the options it is shown with."""
    lines = re.findall(r"^shiptui-server (.+?)(?: +#.*)?$", GUIDE, re.MULTILINE)
    assert len(lines) > 5
    for line in lines:
        name, *rest = shlex.split(line)
        command = server.commands[name]
        while rest and (inner := getattr(command, "commands", {}).get(rest[0])):
            command, rest = inner, rest[1:]
        options = {each for param in command.params for each in param.opts}
        assert {word for word in rest if word.startswith("--")} <= options
