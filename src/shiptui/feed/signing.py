"""Signed heads: a DSSE envelope with an Ed25519 signature around what a head announces.

Digests carry the trust on to every other file. Needs the extra `signed` (cryptography), which is
imported only here and only when a key is at play.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from shiptui.feed.limits import HEAD
from shiptui.feed.picking import required_moment, seconds_of
from shiptui.feed.wire import canonical, refuse_depth
from shiptui.model.errors import ConfigError, FeedError
from shiptui.text.checked import read_json
from shiptui.text.fields import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PAYLOAD_TYPE = "application/vnd.shiptui.feed+json"
KEY_FILE_LIMIT = 10_000

_KEY_BYTES = 32
_ED25519 = "cryptography.hazmat.primitives.asymmetric.ed25519"


class Signer(Protocol):
    """Signs bytes with one private key; `public` is its public half (base64url, 43 characters)."""

    @property
    def public(self) -> str:
        """The public key as a subscription pins it."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        ...


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """A signer with a private key that is held in memory and never shown."""

    _private: Any

    @property
    def public(self) -> str:
        """The public key as a subscription pins it."""
        raw = self._private.public_key().public_bytes_raw()
        return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        signature: bytes = self._private.sign(data)
        return signature


def signer_from(path: Path) -> Ed25519Signer:
    """Read an unencrypted Ed25519 private key from a PEM file; ConfigError where that fails."""
    _imported(_ED25519)
    serialization = import_module("cryptography.hazmat.primitives.serialization")
    try:
        with path.open("rb") as file:
            private = serialization.load_pem_private_key(file.read(KEY_FILE_LIMIT), None)
    except OSError as error:
        raise ConfigError(f"The key {path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        raise ConfigError(f"The file {path} holds no unencrypted private key in PEM.") from error
    if not isinstance(private, _imported(_ED25519).Ed25519PrivateKey):
        raise ConfigError(f"The key {path} is no Ed25519 key; other kinds are not used.")
    return Ed25519Signer(private)


def sealed(payload: Mapping[str, object], signer: Signer) -> dict[str, object]:
    """Return the envelope that vouches for a payload."""
    body = canonical(payload)
    signature = {"keyid": signer.public, "sig": _base64(signer.sign(_to_sign(PAYLOAD_TYPE, body)))}
    return {"payloadType": PAYLOAD_TYPE, "payload": _base64(body), "signatures": [signature]}


def opened(envelope: object, keys: Sequence[str], now: int) -> Mapping[str, object]:
    """Return what an envelope vouches for; FeedError unless one of the keys signed it in time."""
    if not isinstance(envelope, dict):
        raise FeedError("The feed is not signed, though its key was pinned; nothing was read.")
    body = _bytes(envelope.get("payload"))
    signatures = [_bytes(each.get("sig")) for each in records(envelope, "signatures")]
    to_verify = _to_sign(PAYLOAD_TYPE, body)
    if envelope.get("payloadType") != PAYLOAD_TYPE or not any(
        _is_signed(to_verify, signature, key) for signature in signatures for key in keys
    ):
        raise FeedError("The feed is not signed by the key that was pinned; nothing was read.")
    payload = read_json(body, limit=HEAD)
    if not isinstance(payload, dict):
        raise FeedError("The feed's signature vouches for no head.")
    refuse_depth(payload)
    expires = required_moment(payload, "expires")
    if seconds_of(expires) < now:
        raise FeedError(
            f"The feed's signature ran out at {expires}; its publisher has to renew it."
        )
    return payload


def _is_signed(data: bytes, signature: bytes, key: str) -> bool:
    ed25519 = _imported(_ED25519)
    raw = _bytes(key.translate(str.maketrans("-_", "+/")) + "=")
    if len(raw) != _KEY_BYTES:
        return False
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except (import_module("cryptography.exceptions").InvalidSignature, ValueError):
        return False
    return True


def _to_sign(kind: str, body: bytes) -> bytes:
    """The pre-authentication encoding of DSSE: no two pairs of kind and body look alike."""
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind.encode("ascii"), len(body), body)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _imported(name: str) -> Any:  # noqa: ANN401 - a module that need not be installed
    try:
        return import_module(name)
    except ImportError as error:
        raise ConfigError(
            "Signed feeds need the package cryptography: pip install 'shiptui[signed]'."
        ) from error
