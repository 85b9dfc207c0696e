"""Write docs/schema from the tables: JSON Schemas of a feed, and the server's OpenAPI.

    python scripts/build_schemas.py            writes the files
    python scripts/build_schemas.py --check    exits 1 when a file is not what the table says

Needs shiptui to be importable and nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from shiptui.feed.schemas import schema_files
from shiptui.server.openapi import description

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schema"


def files() -> dict[str, str]:
    """The text of each file by its name."""
    openapi = json.dumps(description(), indent=2, ensure_ascii=False) + "\n"
    return schema_files() | {"server.openapi.json": openapi}


def main(arguments: list[str] | None = None) -> int:
    """Write the schemas, or check them; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the JSON Schemas of the feed protocol.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="folder to write or to check")
    options = parser.parse_args(arguments)
    if options.check:
        return check(options.folder)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (options.folder / name).write_text(text, encoding="utf-8")
    return 0


def check(folder: Path) -> int:
    """Say which files are missing, stale or too many; 1 if there are any."""
    wanted = files()
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}
    stale = sorted(name for name in wanted | found if wanted.get(name) != found.get(name))
    for name in stale:
        print(f"{name} is not what the table says: run scripts/build_schemas.py.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
