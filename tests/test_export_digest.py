from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from export_samples import AT, HOSTILE, matchup, tool
from shiptui.export.digest import MOST_LINES, Digest, Flip, Saved, digest_markdown
from shiptui.model.catalog import Call, Panel
from shiptui.model.facts import Bookmark, ToolVote

DIGEST = Digest(
    "2026-11-13",
    "2026-11-20",
    new_tools=(tool(),),
    new_matchups=(matchup(),),
    flips=(Flip(tool(), Panel(3, 1, 0, 75, reported=False)),),
    votes=(matchup(),),
    tool_votes=((tool(), ToolVote(Call.SKIP, AT)),),
    saved=(Saved("Alpha vs Beta", Bookmark("look again", ("later",), AT), "https://x.example/"),),
)


def test_a_digest_tells_all_that_happened() -> None:
    assert (
        digest_markdown(DIGEST)
        == """\
# shiptui, 2026-11-13 to 2026-11-20

## New tools (1)

* **Alpha**: A tool. Panel MIXED 50 % (1 ship, 1 skip).

## New matchups (1)

* **Alpha** (MIXED 50 % (1 ship, 1 skip)) against **Beta** (MIXED 50 % (1 ship, 1 skip))\
 <https://example.org/alpha-vs-beta>

## Changed their verdict (1)

* **Alpha** was SHIP 75 % (3 ship, 1 skip) and is now MIXED 50 % (1 ship, 1 skip).

## Your votes (1)

* Alpha vs Beta: **Alpha**, 2026-11-20

## Your votes on tools (1)

* Alpha: **skip**, 2026-11-20

## Saved (1)

* Alpha vs Beta (later): look again <https://x.example/>
"""
    )


def test_a_week_without_news_says_so() -> None:
    assert digest_markdown(Digest("2026-11-13", "2026-11-20")).endswith("\nNothing new.\n")


def test_flips_that_nobody_could_see_are_unknown() -> None:
    text = digest_markdown(Digest("2026-11-13", "2026-11-20", flips_since="2026-11-18"))
    assert "Whether a verdict changed before 2026-11-18 is unknown" in text


def test_a_long_section_counts_its_rest() -> None:
    text = digest_markdown(Digest("a", "b", new_tools=(tool(),) * (MOST_LINES + 7)))
    assert f"## New tools ({MOST_LINES + 7})" in text
    assert text.endswith("* and 7 more\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    foul = tool(name=text, tagline=text, source=text)
    digest = Digest(
        text,
        text,
        new_tools=(foul,),
        new_matchups=(matchup(left=foul, source=text),),
        flips=(Flip(foul, foul.panel),),
        votes=(matchup(left=foul),),
        tool_votes=((foul, ToolVote(Call.SHIP, AT)),),
        saved=(Saved(text, Bookmark(text, (text,), AT), text),),
    )
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(digest_markdown(digest))
    kinds = {token.type for token in tokens}
    inline = {child.type for token in tokens for child in token.children or []}
    assert [token.type for token in tokens].count("list_item_open") == 6
    assert not kinds & {"html_block", "fence", "code_block", "hr", "table_open"}
    assert not inline & {"html_inline", "link_open", "image", "code_inline", "em_open", "softbreak"}
