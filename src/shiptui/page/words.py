"""Facts said in words, unknown ones included: each phrase that pages and tables share, once."""

from __future__ import annotations

from shiptui.model.catalog import ME, Call, Panel, Persona, Take, Tool
from shiptui.model.facts import NEITHER, TIE, Bookmark, Holdup, Matchup, Sort, View

UNNAMED = "Unnamed"
"""What a take is filed under when the source does not say who spoke."""

UNDO_HINT = "shiptui undo takes it back."
"""What a command says after an act, as the screen says `Press u to undo`."""

VIEW_NAMES = {
    View.FEED: "Feed",
    View.UNVOTED: "Unvoted",
    View.SAVED: "Saved",
    View.VOTED: "Voted",
}


HOLDUP_MARKS: dict[Holdup | None, str] = {
    Holdup.WAITING: "^",
    Holdup.DEFERRED: "^",
    Holdup.REFUSED: "!",
}
"""What stands beside a vote that has not arrived at an account."""


def list_title(view: View, sort: Sort) -> str:
    """What a list of matchups is called."""
    name = VIEW_NAMES[view]
    return name if sort is Sort.NEWEST else f"{name}, by {sort}"


def title(matchup: Matchup) -> str:
    """Both names, in canonical order."""
    return f"{matchup.left.name} vs {matchup.right.name}"


def panel_words(panel: Panel) -> tuple[str, str]:
    """A panel as its verdict with the share, and the counts behind it."""
    if panel.pct is None or panel.verdict is None:
        takes = f"{panel.unknown} of unknown call" if panel.unknown else "no calls known"
        return "unknown", takes
    head = f"{panel.verdict.upper()} {panel.pct} %"
    if panel.reported:
        return head, "as reported"
    unknown = f", {panel.unknown} unknown" if panel.unknown else ""
    return head, f"{panel.ships} ship {panel.skips} skip{unknown}"


def share_words(pct: int | None) -> str:
    """The share of ships in a field of five cells."""
    return "  ? %" if pct is None else f"{pct:>3} %"


def call_words(take: Take) -> str:
    """A call: skip stands out by its capitals, `~` marks what was inferred."""
    if take.call is None:
        return "no call"
    word = "SKIP" if take.call is Call.SKIP else "ship"
    return f"~{word}" if take.call_inferred else word


def take_words(take: Take | None) -> str:
    """Call and score of a take."""
    if take is None:
        return "no take"
    return f"{call_words(take)} {'no score' if take.score is None else take.score}"


def gap_words(points: int | None) -> str:
    """A gap and the side it favours; nothing where a score is unknown."""
    if points is None:
        return ""
    return "even" if points == 0 else f"{'a' if points > 0 else 'b'} +{abs(points)}"


def vendor_words(tool: Tool) -> str:
    """Vendor and entry kind."""
    vendor = tool.vendor or "vendor unknown"
    entry = tool.entry or "entry unknown"
    return f"{vendor}, {entry}"


def pricing_words(tool: Tool) -> str:
    """The price, or that it is unknown."""
    return tool.pricing or "price unknown"


def section_words(matchup: Matchup) -> str:
    """The section both tools stand in, or both sections."""
    left, right = section_of(matchup.left), section_of(matchup.right)
    return left if left == right else f"{left} / {right}"


def section_of(tool: Tool) -> str:
    """The section of a tool."""
    return tool.section or "no category"


def pick_mark(pick: str | None, left: str, *, swapped: bool = False) -> str:
    """One letter for a vote, as the sides stand on the screen: A, B, = or x; empty without one."""
    if pick is None:
        return ""
    if pick in (TIE, NEITHER):
        return "=" if pick == TIE else "x"
    return "A" if (pick == left) is not swapped else "B"


def pick_words(matchup: Matchup, pick: str | None) -> str:
    """A vote said in words: the name of the tool, tie or neither."""
    if pick is None:
        return "no vote"
    for tool in (matchup.left, matchup.right):
        if tool.slug == pick:
            return tool.name
    return "a tie" if pick == TIE else "neither"


def bookmark_words(bookmark: Bookmark | None) -> str:
    """Whether and how something is saved."""
    if bookmark is None:
        return "not saved"
    tags = " ".join(f"#{tag}" for tag in bookmark.tags)
    return ": ".join(filter(None, (" ".join(filter(None, ("saved", tags))), bookmark.note)))


def persona_name(personas: tuple[Persona, ...], slug: str | None) -> str:
    """The name of a persona; a slug without a record speaks for itself."""
    if slug is None:
        return UNNAMED
    if slug == ME:
        return "Me"
    return next((persona.name for persona in personas if persona.slug == slug), slug)


def empty_words(view: View, query: str, total: int) -> tuple[str, ...]:
    """Why a list is empty, and which key leads on."""
    if query:
        return (f'Nothing matches "{query}".', "Esc clears the filter.")
    if total == 0:
        return ("The catalog holds no matchups yet.", "shiptui doctor says what was found.")
    return {
        View.FEED: ("The catalog holds no matchups yet.", ""),
        View.UNVOTED: (
            f"All caught up: you have voted on all {total}.",
            "4 shows your choices.",
        ),
        View.SAVED: ("Nothing saved yet.", "Press s on any matchup to keep it for later."),
        View.VOTED: ("No votes yet.", "Press 1, then a or b."),
    }[view]
