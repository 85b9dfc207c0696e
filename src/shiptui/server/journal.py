"""The log: one line of JSON for each request, with no token and no more of an address than helps.

Of an address only the network is written, so that a line tells where a storm comes from and not
who was there.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from shiptui.server.policy import Clock

Write: TypeAlias = Callable[[dict[str, object]], None]

_KEPT_BITS = {4: 24, 6: 48}


class Journal:
    """Middleware that writes down what was answered."""

    def __init__(self, app: ASGIApp, write: Write, clock: Clock) -> None:
        self._app, self._write, self._clock = app, write, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, then write its line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = self._clock(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = scope.get("route")
            self._write(
                {
                    "time": begun,
                    "method": scope["method"],
                    # The table's address, not the one sent: that may hold anything.
                    "path": getattr(route, "path", None),
                    "status": status,
                    "ms": self._clock() - begun,
                    "network": network_of(scope["client"][0] if scope.get("client") else ""),
                }
            )


def network_of(address: str) -> str | None:
    """The network that an address belongs to; None for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return str(ip_network((found, _KEPT_BITS[found.version]), strict=False))
