"""The server as a process: it listens until it is told to stop, then finishes what it began."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from shiptui.model.errors import ShiptuiError
from shiptui.server.policy import SECOND

if TYPE_CHECKING:
    from starlette.applications import Starlette

FINISHING_SECONDS = 10
_IDLE_SECONDS = 15
_MOST_AT_ONCE = 200


def serve(app: Starlette, *, host: str, port: int, proxies: str) -> None:
    """Listen until SIGTERM or SIGINT. `proxies` are the addresses whose word on the client counts.

    Requests that have begun are finished, those that come meanwhile find nobody. Raises
    ShiptuiError where it cannot listen.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=proxies,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=FINISHING_SECONDS,
    )
    with _listening(host, port) as listener:
        logging.getLogger().addHandler(Complaints(logging.WARNING))
        # When it is done, uvicorn raises the signal that ended it again; to be told so is no harm.
        signal.signal(signal.SIGTERM, lambda *_: None)
        where = f"[{host}]" if ":" in host else host
        write({"work": "listen", "address": f"http://{where}:{listener.getsockname()[1]}"})
        uvicorn.Server(config).run(sockets=[listener])


def write(record: dict[str, object]) -> None:
    """Write a line of the log to stderr."""
    sys.stderr.write(json.dumps(record, separators=(",", ":")) + "\n")
    sys.stderr.flush()


class Complaints(logging.Handler):
    """What libraries complain of, as lines of the same log. Tracebacks hold no values."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one down."""
        time = int(record.created * SECOND)
        write({"time": time, "logger": record.name, "failed": self.format(record)})


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ShiptuiError(f"Cannot listen at {host} port {port}: {error.strerror}.") from error
