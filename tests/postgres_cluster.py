"""A PostgreSQL of its own for a run of the tests, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg


def initdb() -> Path | None:
    """The newest initdb of this computer, Debian's place first."""
    places = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(places, key=lambda path: int(path.parts[4]), default=None)
    elsewhere = shutil.which("initdb")
    return newest or (Path(elsewhere) if elsewhere else None)


@contextmanager
def cluster(program: Path, *, durable: bool = False) -> Iterator[str]:
    """A running PostgreSQL on a free port; its address. Only a `durable` one waits for the disk."""
    folder = Path(tempfile.mkdtemp(prefix="shiptui-pg-"))
    run = _runner(folder)
    password, data = secrets.token_hex(8), folder / "data"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o644)  # whoever runs the cluster reads it; it is worth nothing
    made = ["-U", "shiptui", "--auth-host=scram-sha-256", "--auth-local=peer", "--no-sync"]
    run(program, "-D", data, *made, f"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    control = program.with_name("pg_ctl")
    run(control, "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://shiptui:{password}@127.0.0.1:{port}/postgres"
    finally:
        run(control, "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def fresh_schema(address: str) -> str:
    """An address in the same cluster at which nothing has been made yet."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{address}?options=-csearch_path%3D{name}"


def _runner(folder: Path) -> Any:
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def run(*words: str | Path) -> None:
        subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL, **user)

    return run
