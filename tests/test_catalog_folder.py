from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from shiptui.feed.folder import FILE_LIMIT, digest_of, read_folder
from shiptui.model.catalog import Call
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "catalog.toml": 'feed_id = "urn:uuid:1"\ntitle = "Small"\nas_of = 2026-11-20\n',
    "categories.toml": '[sections]\n"AI Models" = ["Models", "AI/ML Models"]\n',
    "personas.toml": '[[persona]]\nslug = "builder"\nname = "Builder"\nlikes = ["docs"]\n',
    "matchups.toml": '[[matchup]]\na = "b"\nb = "a-1"\n\n[[matchup]]\na = "a"\nb = "b"\n',
    "tools/a-1.toml": 'name = "Same name"\ncategory = "Models"\n',
    "tools/a.toml": 'name = "Same name"\ncategory = "AI Models"\n',
    "tools/b.toml": """
name = "B"
panel_ship_pct = 50
summary = '''
Two lines
become one.
'''
source = "page.txt"
as_of = 2026-01-02

[[take]]
persona = "builder"
call = "skip"
score = 55
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tools").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_whole(folder: Path) -> None:
    catalog = read_folder(folder)
    assert (catalog.feed_id, catalog.title, catalog.as_of) == ("urn:uuid:1", "Small", "2026-11-20")
    assert catalog.sections == {"Models": "AI Models", "AI/ML Models": "AI Models"}
    assert [persona.likes for persona in catalog.personas] == [("docs",)]
    assert [tool.slug for tool in catalog.tools] == ["a", "a-1", "b"]
    assert [tool.section for tool in catalog.tools] == ["AI Models", "AI Models", None]
    assert [tool.category for tool in catalog.tools] == ["AI Models", "Models", None]
    assert {tool.feed for tool in catalog.tools} == {"urn:uuid:1"}
    assert [pair.id for pair in catalog.pairs] == ["a-1-vs-b", "a-vs-b"]


def test_a_take_carries_the_source_and_date_of_its_tool(folder: Path) -> None:
    tool = read_folder(folder).tools[2]
    assert (tool.summary, tool.reported_pct) == ("Two lines become one.", 50)
    (take,) = tool.takes
    assert (take.call, take.score, take.words) == (Call.SKIP, 55, None)
    assert (take.source, take.as_of) == ("page.txt", "2026-01-02")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("catalog.toml", 'feed_id = "urn:uuid:1"\ntitle = "Small"\n', "as_of"),
        ("catalog.toml", 'feed_id = "Not An Id"\ntitle = "Small"\nas_of = 2026-11-20\n', "feed_id"),
        ("categories.toml", "sections = 5\n", "sections"),
        ("categories.toml", '[sections]\nA = ["x"]\nB = ["x"]\n', "The label x stands twice"),
        ("categories.toml", '[sections]\nA = ["B"]\nB = ["x"]\n', "The label B stands twice"),
        ("personas.toml", '[[persona]]\nslug = "builder"\n', "name"),
        ("personas.toml", '[[persona]]\nslug = "p"\nname = "P"\n' * 2, "The id p stands twice"),
        ("matchups.toml", '[[matchup]]\na = "a"\n', "matchup 1: The field b"),
        ("matchups.toml", '[[matchup]]\na = "a"\nb = "gone"\n', "tool gone is not in the catalog"),
        ("matchups.toml", '[[matchup]]\na = "a"\nb = "a"\n', "beside itself"),
        (
            "matchups.toml",
            '[[matchup]]\na = "a"\nb = "b"\n[[matchup]]\na = "b"\nb = "a"\n',
            "The id a-vs-b stands twice",
        ),
        ("tools/a.toml", "", "name"),
        ("tools/a.toml", 'name = "A"\n[[take]]\nscore = 101\n', "take 1: The field score"),
        ("tools/a.toml", 'name = "A"\n[[take]]\npersona = "nobody"\n', "persona nobody is not in"),
        ("tools/a.toml", "name = ", "not valid TOML"),
        ("tools/a.toml", "#" * (FILE_LIMIT + 1), "at most 262,144"),
        ("tools/Upper.toml", 'name = "A"\n', "slug"),
    ],
)
def test_what_breaks_a_rule_is_told_with_its_file_and_field(
    folder: Path, name: str, text: str, told: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(FeedError) as error:
        read_folder(folder)
    assert str(error.value).startswith(name.removeprefix("tools/"))
    assert told in str(error.value)


def test_a_missing_file_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "personas.toml").unlink()
    with pytest.raises(FeedError, match=r"^personas\.toml: The file cannot be read: No such file"):
        read_folder(folder)


def test_the_digest_follows_what_is_said_and_not_how_it_is_laid_out(folder: Path) -> None:
    catalog = read_folder(folder)
    digest = digest_of(catalog)
    path = folder / "tools" / "b.toml"
    path.write_text("# note\n" + FILES["tools/b.toml"].replace("Two lines\n", "Two lines "))
    assert digest_of(read_folder(folder)) == digest
    assert digest_of(replace(catalog, as_of="2026-11-21")) != digest
