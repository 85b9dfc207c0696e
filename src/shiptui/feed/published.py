"""What a folder has published so far: its head, and the records that its files add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from shiptui.feed.head import EXTENSION, Head, head_from, read_document
from shiptui.feed.limits import HEAD_WHOLE
from shiptui.feed.packing import digest_of
from shiptui.feed.placing import is_there, read_file
from shiptui.feed.wire import Key, Line, segment_lines, snapshot_lines
from shiptui.model.errors import FeedError
from shiptui.text.checked import naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shiptui.feed.head import File


@dataclass(frozen=True, slots=True)
class Published:
    """A head as it was published, the document it stood in, and the line of each live record."""

    folder: Path
    document: Mapping[str, object]
    head: Head
    state: dict[Key, Line]

    @property
    def extension(self) -> Mapping[str, object]:
        """The part of the document that is ours."""
        return cast("Mapping[str, object]", self.document[EXTENSION])

    @property
    def places(self) -> dict[str, int]:
        """The places of the matchups."""
        found = {}
        for line in self.state.values():
            pos = (line.value or {}).get("pos")
            if line.kind == "matchup" and isinstance(pos, int):
                found[line.id] = pos
        return found


def read_published(path: Path) -> Published | None:
    """Read a `feed.json` and the files beside it; None where there is none yet."""
    if not is_there(path):
        return None
    with naming(path.name):
        document = read_document(read_file(path.parent, path.name, HEAD_WHOLE))
        head = head_from(document, cast("Mapping[str, object]", document[EXTENSION]))
    return Published(path.parent, document, head, _state(path.parent, head))


def replay(state: dict[Key, Line], lines: Iterable[Line]) -> None:
    """Apply lines to the records that are there."""
    for line in lines:
        if line.value is None:
            state.pop(line.key, None)
        else:
            state[line.key] = line


def _state(folder: Path, head: Head) -> dict[Key, Line]:
    state: dict[Key, Line] = {}
    if head.snapshot is None:
        replay(state, head.whole or ())
        return state
    read, file = head.snapshot.seq, head.snapshot.file
    replay(state, snapshot_lines(_verified(folder, file), file.raw_bytes, seq=read))
    for segment in head.log:
        if segment.to > read:
            file = segment.file
            found = segment_lines(
                _verified(folder, file), file.raw_bytes, after=segment.after, to=segment.to
            )
            replay(state, (line for line in found if line.seq > read))
    return state


def _verified(folder: Path, file: File) -> bytes:
    with naming(file.url):
        data = read_file(folder, file.url, file.bytes)
        if digest_of(data) != file.sha256:
            raise FeedError(
                "The file was changed after it was published. Put it back, or begin a"
                " new feed in an empty folder: readers will load it anew."
            )
        return data
