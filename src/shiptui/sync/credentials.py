"""The tokens of the reader's accounts: a file beside the config that nobody else can read.

A token belongs to the one address that it was made for and is given out for that one alone. It
stands in no database: people pass their databases on.
"""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

from shiptui.export.files import atomic_write
from shiptui.feed.secret import Secret
from shiptui.model.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 1_000_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Credentials:
    """The file of tokens. ConfigError where it cannot be trusted, which leaves it as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, url: str) -> Secret | None:
        """The token for an address, and for no other."""
        text = self._read().get(url)
        return None if text is None else Secret(text)

    def put(self, url: str, secret: Secret) -> None:
        """Keep a token for an address."""
        self._write(self._read() | {url: secret.reveal()})

    def remove(self, url: str) -> bool:
        """Forget a token, and tell whether there was one."""
        tokens = self._read()
        if tokens.pop(url, None) is None:
            return False
        self._write(tokens)
        return True

    def _read(self) -> dict[str, str]:
        try:
            descriptor = os.open(self.path, _FLAGS)
        except FileNotFoundError:
            return {}
        except OSError:
            raise self._refused("it cannot be opened, or it is a link") from None
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise self._refused("it is no plain file")
            if found.st_mode & _OTHERS or found.st_uid != os.getuid():
                raise self._refused("others can read it; remove it and log in again")
            return self._parsed(file.read(_MOST_BYTES))

    def _parsed(self, data: bytes) -> dict[str, str]:
        # What the parser says of a broken file could hold a part of a token: it is not passed on.
        try:
            raw = json.loads(data)
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict) or not all(isinstance(each, str) for each in raw.values()):
            raise self._refused("it is damaged; remove it and log in again")
        return raw

    def _write(self, tokens: dict[str, str]) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps(tokens, indent=1, sort_keys=True)
        atomic_write(self.path, text.encode("ascii"), replace=True)

    def _refused(self, why: str) -> ConfigError:
        return ConfigError(f"The file of tokens {self.path} is not used: {why}.")
