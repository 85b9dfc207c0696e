"""What a publisher has on the disk: a small catalog as text, a key, and a feed that was altered."""

from __future__ import annotations

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

TEXTS = {
    "catalog.toml": """
        feed_id = "urn:uuid:00000000-0000-4000-8000-000000000002"
        title = "Team tools"
        as_of = 2026-11-20
    """,
    "categories.toml": "",
    "personas.toml": """
        [[persona]]
        slug = "builder"
        name = "The Builder"
    """,
    "matchups.toml": """
        [[matchup]]
        a = "mill"
        b = "zed"
    """,
    "tools/mill.toml": """
        name = "Mill"
        [[take]]
        persona = "builder"
        call = "ship"
        words = "It grinds."
    """,
    "tools/zed.toml": 'name = "Zed"',
}


def write_catalog(folder: Path) -> None:
    """Write a catalog of two tools: five records, a take among them, and the catalog's own."""
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def write_models(path: Path) -> None:
    """Write an `api.json` of one made-up model, of which nothing is left out."""
    path.write_text('{"openai": {"models": {"made-up": {"name": "Made up"}}}}', "utf-8")


def write_key(path: Path) -> None:
    """Write a new Ed25519 key as openssl does."""
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def append_item(folder: Path, record: dict[str, object], id_: str = "more") -> None:
    """Add an item with a record to a feed of one file."""
    document = json.loads((folder / "feed.json").read_bytes())
    document["items"].append({"id": id_, "content_text": "More", "_shiptui": record})
    (folder / "feed.json").write_text(json.dumps(document), "utf-8")
