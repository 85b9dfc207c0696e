"""export and import: what the reader did, out of one database and into another one."""

from __future__ import annotations

import csv
import io
import json
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Program
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

BEADS = "beads-gastownhall"
O3 = "o3-pro"
SMOL = "hugging-face-smolvlm2-2b-vision-language-model"


@pytest.fixture
def elsewhere(program: Program, tmp_path: Path) -> Program:
    """The program on a database that is not there yet."""
    return Program(tmp_path / "elsewhere" / "shiptui.db", program.capsys)


def act(program: Program) -> None:
    """Some votes and bookmarks, one with a note that wants to be a formula."""
    for words in (
        ("vote", O3, "b"),
        ("ship", BEADS),
        ("undo",),
        ("save", BEADS, "--note", "=1+1", "--tag", "später"),
        ("save", SMOL, "o3-pro", "--note", "<script>alert(1)</script>"),
    ):
        assert program(*words).code == 0


def test_a_json_export_comes_back_byte_for_byte(program: Program, elsewhere: Program) -> None:
    act(program)
    assert program("export", "--out", "all.json").out == "Wrote all.json.\n"
    answer = elsewhere("import", "all.json", "--yes")
    assert (answer.code, answer.out) == (0, "Imported the whole history (facts: 5).\n")
    assert elsewhere("export", "--format", "json").out == Path("all.json").read_text("ascii")


def test_an_import_tells_what_it_brings_and_where_it_goes_against_what_is_here(
    program: Program, elsewhere: Program
) -> None:
    act(program)
    program("export", "--out", "all.json")
    elsewhere("vote", O3, "a")
    answer = elsewhere("import", "all.json", "--yes")
    assert answer.err.splitlines() == [
        "all.json: new facts 5, known already 0.",
        "New: bookmarks 2.",
        "Other than here: votes on matchups 1.",
    ]
    assert answer.out == "Imported (facts: 5). shiptui undo takes it back.\n"
    assert elsewhere("show", O3, "--json").json["item"]["vote"].startswith("openai-o3")
    assert elsewhere("undo").code == 0
    assert elsewhere("show", O3, "--json").json["item"]["vote"].startswith("hugging-face")
    assert elsewhere("saved").out == ""


def test_what_was_imported_says_so_in_the_history(program: Program, elsewhere: Program) -> None:
    act(program)
    program("export", "--out", "all.json")
    elsewhere("import", "all.json", "--yes")
    elsewhere("vote", O3, "tie")
    newest, *older = elsewhere("history").lines
    assert "imported" not in newest
    assert all(each.endswith("imported") for each in older)
    items = elsewhere("history", "--json").json["items"]
    assert [item["imported"] for item in items] == [False, *[True] * 5]


def test_without_a_terminal_an_import_wants_to_be_sure(
    program: Program, elsewhere: Program
) -> None:
    act(program)
    program("export", "--out", "all.json")
    answer = elsewhere("import", "all.json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1].endswith("say --yes.")
    assert elsewhere("history").out == ""


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [("y\r", 0, "Imported the whole"), ("n\r", 1, "Nothing was imported."), ("\x03", 130, "")],
)
def test_at_a_terminal_an_import_asks_once(
    program: Program, tmp_path: Path, typed: str, code: int, said: str
) -> None:
    act(program)
    program("export", "--out", "all.json")
    program("ls", "--db", str(tmp_path / "new.db"))
    command = ("-m", "shiptui", "import", str(tmp_path / "all.json"))
    with Terminal(tmp_path / "new.db", command=command) as terminal:
        terminal.see("Import it? [y/N]")
        terminal.press(typed)
        assert terminal.wait_for_end() == code
        assert said in terminal.text
        assert "new facts 5" in terminal.text


def test_an_import_of_nothing_new_asks_nothing(program: Program) -> None:
    act(program)
    program("export", "--out", "all.json")
    answer = program("import", "all.json")
    assert (answer.code, answer.out) == (0, "Nothing is new, so nothing was imported.\n")


