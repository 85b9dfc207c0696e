"""What goes wrong with a request as a whole, as problem details (RFC 9457)."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "urn:shiptui:problem:"
MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final = {
    "malformed": (400, "The body is not what this protocol sends."),
    "token-invalid": (401, "The token is missing, revoked or unknown."),
    "not-allowed": (403, "The token does not allow this."),
    "code-invalid": (403, "The code is wrong, used or too old."),
    "not-an-api": (404, "There is nothing at this address."),
    "method": (405, "This address takes another method."),
    "too-slow": (408, "The body did not come in time."),
    "account-mismatch": (409, "The token belongs to another account."),
    "too-large": (413, "The request is larger than this server takes."),
    "media-type": (415, "The body has to be application/json, not compressed."),
    "invalid-request": (422, "A field of the request breaks a rule."),
    "slow-down": (429, "Too many requests; wait."),
    "server-error": (500, "The server failed; nothing was changed."),
    "unavailable": (503, "The database cannot be used now; nothing was changed."),
}
"""The HTTP status and the sentence of each type of problem."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A request that is refused as a whole. `retry_after` is in seconds."""

    def __init__(self, kind: str, detail: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(detail or TITLES[kind][1])
        self.kind, self.detail, self.retry_after = kind, detail, retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return TITLES[self.kind][0]

    @property
    def document(self) -> dict[str, object]:
        """The body of the answer."""
        told: dict[str, object] = {
            "type": PREFIX + self.kind,
            "title": TITLES[self.kind][1],
            "status": self.status,
        }
        return told | {"detail": self.detail} if self.detail else told
