"""What a server has acknowledged is on the disk, whatever becomes of the server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from asking import Api, bookmark
from feed_world import small_catalog
from server_process import listening
from shiptui.server.accounts import add_account
from shiptui.server.founding import found
from shiptui.server.policy import now
from shiptui.server.sqlite import SqliteStore


@pytest.fixture
def account(tmp_path: Path) -> tuple[Path, str]:
    """A founded server's database, and a token."""
    with closing(SqliteStore.open(tmp_path / "server.db")) as store:
        found(store, small_catalog(), url="https://votes.example/v1/", now=now())
        with store.writing() as rows:
            _, token = add_account(rows, "ann", now=now(), counted_from=0)
    return tmp_path / "server.db", token


def test_what_was_acknowledged_before_a_sigkill_is_there_afterwards(
    account: tuple[Path, str],
) -> None:
    """Killed while exchanges are under way, again and again; each acknowledged act counts once."""
    db, token = account
    acknowledged: dict[str, dict[str, object]] = {}
    for enough in (1, 4, 9):
        reached = Event()
        with listening(db) as (child, address):

            def write(
                address: str = address, enough: int = enough, reached: Event = reached
            ) -> None:
                with httpx.Client(base_url=f"{address}/v1/") as client:
                    api = Api(client, token)
                    for n in range(1_000):
                        save = bookmark(f"tool:k{enough}-{n}", {"note": str(n)}, n)
                        try:
                            result = api.judged(save)
                        except httpx.HTTPError:
                            return
                        assert result["status"] == "applied"
                        acknowledged[save["op"]] = save
                        if n == enough:
                            reached.set()

            writer = Thread(target=write)
            writer.start()
            assert reached.wait(60)
            child.kill()
            writer.join()
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with listening(db) as (_, address), httpx.Client(base_url=f"{address}/v1/") as client:
        api = Api(client, token)
        cursor, held, more = "", dict[str, object](), True
        while more:
            answer = api.sync(cursor=cursor)
            held |= {row["op"]: row["v"] for row in answer["rows"]}
            cursor, more = answer["cursor"], answer["more"]
        assert {id_: save["v"] for id_, save in acknowledged.items()}.items() <= held.items()
        # At most the one that was under way at each kill came through without its answer.
        assert len(held) <= len(acknowledged) + 3
        again = api.sync(*list(acknowledged.values())[-200:])
        assert {each["status"] for each in again["results"]} == {"applied"}
        assert again["cursor"] == cursor
