"""Which tools the votes connect, and whether their strengths can be told without a prior."""

from __future__ import annotations

from collections.abc import Iterable

from shiptui.ranking.board import Board


def islands_of(board: Board) -> list[list[int]]:
    """Tools that votes connect, directly or by way of others: largest island first.

    Strengths of two islands cannot be compared, because no vote ever did. Connected components by
    union-find (B. A. Galler and M. J. Fischer, CACM 7, 1964), with every path halved on the way.
    """
    parent = list(range(len(board.tools)))
    for ends in (board.winners, board.losers), (board.firsts, board.seconds):
        for i, j in zip(*ends, strict=True):
            if parent[i] != parent[j]:
                a, b = _root(parent, i), _root(parent, j)
                parent[i] = parent[j] = parent[a] = parent[b] = min(a, b)
    members: dict[int, list[int]] = {}
    for tool in range(len(parent)):
        members.setdefault(_root(parent, tool), []).append(tool)
    return sorted(members.values(), key=lambda island: (-len(island), board.tools[island[0]]))


def _root(parent: list[int], tool: int) -> int:
    while parent[tool] != tool:
        parent[tool] = parent[parent[tool]]
        tool = parent[tool]
    return tool


def endless(board: Board, islands: Iterable[list[int]]) -> frozenset[int]:
    """Tools whose island has no finite strengths without a prior.

    L. R. Ford, "Solution of a ranking problem from binary comparisons" (American Mathematical
    Monthly 64, 1957): the maximum of the likelihood exists just when, however an island is cut in
    two, each part beat the other at least once, that is, when every tool can be reached from every
    other along wins. A tie is half a win either way; with nothing but ties, their parameter has no
    end either.
    """
    if not board.wins:
        return frozenset(range(len(board.tools)))
    beats: list[list[int]] = [[] for _ in board.tools]
    loses: list[list[int]] = [[] for _ in board.tools]
    wins = zip(board.winners, board.losers, strict=True)
    ties = list(zip(board.firsts, board.seconds, strict=True))
    for i, j in [*wins, *ties, *((j, i) for i, j in ties)]:
        beats[i].append(j)
        loses[j].append(i)
    split: set[int] = set()
    for island in islands:
        reached = _reach(beats, island[0]) & _reach(loses, island[0])
        if len(reached) < len(island):
            split.update(island)
    return frozenset(split)


def _reach(arcs: list[list[int]], start: int) -> set[int]:
    reached = {start}
    waiting = [start]
    while waiting:
        fresh = set(arcs[waiting.pop()]) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached
