"""The structure of a MADR 4 document, read by a Markdown parser and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
SECTIONS = [
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "Pros and Cons of the Options",
    "More Information",
]
OPTIONAL = {"Decision Drivers", "Pros and Cons of the Options", "More Information"}


@dataclass
class Madr:
    """A decision record as the parser sees it: headings with what stands under each."""

    front: dict[str, str]
    title: str = ""
    sections: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)


def read_madr(text: str) -> Madr:
    """Read a record by the rules of MADR 4, or fail."""
    front, body = re.fullmatch(r"---\n(.*?)---\n(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # fails the test
    madr = Madr(dict(line.split(": ", 1) for line in front.splitlines()))
    section = part = ""
    tokens = PARSER.parse(body)
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        before, text = tokens[index - 1], "".join(child.content for child in token.children or [])
        if before.tag == "h1":
            assert not madr.title
            madr.title = text
        elif before.tag == "h2":
            section, part = text, ""
            madr.sections[section] = []
        elif before.tag == "h3":
            part = text
            madr.parts[part] = []
        else:
            (madr.parts[part] if part else madr.sections[section]).append(text)
    return madr


def check_madr(madr: Madr) -> None:
    """The structure that MADR 4 asks for."""
    assert set(madr.front) <= {"status", "date", "decision-makers", "consulted", "informed"}
    assert re.match(
        r'"?(proposed|rejected|accepted|deprecated|superseded by )', madr.front["status"]
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", madr.front["date"])
    assert madr.title
    assert [name for name in SECTIONS if name in madr.sections] == list(madr.sections)
    assert set(SECTIONS) - set(madr.sections) <= OPTIONAL
    assert all(madr.sections[name] for name in madr.sections if name != SECTIONS[4])
    options = madr.sections["Considered Options"]
    assert len(set(options)) == len(options) >= 2
    outcome = madr.sections["Decision Outcome"][0]
    if madr.front["status"] != "proposed":
        chosen = [
            name for name in options if outcome.startswith(f'Chosen option: "{name}", because ')
        ]
        assert len(chosen) == 1
    assert [name for name in madr.parts if name not in {"Consequences", "Confirmation"}] == options
    for name in ("Consequences", *options):
        points = [
            line for line in madr.parts[name] if re.match("(Good|Neutral|Bad), because ", line)
        ]
        assert points
        assert madr.parts[name][-len(points) :] == points
