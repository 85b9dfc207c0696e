"""What is made from the program's tables is as the tables are now: run scripts/build_docs.py."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import shiptui
from commands import COMMANDS, LEAVES
from shiptui.settings.schema import OPTIONS
from shiptui.settings.settling import settle
from shiptui.tui.keys import KEYS

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "build_docs.py"
MAN = (ROOT / "man" / "shiptui.1").read_text("utf-8")
PINNED = re.search(r"^click==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)


def build(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env={"PYTHONPATH": str(Path(shiptui.__file__).parents[1]), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def stale() -> set[str]:
    """The files that the check names."""
    return {line.split()[0] for line in build("--check").stderr.splitlines()}


@pytest.mark.parametrize("name", ["docs/keys.md", "docs/config.md", "man/shiptui.1"])
def test_the_document_is_as_the_tables_are(name: str) -> None:
    assert name not in stale()


@pytest.mark.skipif(
    not PINNED or importlib.metadata.version("click") != PINNED[1],
    reason="the scripts are those of the pinned click",
)
def test_the_completion_scripts_are_those_of_click() -> None:
    assert not [name for name in stale() if name.startswith("completions/")]


def test_a_stale_document_is_named_and_built_anew(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = (ROOT / "docs" / "config.md").read_text("utf-8")
    (tmp_path / "docs" / "config.md").write_text(page.replace("`layout.std`", "`layout.sdt`"))
    checked = build("--check", "--root", str(tmp_path))
    assert checked.returncode == 1
    assert "docs/config.md is stale" in checked.stderr
    assert "man/shiptui.1 is stale" in checked.stderr
    assert build("--root", str(tmp_path)).returncode == 0
    assert (tmp_path / "docs" / "config.md").read_text("utf-8") == page
    assert build("--check", "--root", str(tmp_path)).returncode == 0


def test_every_command_and_every_option_is_in_the_man_page() -> None:
    for name, command in COMMANDS.items():
        assert f".SS {name}" in MAN
        options = [each for each in command.params if isinstance(each, click.Option)]
        for option in options:
            assert option.opts[0].replace("-", "\\-") in MAN


def test_every_command_has_a_sentence_and_every_option_has_one() -> None:
    for command in COMMANDS.values():
        assert command.help
        assert command.get_short_help_str(200).endswith(".")
        assert all(each.help for each in command.params if isinstance(each, click.Option))


def test_every_key_and_every_setting_is_in_the_man_page_and_in_the_docs() -> None:
    keys = (ROOT / "docs" / "keys.md").read_text("utf-8")
    config = (ROOT / "docs" / "config.md").read_text("utf-8")
    assert [key.id for key in KEYS if f"({key.id})" not in MAN or f"`{key.id}`" not in keys] == []
    missing = [
        option.key
        for option in OPTIONS
        if f"\\fB{option.key}\\fR" not in MAN or f"`{option.key}`" not in config
    ]
    assert missing == []


def test_every_command_is_in_the_document_of_the_command_line() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    table = "".join(line for line in page.splitlines() if line.startswith("| `"))
    assert [name for name in LEAVES if not re.search(rf"`{name}\b", table)] == []


def test_the_example_of_the_document_makes_sense(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "config.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert example
    (tmp_path / "config.toml").write_text(example[1])
    settings = settle({"config": str(tmp_path / "config.toml")})
    assert settings.notices == ()
    assert len(settings.tabs) == 1


def test_nothing_in_the_man_page_is_a_command_by_mistake() -> None:
    """Text that begins with a dot or a backslash would be lost or do something."""
    known = re.compile(r'\.(TH|SH|SS|TP|PP|br)\b|\.\\"')
    assert [
        line for line in MAN.splitlines() if line.startswith(".") and not known.match(line)
    ] == []
    escapes = set(re.findall(r"\\(?:\[\w+\]|\(..|f[BIR]|.)", MAN))
    assert escapes <= {
        "\\-",
        "\\&",
        "\\fB",
        "\\fI",
        "\\fR",
        "\\e",
        "\\(aq",
        "\\(ga",
        "\\(ha",
        "\\(ti",
        '\\"',
    }
    assert MAN.isascii()


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")
def test_groff_has_nothing_to_say_about_the_man_page() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z", str(ROOT / "man" / "shiptui.1")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("", "")
