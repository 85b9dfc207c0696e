"""What `--json` prints, command by command, against files that are looked at when they change.

    GOLDEN=write python -m pytest tests/test_cli_golden.py

writes them anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from commands import LEAVES, Program
from feed_folders import append_item, write_catalog
from feed_world import ROOT
from store_files import said_otherwise
from test_cli_feeds import served

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent / "golden"
PAGE = (FOLDER.parent.parent / "docs" / "cli.md").read_text("utf-8")

BEADS = "beads-gastownhall"
ONE = "hugging-face-smolvlm2-2b-vision-language-model"

CALLS: dict[str, tuple[str, ...]] = {
    "ls": ("ls", "--limit", "2"),
    "tools": ("tools", "--limit", "2"),
    "saved": ("saved",),
    "show": ("show", "o3-pro"),
    "compare": ("compare", BEADS, "claude-projects"),
    "tool": ("tool", BEADS),
    "persona": ("persona", "skeptic"),
    "read": ("read", "--filter", "claude-projects"),
    "vote": ("vote", "o3-pro", "tie"),
    "ship": ("ship", BEADS),
    "skip": ("skip", BEADS),
    "unship": ("unship", BEADS),
    "save": ("save", BEADS, "--note", "more"),
    "unsave": ("unsave", BEADS),
    "take": ("take", BEADS, "--call", "ship", "--score", "80", "--words", "Keeps its word"),
    "entry-add": ("entry", "add", "our-linter", "--name", "Our Linter", "--entry", "free"),
    "entry-ls": ("entry", "ls"),
    "entry-rm": ("entry", "rm", "our-tool"),
    "claim-add": ("claim", "add", BEADS, "Still free", "--due", "90d", "--chance", "70"),
    "claim-ls": ("claim", "ls"),
    "claim-settle": ("claim", "settle", "gone in", "false"),
    "claim-rm": ("claim", "rm", "gone in"),
    "claim-scores": ("claim", "scores"),
    "undo": ("undo",),
    "redo": ("redo",),
    "history": ("history",),
    "changed": ("changed", "--since", "2026-11-21"),
    "changed-tool": ("changed", "o3-pro-api"),
    "standings": ("standings",),
    "agree": ("agree",),
    "next": ("next",),
    "decide": ("decide", "o3-pro", "--revisit", "90d"),
    "records": ("records",),
    "reopen": ("reopen", "record.md"),
    "digest": ("digest", "--since", "2026-11-21"),
    "check": ("check", "stack.txt"),
    "badge": ("badge", BEADS),
    "export-out": ("export", "--out", "new.json"),
    "export": ("export",),
    "import": ("import", "other.json", "--yes"),
    "feed-add": ("feed", "add", "SITE/feed.json"),
    "feed-ls": ("feed", "ls"),
    "feed-rm": ("feed", "rm", "1"),
    "sync": ("sync",),
    "feed-build": ("feed", "build", "catalog", "site"),
    "feed-check": ("feed", "check", "small"),
    "feed-models": ("feed", "models", "models.json", "models"),
    "config-path": ("config", "path"),
    "config-show": ("config", "show"),
    "config-check": ("config", "check"),
    "keys": ("keys",),
    "themes": ("themes",),
    "doctor": ("doctor",),
}

LEAF = {
    name: next(leaf for leaf in LEAVES if " ".join(words).startswith(leaf))
    for name, words in CALLS.items()
}
"""The command of each call."""

MINI = "gpt-5-mini-api-faster-inference-reduced-pricing"
VOTES = (
    ("vote", MINI, "hugging-face-smollm3-3b-on-device-model-rivaling-7b", "a"),
    ("vote", MINI, "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device", "tie"),
    ("vote", MINI, ONE, "b"),
    ("vote", "hugging-face-smollm3-3b-parameter-open-source", ONE, "neither"),
)
CALLED = {
    "ship": (
        "anthropic-claude-4-sonnet-1m-token-context-agentic-tool-use",
        "anthropic-claude-4-sonnet-improved-code-generation",
        "claude-4-sonnet-agentic-tool-use",
        "claude-4-sonnet-extended-thinking-500k-context",
        "openai-codex-cli-v2-local-model-support",
        "cursor-1-0-background-agent-project-memory",
        "cursor-background-agent-async-multi-file-editing",
    ),
    "skip": (
        "anthropic-claude-4-api-tool-use-streaming-prompt-caching",
        "cursor-1-0-general-availability-bugbot-background-agents",
    ),
}
CALLS_TOO = tuple((call, slug) for call, slugs in CALLED.items() for slug in slugs)

FOLLOWED = (("feed", "add", "SITE/feed.json"),)
BEFORE = {
    "standings": VOTES,
    "agree": (*VOTES, *CALLS_TOO),
    "next": VOTES,
    "feed-ls": (*FOLLOWED, ("sync",)),
    "feed-rm": FOLLOWED,
    "sync": FOLLOWED,
}
"""What is done before some calls, so that every field has something to say."""

TABLES = {"keys", "config-show", "themes"}
"""They print a table of the program's own, which has its own tests; three items show the form."""

SILENT = {"completion", "web", "login", "logout"}
"""They print no data of ours, or need a server: test_cli_accounts.py."""


