"""Build data/seed.sqlite from the text in data/catalog: the same bytes from every SQLite.

    python scripts/build_seed.py            writes the file
    python scripts/build_seed.py --check    exits 1 when the file does not match the text

Needs shiptui to be importable and nothing else.
"""

from __future__ import annotations

import argparse
import sqlite3
import struct
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from shiptui.feed.folder import digest_of, read_folder
from shiptui.model.errors import ShiptuiError
from shiptui.store.filling import fill
from shiptui.store.schema import APPLICATION_ID, CATALOG_TABLES

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "data" / "catalog"
SEED = ROOT / "data" / "seed.sqlite"

# The header tells how often the file was written (offset 24), which of these counts the next
# number stands for (92), and which SQLite wrote it (96): three things that say nothing of the data.
HEADER = {24: 1, 92: 1, 96: 3_037_000}
HEADER_SIZE = 100
PAGE = 4096

# The kinds of b-tree pages and the size of their headers; other pages hold long values only.
PAGE_HEADERS = {2: 12, 5: 12, 10: 8, 13: 8}


def main(arguments: list[str] | None = None) -> int:
    """Write the seed, or check it; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the bundled catalog from its text.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--catalog", type=Path, default=CATALOG, help="folder to read")
    parser.add_argument("--seed", type=Path, default=SEED, help="file to write or to check")
    options = parser.parse_args(arguments)
    try:
        built = build(options.catalog)
    except ShiptuiError as error:
        print(f"The catalog is not sound: {error}", file=sys.stderr)
        return 1
    if not options.check:
        options.seed.write_bytes(built)
    elif not options.seed.is_file() or options.seed.read_bytes() != built:
        print(
            f"{options.seed.name} does not match the catalog text: run scripts/build_seed.py.",
            file=sys.stderr,
        )
        return 1
    return 0


def build(folder: Path) -> bytes:
    """Return the bytes of the database that holds the catalog of a folder."""
    catalog = read_folder(folder)
    with tempfile.TemporaryDirectory() as scratch:
        packed = Path(scratch) / "packed.sqlite"
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            # Some builds have it on, some off; off leaves remnants of moved rows in the pages.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA auto_vacuum = NONE")
            connection.execute("PRAGMA encoding = 'UTF-8'")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.executescript(CATALOG_TABLES)
            connection.execute("BEGIN")
            fill(connection, catalog, digest_of(catalog))
            connection.execute("COMMIT")
            connection.execute("VACUUM INTO ?", (str(packed),))
        image = bytearray(packed.read_bytes())
    for offset, value in HEADER.items():
        image[offset : offset + 4] = value.to_bytes(4, "big")
    _blank_gaps(image)
    return bytes(image)


def _blank_gaps(image: bytearray) -> None:
    """Put zeros between the cell pointers and the cells of every b-tree page.

    SQLite leaves there what it moved while it split pages, and releases differ in it.
    """
    for page in range(0, len(image), PAGE):
        start = page or HEADER_SIZE
        size = PAGE_HEADERS.get(image[start])
        if size is None:
            continue
        cells, content = struct.unpack_from(">HH", image, start + 3)
        gap = start + size + 2 * cells
        image[gap : page + content] = bytes(page + content - gap)


if __name__ == "__main__":
    sys.exit(main())
