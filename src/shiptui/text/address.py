"""The one rule for web addresses: what may be opened, shown as a link, or written to a file."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

MOST_CHARACTERS = 2_000
MOST_PORTS = 65_535
MOST_HOST_CHARACTERS = 253

_SCHEMES = ("http", "https")
# Format characters hide, controls and blanks are what urlsplit would silently drop.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"})
_BRACKETED = re.compile(r"\[[0-9A-Fa-f:.]+\](:[0-9]*)?\Z")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_LOOKS_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")


def check_address(value: str) -> str | None:
    """Return the address if it is safe to open, or None.

    Safe is an http or https address of at most 2,000 characters without controls, blanks,
    backslashes or a user name, on a host that reads as what it is. It is returned as given but for
    an international host, which is returned in its ASCII form.
    """
    if len(value) > MOST_CHARACTERS or "\\" in value or not _has_only_seen_characters(value):
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or "@" in parts.netloc or not parts.hostname:
        return None
    if "[" in parts.netloc:
        host = _checked_ipv6(parts.hostname) if _BRACKETED.match(parts.netloc) else None
    else:
        host = _checked_host(parts.hostname)
    if host is None or (port is not None and not 0 < port <= MOST_PORTS):
        return None
    return _with_host(parts, host, port)


def _has_only_seen_characters(value: str) -> bool:
    return not any(unicodedata.category(char) in _REFUSED_CATEGORIES for char in value)


def _checked_host(host: str) -> str | None:
    """Return a host in ASCII: a name or a dotted IPv4 address."""
    # A full-width or superscript letter would turn into another host on the way to the network.
    if unicodedata.normalize("NFKC", host) != host:
        return None
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.removesuffix(".").split(".")
    if len(name) > MOST_HOST_CHARACTERS or not all(_LABEL.match(label) for label in labels):
        return None
    # Browsers read a last label of digits as an IPv4 address, also 127.1, 0x7f.1 or 2130706433.
    return _checked_ipv4(name) if _LOOKS_NUMERIC.match(labels[-1]) else name


def _checked_ipv4(name: str) -> str | None:
    try:
        return str(IPv4Address(name))
    except AddressValueError:
        return None


def _checked_ipv6(host: str) -> str | None:
    try:
        address = IPv6Address(host)
    except AddressValueError:
        return None
    return f"[{address}]"


def _with_host(parts: SplitResult, host: str, port: int | None) -> str | None:
    netloc = host if port is None else f"{host}:{port}"
    address = parts._replace(netloc=netloc).geturl()
    return address if len(address) <= MOST_CHARACTERS else None
