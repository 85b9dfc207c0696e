"""A secret that sings: looks for a canary wherever a program could have left it.

What holds a secret is given one that is like no other text; afterwards nothing may hold it: no byte
of the terminal, no file, no argument of a process, in none of the ways in which it may be written.
"""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "canary~"


def new_canary() -> str:
    """A token that servers could have given out, and that nothing else resembles."""
    return PREFIX + secrets.token_hex(20)


def spellings(canary: str) -> set[bytes]:
    """How it may be written: plainly, for a URL, in hexadecimal, in Base64 at any offset."""
    plain = canary.encode()
    found = {
        plain,
        quote(canary, safe="").encode(),
        plain.hex().encode(),
        repr(plain).encode()[2:-1],
    }
    for before in (b"", b"x", b"xx"):
        # The first and the last letters depend on the neighbours.
        found.add(base64.b64encode(before + plain)[4:-4])
        found.add(base64.urlsafe_b64encode(before + plain)[4:-4])
    return found | {each.upper() for each in found} | {plain[len(PREFIX) :]}


def songs(canary: str, *texts: bytes | str, folder: Path | None = None) -> list[str]:
    """Where it was found: the number of a text, or the path of a file under the folder."""
    told = [
        (str(n), each.encode() if isinstance(each, str) else each) for n, each in enumerate(texts)
    ]
    wanted = spellings(canary)
    return [where for where, data in (*told, *_files(folder)) if any(one in data for one in wanted)]


def arguments(process: int) -> bytes:
    """What every user of the computer can read of a process."""
    place = Path(f"/proc/{process}/cmdline")
    return place.read_bytes() if place.exists() else b""


def _files(folder: Path | None) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")) if folder else ():
        yield str(file), str(file).encode()
        if file.is_file():
            yield str(file), file.read_bytes()
