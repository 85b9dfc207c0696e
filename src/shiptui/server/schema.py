"""The tables of the server, as append-only migrations. Once released, one is never edited.

Times are milliseconds since 1970, UTC. `chain` is the digest of all operations that an account had
applied up to a number, so that a database that lost some is noticed. A subject is what can be voted
on; `options` are its picks in the order of the published counts. A dirty mark is appended, never
merged with another: a mark that counting has not seen yet is then never taken away by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.errors import NewerDatabaseError

if TYPE_CHECKING:
    from shiptui.server.storage import Rows, Words

_FIRST = """
CREATE TABLE record (
  n {whole} PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT NOT NULL
) {table};
CREATE TABLE subject (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  options TEXT NOT NULL,
  rev {whole} NOT NULL,
  removed {whole} NOT NULL,
  PRIMARY KEY (kind, key)
) {clustered};
CREATE TABLE account (
  n {counter},
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  created {whole} NOT NULL,
  counted_from {whole} NOT NULL,
  excluded {whole} NOT NULL DEFAULT 0,
  seq {whole} NOT NULL DEFAULT 0,
  chain {octets} NOT NULL
) {table};
CREATE INDEX account_counted ON account (counted_from, n);
CREATE INDEX account_excluded ON account (n) WHERE excluded = 1;
CREATE TABLE token (
  hash {octets} PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account {whole} NOT NULL REFERENCES account (n),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created {whole} NOT NULL,
  last_used {whole}
) {table};
CREATE INDEX token_account ON token (account);
CREATE TABLE code (
  hash {octets} PRIMARY KEY,
  account {whole} NOT NULL REFERENCES account (n),
  scopes TEXT NOT NULL,
  expires {whole} NOT NULL
) {table};
CREATE TABLE op (
  op {octets} PRIMARY KEY,
  account {whole} NOT NULL REFERENCES account (n),
  kind TEXT,
  key TEXT,
  value TEXT,
  at {whole} NOT NULL,
  base {octets} NOT NULL,
  fp {octets} NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  eff {whole},
  seq {whole},
  chain {octets},
  accepted {whole} NOT NULL
) {table};
CREATE UNIQUE INDEX op_account ON op (account, seq);
CREATE TABLE own (
  account {whole} NOT NULL REFERENCES account (n),
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  op {octets} NOT NULL,
  eff {whole} NOT NULL,
  seq {whole} NOT NULL,
  choice TEXT,
  rev {whole} NOT NULL,
  PRIMARY KEY (account, kind, key)
) {clustered};
CREATE INDEX own_seq ON own (account, seq);
CREATE INDEX own_choice ON own (kind, key, choice, rev, account) WHERE choice IS NOT NULL;
CREATE TABLE dirty (
  n {counter},
  kind TEXT NOT NULL,
  key TEXT NOT NULL
) {table};
CREATE TABLE tally (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  choice TEXT NOT NULL,
  votes {whole} NOT NULL,
  PRIMARY KEY (kind, key, choice)
) {clustered};
"""

MIGRATIONS = (_FIRST,)

_ABOUT = "CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) {table}"
_VERSION = "schema"


def migrate(rows: Rows, words: Words) -> None:
    """Bring the tables up to date, in the transaction given. NewerDatabaseError where we cannot."""
    spelled = {name: getattr(words, name) for name in words.__dataclass_fields__}
    rows.run(_ABOUT.format(**spelled))
    version = int(told(rows, _VERSION) or 0)
    if version > len(MIGRATIONS):
        raise NewerDatabaseError(
            "The database was made by a newer shiptui-server and was left as it is; upgrade."
        )
    for script in MIGRATIONS[version:]:
        for statement in script.format(**spelled).split(";\n"):
            if statement.strip():
                rows.run(statement)
    if version < len(MIGRATIONS):
        tell(rows, _VERSION, str(len(MIGRATIONS)))


def told(rows: Rows, key: str) -> str | None:
    """What the database says of itself under a key."""
    row = rows.one("SELECT value FROM about WHERE key = :key", key=key)
    return str(row[0]) if row else None


def tell(rows: Rows, key: str, value: str) -> None:
    """Let the database say something of itself."""
    rows.run(
        "INSERT INTO about (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key=key,
        value=value,
    )
