"""The server as a process: it listens until it is told to stop, then finishes what it began."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.applications import Starlette

FINISHING_SECONDS = 10
_IDLE_SECONDS = 15
_MOST_AT_ONCE = 200


def serve(app: Starlette, *, host: str, port: int, proxies: str) -> None:
    """Listen until SIGTERM or SIGINT. `proxies` are the addresses whose word on the client counts.

    Requests that have begun are finished, those that come meanwhile find nobody.
    """
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=proxies,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=FINISHING_SECONDS,
    )


def write(record: dict[str, object]) -> None:
    """Write a line of the log to stderr."""
    sys.stderr.write(json.dumps(record, separators=(",", ":")) + "\n")
    sys.stderr.flush()
