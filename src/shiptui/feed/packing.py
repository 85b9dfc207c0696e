"""Gzip with a bound on both sides: what is packed is the same everywhere, what is unpacked ends."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from shiptui.feed.limits import LINE
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP = 31
_RAW_DEFLATE = -15
# No name, no time, no operating system: a file's name is made from its bytes.
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_PIECE = 65_536


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> bytes:
    """Return bytes as one gzip member that tells nothing of when and where it was made."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    body = deflate.compress(data) + deflate.flush()
    end = zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")
    return _HEADER + body + end


def unpack(data: bytes, limit: int) -> bytes:
    """Return the content of a gzip file of at most `limit` bytes."""
    return b"".join(pieces(data, limit))


def pieces(data: bytes, limit: int) -> Iterator[bytes]:
    """Yield the content of a gzip file piece by piece, each of 64 kB at most.

    FeedError where the content is longer than `limit` bytes, cut short, damaged, or followed by
    something else.
    """
    inflate = zlib.decompressobj(_GZIP)
    total = start = 0
    waiting = b""
    while not inflate.eof:
        if not waiting:
            waiting = data[start : start + _PIECE]
            start += _PIECE
        try:
            piece = inflate.decompress(waiting, _PIECE)
        except zlib.error:
            raise FeedError("The data is no sound gzip file.") from None
        total += len(piece)
        if total > limit:
            raise FeedError(f"The data unpacks to more than the {limit:,} bytes that are read.")
        if not waiting and not piece:
            raise FeedError("The gzip file is cut short.")
        yield piece
        waiting = inflate.unconsumed_tail
    if inflate.unused_data or start < len(data):
        raise FeedError("The gzip file is followed by other data.")


def lines(data: bytes, raw_bytes: int) -> Iterator[bytes]:
    """Yield the lines of a gzip file that holds exactly `raw_bytes` bytes, without their ends."""
    total = 0
    rest = b""
    for piece in pieces(data, raw_bytes):
        total += len(piece)
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > LINE:
            raise FeedError(f"A line is longer than the {LINE:,} bytes that are read.")
    if rest:
        raise FeedError("The last line has no end.")
    if total != raw_bytes:
        raise FeedError(f"The data unpacks to {total:,} bytes instead of {raw_bytes:,}.")
