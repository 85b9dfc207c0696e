"""Write sbom.cdx.json: what the program is made of, from requirements.lock.

    python scripts/build_sbom.py            writes the file
    python scripts/build_sbom.py --check    exits 1 where it is stale

CycloneDX 1.5 as JSON, the same for the same lock file: no time, no address, a serial number that is
made from the content. The hashes of the files stand in the lock. Needs the standard library alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, SBOM = "requirements.lock", "sbom.cdx.json"

_ENTRY = re.compile(r"^([\w.-]+)==(\S+)[^\n]*((?:\n[ #][^\n]*)*)", re.MULTILINE)
_ASKED_BY = re.compile(r"^\s+# +(?:via )?([\w.-]+)(?: \(pyproject\.toml\))?$", re.MULTILINE)


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or tell that it is stale; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the software bill of materials.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    made = sbom(project, (ROOT / LOCK).read_text("utf-8"))
    path = ROOT / SBOM
    if path.exists() and path.read_text("utf-8") == made:
        return 0
    if options.check:
        print(f"{SBOM} is stale: run scripts/build_sbom.py.", file=sys.stderr)
        return 1
    path.write_text(made, "utf-8")
    return 0


def sbom(project: dict[str, str], lock: str) -> str:
    """The document for a project and its lock file."""
    versions, needs = pinned(lock)
    top = project["name"]
    versions_of_all = {top: project["version"], **versions}
    refs = {name: f"pkg:pypi/{name}@{version}" for name, version in versions_of_all.items()}
    body = {
        "metadata": {"component": _component("application", top, project["version"], refs[top])},
        "components": [
            _component("library", name, version, refs[name]) for name, version in versions.items()
        ],
        "dependencies": [
            {"ref": refs[name], "dependsOn": [refs[each] for each in sorted(needs.get(name, ()))]}
            for name in refs
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(body, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": serial.urn}
    return json.dumps(head | {"version": 1} | body, indent=2) + "\n"


def pinned(lock: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """The version of each package of a lock file, and what each asks for."""
    versions: dict[str, str] = {}
    needs: dict[str, set[str]] = {}
    for name, version, rest in _ENTRY.findall(lock):
        versions[name] = version
        for asking in _ASKED_BY.findall(rest):
            needs.setdefault(asking, set()).add(name)
    return versions, needs


def _component(kind: str, name: str, version: str, ref: str) -> dict[str, str]:
    return {"type": kind, "bom-ref": ref, "name": name, "version": version, "purl": ref}


if __name__ == "__main__":
    sys.exit(main())