@pytest.fixture
def program(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A database with an act of every kind, at times that are the same each time."""
    ticks = iter(range(1_795_300_000_000, 1_795_400_000_000, 60_000))
    monkeypatch.setattr("shiptui.store.facts.now", lambda: next(ticks))
    monkeypatch.setattr("shiptui.store.decisions.now", lambda: 1_795_300_000_000)
    monkeypatch.setattr("shiptui.store.changes.Changes.kept_since", lambda _: "2026-11-20")
    monkeypatch.setattr("shiptui.store.feeds.now", lambda: next(ticks))
    monkeypatch.setattr("shiptui.sync.pulling.time", lambda: 1_795_300_000)
    monkeypatch.setattr("shiptui.sync.pulling._chance", lambda: 0.5)
    ids = iter(range(100))
    monkeypatch.setattr("shiptui.store.own.new_id", lambda: f"0000000{next(ids)}")
    monkeypatch.setattr("shiptui.cli.feeds.now", lambda: 1_795_300_000)
    monkeypatch.setattr("shiptui.cli.models.uuid4", lambda: UUID(int=1))
    for module in ("claiming", "deciding", "records", "digesting", "checking", "dates", "models"):
        monkeypatch.setattr(f"shiptui.cli.{module}.today", lambda: date(2026, 11, 22))
    monkeypatch.setattr(os, "get_terminal_size", lambda: os.terminal_size((80, 24)))
    for name, value in {"TERM": "xterm", "LANG": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    for name in (
        "LC_ALL",
        "COLORTERM",
        "TMUX",
        "STY",
        "ZELLIJ",
        "SSH_TTY",
        "SSH_CONNECTION",
        "NO_MOTION",
    ):
        monkeypatch.delenv(name, raising=False)
    other = Program(tmp_path / "other.db", program.capsys)
    (tmp_path / "stack.txt").write_text("no-such-tool\n")
    write_catalog(tmp_path / "catalog")
    shutil.copy(ROOT / "tests" / "fixtures" / "models_dev.json", tmp_path / "models.json")
    other("feed", "build", "--level", "0", "catalog", "small")
    append_item(tmp_path / "small", {"k": "review", "id": "one", "v": {}})
    other("vote", "o3-pro", "tie")
    other("export", "--out", "other.json")
    program("vote", "o3-pro", "b")
    program("skip", "o3-pro")
    program("save", BEADS, "--note", "ask Ann", "--tag", "later")
    program("save", ONE, "o3-pro")
    program("decide", "o3-pro", "--out", "record.md", "--reason", "It thinks longer")
    program("take", "o3-pro-api", "--call", "skip", "--words", "Too slow")
    program("claim", "add", BEADS, "Gone in twelve months", "--due", "52w", "--by", "skeptic")
    program("claim", "add", BEADS, "It stays", "--due", "1d", "--chance", "60")
    program("claim", "settle", "It stays", "true")
    program("entry", "add", "our-tool", "--name", "Our Tool", "--vendor", "us")
    program("ship", BEADS)
    program("undo")
    if "redo" not in os.environ.get("PYTEST_CURRENT_TEST", ""):
        program("ship", "claude-projects")
    said_otherwise(program.db)
    yield program
    sys.stdout.flush()


DIGEST = re.compile(r"\.[0-9a-f]{16}\.")
"""In the names of a feed's files; not every gzip packs alike."""

PORT = re.compile(r"(?<=127\.0\.0\.1):\d+")


def normalised(value: object, home: Path) -> Any:
    """Without what differs from computer to computer: paths, versions, ids, sizes."""
    if isinstance(value, dict):
        return {name: _member(name, each, home) for name, each in value.items()}
    if isinstance(value, list):
        return [normalised(each, home) for each in value]
    if isinstance(value, str):
        value = PORT.sub(":8000", DIGEST.sub("....", value))
        return value.replace(str(home), "/home/reader")
    return value


def _member(name: str, value: object, home: Path) -> Any:
    if name == "versions" and isinstance(value, dict):
        return dict.fromkeys(value, "...")
    if name in {"journal", "journal_reason", "bytes", "encoding"}:
        return "..."
    if name == "catalog" and isinstance(value, dict):
        return {**value, "path": "...", "mode": "..."}
    if name == "id" and isinstance(value, str) and re.fullmatch(r"[0-9a-f-]{36}", value):
        return "..."
    return normalised(value, home)


@pytest.mark.parametrize("name", CALLS)
def test_json_is_as_it_was(program: Program, tmp_path: Path, name: str) -> None:
    with served(tmp_path / "small") as host:
        for words in BEFORE.get(name, ()):
            assert program(*(word.replace("SITE", host) for word in words)).code == 0
        answer = program(*(word.replace("SITE", host) for word in CALLS[name]), "--json")
    assert answer.code == 0, answer.err
    found = normalised(answer.json, tmp_path)
    if name == "agree":
        found["item"]["panels"] = found["item"]["panels"][:3]
    if name in TABLES:
        found["items"] = found["items"][:3]
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    golden = FOLDER / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_every_command_that_prints_data_has_its_file() -> None:
    assert {LEAF[name] for name in CALLS} == set(LEAVES) - SILENT
    assert {path.stem for path in FOLDER.glob("*.json")} == set(CALLS)


@pytest.mark.parametrize("name", [name for name in CALLS if name != "export"])
def test_the_envelope_is_the_same_everywhere(name: str) -> None:
    found = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert found["schema"] == 1
    assert set(found) in ({"schema", "item"}, {"schema", "items"})


def names_in(value: object) -> Iterator[str]:
    """Every name of a field, at any depth."""
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from names_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from names_in(each)


FREE = {"schema", "items", "item"}


@pytest.mark.parametrize("name", [name for name in CALLS if name not in {"export", "doctor"}])
def test_every_field_is_in_the_document(name: str) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", PAGE))
    found = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert set(names_in(found)) - documented - FREE == set()


def test_every_field_of_a_report_is_in_the_document() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", PAGE))
    found = json.loads((FOLDER / "doctor.json").read_text("utf-8"))["item"]
    del found["versions"]
    assert set(names_in({**found, "versions": None})) - documented == set()
