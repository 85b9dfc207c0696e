"""Where the decision records lie that were written here, by matchup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shiptui.store.settings import Settings

KEY = "decisions"
MOST = 1_000
"""How many paths are remembered; the oldest go first."""


class Decisions:
    """Paths of records, kept as a setting. The files are the reader's; only their places are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> tuple[tuple[str, Path], ...]:
        """Matchup ids and paths, oldest first; whether a file is still there is not looked at."""
        return _read(self._settings.get(KEY))

    def of(self, id_: str) -> tuple[Path, ...]:
        """The records of a matchup that are still there."""
        return tuple(path for each, path in self.all() if each == id_ and path.is_file())

    def note(self, id_: str, path: Path) -> None:
        """Remember a record. Raises NotSavedError."""

        def with_it(text: str | None) -> str:
            kept = [(each, known) for each, known in _read(text) if known != path]
            pairs = [(each, str(known)) for each, known in [*kept, (id_, path)][-MOST:]]
            return json.dumps(pairs)

        self._settings.change(KEY, with_it)


def _read(text: str | None) -> tuple[tuple[str, Path], ...]:
    try:
        items = json.loads(text or "[]")
    except (ValueError, RecursionError):
        items = []
    pairs = items if isinstance(items, list) else []
    return tuple((pair[0], Path(pair[1])) for pair in pairs if _is_pair(pair))


def _is_pair(item: object) -> bool:
    texts = item if isinstance(item, list) else []
    return len(texts) == len(("id", "path")) and all(
        isinstance(text, str) and "\0" not in text for text in texts
    )
