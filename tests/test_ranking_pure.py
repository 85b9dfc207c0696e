from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import shiptui

MODULES = sorted(Path(shiptui.__file__).with_name("ranking").glob("*.py"))
NO_HANDS = {"os", "io", "sqlite3", "socket", "subprocess", "time", "datetime", "pathlib"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_rankings_know_the_model_and_the_standard_library_and_touch_nothing(module: Path) -> None:
    nodes = list(ast.walk(ast.parse(module.read_text("utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    for name in names:
        top = name.split(".")[0]
        assert name.startswith(("shiptui.model.", "shiptui.ranking.")) or (
            top in sys.stdlib_module_names - NO_HANDS
        )
