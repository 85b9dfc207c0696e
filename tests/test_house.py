"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import shiptui

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "shiptui"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
ALL_LOCKS = (*LOCKS, "requirements-lowest.lock")
SOURCES = sorted(
    path for folder in ("src", "scripts", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("benchmarks/*.md")])
LONGEST_FUNCTION = 40


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def pinned(lock: str) -> dict[str, str]:
    """Each package of a lock file with its one version."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"\w", line)]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def wanted(lock: str) -> list[Requirement]:
    """What pyproject.toml asks of a lock file."""
    asked = list(PROJECT["project"]["dependencies"])
    if lock == "requirements-dev.lock":
        asked += PROJECT["project"]["optional-dependencies"]["test"]
        asked += PROJECT["dependency-groups"]["dev"]
    return [one for one in map(Requirement, asked) if one.name != "shiptui"]


def comments(path: Path) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def test_the_program_says_the_version_that_pyproject_says() -> None:
    assert PROJECT["project"]["version"] == shiptui.__version__


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_file_satisfies_pyproject(lock: str) -> None:
    """Run `make lock` when this fails."""
    pins = pinned(lock)
    unmet = [
        str(one)
        for one in wanted(lock)
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))
    ]
    assert unmet == []


def test_both_lock_files_pin_the_same_versions() -> None:
    program, everything = (pinned(lock) for lock in LOCKS)
    assert program == {name: everything.get(name) for name in program}


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_every_pinned_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\w)", (ROOT / lock).read_text("utf-8"))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_a_lock_file_names_no_host_and_no_folder(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    allowed = re.compile(r"[\w.-]+==|    --hash=sha256:[0-9a-f]{64}( \\)?$|\s*#|$")
    strange = [line for line in lines if not allowed.match(line) or re.search(r"://|-index", line)]
    assert strange == []


def test_every_ruff_exception_in_pyproject_has_its_reason() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]
    codes = [
        *lint["ignore"],
        *(code for some in lint["per-file-ignores"].values() for code in some),
    ]
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    reasoned = re.findall(r'^\s+"([A-Z]+\d+)",\s+# \w.*$', text, re.MULTILINE)
    assert sorted(codes) == sorted(reasoned)


@pytest.mark.parametrize(
    "path", [*SOURCES, *sorted((ROOT / "tests").glob("**/*.py"))], ids=relative
)
def test_an_exception_within_the_code_has_its_reason(path: Path) -> None:
    """`# noqa: CODE - reason` and `# type: ignore[code]  # reason`."""
    silenced = [one for one in comments(path) if re.search(r"noqa|type: ignore", one)]
    reasoned = r"noqa: [A-Z]+\d+(, [A-Z]+\d+)* --? \w|type: ignore\[[\w, -]+\]  # \w"
    assert [one for one in silenced if not re.search(reasoned, one)] == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


FORBIDDEN = {
    "from_markup": "text of others would be parsed",
    "open_url": "it takes any address; tui/desktop.py asks first",
    "parse_constant": "only the boundary reads JSON of others",
    "eval": "text would be code",
    "exec": "text would be code",
}
"""Names that no code of the program uses, as a call, an attribute or an argument's name."""

ALLOWED = {"text/checked.py": "parse_constant", "model/frozen.py": "exec"}
"""The places for which there is a reason: the boundary, and names of fields that we wrote."""

HOMES = {
    "json.loads": ("text/checked.py", "store/", "sync/", "server/", "page/", "cli/", "feed/api.py"),
    "json.load": (),
    "tomllib": ("text/checked.py",),
    "csv.reader": (),
    "pickle": (),
    "marshal": (),
    "run_worker": ("tui/beside.py",),
    "httpx": ("feed/http.py", "feed/api_client.py"),
    "webbrowser": ("tui/desktop.py",),
    "subprocess": ("tui/",),
    "tempfile": ("tui/", "cli/session.py"),
}
"""Where that may be used which reads or reaches what others wrote (all but text read own rows), or
which leaves something undone unless it is given the right thing."""


def names_in(path: Path) -> set[str]:
    """The names that a file uses, and `module.name` for each attribute of a name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                found |= {name, f"{owner}.{name}"}
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names):
                found |= {module, *(f"{module}.{each.name}" for each in names)}
    return found


PROGRAM = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", PROGRAM, ids=relative)
def test_nothing_is_used_that_would_open_a_door_to_text_of_others(path: Path) -> None:
    used = names_in(path)
    place = path.relative_to(PACKAGE).as_posix()
    allowed = {ALLOWED[place]} if place in ALLOWED else set()
    assert {name: why for name, why in FORBIDDEN.items() if name in used - allowed} == {}
    assert [name for name in HOMES if name in used and not place.startswith(HOMES[name])] == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "tui").rglob("*.py")), ids=relative)
def test_widgets_that_would_parse_a_text_are_told_not_to(path: Path) -> None:
    """Static, Label, OptionList and notify read markup in a text unless they are told."""
    loose = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"Static", "Label", "OptionList", "notify"}
        and not any(each.arg == "markup" for each in node.keywords)
    ]
    assert loose == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "services", "common", "misc"}
    assert [relative(path) for path in SOURCES if drawers & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=relative)
def test_a_package_hands_on_no_names_of_its_modules(path: Path) -> None:
    """Every name is imported from where it is defined."""
    package = ".".join(path.parent.relative_to(ROOT / "src").parts)
    handed_on = [
        ast.unparse(node)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
        and (node.level or (node.module or "").startswith(f"{package}."))
    ]
    assert handed_on == []


@pytest.mark.parametrize("path", DOCS, ids=relative)
def test_every_link_in_the_documents_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
    targets += re.findall(r'(?:src|srcset|href)="([^"#]+)', path.read_text("utf-8"))
    here = [
        target for target in targets if "://" not in target and not target.startswith("mailto:")
    ]
    assert [target for target in here if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=relative)
def test_every_file_that_the_documents_name_exists(path: Path) -> None:
    """`store/facts.py` is looked for from the root and within the package."""
    named = re.findall(
        r"`([\w.-]+/[\w./-]*\.(?:py|md|toml|tcss|sqlite|svg|png)|\.ci/run)`",
        path.read_text("utf-8"),
    )
    missing = [one for one in named if not (ROOT / one).exists() and not (PACKAGE / one).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=relative)
def test_every_make_target_that_the_documents_name_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", path.read_text("utf-8"))) <= targets


@pytest.mark.parametrize("path", sorted((PACKAGE / "store").glob("*.py")), ids=relative)
def test_a_value_of_a_statement_has_a_name_or_a_place_and_no_number(path: Path) -> None:
    """Python 3.12 warns of `?1` with a tuple, and 3.14 refuses it."""
    assert re.findall(r"\?\d", path.read_text("utf-8")) == []


def test_the_changelog_speaks_of_this_version_or_of_what_is_not_released() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## \[([^]]+)\]", text, re.MULTILINE)
    assert headings
    assert headings[0] in {"Unreleased", shiptui.__version__}
