"""Choices made inside the program, such as the theme. The config file wins against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.store.writing import read_one, writing

if TYPE_CHECKING:
    import sqlite3


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
        if self.get(key) == value:
            return
        with writing(self._connection) as connection:
            connection.execute(
                "INSERT INTO setting (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
