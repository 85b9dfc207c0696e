from __future__ import annotations

import ast
import pkgutil
from typing import TYPE_CHECKING

import pytest

import shiptui.feed
from feed_world import ROOT

if TYPE_CHECKING:
    from conftest import StartPython

FEED = ROOT / "src" / "shiptui" / "feed"
MODULES = sorted(each.name for each in pkgutil.iter_modules(shiptui.feed.__path__))


def test_importing_the_feed_loads_no_http_client_no_database_and_no_cryptography(
    start_python: StartPython,
) -> None:
    script = "import importlib, sys\n"
    script += f"for name in {MODULES}: importlib.import_module('shiptui.feed.' + name)\n"
    script += "print(sorted({'httpx', 'sqlite3', 'cryptography', 'textual'} & set(sys.modules)))"
    out, told = start_python(script).communicate()
    assert (out.strip(), told) == ("[]", "")


@pytest.mark.parametrize("name", MODULES)
def test_http_is_known_in_two_modules_of_the_feed(name: str) -> None:
    tree = ast.parse((FEED / f"{name}.py").read_text("utf-8"))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            [ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names
        )
    }
    assert ("httpx" in imported) is (name in {"http", "api_client"})
    assert not imported & {"sqlite3", "sqlite_utils", "click", "textual", "platformdirs"}
