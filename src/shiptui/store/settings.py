"""Choices made inside the program, such as the theme. The config file wins against them."""

from __future__ import annotations

from shiptui import TYPE_CHECKING
from shiptui.store.writing import read_one, writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


class Settings:
    """The table `setting`: one text for each key."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The stored text, or None."""
        row = read_one(self._connection, "SELECT value FROM setting WHERE key = ?", (key,))
        return row[0] if row else None

    def put(self, key: str, value: str) -> None:
        """Store a text. Raises NotSavedError."""
        if self.get(key) != value:
            self.change(key, lambda _: value)

    def change(self, key: str, value: Callable[[str | None], str]) -> None:
        """Store a text that is made from the one that is there. Raises NotSavedError."""
        with writing(self._connection) as connection:
            write_setting(connection, key, value(self.get(key)))


def write_setting(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Store a text inside the caller's transaction."""
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
