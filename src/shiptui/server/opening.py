"""Which database an address means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shiptui.model.errors import ConfigError

if TYPE_CHECKING:
    from shiptui.server.storage import Store

_POSTGRES = ("postgresql://", "postgres://")


def open_store(address: str) -> Store:
    """Open the database at a path, or at an address of PostgreSQL. Raises ShiptuiError."""
    if not address.startswith(_POSTGRES):
        from shiptui.server.sqlite import SqliteStore

        return SqliteStore.open(Path(address))
    try:
        from shiptui.server.postgres import PostgresStore
    except ImportError as error:
        raise ConfigError(
            "PostgreSQL needs the package psycopg: pip install 'shiptui[server]'."
        ) from error
    return PostgresStore.open(address)
