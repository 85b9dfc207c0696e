"""A disk that cannot be written: browsing works, writes are refused, nothing changes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shiptui.model.errors import NotSavedError
from shiptui.store.store import Store
from store_files import cast_one, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Figure, StartPython


# A disk that cannot be written

AS_NOBODY = """
import os, sys
from pathlib import Path
import hashlib, urllib.parse
from shiptui.store import changes, entries, facts, migrating, own_values, remembering, settings
from shiptui.model.errors import NotSavedError
from shiptui.store.store import Store
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
store = Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
counts = store.catalog.counts()
print(store.writable, counts.feed, counts.voted, *store.notices, sep="|")
matchup = store.catalog.matchup(store.catalog.index()[1])
for write in (
    lambda: store.facts.cast_vote(matchup, "tie"),
    lambda: store.facts.unsave("tool:x", "x"),
    lambda: store.settings.put("theme", "dark"),
    store.facts.undo,
):
    try:
        write()
    except NotSavedError as error:
        print(error)
with store.another() as other:
    print(other.writable, other.catalog.counts().feed)
store.close()
"""


@pytest.fixture
def open_folder(seed: Path) -> Iterator[Path]:
    """A folder that every user can reach, with a copy of the seed."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copy(seed, folder / "seed.sqlite")
        (folder / "seed.sqlite").chmod(0o644)
        (folder / "data").mkdir()
        yield folder
        (folder / "data").chmod(0o700)


def hand_over(folder: Path) -> None:
    """Give all files to the user that the child becomes when the tests run as root."""
    if os.getuid() == 0:
        for each in (folder, *folder.iterdir()):
            os.chown(each, 65534, 65534)


def browse(start_python: StartPython, folder: Path, path: Path) -> tuple[str, list[str], str]:
    """What a user without rights sees: first line, refusals of the four writes, second store."""
    child = start_python(AS_NOBODY, path, folder / "seed.sqlite")
    out, err = child.communicate(timeout=60)
    assert err == ""
    first, *refusals, last = out.splitlines()
    return first, refusals, last


def test_a_read_only_folder_without_a_database_can_be_browsed(
    start_python: StartPython, open_folder: Path
) -> None:
    path = open_folder / "data" / "shiptui.db"
    path.parent.chmod(0o555)
    first, refusals, last = browse(start_python, open_folder, path)
    reason = f"Cannot save to {path}: permission denied. Browsing works; votes are refused"
    assert first == f"False|196|0|{reason} until it can be written."
    assert refusals == ["Not saved: the database is read-only; browsing still works."] * 4
    assert last == "False 196"
    assert list(path.parent.iterdir()) == []


@pytest.mark.soak
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o600), (0o755, 0o400)])
def test_a_read_only_database_shows_its_votes(
    start_python: StartPython, open_folder: Path, folder_mode: int, file_mode: int, figure: Figure
) -> None:
    path = open_folder / "data" / "shiptui.db"
    with Store.open(path, open_folder / "seed.sqlite") as store:
        cast_one(store)
    hand_over(path.parent)
    path.chmod(file_mode)
    path.parent.chmod(folder_mode)
    before = snapshot(path.parent)
    first, refusals, last = browse(start_python, open_folder, path)
    assert first.startswith(f"False|196|1|Cannot save to {path}: ")
    assert refusals == ["Not saved: the database is read-only; browsing still works."] * 4
    assert last == "False 196"
    assert snapshot(path.parent) == before
    figure(
        "disk",
        f"folder {folder_mode:o}, file {file_mode:o}: {len(refusals)} of 4 writes refused in one"
        " line each, votes shown, nothing changed",
    )


def test_a_folder_that_cannot_be_made_can_be_browsed(
    start_python: StartPython, open_folder: Path
) -> None:
    (open_folder / "data").chmod(0o555)
    path = open_folder / "data" / "deeper" / "shiptui.db"
    first, _, _ = browse(start_python, open_folder, path)
    assert first.startswith(f"False|196|0|Cannot save to {path}: permission denied.")


def test_a_full_disk_refuses_a_vote_and_works_again_with_room(store: Store) -> None:
    connection = store._opened.connection
    first, second = store.catalog.index(limit=2)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill_up() -> None:
        for number in range(200):
            store.facts.save(f"matchup:{first}", "It", note=f"{number} " + "x" * 400)

    with pytest.raises(NotSavedError, match="the disk is full; free some space"):
        fill_up()
    saved = store.facts.bookmark(f"matchup:{first}")
    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    assert store.facts.bookmark(f"matchup:{first}") == saved
    assert cast_one(store, 1) == second
    assert store.facts.vote(second)
