"""What `shiptui agree` says, as JSON and as lines: the reader against each persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.cli.out import Cell, columns, line
from shiptui.cli.places import rounded
from shiptui.cli.tables import NAME_CELLS
from shiptui.ranking.accord import PANELS_MISSING
from shiptui.ranking.agreement import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.model.catalog import Tool
    from shiptui.ranking.accord import Accord
    from shiptui.ranking.agreement import Agreement, Weighed
    from shiptui.ranking.share import Share

SHOWN_PANELS = 10
"""So many panels that weigh most unlike their plain share are told to people; JSON has all."""


def accord_item(accord: Accord) -> Item:
    """The whole as a JSON-able mapping."""
    closest = accord.twin
    return {
        "kind": "agreement",
        "twin": closest.persona if closest else None,
        "no_twin": accord.no_twin,
        "personas": [_persona_item(accord, one) for one in accord.found],
        "panels": [
            {
                "slug": tool.slug,
                "name": tool.name,
                "pct": None if panel.plain is None else rounded(panel.plain),
                "mine_pct": None if panel.mine is None else rounded(panel.mine),
                "calls": panel.n,
            }
            for tool, panel in accord.panels
        ],
        "panels_missing": None if accord.panels else PANELS_MISSING,
    }


def _persona_item(accord: Accord, one: Agreement) -> Item:
    return {
        "slug": one.persona,
        "name": accord.name(one),
        **_share_item(one.both),
        "kappa": None if one.kappa is None else rounded(one.kappa),
        "expected": rounded(one.expected),
        "on_tools": _share_item(one.tools),
        "on_matchups": _share_item(one.matchups),
        "aside": one.aside,
        "beyond_chance": one.beyond_chance,
        "missing": one.missing,
    }


def _share_item(share: Share) -> Item:
    """A share in percent; of nothing nothing is known."""
    low, high = share.interval
    return {
        "agreed": share.part,
        "n": share.n,
        "pct": None if share.value is None else rounded(100 * share.value),
        "low": rounded(100 * low) if share.n else None,
        "high": rounded(100 * high) if share.n else None,
    }


def accord_lines(accord: Accord) -> Iterator[Line]:
    """The whole for people."""
    yield from columns([_row(accord, one) for one in accord.found], {0: NAME_CELLS})
    closest = accord.twin
    if closest:
        yield line()
        yield line(Cell(f"Your twin is {accord.name(closest)}.", "bold"))
    shown = [panel for panel in accord.panels if panel[1].shift >= 1][:SHOWN_PANELS]
    if shown:
        yield line()
        yield line(Cell("Panels as you weigh them, beside their plain share", "bold"))
        yield from columns([_panel_row(*panel) for panel in shown], {0: NAME_CELLS})


def _row(accord: Accord, one: Agreement) -> Line:
    both = one.both
    name = Cell(accord.name(one))
    if both.value is None:
        return line(name, "nothing in common", "", "", "", "")
    low, high = (100 * end for end in both.interval)
    return line(
        name,
        f"agree on {both.part} of {both.n}",
        f"{100 * both.value:.0f} %",
        f"{low:.0f} to {high:.0f} %",
        _kappa(one),
        _verdict(one),
    )


def _kappa(one: Agreement) -> str:
    """Nothing where there is too little in common for it to mean anything."""
    if one.both.n < ENOUGH:
        return ""
    return "kappa unknown" if one.kappa is None else f"kappa {one.kappa:+.2f}"


def _verdict(one: Agreement) -> str:
    if one.both.n < ENOUGH:
        return f"too few to tell: {ENOUGH - one.both.n} more would begin to"
    return "more than chance" if one.beyond_chance else "may be chance"


def _panel_row(tool: Tool, panel: Weighed) -> Line:
    return line(
        Cell(tool.name),
        f"{panel.plain:.0f} % plain",
        f"{panel.mine:.0f} % for you",
        f"{panel.n} calls",
        Cell(tool.slug, "dim"),
    )
