"""What tests of the export start from: a matchup, and texts that want to be more than text."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from shiptui.export.decision import DecisionRecord
from shiptui.model.catalog import Call, Persona, Take, Tool
from shiptui.model.facts import NEITHER, TIE, Bookmark, Matchup, Vote

AT = 1_795_132_800_000
"""2026-11-20T00:00:00Z in ms."""

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</title></style><iframe src=//x>",
    "--> <!-- ]]> <![CDATA[",
    "`onload=alert(1)` = x",
    "[a](javascript:alert(1)) ![b](https://x.example/b.png)",
    "<https://x.example> https://x.example www.x.example a@x.example",
    "**bold** _it_ ~~no~~ `code` $x$ | cell | &amp; &#60;",
    "line\n\n# heading\r\n* item\n\n    code\n---\n",
    "# heading",
    "- item",
    "+ item",
    "12) item",
    "1. item",
    "=== ---",
    "    code",
    "name #",
    "\\",
    "ends in \\",
    '=HYPERLINK("https://x.example")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\u3000=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\ufe63\uff0d1",
    "\u200b\u2066=1+1",
    "\ufeff=1",
    'a","b\r\n=1',
    "\u202egnp.exe\u2066",
    "\x1b]52;c;aGk=\x07 \x9b31m \x00 \ud800",
    "::error file=x::y%0A%25,:",
)


TAKES = (
    Take("builder", Call.SHIP, 85, "What it does well."),
    Take("skeptic", Call.SKIP, 40, "What it does badly.", call_inferred=True),
)


def tool(slug: str = "alpha", **fields: object) -> Tool:
    """A tool with two takes, which have its source and its date."""
    known = Tool(
        slug,
        slug.title(),
        vendor="Vendor",
        category="Models",
        section="AI Models",
        entry="Free",
        pricing="Free for all",
        tagline="A tool.",
        summary="It does things.",
        source="https://example.org/tools",
        as_of="2026-11-20",
        takes=TAKES,
    )
    asked = replace(known, **fields)  # type: ignore[arg-type]  # the fields of a tool
    takes = (replace(take, source=asked.source, as_of=asked.as_of) for take in asked.takes)
    return replace(asked, takes=tuple(takes))


def matchup(pick: str | None = "alpha", **fields: object) -> Matchup:
    """Two tools, voted on and saved."""
    known = Matchup(
        "alpha-vs-beta",
        tool("alpha"),
        tool("beta"),
        source="https://example.org/alpha-vs-beta",
        vote=Vote(pick, AT) if pick else None,
        bookmark=Bookmark("look again", ("later", "vision"), AT),
    )
    return replace(known, **fields)  # type: ignore[arg-type]  # the fields of a matchup


PERSONAS = (Persona("builder", "Builder"), Persona("skeptic", "Skeptic"))


PICKS = [None, "alpha", "beta", TIE, NEITHER]

RECORD = DecisionRecord(
    matchup(),
    PERSONAS,
    "2026-11-20",
    reason="Because the field app works offline.",
    context="Our app must read meters without a network.",
    drivers=("Works offline", "No price per picture"),
    exit_cost="two days",
    revisit="2027-05-20",
    makers=("Ann", "Bo"),
    supersedes="0003-an older one.md",
)


class Tags(HTMLParser):
    """Collects the tags, the addresses and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.strange: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    @property
    def addresses(self) -> list[str]:
        """Everything that leads elsewhere."""
        return [value or "" for name, value in self.attributes if name in {"href", "src"}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.strange.append(data)

    def unknown_decl(self, data: str) -> None:
        """Note a declaration."""
        self.strange.append(data)

    def handle_pi(self, data: str) -> None:
        """Note an instruction."""
        self.strange.append(data)
