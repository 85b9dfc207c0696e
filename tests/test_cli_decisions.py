"""decide, records and reopen: what is left of the browsing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Program
from madr import check_madr, read_madr
from shiptui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

O3 = "o3-pro"
TODAY = date(2026, 11, 20)
NAME = "0001-ship-with-openai-o3-pro-api-rather-than-smolvlm2.md"


@pytest.fixture
def program(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for module in ("deciding", "records", "dates"):
        monkeypatch.setattr(f"shiptui.cli.{module}.today", lambda: TODAY)
    return program


@pytest.fixture
def decided(program: Program) -> Path:
    """A record of a vote."""
    assert program("vote", O3, "b").code == 0
    return Path(program("decide", O3).out.strip())


def test_a_record_has_the_structure_of_madr(program: Program) -> None:
    program("vote", O3, "b")
    options = (
        ("--reason", "Because it can think longer."),
        ("--context", "We need a model."),
        ("--driver", "Latency"),
        ("--driver", "Price"),
        ("--exit-cost", "A week of work"),
        ("--revisit", "90d"),
        ("--maker", "Ann"),
    )
    answer = program("decide", O3, *(word for option in options for word in option))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{Path.cwd() / NAME}\n"
    madr = read_madr(Path(NAME).read_text())
    check_madr(madr)
    assert madr.front["status"] == "accepted"
    assert madr.sections["Decision Drivers"] == ["Latency", "Price"]
    outcome = " ".join(madr.sections["Decision Outcome"])
    assert 'Chosen option: "OpenAI o3-pro API", because it can think longer.' in outcome
    everything = " ".join(text for texts in madr.parts.values() for text in texts)
    assert "a week of work" in everything
    assert "2027-02-18" in everything


def test_in_a_git_repository_the_records_have_their_folder(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("vote", O3, "b")
    root = Path.cwd()
    (root / ".git").mkdir()
    (root / "src" / "deep").mkdir(parents=True)
    monkeypatch.chdir(root / "src" / "deep")
    place = root / "docs" / "decisions"
    assert program("decide", O3).out == f"{place / NAME}\n"
    assert program("decide", O3).out == f"{place / NAME.replace('0001', '0002')}\n"


def test_a_file_or_a_folder_may_be_named(program: Program) -> None:
    program("vote", O3, "b")
    Path("here").mkdir()
    assert program("decide", O3, "--out", "here").out.strip().endswith(f"here/{NAME}")
    assert program("decide", O3, "--out", "my.md").out.strip().endswith("work/my.md")
    answer = program("decide", O3, "--out", "my.md")
    assert (answer.code, answer.out) == (1, "")
    assert "--force" in answer.err
    assert program("decide", O3, "--out", "my.md", "--force").code == 0


def test_without_a_vote_a_record_is_a_proposal(program: Program) -> None:
    answer = program("decide", O3, "--json")
    assert "no vote" in answer.err
    item = answer.json["item"]
    assert (item["status"], item["pick"]) == ("proposed", None)
    check_madr(read_madr(Path(item["path"]).read_text()))


def test_only_the_takes_that_were_named_are_quoted(program: Program) -> None:
    program("vote", O3, "b")
    path = Path(
        program("decide", O3, "--pro", "a:builder", "--pro", "skep", "--con", "founder").out.strip()
    )
    parts = read_madr(path.read_text()).parts
    assert [text[:26] for text in parts["SmolVLM2"][1:]] == [
        "Good, because Builder would ship"[:26],
        "Good, because Skeptic would ship"[:26],
    ]
    assert [text[:25] for text in parts["OpenAI o3-pro API"][1:]] == [
        "Good, because Skeptic would"[:25],
        "Bad, because Founder would"[:25],
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--con", "a:builder"), 2, "--pro"),
        (("--pro", "b:founder"), 2, "--con"),
        (("--pro", "c:founder"), 2, "a:PERSONA"),
        (("--pro", "a:nobody"), 4, "Skeptic"),
        (("--revisit", "soon"), 2, "7d"),
        (("--supersede", "none.md"), 1, "none.md"),
    ],
)
def test_what_makes_no_sense_writes_nothing(
    program: Program, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = program("decide", O3, *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert list(Path.cwd().iterdir()) == []


def test_an_older_record_and_a_newer_one_lead_to_each_other(
    program: Program, decided: Path
) -> None:
    before = decided.read_text()
    program("vote", O3, "a")
    Path("new").mkdir()
    newer = Path(program("decide", O3, "--supersede", str(decided), "--out", "new").out.strip())
    old, new = decided.read_text(), newer.read_text()
    assert old.splitlines()[1].startswith('status: "superseded by [0001-ship-with-smolvlm2')
    assert f"(new/{newer.name})" in old
    assert f"(../{decided.name})" in new
    assert old.split("---\n", 2)[2] == before.split("---\n", 2)[2]
    check_madr(read_madr(old))
    check_madr(read_madr(new))


def test_what_is_no_record_is_not_superseded(program: Program) -> None:
    Path("letter.md").write_text("Dear Ann,\n")
    answer = program("decide", O3, "--supersede", "letter.md")
    assert (answer.code, answer.out) == (2, "")
    assert Path("letter.md").read_text() == "Dear Ann,\n"
    assert [path.name for path in Path.cwd().iterdir()] == ["letter.md"]


def test_records_are_listed_wherever_they_were_written(program: Program, decided: Path) -> None:
    Path("far").mkdir()
    program("decide", O3, "--out", "far", "--revisit", "2026-11-20")
    Path("0009-by-hand.md").write_text("---\nstatus: accepted\n---\n# By hand\n")
    rows = program("records").lines
    assert [row.split()[-1] for row in rows] == [str(decided), str(Path("far", NAME).absolute())]
    assert "accepted, due" in rows[1]
    assert "accepted, due" not in rows[0]
    items = program("records", "far", "--json").json["items"]
    assert [(item["due"], item["intact"], item["superseded"]) for item in items] == [
        (True, True, False)
    ]
    assert program("records", "nowhere").code == 4


def test_a_matchup_that_has_a_record_says_so(program: Program, decided: Path) -> None:
    assert program("show", O3).lines[-1] == f"Decided    {decided}"
    assert program("show", O3, "--json").json["item"]["records"] == [str(decided)]
    decided.unlink()
    assert program("show", O3, "--json").json["item"]["records"] == []


def test_a_record_tells_what_changed_since(program: Program, decided: Path) -> None:
    assert program("reopen", str(decided)).lines[-1] == "Nothing."
    program("vote", O3, "a")
    answer = program("reopen", str(decided))
    assert answer.lines[-1] == "Your vote was OpenAI o3-pro API and is now SmolVLM2."
    item = program("reopen", str(decided), "--json").json["item"]
    assert item["changes"] == answer.lines[-1:]


def altered(path: Path) -> None:
    text = path.read_text()
    path.write_text(text.replace('"entry":"Paid"', '"entry":"Free"'))


def broken(path: Path) -> None:
    path.write_text(path.read_text().replace('"schema":1', '"schema":7'))


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [(altered, 0, "altered"), (broken, 1, "upgrade"), (Path.unlink, 1, "no such file")],
)
def test_a_record_that_somebody_touched_is_told(
    program: Program, decided: Path, spoil: Callable[[Path], None], code: int, said: str
) -> None:
    spoil(decided)
    answer = program("reopen", str(decided))
    assert answer.code == code
    assert said in answer.out + answer.err


def test_a_record_is_written_also_where_nothing_can_be_remembered(
    program: Program, monkeypatch: pytest.MonkeyPatch, seed: Path
) -> None:
    """The file is the record; its place is a convenience."""
    with Store.open(program.db, seed):
        pass
    program.db.chmod(0o400)
    program.db.parent.chmod(0o500)
    monkeypatch.setattr("shiptui.store.opening._probe", _read_only)
    try:
        answer = program("decide", O3)
    finally:
        program.db.parent.chmod(0o700)
    assert answer.code == 0
    assert "was written, but not remembered" in answer.err
    assert Path(answer.out.strip()).exists()


def _read_only(*_: object) -> None:
    raise OSError(30, "Read-only file system")


def test_the_evidence_is_that_of_the_catalog(program: Program, decided: Path) -> None:
    machine = decided.read_text().splitlines()[-2]
    evidence = json.loads(machine)["evidence"]
    shown = program("show", O3, "--json").json["item"]
    assert [take["words"] for take in evidence["right"]["take"]] == [
        take["words"] for take in shown["right"]["takes"]
    ]
