"""The rules for text within Markdown: nothing in it may mean more than it says."""

from __future__ import annotations

import re

from shiptui.text.address import check_address
from shiptui.text.clean import clean

LONGEST = 10_000
"""Characters of one text; longer ones are cut."""

_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
# What can mean something in the middle of a line of running text, also where bare addresses
# become links or dollar signs begin a formula.
_IN_PROSE = re.compile(r"([$&*<>@\[\\\]_`|~]|/(?=/)|(?<= )#|(?<=www)\.)", re.IGNORECASE)
_BEGINS_BLOCK = re.compile(r"[0-9]{1,9}(?=[.)])|(?=[#+=-])")
# Legal in an address, but able to end a link or a table cell that it stands in.
_LINK_ENDING = str.maketrans({char: f"%{ord(char):02X}" for char in '<>"`|{}^'})


def escape(text: str) -> str:
    """One line of text with every ASCII punctuation mark made literal, for tables and titles."""
    return _PUNCTUATION.sub(r"\\\1", clean(text, LONGEST))


def prose(text: str) -> str:
    """One line of running text, escaped only where Markdown would give a character a meaning.

    It may begin a line. People read these files as they are, too, and `escape` is hard to read.
    """
    escaped = _IN_PROSE.sub(r"\\\1", clean(text, LONGEST))
    begin = _BEGINS_BLOCK.match(escaped)
    return f"{escaped[: begin.end()]}\\{escaped[begin.end() :]}" if begin else escaped


def link(address: str | None) -> str | None:
    """An address as a link, None where it is not safe to open."""
    checked = check_address(address) if address else None
    return f"<{checked.translate(_LINK_ENDING)}>" if checked else None


def source(text: str | None) -> str:
    """Where something comes from: a link, the name of a document, or that it is unknown."""
    return link(text) or prose(text or "unknown")