def test_what_breaks_a_rule_is_named_and_left_out(program: Program, elsewhere: Program) -> None:
    act(program)
    program("export", "--out", "all.json")
    document = json.loads(Path("all.json").read_text())
    for number in range(30):
        document["facts"].append({"n": 100 + number, "kind": "vote"})
    Path("all.json").write_text(json.dumps(document))
    answer = elsewhere("import", "all.json", "--yes", "--json")
    assert answer.json["item"]["facts"] == 5
    assert len(answer.json["item"]["refused"]) == 30
    left_out = [each for each in answer.err.splitlines() if each.startswith("Left out: ")]
    assert len(left_out) == 21
    assert left_out[-1] == "Left out: 10 more."


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text("no"),
        lambda path: path.write_text("[" * 100_000),
        lambda path: path.write_text('{"kind": "shiptui bundle", "schema": 2}'),
        lambda path: path.write_bytes(b"\xff\xfe"),
        Path.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        Path.exists,
    ],
)
def test_a_file_that_is_none_of_ours_is_one_sentence(
    program: Program, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(tmp_path / "strange.json")
    answer = program("import", "strange.json", "--yes")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)


def test_an_export_replaces_a_file_only_when_it_is_told_to(program: Program) -> None:
    Path("kept.json").write_text("mine")
    answer = program("export", "--out", "kept.json")
    assert (answer.code, answer.out) == (1, "")
    assert "--force" in answer.err
    assert Path("kept.json").read_text() == "mine"
    assert program("export", "--out", "kept.json", "--force").code == 0
    assert json.loads(Path("kept.json").read_text())["kind"] == "shiptui bundle"
    assert Path("kept.json").stat().st_mode & 0o777 == 0o600


def test_only_a_part_is_exported_when_it_is_asked_for(program: Program) -> None:
    act(program)
    votes = program("export", "--what", "votes").json
    assert {fact["kind"] for fact in votes["facts"]} == {"vote", "toolvote"}
    marks = program("export", "--what", "bookmarks").json
    assert {fact["kind"] for fact in marks["facts"]} == {"bookmark"}
    rows = list(csv.DictReader(io.StringIO(cells(program, "--what", "votes"))))
    assert [(row["id"][:12], row["note"]) for row in rows] == [("hugging-face", "")]
    rows = list(csv.DictReader(io.StringIO(cells(program, "--what", "bookmarks"))))
    assert [(row["kind"], row["vote"]) for row in rows] == [("matchup", ""), ("tool", "")]


def cells(program: Program, *more: str) -> str:
    return program("export", "--format", "csv", *more).out


def test_a_cell_that_a_spreadsheet_could_run_is_defused(program: Program) -> None:
    act(program)
    assert '"\'=1+1"' in cells(program)
    assert '"=' not in cells(program)
    assert '"\'=1+1"' in program("saved", "--csv").out


class Tags(HTMLParser):
    """The elements and the addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.policies: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.tags.add(tag)
        found = dict(attrs)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if found.get("http-equiv", "").casefold() == "content-security-policy":  # type: ignore[union-attr]  # fails the test
            self.policies.append(found["content"] or "")


ELEMENTS = {"html", "head", "meta", "title", "style", "body", "h1", "h2"}
ELEMENTS |= {"table", "thead", "tbody", "tr", "th", "td", "a"}


@pytest.mark.parametrize(
    ("form", "allowed"),
    [("html", ELEMENTS), ("netscape", {"meta", "title", "h1", "dl", "p", "dt", "a", "dd"})],
)
def test_a_page_has_no_foreign_element_and_forbids_itself_everything(
    program: Program, form: str, allowed: set[str]
) -> None:
    act(program)
    page = Tags()
    page.feed(program("export", "--format", form).out)
    assert page.tags <= allowed
    assert page.links
    assert all(link.startswith("https://") for link in page.links)
    assert all("default-src 'none'" in policy for policy in page.policies)
    assert len(page.policies) == 1


def test_a_bookmark_file_holds_no_votes(program: Program) -> None:
    act(program)
    answer = program("export", "--what", "votes", "--format", "netscape")
    assert (answer.code, answer.out) == (2, "")


def test_two_forms_at_once_are_asked_wrongly(program: Program) -> None:
    for words in (("export", "--json", "--format", "csv"), ("ls", "--json", "--csv")):
        answer = program(*words)
        assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_lists_are_tables_too(program: Program) -> None:
    act(program)
    for command, first in (
        ("ls", "id"),
        ("tools", "slug"),
        ("saved", "kind"),
        ("history", "number"),
    ):
        listed = len(program(command).lines)
        table = list(csv.reader(io.StringIO(program(command, "--csv").out)))
        assert table[0][0] == first
        assert len(table) == listed + 1
        assert len({len(row) for row in table}) == 1
        marked = program(command, "--md").out.split("\n\n", 1)[1].splitlines()
        assert marked[0].startswith(f"| {first} |")
        assert len(marked) == listed + 2
