"""The activity page: one act in full, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from shiptui.model.account import Account, Pending
from shiptui.model.facts import Change, Holdup, Kind
from shiptui.model.feeds import Looked
from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Page, Span, fill_line, line, page, paragraph, rule
from shiptui.page.look import Look
from shiptui.page.syncing import holdup_words, look_words, skew_words
from shiptui.page.told import change_words

WHEN_CELLS = 14

KIND_WORDS = {
    Kind.VOTE: "Vote on a matchup",
    Kind.TOOL_VOTE: "Call on a tool",
    Kind.BOOKMARK: "Bookmark",
    Kind.SEEN: "Mark",
    Kind.TAKE: "Take of your own",
    Kind.ENTRY: "Entry of your own",
    Kind.CLAIM: "Claim",
}


def when_words(at: int) -> str:
    """A moment (ms, UTC) in the reader's own time zone, to the minute."""
    return datetime.fromtimestamp(at / 1000).astimezone().strftime("%d %b, %H:%M")


def change_row(
    change: Change, name: str | None, cells: int, glyphs: Glyphs, *, current: bool, tall: bool
) -> list[Line]:
    """A row of exactly `cells`; `name` stands in for a title that is hidden."""
    cursor = Span(f"{glyphs.cursor if current else ' '} ", "key")
    when = Span(f"{when_words(change.at):<{WHEN_CELLS}}", "dim")
    words = change_words(change, name)
    if tall:
        above, below = line(cursor, when), line("    ", words)
        return [fill_line(row, cells, glyphs.ellipsis) for row in (above, below)]
    return [fill_line(line(cursor, when, words), cells, glyphs.ellipsis)]


RECORDS_SHOWN = 20
LOOKS_SHOWN = 10
REFUSED_SHOWN = 10


class Told(NamedTuple):
    """What the page tells beside the act.

    `name` stands in for its title. Then come decision records, looks at feeds, the accounts, and
    the acts that have not arrived at one.
    """

    name: str | None = None
    records: Sequence[Path] = ()
    looks: Sequence[Looked] = ()
    accounts: Sequence[Account] = ()
    pending: Sequence[Pending] = ()


def activity_page(
    change: Change | None, told: Told, look: Look, cells: int, *, focused: bool
) -> Page:
    """What waits, the act under the cursor, then the last syncs and the records, newest first."""
    glyphs = look.glyphs
    head = rule(
        [Span("Sending", "title")],
        "",
        cells,
        stroke=glyphs.heavy if focused else glyphs.light,
        role="focus" if focused else "rule",
        ellipsis=glyphs.ellipsis,
    )
    lines = [head, *(row for text in _sending(told) for row in _text(text, cells))]
    if change is not None:
        words = change_words(change, told.name)
        by_others = change.imported or change.elsewhere
        said = f"{words[0].upper()}{words[1:]}." if by_others else f"You {words}."
        second = _second(KIND_WORDS[change.kind], when_words(change.at), look, cells)
        lines += [(), second, *_text(said, cells), ()]
        if held := held_of(change, told.pending):
            words = f"! {holdup_words(held)}. r sends it again, ! lets it go."
            lines += [*_text(words, cells, "warn"), ()]
        lines += _text("u takes back the newest change, U does it again.", cells, "dim")
    if told.looks:
        lines += [(), _second("Last syncs", "r syncs now", look, cells)]
        for each in told.looks:
            role = "warn" if each.outcome.failed else ""
            lines += _text(f"{when_words(each.at)}  {each.name}: {look_words(each)}", cells, role)
    if told.records:
        lines += [(), _second("Decision records", str(len(told.records)), look, cells)]
        for path in told.records[:RECORDS_SHOWN]:
            lines += _text(str(path), cells)
    return page(lines, cells, glyphs.ellipsis)


def held_of(change: Change, pending: Sequence[Pending]) -> Pending | None:
    """What keeps an act from its account, where the account had a reason."""
    held = (each for each in pending if each.holdup is not Holdup.WAITING)
    return next((each for each in held if each.fact == change.number), None)


def _sending(told: Told) -> list[str]:
    """What waits for an account and what was refused, in sentences."""
    if not told.accounts:
        return ["Nothing waits. No feed here takes votes, so yours stay on this machine."]
    refused = [each for each in told.pending if each.holdup is Holdup.REFUSED]
    waiting = len(told.pending) - len(refused)
    words = [f"Waiting to be sent: {waiting}. r sends." if waiting else "Nothing waits."]
    words += [f"! {each.title}: {holdup_words(each)}." for each in refused[:REFUSED_SHOWN]]
    words += [each.problem for each in told.accounts if each.problem]
    return words + [f"Note: {skew_words(each.skew)}." for each in told.accounts if each.is_skewed]


def _second(name: str, remark: str, look: Look, cells: int) -> Line:
    return rule(
        [Span(name, "title")],
        remark,
        cells,
        stroke=look.glyphs.light,
        role="rule",
        ellipsis=look.glyphs.ellipsis,
    )


def _text(text: str, cells: int, role: str = "") -> list[Line]:
    return [line(" ", *row) for row in paragraph(text, cells - 2, role)]
