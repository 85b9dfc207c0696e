"""--help teaches by example, and every example works as it stands."""

from __future__ import annotations

import io
import shlex
from pathlib import Path

import pytest

from commands import COMMANDS, Program
from feed_folders import write_catalog, write_key, write_models

WAITING = {
    "shiptui keys --try",
    "shiptui web",
    "shiptui --view saved web --port 8123",
    "shiptui feed check https://example.org/feed.json",
    "shiptui feed add https://example.org/feed.json",
    "shiptui sync",
    "shiptui sync --full",
    "shiptui sync --json",
    "shiptui login 1",
    "shiptui login 1 < token",
    "shiptui login 1 --code",
    "shiptui logout 1",
}
"""They wait for somebody or ask the network, and have their own tests."""


EXAMPLES = [example for command in COMMANDS.values() for example in command.examples]


@pytest.fixture
def program(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A folder in which there is what the examples speak of."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    Path("stack.toml").write_text(
        'tools = ["beads-gastownhall-graph-issue-tracker-coding-agents-dolt-2026"]\n'
    )
    write_catalog(Path("catalog"))
    write_key(Path("feed-key.pem"))
    for words in (
        ("feed", "build", "catalog", "site"),
        ("feed", "add", "http://127.0.0.1:9/feed.json"),
        ("claim", "add", "o3-pro-api", "gone in a year", "--due", "52w"),
        ("entry", "add", "our-linter", "--name", "Our Linter"),
        ("vote", "o3-pro", "b"),
        ("ship", "beads-gastownhall"),
        ("undo",),
        ("redo",),
        ("undo",),
        ("export", "--out", "shiptui.json"),
        ("export", "--out", "old.json"),
        ("decide", "o3-pro", "--out", "record.md"),
    ):
        assert program(*words).code == 0
    write_models(Path("api.json"))
    Path("docs", "decisions").mkdir(parents=True)
    Path("record.md").rename("docs/decisions/0001-smolvlm.md")
    Path("shiptui.json").rename("shiptui.json.kept")
    return program


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_page_ends_with_examples_of_its_command(program: Program, name: str) -> None:
    answer = program(*name.split(), "--help")
    assert answer.code == 0
    examples = COMMANDS[name].examples
    assert examples
    assert all(f" {name}" in example for example in examples)
    assert answer.lines[-len(examples) :] == [f"  {example}" for example in examples]
    assert all(len(line) <= 80 for line in answer.lines[: -len(examples)])


def test_the_first_help_page_has_examples_and_exit_codes(program: Program) -> None:
    text = program("--help").out
    assert "Examples:" in text
    assert "130 interrupted" in text
    assert "--served" not in text


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each not in WAITING])
def test_an_example_does_what_it_says(program: Program, example: str) -> None:
    if "import shiptui.json" in example:
        Path("shiptui.json.kept").rename("shiptui.json")
    first, *words = shlex.split(example)
    assert first == "shiptui"
    answer = program(*words)
    assert answer.code == 0, answer.err


def test_what_waits_is_an_example_of_some_command() -> None:
    assert set(EXAMPLES) >= WAITING
