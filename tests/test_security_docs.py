"""docs/security.md names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


def test_every_test_that_the_threat_model_names_exists() -> None:
    missing = [
        f"{file}::{name}" for file, name in NAMED if name not in functions_of(ROOT / "tests" / file)
    ]
    assert missing == []
    assert len(NAMED) > 40


def test_every_threat_has_a_defence_and_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    for row in rows:
        who, what, defence, shown = (cell.strip() for cell in row.strip("|").split(" | "))
        assert all((who, what, defence)), row
        assert "::" in shown, row
