"""The reader against each persona: a row for each, and the page of one of them."""

from __future__ import annotations

from typing import NamedTuple

from shiptui.page.circle import circle_lines
from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Page, Span, column, fill_line, line, page
from shiptui.page.look import Look
from shiptui.page.section import heading, told
from shiptui.page.strip import interval_strip, odd
from shiptui.ranking.accord import PANELS_MISSING, Accord
from shiptui.ranking.agreement import ENOUGH, Agreement, Weighed
from shiptui.ranking.circle import Circle
from shiptui.ranking.share import Share

PANELS_SHOWN = 12
NAME_CELLS = 12
COUNT_CELLS = 9
SHORTEST_BAR, LONGEST_BAR = 9, 41


class AgreementRow(NamedTuple):
    """One persona; `twin` marks the one that agrees most, for sure."""

    name: str
    agreement: Agreement
    twin: bool


def agreement_row_lines(
    row: AgreementRow, cells: int, glyphs: Glyphs, *, current: bool
) -> list[Line]:
    """A row of exactly `cells`: cursor, name, agreed of n, share, and its interval drawn."""
    both = row.agreement.both
    count = f"{both.part} of {both.n}" if both.n else "nothing"
    share = "" if both.value is None else f"{100 * both.value:.0f} %"
    mark = "your twin" if row.twin else ""
    room = cells - 2 - NAME_CELLS - 2 - COUNT_CELLS - 6 - 2
    bar = odd(min(room - 11, LONGEST_BAR))
    if bar < SHORTEST_BAR:
        bar, mark = odd(room), ""
    drawn = agreement_bar(row.agreement, glyphs, bar) if bar >= SHORTEST_BAR else ""
    spans = line(
        Span(f"{glyphs.cursor if current else ' '} ", "key"),
        column(row.name, NAME_CELLS, glyphs.ellipsis, "strong" if row.twin else ""),
        f"  {count:>{COUNT_CELLS}} {share:>5}  ",
        Span(drawn, "bar.a"),
        Span(f"  {mark}", "good"),
    )
    return [fill_line(spans, cells, glyphs.ellipsis)]


def agreement_bar(one: Agreement, glyphs: Glyphs, cells: int) -> str:
    """The share with its interval, from 0 to 100 %; what chance explains is marked on it."""
    both = one.both
    if both.value is None:
        return glyphs.track * cells
    chance = one.expected / both.n
    low, high = both.interval
    # The strip marks zero, so everything is told from what chance explains.
    interval = (low - chance, both.value - chance, high - chance)
    return interval_strip(interval, (-chance, 1 - chance), glyphs, cells)


def agreement_page(
    one: Agreement | None,
    accord: Accord,
    circle: Circle,
    leniency: Share | None,
    look: Look,
    cells: int,
    *,
    focused: bool,
) -> Page:
    """The whole page for a pane of `cells`; `leniency` is how often the persona ships."""
    name = accord.name(one) if one else "You and the panel"
    lines = [heading(name, "", look, cells, focused=focused)]
    if one is not None:
        lines += agreement_lines(one, name, look, cells)
        lines += told(leniency_words(name, leniency), cells)
    lines += [(), *_twin(accord, look, cells), (), *circle_lines(circle, accord.names, look, cells)]
    lines += [(), *_panels(accord, look, cells)]
    return page(lines, cells, look.glyphs.ellipsis)


def agreement_lines(one: Agreement, name: str, look: Look, cells: int) -> list[Line]:
    """How far the reader and one persona agree, with all that keeps it from claiming too much."""
    if not one.both.n:
        return told(one.missing or "", cells, "warn")
    bar = odd(min(cells - 2, LONGEST_BAR))
    lines = [line(" ", Span(agreement_bar(one, look.glyphs, bar), "bar.a"))] if bar > 0 else []
    lines += told(f"You agree with {name} on {_share_words(one.both)}.", cells)
    for what, share in (("tools", one.tools), ("matchups", one.matchups)):
        if share.n:
            lines += told(f"On {what}: {_share_words(share)}.", cells, "dim")
    if one.aside:
        lines += told(f"Set aside, as one of you said neither: {one.aside}.", cells, "dim")
    lines += told(f"By chance you would agree on {one.expected:.1f} of {one.both.n}.", cells)
    if one.both.n >= ENOUGH:
        kappa = "unknown" if one.kappa is None else f"{one.kappa:+.2f}"
        sure = "more than chance" if one.beyond_chance else "it may still be chance"
        lines += told(f"Beyond chance (kappa): {kappa}; {sure}.", cells)
    return lines + told(one.missing or "", cells, "warn")


def leniency_words(name: str, leniency: Share | None) -> str:
    """How often a persona ships, with its interval."""
    if leniency is None or leniency.value is None:
        return f"How often {name} ships is unknown."
    return f"Leniency: {name} ships {_share_words(leniency)}."


def _share_words(share: Share) -> str:
    """A share with n and its 95 % interval."""
    low, high = (100 * end for end in share.interval)
    value = 100 * (share.value or 0.0)
    return f"{share.part} of {share.n}, {value:.0f} % ({low:.0f} to {high:.0f} %)"


def _twin(accord: Accord, look: Look, cells: int) -> list[Line]:
    closest = accord.twin
    words = f"Your twin is {accord.name(closest)}." if closest else accord.no_twin or ""
    return [heading("Your twin", "", look, cells), *told(words, cells, "good" if closest else "")]


def _panels(accord: Accord, look: Look, cells: int) -> list[Line]:
    """Panels as they weigh for the reader, always beside their plain share."""
    lines = [heading("Panels as you weigh them", "plain, for you", look, cells)]
    if not accord.panels:
        return lines + told(PANELS_MISSING, cells, "dim")
    for tool, panel in accord.panels[:PANELS_SHOWN]:
        spans = line(
            " ",
            column(tool.name, max(cells - 26, 8), look.glyphs.ellipsis),
            weighed_words(panel),
            Span(f"  n {panel.n}", "dim"),
        )
        act = f"tool:{tool.slug}"
        lines.append(tuple(span._replace(act=act) for span in spans))
    left_out = len(accord.panels) - PANELS_SHOWN
    return lines + ([line(Span(f" and {left_out} more", "dim"))] if left_out > 0 else [])


def weighed_words(panel: Weighed) -> str:
    """The plain share of ships, then the one that weighs as the reader would."""
    plain = "?" if panel.plain is None else f"{panel.plain:.0f} %"
    mine = "?" if panel.mine is None else f"{panel.mine:.0f} %"
    return f"{plain:>6} {mine:>8}"
