"""A token: a text that does not show itself, and the one place it may be sent to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from shiptui.model.errors import UsageError

_FORMAT = re.compile(r"[A-Za-z0-9._~+/=-]{8,4096}\Z")
_PORTS = {"http": 80, "https": 443}


class Secret:
    """A token. It cannot be printed, logged or pickled by mistake."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not _FORMAT.match(text):
            raise UsageError("This is no token: it should be 8 or more letters and digits.")
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one header that carries it and the one file that keeps it."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, _: str) -> str:
        return "***"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")


def origin_of(url: str) -> str:
    """Scheme, host and port of a checked address: what a token is bound to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or _PORTS[parts.scheme]}"
