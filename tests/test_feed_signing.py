from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from feed_world import NOW, URL, FolderFetcher, MemoryReader, retold, small_catalog
from shiptui.feed import signing
from shiptui.feed.check import check
from shiptui.feed.publish import build
from shiptui.feed.signing import opened, sealed, signer_from
from shiptui.feed.subscription import Subscription, subscription_from
from shiptui.model.errors import ConfigError, FeedError

DAY = 86_400


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A fresh private key in a PEM file."""
    return make_key(tmp_path / "key.pem")


def make_key(path: Path) -> Path:
    ed25519 = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.ed25519",
        reason="signed feeds need the extra `signed` (cryptography)",
    )
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    pem = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(pem)
    return path


def edit(folder: Path, **changes: Any) -> None:
    document = json.loads((folder / "feed.json").read_bytes())
    document["_shiptui"] |= changes
    (folder / "feed.json").write_text(json.dumps(document))


def test_without_cryptography_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(signing, "import_module", missing)
    with pytest.raises(ConfigError, match=r"pip install 'shiptui\[signed\]'"):
        signer_from(tmp_path / "key.pem")
    envelope = {
        "payloadType": signing.PAYLOAD_TYPE,
        "payload": base64.b64encode(b"{}").decode(),
        "signatures": [{"sig": "AAAA"}],
    }
    with pytest.raises(ConfigError, match="cryptography"):
        opened(envelope, ["A" * 43], NOW)


def test_a_feed_that_is_not_signed_needs_no_cryptography() -> None:
    with pytest.raises(FeedError, match="is not signed, though its key was pinned"):
        opened(None, ["A" * 43], NOW)


def test_the_signature_is_over_the_encoding_that_dsse_gives(key: Path) -> None:
    signer = signer_from(key)
    envelope: dict[str, Any] = sealed({"expires": "2026-12-01T00:00:00Z", "x": 1}, signer)
    body = base64.b64decode(envelope["payload"])
    assert json.loads(body) == {"expires": "2026-12-01T00:00:00Z", "x": 1}
    signed = b"DSSEv1 33 application/vnd.shiptui.feed+json %d %b" % (len(body), body)
    assert base64.b64decode(envelope["signatures"][0]["sig"]) == signer.sign(signed)
    assert opened(envelope, ["B" * 43, signer.public], NOW)["x"] == 1


def test_a_known_signature_is_verified() -> None:
    """The first test vector of RFC 8032 signs the empty text; a wrong text is refused."""
    pytest.importorskip("cryptography", reason="signed feeds need the extra `signed`")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    told = base64.urlsafe_b64encode(public).decode().rstrip("=")
    assert signing._is_signed(b"", signature, told)
    assert not signing._is_signed(b"x", signature, told)
    assert not signing._is_signed(b"", signature[:-1], told)
    assert not signing._is_signed(b"", signature, "short")


async def test_a_signed_feed_is_read_by_those_who_pinned_its_key(tmp_path: Path, key: Path) -> None:
    site, signer = tmp_path / "site", signer_from(key)
    build(small_catalog(), site, now=NOW, sign=signer)
    reader = MemoryReader(subscription_from(f"{URL}#ed25519={signer.public}"))
    await reader.sync(FolderFetcher(site))
    assert reader.catalog == small_catalog()
    assert reader.cursor.keys == (signer.public,)


def test_a_signed_feed_passes_the_check(tmp_path: Path, key: Path) -> None:
    build(small_catalog(), tmp_path / "site", now=NOW, sign=signer_from(key))
    assert check(tmp_path / "site", now=NOW) == []
    edit(tmp_path / "site", min_poll=1)
    (finding,) = check(tmp_path / "site", now=NOW)
    assert "vouches for something else" in finding.what


@pytest.mark.parametrize("fault", ["none", "other key", "payload", "late"])
async def test_whatever_is_not_signed_by_the_pinned_key_in_time_changes_nothing(
    tmp_path: Path, key: Path, fault: str
) -> None:
    site, signer = tmp_path / "site", signer_from(key)
    build(small_catalog(), site, now=NOW, sign=signer)
    reader = MemoryReader(Subscription(URL, key=signer.public))
    envelope = json.loads((site / "feed.json").read_bytes())["_shiptui"]["sig"]
    if fault == "none":
        edit(site, sig=None)
    elif fault == "other key":
        other = signer_from(make_key(tmp_path / "other.pem"))
        edit(site, sig=sealed(json.loads(base64.b64decode(envelope["payload"])), other))
    elif fault == "payload":
        payload = base64.b64decode(envelope["payload"]).replace(b"A small feed", b"A snall feed")
        edit(site, sig=envelope | {"payload": base64.b64encode(payload).decode()})
    with pytest.raises(FeedError, match=r"signed|ran out"):
        await reader.sync(FolderFetcher(site), NOW + (91 * DAY if fault == "late" else 0))
    assert reader.records == {}


async def test_only_what_is_signed_counts(tmp_path: Path, key: Path) -> None:
    site, signer = tmp_path / "site", signer_from(key)
    build(small_catalog(), site, now=NOW, sign=signer)
    edit(site, seq=99, moved_to="https://evil.example/", feed_id="urn:evil", log=[])
    reader = MemoryReader(Subscription(URL, key=signer.public))
    await reader.sync(FolderFetcher(site))
    assert (reader.catalog, reader.cursor.moving) == (small_catalog(), None)


async def test_a_new_key_is_taken_over_from_a_head_that_the_old_one_signed(
    tmp_path: Path, key: Path
) -> None:
    site, old = tmp_path / "site", signer_from(key)
    new = signer_from(make_key(tmp_path / "new.pem"))
    build(small_catalog(), site, now=NOW, sign=old)
    document = json.loads((site / "feed.json").read_bytes())
    payload = json.loads(base64.b64decode(document["_shiptui"]["sig"]["payload"]))
    edit(site, sig=sealed(payload | {"keys": [new.public]}, old))
    reader = MemoryReader(Subscription(URL, key=old.public))
    await reader.sync(FolderFetcher(site))
    changed = retold(small_catalog(), "mill", tagline="Grinds")
    build(changed, site, now=NOW + 60, sign=new)
    await reader.sync(FolderFetcher(site))
    assert reader.catalog == changed


def test_a_signature_is_renewed_before_it_runs_out(tmp_path: Path, key: Path) -> None:
    signer = signer_from(key)
    built = [
        build(small_catalog(), tmp_path / "site", now=NOW + days * DAY, sign=signer)
        for days in (0, 44, 46, 80)
    ]
    assert [each.written[-1:] for each in built] == [("feed.json",), (), ("feed.json",), ()]
    assert {each.seq for each in built} == {12}


def test_a_feed_without_a_log_is_not_signed(tmp_path: Path, key: Path) -> None:
    with pytest.raises(FeedError, match="publish it at level 1"):
        build(small_catalog(), tmp_path / "site", now=NOW, level=0, sign=signer_from(key))


async def test_a_signature_without_a_log_vouches_for_nothing(tmp_path: Path, key: Path) -> None:
    """The records of such a document stand outside of what is signed."""
    signer = signer_from(key)
    build(small_catalog(), tmp_path / "site", now=NOW, level=0)
    document = json.loads((tmp_path / "site" / "feed.json").read_bytes())
    signed = document["_shiptui"] | {"title": "T", "expires": "2027-12-01T00:00:00Z"}
    edit(tmp_path / "site", sig=sealed(signed, signer))
    reader = MemoryReader(Subscription(URL, key=signer.public))
    with pytest.raises(FeedError, match="has no log"):
        await reader.sync(FolderFetcher(tmp_path / "site"))


def test_a_check_without_cryptography_says_what_was_not_checked(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    build(small_catalog(), tmp_path / "site", now=NOW, sign=signer_from(key))
    monkeypatch.setattr(signing, "import_module", missing)
    (finding,) = check(tmp_path / "site", now=NOW)
    assert "The signature was not checked" in finding.what
    assert not finding.is_error


def test_a_file_that_is_no_private_key_is_told(tmp_path: Path, key: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        signer_from(tmp_path / "none.pem")
    key.write_text("hello")
    with pytest.raises(ConfigError, match="no unencrypted private key"):
        signer_from(key)
