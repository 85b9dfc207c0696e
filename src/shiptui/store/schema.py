"""The tables, as append-only migrations. Once released, a migration is never edited.

The catalog half is a cache of what feeds publish and may be thrown away; the half of the reader's
facts is not, so no key leads from one to the other and removing a tool never takes a vote along.
Migrations never import `model`: it may change, they may not.
"""

from __future__ import annotations

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x53484950
"""`SHIP` in ASCII: marks a database file as ours."""

VERSION = 1
"""The `user_version` of a database that has all migrations."""

SQLITE_NEEDED = (3, 37, 0)
"""The first SQLite that knows STRICT tables."""

DIGESTS = {1: "1492b4c7c78766c6b44bf7f7957cb147148a531a835d0ea88fb886a2dd689848"}
"""SHA-256 of the schema text of each version, so that planted triggers and views are found."""

CATALOG_TABLES = """
CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  feed_id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  as_of TEXT NOT NULL,
  digest TEXT,
  cursor TEXT,
  tallied TEXT,
  n_min INTEGER
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
  folded TEXT NOT NULL,
  vendor TEXT,
  category TEXT,
  section TEXT,
  entry TEXT COLLATE NOCASE,
  pricing TEXT,
  tagline TEXT,
  summary TEXT,
  reported_pct INTEGER CHECK (reported_pct BETWEEN 0 AND 100),
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  source TEXT,
  as_of TEXT,
  pct INTEGER CHECK (pct BETWEEN 0 AND 100),
  verdict TEXT CHECK (verdict IN ('ship', 'mixed', 'skip')),
  UNIQUE (feed, slug)
) STRICT;
CREATE INDEX tool_slug ON tool (slug);
CREATE INDEX tool_order ON tool (folded, slug, feed);
CREATE INDEX tool_entry ON tool (entry);
CREATE INDEX tool_verdict ON tool (verdict);
CREATE INDEX tool_price ON tool (pricing IS NULL);
CREATE TABLE take (
  feed INTEGER NOT NULL REFERENCES feed (id),
  tool INTEGER NOT NULL REFERENCES tool (n),
  position INTEGER NOT NULL,
  persona TEXT,
  persona_inferred INTEGER NOT NULL CHECK (persona_inferred IN (0, 1)),
  call TEXT CHECK (call IN ('ship', 'skip')),
  call_inferred INTEGER NOT NULL CHECK (call_inferred IN (0, 1)),
  score INTEGER CHECK (score BETWEEN 0 AND 100),
  words TEXT,
  source TEXT,
  as_of TEXT,
  PRIMARY KEY (tool, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX take_call ON take (persona, call, score);
CREATE TABLE matchup (
  n INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feed (id),
  id TEXT NOT NULL,
  a TEXT NOT NULL,
  b TEXT NOT NULL CHECK (a < b),
  a_tool INTEGER NOT NULL REFERENCES tool (n),
  b_tool INTEGER NOT NULL REFERENCES tool (n),
  rev INTEGER NOT NULL,
  source TEXT,
  gap INTEGER CHECK (gap BETWEEN 0 AND 100),
  dissent INTEGER CHECK (dissent BETWEEN 0 AND 50),
  UNIQUE (feed, id)
) STRICT;
CREATE INDEX matchup_id ON matchup (id);
CREATE INDEX matchup_a ON matchup (a_tool);
CREATE INDEX matchup_b ON matchup (b_tool);
CREATE INDEX matchup_gap ON matchup (gap DESC, n, feed, a_tool, b_tool);
CREATE INDEX matchup_dissent ON matchup (dissent DESC, n, feed, a_tool, b_tool);
"""

# New words are gathered in memory until they take so many bytes (64 MiB): a large catalog is then
# written as one sorted run, and not as many that are merged and merged again.
#
# Names are searched from the first letter on, texts from the fourth: nearly every text holds a word
# with any two letters. The bundled catalog is built without these, as SQLite's releases do not
# write them to the same bytes.
SEARCH_TABLES = """
CREATE VIRTUAL TABLE tool_name USING fts5(
  name, vendor, category, section, tagline,
  prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE tool_text USING fts5(
  summary, takes, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO tool_name (tool_name, rank) VALUES ('hashsize', 67108864);
INSERT INTO tool_text (tool_text, rank) VALUES ('hashsize', 67108864);
CREATE VIRTUAL TABLE name_word USING fts5vocab(tool_name, row);
CREATE VIRTUAL TABLE text_word USING fts5vocab(tool_text, row);
"""

