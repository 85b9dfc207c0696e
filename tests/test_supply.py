"""What the program is made of: named, licensed, pinned, and tried at its lowest."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from test_house import PROJECT, ROOT, pinned

BOUNDS = [
    Requirement(one)
    for some in (
        PROJECT["project"]["dependencies"],
        *(PROJECT["project"]["optional-dependencies"][name] for name in ("test", "server", "web")),
    )
    for one in some
]


def test_the_bill_of_materials_is_as_the_lock_file_is() -> None:
    script = ROOT / "scripts" / "build_sbom.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_bill_of_materials_names_every_package_once_and_no_address() -> None:
    text = (ROOT / "sbom.cdx.json").read_text("utf-8")
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    named = {each["name"]: each["version"] for each in bill["components"]}
    assert named == pinned("requirements.lock")
    assert len(bill["components"]) == len(named)
    assert "://" not in text
    assert "timestamp" not in text


def test_the_bill_of_materials_knows_who_asks_for_whom() -> None:
    bill = json.loads((ROOT / "sbom.cdx.json").read_text("utf-8"))
    name_of = {each["bom-ref"]: each["name"] for each in bill["components"]}
    asks = {
        each["ref"]: {name_of[ref] for ref in each["dependsOn"]} for each in bill["dependencies"]
    }
    top = asks.pop(bill["metadata"]["component"]["bom-ref"])
    assert top == {Requirement(one).name for one in PROJECT["project"]["dependencies"]}
    assert set().union(top, *asks.values()) == set(name_of.values())


def test_every_package_of_the_program_is_reviewed() -> None:
    """`docs/dependencies.md` has a row for each, and none for what is gone."""
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8").partition("## Only where")[0]
    rows = re.findall(r"^\| ([a-z][\w-]+) \| ([^|]+) \|", page, re.MULTILINE)
    named = {name: licence.strip() for name, licence in rows if name != "package"}
    assert named.keys() == pinned("requirements.lock").keys()
    assert all(named.values())


@pytest.mark.parametrize("bound", BOUNDS, ids=str)
def test_the_lowest_version_that_is_allowed_is_the_one_that_is_tested(bound: Requirement) -> None:
    """Run `make lock` when this fails."""
    (lowest,) = (each.version for each in bound.specifier if each.operator == ">=")
    tested = pinned("requirements-lowest.lock")[canonicalize_name(bound.name)]
    assert Version(tested).release[: len(Version(lowest).release)] == Version(lowest).release
