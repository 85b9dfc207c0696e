"""The tables, as append-only migrations. Once released, a migration is never edited.

The catalog half is a cache of what feeds publish and may be thrown away; the half of the reader's
facts is not, so no key leads from one to the other and removing a tool never takes a vote along.
Migrations never import `model`: it may change, they may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x53484950
"""`SHIP` in ASCII: marks a database file as ours."""

VERSION = 1
"""The `user_version` of a database that has all migrations."""

SQLITE_NEEDED = (3, 37, 0)
"""The first SQLite that knows STRICT tables."""

DIGESTS = {1: "a3bd81193b90721aaea12fe70b3a33d747e01e91a7778001533f83ed77cad997"}
"""SHA-256 of the schema text of each version, so that planted triggers and views are found."""

CATALOG_TABLES = """
CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  feed_id TEXT NOT NULL UNIQUE,
  url TEXT UNIQUE,
  title TEXT NOT NULL,
  as_of TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE TABLE persona (
  feed INTEGER NOT NULL REFERENCES feed (id),
  slug TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  asks TEXT,
  likes TEXT NOT NULL,
  tired_of TEXT NOT NULL,
  source TEXT,
  PRIMARY KEY (feed, slug)
) STRICT, WITHOUT ROWID;
CREATE TABLE category (
  feed INTEGER NOT NULL REFERENCES feed (id),
  label TEXT NOT NULL,
  section TEXT NOT NULL,
  PRIMARY KEY (feed, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE tool (
  n INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feed (id),
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  vendor TEXT,
  category TEXT,
  section TEXT,
  entry TEXT,
  pricing TEXT,
  tagline TEXT,
  summary TEXT,
  reported_pct INTEGER CHECK (reported_pct BETWEEN 0 AND 100),
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  source TEXT,
  as_of TEXT,
  pct INTEGER CHECK (pct BETWEEN 0 AND 100),
  verdict TEXT CHECK (verdict IN ('ship', 'mixed', 'skip')),
  haystack TEXT NOT NULL,
  UNIQUE (feed, slug)
) STRICT;
CREATE INDEX tool_slug ON tool (slug);
CREATE TABLE take (
  feed INTEGER NOT NULL,
  tool TEXT NOT NULL,
  position INTEGER NOT NULL,
  persona TEXT,
  persona_inferred INTEGER NOT NULL CHECK (persona_inferred IN (0, 1)),
  call TEXT CHECK (call IN ('ship', 'skip')),
  call_inferred INTEGER NOT NULL CHECK (call_inferred IN (0, 1)),
  score INTEGER CHECK (score BETWEEN 0 AND 100),
  words TEXT,
  source TEXT,
  as_of TEXT,
  PRIMARY KEY (feed, tool, position),
  FOREIGN KEY (feed, tool) REFERENCES tool (feed, slug)
) STRICT, WITHOUT ROWID;
CREATE TABLE matchup (
  n INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feed (id),
  id TEXT NOT NULL,
  a TEXT NOT NULL,
  b TEXT NOT NULL CHECK (a < b),
  rev INTEGER NOT NULL,
  source TEXT,
  gap INTEGER,
  dissent INTEGER,
  UNIQUE (feed, id),
  FOREIGN KEY (feed, a) REFERENCES tool (feed, slug),
  FOREIGN KEY (feed, b) REFERENCES tool (feed, slug)
) STRICT;
CREATE INDEX matchup_id ON matchup (id);
CREATE INDEX matchup_a ON matchup (a);
CREATE INDEX matchup_b ON matchup (b);
"""

FACT_TABLES = """
CREATE TABLE fact (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  change INTEGER,
  kind TEXT NOT NULL CHECK (kind IN ('vote', 'toolvote', 'bookmark', 'seen')),
  key TEXT NOT NULL,
  value TEXT,
  at INTEGER NOT NULL CHECK (at >= 0),
  undoes INTEGER,
  redoes INTEGER,
  origin TEXT NOT NULL DEFAULT 'here'
) STRICT;
CREATE INDEX fact_key ON fact (kind, key, n);
CREATE TRIGGER fact_is_never_edited BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are appended, never edited'); END;
CREATE TRIGGER fact_is_never_deleted BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are appended, never deleted'); END;
CREATE TABLE current (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  n INTEGER NOT NULL REFERENCES fact (n),
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE pair (
  id TEXT PRIMARY KEY,
  a TEXT NOT NULL,
  b TEXT NOT NULL CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def migrations() -> Migrations:
    """All migrations, oldest first. Imports sqlite-utils, so call it only to create or upgrade."""
    from sqlite_utils import Migrations

    steps = Migrations("shiptui")

    @steps()
    def m001_catalog(db: Database) -> None:
        _run(db, CATALOG_TABLES)

    @steps()
    def m002_facts(db: Database) -> None:
        _run(db, FACT_TABLES)

    return steps


def _run(db: Database, script: str) -> None:
    # executescript() would commit the transaction that holds all migrations together.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and _is_whole(statement):
            db.conn.execute(statement)
            statement = ""


def _is_whole(statement: str) -> bool:
    from sqlite3 import complete_statement

    return complete_statement(statement)
