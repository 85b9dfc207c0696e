"""Text within Markdown, read back by a Markdown parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from export_samples import HOSTILE
from shiptui.text.clean import clean
from shiptui.text.markdown import escape, link, prose, source

PARSER = MarkdownIt("gfm-like", {"html": True})
PARSER.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]  # it is there
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
TRICKY = st.text(st.sampled_from(PUNCTUATION + " aA1\n\t") | st.characters(), max_size=30)
TEXTS = TRICKY | st.sampled_from(HOSTILE)


def shown(markdown: str) -> tuple[list[str], str]:
    """The kinds of blocks and the text that a reader sees."""
    tokens = PARSER.parse(markdown)
    blocks = [token.type for token in tokens if token.nesting >= 0]
    inline = [child for token in tokens for child in token.children or []]
    strange = [child.type for child in inline if child.type not in {"text", "text_special"}]
    return blocks + strange, "".join(child.content for child in inline)


@pytest.mark.parametrize("encode", [escape, prose])
@given(text=TEXTS)
def test_a_paragraph_shows_the_text_and_nothing_else(encode: object, text: str) -> None:
    encoded = escape(text) if encode is escape else prose(text)
    kinds = ["paragraph_open", "inline"] if clean(text, 10_000) else []
    assert shown(encoded) == (kinds, clean(text, 10_000))


@pytest.mark.parametrize("encode", [escape, prose])
@given(text=TEXTS)
def test_a_heading_and_an_item_show_the_text(encode: object, text: str) -> None:
    encoded = escape(text) if encode is escape else prose(text)
    for mark, kind in (("## ", "heading_open"), ("* ", "list_item_open"), ("**x:** ", "")):
        blocks, seen = shown(mark + encoded)
        assert seen.removeprefix("x:").strip() == clean(text, 10_000)
        assert kind == "" or kind in blocks
        assert not {"html_inline", "html_block", "link_open", "image", "fence"} & set(blocks)


@given(TEXTS, TEXTS)
def test_a_cell_of_a_table_stays_one_cell(one: str, other: str) -> None:
    for encode in (escape, prose):
        table = f"| | x |\n|---|---|\n| {encode(one)} | {encode(other)} |\n"
        cells = [token for token in PARSER.parse(table) if token.type == "td_open"]
        blocks, seen = shown(table)
        assert len(cells) == 2
        assert seen == "x" + clean(one, 10_000) + clean(other, 10_000)
        assert "link_open" not in blocks


@given(TEXTS)
def test_every_ascii_punctuation_mark_is_escaped(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escape(text))
    assert not set(bare) & set(PUNCTUATION)


@pytest.mark.parametrize(
    "text",
    [
        "The model's price (2.50 $/M) isn't final; ask!",
        "https://x.example/a_b",
        "see www.x.example",
        "e.g. 10:30, 50 % - or so, a+b=c",
    ],
)
def test_running_text_has_no_bare_address_and_few_escapes(text: str) -> None:
    encoded = prose(text)
    assert not re.search(r"://|www\.", encoded)
    assert encoded.count("\\") <= 2


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/<b>",
        "https://x.example/a|b`c`",
        "https://x.example/?q=%22a%22&b=(c)",
        'https://x.example/"onload=x',
    ],
)
def test_a_link_is_one_link_to_where_it_says(address: str) -> None:
    target = link(address)
    assert target
    assert re.fullmatch(r"<https://x\.example/[^<>|`\"]*>", target)
    tokens = PARSER.parse(f"| x |\n|---|\n| {target} |")
    links = [
        child for token in tokens for child in token.children or [] if child.type == "link_open"
    ]
    assert len(links) == 1
    assert str(links[0].attrs["href"]).startswith("https://x.example/")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "http://a@b.example", "//x.example", "notes.txt"],
)
def test_what_is_no_web_address_is_no_link(address: str) -> None:
    assert link(address) is None
    assert shown(source(address)) == (["paragraph_open", "inline"], address)


def test_no_source_is_said_to_be_unknown() -> None:
    assert source(None) == source("") == "unknown"
    assert link(None) is None
