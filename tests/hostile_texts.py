"""Texts that want to steer a terminal, and how to tell that they did not."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARKUP = "[/b][@click=app.quit]"
STEERING = (
    "\x1b[31;5m\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x07\x1bP$q\x1b\\\x1bc\x1b[2J"
    "\x9b31m\x9d52;c;ZXZpbA==\x9c\x85\x7f\x01\x0e\x08\u202e\u2066\u200f\u200b\ufeff\U000e0041"
)
NAME = f"{MARKUP}{STEERING}Evil"
SENT_BY_THE_PROGRAM = re.compile(
    r"\x1b\[[0-9;:?<>=]*\$?[A-Za-z]|\x1b\]22;[a-z-]*\x07|\x1b\]2;shiptui\x07|\x1b\]11;\?\x1b\\"
)
"""What is used: moves, colours, modes, the pointer's shape, our title, a colour asked for."""

_TEXTS = {
    "tool": "name vendor category section entry pricing tagline summary source as_of",
    "take": "words source as_of",
    "persona": "name asks source",
    "matchup": "source",
    "feed": "title as_of",
}


def poison(path: Path) -> None:
    """Make every text of a database's catalog an attack; its search index stays as it was."""
    with closing(sqlite3.connect(path)) as db, db:
        for table, columns in _TEXTS.items():
            changes = ", ".join(f"{column} = :text" for column in columns.split())
            db.execute(f"UPDATE {table} SET {changes}", {"text": NAME})


def harmful(text: str) -> set[str]:
    """The characters that steer, turn round or hide, line ends aside."""
    kinds = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return {char for char in text if unicodedata.category(char) in kinds} - {"\n"}


def not_the_programs(written: bytes | bytearray) -> set[str]:
    """What reached a terminal that neither the program nor honest text would send."""
    return harmful(SENT_BY_THE_PROGRAM.sub("", written.decode())) - {"\r"}
