"""What the other scripts share: costs taken in turns, the ratios between them, and memory."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Figure(NamedTuple):
    """What something costs, and how many times its yardstick that is.

    A ratio is formed within each round, between neighbours in time, so that a busy machine slows
    both; `ratio` is their median, `low` and `high` are their quartiles.
    """

    what: str
    subject: str
    cost: float
    unit: str
    ratio: float
    low: float
    high: float
    yardstick: str


def figures(
    what: str, taken: Mapping[str, Sequence[float]], yardstick: str, unit: str = "ms"
) -> list[Figure]:
    """One figure for each subject; `taken` holds the costs of the rounds, in their order."""
    plain = taken[yardstick]
    found = []
    for subject, costs in taken.items():
        ratios = [cost / max(base, 1e-9) for cost, base in zip(costs, plain, strict=True)]
        low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
        middle = statistics.median(ratios)
        cost = statistics.median(costs)
        found.append(Figure(what, subject, cost, unit, middle, low, high, yardstick))
    return found


def table(found: Iterable[Figure]) -> str:
    """The figures as a table of Markdown."""
    lines = ["| what | of | median | ratio | quartiles |", "|---|---|---:|---:|---:|"]
    for each in found:
        is_base = each.subject == each.yardstick
        ratio = "1" if is_base else f"{each.ratio:.2f}"
        spread = "" if is_base else f"{each.low:.2f} to {each.high:.2f}"
        cost = f"{each.cost:,.2f}" if each.cost < 10 else f"{each.cost:,.0f}"  # noqa: PLR2004 - two figures at least
        lines.append(f"| {each.what} | {each.subject} | {cost} {each.unit} | {ratio} | {spread} |")
    return "\n".join(lines)


def peak_memory(process: int | None = None) -> float:
    """The largest resident set of a process so far, of this one unless named, in MiB.

    `getrusage` would count what the parent held before the process became a program of its own.
    """
    status = Path("/proc", str(process or "self"), "status").read_text()
    (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024
