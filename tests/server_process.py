"""A server as a process of its own, that listens on a free port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCRIPT = "import sys; from shiptui.server.command import main; sys.exit(main())"


@contextmanager
def listening(db: Path, *options: str | Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address; it is gone afterwards."""
    child = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, "run", "--port", "0", *options],
        env={**os.environ, "SHIPTUI_SERVER_DB": str(db)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stderr is not None
        lines = map(json.loads, child.stderr)
        yield child, next(line["address"] for line in lines if line.get("work") == "listen")
    finally:
        child.kill()
        child.communicate()
