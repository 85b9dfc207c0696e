"""Which addresses may be asked: the rules for schemes and for private networks."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from shiptui.model.errors import FeedError
from shiptui.text.address import check_address

_Ip: TypeAlias = IPv4Address | IPv6Address


def fetchable(url: str, *, allow_http: bool) -> str:
    """Return the address if a public file may be fetched from it, without its fragment.

    https everywhere; plain http on this machine, or where the reader has allowed it for this feed.
    """
    address = check_address(url)
    if address is None:
        raise FeedError("The feed's address is no safe web address; check how it is written.")
    parts = urlsplit(address)
    if parts.scheme != "https" and not allow_http and not is_loopback(parts.hostname or ""):
        raise FeedError(
            f"{parts.hostname} is asked over plain http, which anyone on the way can read and"
            " change; use https, or allow http for this feed."
        )
    return parts._replace(fragment="").geturl()


def host_of(url: str) -> str:
    """Return the host of an address, for a sentence."""
    return urlsplit(url).hostname or "the server"


def is_secure(url: str) -> bool:
    """Tell whether an address is asked over TLS."""
    return url.startswith("https:")


def is_loopback(host: str) -> bool:
    """Tell whether a host names this machine itself, without asking anybody."""
    found = _ip(host)
    return host == "localhost" if found is None else found.is_loopback


def is_private(host: str) -> bool:
    """Tell whether a host is an address that the whole internet does not share."""
    found = _ip(host)
    return found is not None and (not found.is_global or found.is_multicast)


def _ip(host: str) -> _Ip | None:
    try:
        found = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
