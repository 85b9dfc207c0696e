"""Power cuts and damage: what was acknowledged is read, or what is left is told and kept."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from sizes import size

from feed_store import pulled, well
from feed_world import NOW, URL, retold, small_catalog
from hostile_texts import harmful
from shiptui.cli import main
from shiptui.feed.publish import build
from shiptui.feed.tallies import Tallies
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
    ("tool", "aider"),
    ("show", "aider-vs-zed"),
    ("history",),
    ("changed",),
    ("standings",),
    ("agree",),
    ("saved",),
    ("export", "--json"),
    ("feed", "ls"),
    ("digest",),
    ("doctor", "--json"),
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
        f"{outcomes.total():,} damaged files ({told}), {len(COMMANDS)} commands on each: all"
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


GARBAGE = (
    "'{'",
    "'[]'",
    "'null'",
    "'12'",
    "'\"x\"'",
    "'{\"pick\":[]}'",
    "char(27,91,50,74)",
    "x'ff'",
)
"""What another program could write into a text, as SQL."""


def with_everything(path: Path, seed: Path, site: Path) -> None:
    """A database with rows in nearly all tables: a feed that was read twice, votes, a bookmark."""
    tallies = Tallies("2026-11-20T00:00:00Z", 2, {"aider-vs-zed": (3, 1, 0, 0)}, {"zed": None})
    build(small_catalog(), site, now=NOW, tallies=tallies)
    with Store.open(path, seed) as store:
        store.feeds.add(URL)
        well(pulled(store, site))
        matchup = store.catalog.matchup("aider-vs-zed")
        assert matchup
        store.facts.cast_vote(matchup, "aider")
        store.facts.save("tool:mill", "Mill", note="later", tags=("one", "two"))
        build(retold(small_catalog(), "aider", tagline="Another"), site, now=NOW + 60)
        well(pulled(store, site))
        store.settings.put("theme", "dark")


def texts_of(path: Path) -> list[tuple[str, str]]:
    """Every column that holds text, by its table."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
            " WHERE t.type = 'table' AND c.type = 'TEXT' AND t.name NOT LIKE '%sqlite_%'"
        )
        return [(table, column) for table, column in rows]


def overwrite(path: Path, table: str, column: str, garbage: str) -> bool:
    """Put garbage into every row; False where the tables themselves do not let it in."""
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.IntegrityError), connection:
        statement = f"UPDATE {table} SET {column} = CAST({garbage} AS TEXT)"
        return connection.execute(statement).rowcount > 0
    return False


def test_whatever_another_program_wrote_into_a_text_every_command_answers(
    path: Path, seed: Path, tmp_path: Path, figure: Figure, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows are read with the same care as pages."""
    with_everything(path, seed, tmp_path / "site")
    whole, written = path.read_bytes(), 0
    cases = [(*column, garbage) for column in texts_of(path) for garbage in GARBAGE]
    dice = random.Random(7)  # noqa: S311 - as above
    for table, column, garbage in dice.sample(cases, min(len(cases), size("garbage"))):
        path.write_bytes(whole)
        if not overwrite(path, table, column, garbage):
            continue
        written += 1
        for command in COMMANDS:
            with told_as(f"{table}.{column} = {garbage}: {command}"):
                assert main(["--db", str(path), *command]) in {0, 1, 4}
        said = capsys.readouterr()
        assert not harmful(said.err)
        assert "\x1b" not in said.out
    assert written
    figure(
        "damage",
        f"{written} columns overwritten with garbage, {len(COMMANDS)} commands on each: all"
        " answered",
    )


@contextmanager
def told_as(case: str) -> Iterator[None]:
    """Name the case in whatever is raised."""
    try:
        yield
    except Exception as error:
        error.add_note(case)
        raise


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
