"""The databases of a server, for every test that wants both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from postgres_cluster import cluster, fresh_schema, initdb
from shiptui.server.opening import open_store
from shiptui.server.storage import Store


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that was started for this run of the tests."""
    program = initdb()
    if program is None:
        pytest.skip("no initdb of PostgreSQL is on this computer")
    with cluster(program) as address:
        yield address


class OwnServer(Protocol):
    """Opens an empty database of a server, of one kind, for as long as the block lasts."""

    def __call__(self, kind: str) -> AbstractContextManager[Store]:
        """Open `sqlite` or `postgres`."""
        ...


@pytest.fixture
def own_server(request: pytest.FixtureRequest, tmp_path: Path) -> OwnServer:
    """An opener of empty databases."""

    @contextmanager
    def opened(kind: str) -> Iterator[Store]:
        if kind == "sqlite":
            address = str(tmp_path / "server.db")
        else:
            address = fresh_schema(request.getfixturevalue("postgres"))
        with closing(open_store(address)) as store:
            yield store

    return opened


@pytest.fixture(params=["sqlite", "postgres"])
def server_store(request: pytest.FixtureRequest, own_server: OwnServer) -> Iterator[Store]:
    """An empty database of a server, of each kind."""
    with own_server(request.param) as store:
        yield store
