"""What `shiptui next` says, as JSON and as lines: where a vote tells most, and when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.cli.out import Cell, line
from shiptui.cli.places import rounded

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.model.facts import MatchupRow
    from shiptui.ranking.next_pair import Gain, Top


def next_item(best: Gain | None, row: MatchupRow | None, first: Top, advice: str | None) -> Item:
    """The matchup, what it would tell, and who leads, as a JSON-able mapping."""
    return {
        "kind": "next",
        "id": row.id if row else None,
        "left": {"slug": row.left, "name": row.left_name} if row else None,
        "right": {"slug": row.right, "name": row.right_name} if row else None,
        "bits": rounded(best.bits) if best else None,
        "doubt": rounded(best.doubt) if best else None,
        "leader": first.leader,
        "leader_doubt": rounded(first.doubt) if first.leader else None,
        "hint": advice,
    }


def next_lines(best: Gain | None, row: MatchupRow | None) -> list[Line]:
    """The same for people; nothing where every matchup has a vote."""
    if best is None or row is None:
        return []
    told = (
        f"Expected to tell {best.bits:.2f} bits; the order of the two is wrong now with a chance"
        f" of {100 * best.doubt:.0f} %."
    )
    return [
        line(Cell(f"{row.left_name} vs {row.right_name}", "bold")),
        line(Cell(row.id, "dim")),
        line(told),
    ]