FACT_TABLES = """
CREATE TABLE fact (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  change INTEGER,
  kind TEXT NOT NULL CHECK (kind IN (
    'vote', 'toolvote', 'bookmark', 'seen', 'take', 'entry', 'claim'
  )),
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

# What feeds sent, and from it the tables above are made: a cache. What the reader wants to follow,
# how the last looks went and what feeds said before is not: it could not be fetched again. The id
# of a subscription is that of its feed and is never used twice.
FEED_TABLES = """
CREATE TABLE record (
  feed INTEGER NOT NULL REFERENCES feed (id),
  kind TEXT NOT NULL CHECK (kind IN ('catalog', 'persona', 'tool', 'take', 'matchup')),
  id TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (feed, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
  feed INTEGER NOT NULL REFERENCES feed (id),
  kind TEXT NOT NULL CHECK (kind IN ('matchup', 'tool')),
  key TEXT NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (feed, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_key ON tally (kind, key);
CREATE TABLE subscription (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL UNIQUE,
  allow_http INTEGER NOT NULL CHECK (allow_http IN (0, 1)),
  key TEXT,
  added INTEGER NOT NULL,
  looked INTEGER,
  due INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  problem TEXT
) STRICT;
CREATE TABLE look (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  feed INTEGER NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  told TEXT NOT NULL
) STRICT;
CREATE TABLE revision (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  feed INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX revision_key ON revision (kind, id, n);
CREATE INDEX revision_at ON revision (at);
"""

# What the reader's accounts at feeds hold, and how far they were told. `own` is what a server said,
# and what its last page said is `pulled`, of generation `gen`: a row counts as safe while both are
# the present ones. `basis` is what an account held when a fact was noted here. Facts that are on
# their way are `sending`, each exactly as it was sent first; `receipt` is a server's last word.
ACCOUNT_TABLES = """
CREATE TABLE account (
  feed INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  access TEXT NOT NULL CHECK (access IN ('open', 'login', 'mismatch', 'elsewhere')),
  account TEXT NOT NULL,
  from_environment INTEGER NOT NULL CHECK (from_environment IN (0, 1)),
  epoch INTEGER NOT NULL DEFAULT 0,
  gen INTEGER NOT NULL DEFAULT 0,
  cursor TEXT NOT NULL DEFAULT '',
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  first_sent INTEGER NOT NULL DEFAULT 1,
  last_imported INTEGER NOT NULL DEFAULT 0,
  skew INTEGER,
  problem TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  due INTEGER
) STRICT;
CREATE UNIQUE INDEX account_from_environment ON account (from_environment)
  WHERE from_environment = 1;
CREATE TABLE own (
  feed INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  op TEXT NOT NULL,
  eff INTEGER NOT NULL,
  pulled TEXT,
  gen INTEGER,
  PRIMARY KEY (feed, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_key ON own (kind, key);
CREATE TABLE basis (
  fact INTEGER NOT NULL,
  feed INTEGER NOT NULL,
  op TEXT NOT NULL,
  PRIMARY KEY (fact, feed)
) STRICT, WITHOUT ROWID;
CREATE TABLE sending (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  feed INTEGER NOT NULL,
  op TEXT NOT NULL,
  fact INTEGER,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  at INTEGER NOT NULL,
  base TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL DEFAULT 0,
  parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1)),
  problem TEXT,
  UNIQUE (feed, op)
) STRICT;
CREATE INDEX sending_fact ON sending (fact);
CREATE TABLE receipt (
  feed INTEGER NOT NULL,
  fact INTEGER NOT NULL,
  op TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (feed, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_refused ON receipt (fact) WHERE status = 'rejected';
CREATE INDEX fact_elsewhere ON fact (kind, key, n) WHERE origin = 'account';
"""


STEPS = {
    "m001_catalog": CATALOG_TABLES + SEARCH_TABLES,
    "m002_facts": FACT_TABLES,
    "m003_feeds": FEED_TABLES,
    "m004_accounts": ACCOUNT_TABLES,
}
"""The migrations, oldest first."""

SET = "shiptui"
"""What the migrations are called together."""

# As sqlite-utils makes it, letter by letter.
_APPLIED_TABLE = """
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
"""
_APPLIED = """
INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
VALUES (?, ?, strftime('%Y-%m-%d %H:%M:%f000+00:00'))
"""


def make(connection: sqlite3.Connection) -> None:
    """Take every step in an empty database, inside the caller's transaction.

    It leaves what `migrations` would, so that sqlite-utils goes on from here. Its import takes
    longer than all that a reader waits for at the first start.
    """
    run(connection, _APPLIED_TABLE)
    for name, script in STEPS.items():
        run(connection, script)
        connection.execute(_APPLIED, (SET, name))


def migrations() -> Migrations:
    """The steps for sqlite-utils, which finds out which of them are missing, and upgrades."""
    from sqlite_utils import Migrations

    steps = Migrations(SET)
    for name, script in STEPS.items():
        steps(name=name)(_step(script))
    return steps


def _step(script: str) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        run(db.conn, script)

    return step


def run(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script, each of which ends with its line."""
    # executescript() would commit the transaction that holds all migrations together.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and _is_whole(statement):
            connection.execute(statement)
            statement = ""


def _is_whole(statement: str) -> bool:
    from sqlite3 import complete_statement

    return complete_statement(statement)
