"""Testing a feed, one's own or a stranger's, against every rule for publishers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from shiptui.feed.check_document import check_document
from shiptui.feed.check_records import check_state, check_tallies, replayed
from shiptui.feed.fetching import Answer, Ask, plain_body, verified_body
from shiptui.feed.findings import Finding, Findings
from shiptui.feed.head import EXTENSION, File, head_from, read_document
from shiptui.feed.http import Client
from shiptui.feed.limits import HEAD_WHOLE
from shiptui.feed.picking import table
from shiptui.feed.placing import HEAD_NAME, read_file
from shiptui.feed.subscription import subscription_from

if TYPE_CHECKING:
    from shiptui.feed.fetching import Fetcher


class Source(Protocol):
    """Where the files of a feed under test come from."""

    async def document(self, findings: Findings) -> bytes:
        """Return `feed.json`, and note what is wrong with how it is served."""
        ...

    async def file(self, file: File) -> bytes:
        """Return a file that `feed.json` names, verified."""
        ...


def check(source: str | Path, *, allow_http: bool = False, now: int) -> list[Finding]:
    """Check a folder or an address; no findings means that every rule is kept.

    `now` is in Unix seconds. Nothing is raised for what is wrong with the feed, OfflineError where
    it cannot be reached.
    """
    if isinstance(source, Path):
        folder = source if source.is_dir() else source.parent
        return asyncio.run(check_source(FolderSource(folder), now))
    return asyncio.run(_check_address(source, allow_http=allow_http, now=now))


async def check_source(source: Source, now: int) -> list[Finding]:
    """Check what a source gives."""
    findings = Findings()
    with findings.at(HEAD_NAME):
        data = await source.document(findings)
        document = read_document(data)
        check_document(document, now, findings)
        head = head_from(document, table(document, EXTENSION) or {})
        files: dict[str, bytes] = {}
        for file in head.files:
            with findings.at(file.url):
                files[file.url] = await source.file(file)
        if len(files) == len(head.files):
            state = replayed(head, files, findings)
            check_state(head, state, findings)
            check_tallies(head, files, state, findings)
    return findings.found


async def _check_address(url: str, *, allow_http: bool, now: int) -> list[Finding]:
    findings = Findings()
    with findings.at(url):
        subscription = subscription_from(url, allow_http=allow_http)
        async with Client(allow_http=allow_http) as client:
            return await check_source(WebSource(client, subscription.url), now)
    return findings.found


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder that is going to be published."""

    folder: Path

    async def document(self, _findings: Findings) -> bytes:
        """Read `feed.json`."""
        return read_file(self.folder, HEAD_NAME, HEAD_WHOLE)

    async def file(self, file: File) -> bytes:
        """Read a file beside it."""
        body = read_file(self.folder, file.url, file.bytes + 1)
        return verified_body(Answer("", body), file.sha256, file.bytes)


@dataclass(slots=True)
class WebSource:
    """A feed that is published at an address."""

    fetcher: Fetcher
    url: str

    async def document(self, findings: Findings) -> bytes:
        """Fetch `feed.json` as a reader does, then once more as a reader does who has it."""
        answer = await self.fetcher.get(Ask(self.url, HEAD_WHOLE))
        if answer.media_type not in {"application/feed+json", "application/json"}:
            told = answer.media_type or "no type"
            findings.warning(HEAD_NAME, f"It is served as {told} and not as application/feed+json.")
        await self._check_validators(answer, findings)
        self.url = answer.url
        return plain_body(answer, HEAD_WHOLE)

    async def file(self, file: File) -> bytes:
        """Fetch a file that lies beside it."""
        limit = file.bytes + file.bytes // 100 + 1_000
        answer = await self.fetcher.get(Ask(urljoin(self.url, file.url), limit))
        return verified_body(answer, file.sha256, file.bytes)

    async def _check_validators(self, answer: Answer, findings: Findings) -> None:
        ask = Ask(self.url, HEAD_WHOLE, answer.etag, answer.last_modified)
        if not ask.is_conditional:
            findings.warning(
                HEAD_NAME,
                "It has no usable ETag or Last-Modified yet; each look costs"
                " the whole file. Ask again a few seconds after publishing.",
            )
            return
        if (await self.fetcher.get(replace(ask))).body is not None:
            findings.warning(HEAD_NAME, "The server sends it whole though nothing has changed.")
