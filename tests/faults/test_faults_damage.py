"""Power cuts and damage: what was acknowledged is read, or what is left is told and kept."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sizes import size

from hostile_texts import harmful
from shiptui.cli import main
from shiptui.model.errors import StoreError
from shiptui.store import connecting
from shiptui.store.store import Store
from store_files import cast_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Figure

pytestmark = pytest.mark.soak

PAGE = 4096
VOTES = 3


def places(data: bytes, unit: int, head: int) -> list[int]:
    """Where a file of a head and equal units may be torn: in each part, and at each edge."""
    parts = [0, 1, 8, 12, 20, 28, head - 1, head]
    for start in (head, head + unit, head + (len(data) - head) // unit // 2 * unit):
        parts += [start + 3, start + 4, start + 24, start + unit // 2, start + unit - 4]
        parts += [start + unit - 1, start + unit]
    return sorted({*(at for at in parts if 0 <= at <= len(data)), len(data) - 1, len(data)})


def with_votes(path: Path, seed: Path) -> None:
    """A database with so many votes."""
    with Store.open(path, seed) as store:
        for position in range(VOTES):
            cast_one(store, position)


def votes_in(path: Path, seed: Path) -> int:
    """How many votes there are when the program starts again, which has nothing to complain of."""
    with Store.open(path, seed) as store:
        assert store.notices == ()
        assert store.writable
        assert store.health().check == "ok"
        return store.catalog.counts().voted


def journals(
    before: bytes, middle: bytes, after: bytes, journal: bytes
) -> Iterator[tuple[bytes, bytes]]:
    """What a power cut can leave of a transaction: the file, and the journal beside it.

    The journal is synced before the first page is overwritten, and goes after the last one is.
    """
    dice = random.Random(5)  # noqa: S311 - the same cuts each time
    for at in places(journal, PAGE + 8, 512):
        yield before, journal[:at]
        yield before, journal[:at] + dice.randbytes(len(journal) - at)
    for whole in (middle, after):
        yield whole, journal
        for _ in range(20):
            pages = range(0, max(len(before), len(whole)), PAGE)
            mixed = (dice.choice((before, whole))[at : at + PAGE] for at in pages)
            yield b"".join(mixed), journal


def test_a_torn_rollback_journal_opens_with_what_was_committed(
    path: Path, seed: Path, figure: Figure
) -> None:
    with_votes(path, seed)
    before = path.read_bytes()
    journal_path = path.with_name(f"{path.name}-journal")
    with closing(connecting.connect(path)) as connection:
        if connection.execute("PRAGMA journal_mode = delete").fetchone() != ("delete",):
            pytest.fail("the journal cannot be chosen")
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE tool SET summary = summary || ' and more'")
        middle, journal = path.read_bytes(), journal_path.read_bytes()
        connection.execute("COMMIT")
    after = path.read_bytes()
    assert len(journal) > 20 * PAGE
    assert len({before, middle, after}) == 3
    cuts = 0
    for file, beside in journals(before, middle, after, journal):
        path.write_bytes(file)
        journal_path.write_bytes(beside)
        assert votes_in(path, seed) == VOTES
        cuts += 1
    figure("power", f"{cuts} states of a torn rollback journal: all sound, with every vote")


def test_a_torn_write_ahead_log_opens_with_the_first_votes_of_it(
    path: Path, seed: Path, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite uses one from 3.51.3 on; here it has to whatever its version."""
    monkeypatch.setattr(connecting, "JOURNAL", "wal")
    with_votes(path, seed)
    log_path = path.with_name(f"{path.name}-wal")
    with Store.open(path, seed) as store:
        for position in range(VOTES, 3 * VOTES):
            cast_one(store, position)
        file, log = path.read_bytes(), log_path.read_bytes()
    found = []
    for at in places(log, PAGE + 24, 32):
        for noise in (b"", random.Random(at).randbytes(len(log) - at)):  # noqa: S311 - as above
            path.write_bytes(file)
            log_path.write_bytes(log[:at] + noise)
            found.append((at, votes_in(path, seed)))
    counts = [votes for _, votes in sorted(found)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (VOTES, 3 * VOTES)
    figure("power", f"{len(counts)} states of a torn write-ahead log: all sound, the first votes")


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Cut short, with noise over a part, zeroed, or with a few bits turned over."""
    found, at = bytearray(data), dice.randrange(len(data))
    if dice.random() < 0.5:
        at = at // PAGE * PAGE + dice.choice((0, 1, 8, 100))
    match dice.randrange(4):
        case 0:
            return data[:at]
        case 1:
            piece = dice.randbytes(dice.choice((1, 16, 512, PAGE)))
        case 2:
            piece = bytes(dice.choice((16, 512, PAGE, 20 * PAGE)))
        case _:
            for _ in range(dice.randint(1, 40)):
                found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
            return bytes(found)
    found[at : at + len(piece)] = piece
    return bytes(found[: len(data)])


COMMANDS = (
    ("ls",),
    ("tools", "--json"),
    ("show", "1"),
    ("history",),
    ("standings",),
    ("saved",),
    ("export", "--json"),
    ("doctor",),
)


def test_whatever_happens_to_the_file_every_command_answers_in_sentences(
    path: Path,
    seed: Path,
    figure: Figure,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Damage that is seen is set aside, byte for byte; damage that is not costs no traceback."""
    dice, outcomes = random.Random(6), Counter[str]()  # noqa: S311 - as above
    with_votes(path, seed)
    whole = path.read_bytes()
    for _ in range(size("damages")):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        path.with_name(f"{path.name}.lock").touch()
        broken = damaged(whole, dice)
        path.write_bytes(broken)
        outcomes[judged(path, seed, broken)] += 1
        for command in COMMANDS:
            assert main(["--db", str(path), *command]) in {0, 1, 4}, command
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert not harmful(said)
    assert outcomes["set aside"]
    told = ", ".join(f"{word} {count:,}" for word, count in sorted(outcomes.items()))
    figure(
        "damage",
        f"{outcomes.total():,} damaged files ({told}), eight commands on each: all"
        " answered in sentences",
    )


def judged(path: Path, seed: Path, broken: bytes) -> str:
    """What opening made of a damaged file."""
    try:
        with Store.open(path, seed) as store:
            aside = list(path.parent.glob("*.damaged-*"))
            assert bool(store.notices) is bool(aside)
    except StoreError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        assert path.read_bytes() == broken
        return "refused"
    if not aside:
        return "sound"
    assert [each.read_bytes() for each in aside if not each.name.endswith(("wal", "shm"))] == [
        broken
    ]
    return "set aside"


def test_what_was_set_aside_is_a_file_that_recovery_can_begin_with(path: Path, seed: Path) -> None:
    """The bytes are those of the database, not of a copy that somebody tidied up."""
    with_votes(path, seed)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'current'"
        ).fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    path.write_bytes(data)
    with Store.open(path, seed) as store:
        assert store.catalog.counts().voted == VOTES
    (aside,) = path.parent.glob("*.damaged-*")
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT count(*) FROM fact").fetchone() == (VOTES,)
