"""Where the decision records lie that were written here, by matchup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shiptui.store.ledger import now

if TYPE_CHECKING:
    from shiptui.store.settings import Settings

KEY = "decisions"
MOST = 1_000
"""How many paths are remembered; the oldest go first."""


class Filed(NamedTuple):
    """A record: the matchup's id, where it was put, and when (ms, UTC)."""

    id: str
    path: Path
    at: int


class Decisions:
    """Paths of records, kept as a setting. The files are the reader's; only their places are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> tuple[tuple[str, Path], ...]:
        """Matchup ids and paths, oldest first; whether a file is still there is not looked at."""
        return tuple((id_, path) for id_, path, _ in _read(self._settings.get(KEY)))

    def moments(self) -> dict[str, int]:
        """When each matchup was decided last (ms, UTC)."""
        return {id_: at for id_, _, at in _read(self._settings.get(KEY))}

    def of(self, id_: str) -> tuple[Path, ...]:
        """The records of a matchup that are still there."""
        return tuple(path for each, path in self.all() if each == id_ and path.is_file())

    def note(self, id_: str, path: Path) -> None:
        """Remember a record. Raises NotSavedError."""

        def with_it(text: str | None) -> str:
            kept = [filed for filed in _read(text) if filed.path != path]
            return json.dumps(
                [
                    (each, str(known), at)
                    for each, known, at in [*kept, Filed(id_, path, now())][-MOST:]
                ]
            )

        self._settings.change(KEY, with_it)


def _read(text: str | None) -> tuple[Filed, ...]:
    try:
        items = json.loads(text or "[]")
    except (ValueError, RecursionError):
        items = []
    found = items if isinstance(items, list) else []
    return tuple(Filed(item[0], Path(item[1]), item[2]) for item in found if _is_filed(item))


def _is_filed(item: object) -> bool:
    values = item if isinstance(item, list) else []
    if len(values) != len(Filed._fields):
        return False
    *texts, at = values
    return type(at) is int and all(isinstance(each, str) and "\0" not in each for each in texts)
