"""What a ranking costs, and whether its intervals and its advice keep their word.

Three parts, each printed as it ends. `speed`: 10,000 tools and 1,000,000 votes (aim: 3 s of
processor time and 300 MB, the votes themselves included) and a few hundred votes (aim: 20 ms), in
seconds, in passes of a yardstick, a loop that adds a million numbers, and on the clock, which on a
busy machine is slower. `coverage`: how often the
95 % intervals hold the planted strengths at 200 and 2,000 votes (aim: 93 to 97 %). `recovery`: how
many votes the most informative pairs need to show a planted order, against random pairs (aim: 60 %
at most, medians of 100 seeds). All dice are seeded: only the times differ from run to run.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from itertools import combinations, pairwise
from random import Random
from statistics import median

from shiptui.model.facts import TIE
from shiptui.ranking.board import Board, from_outcomes, from_votes
from shiptui.ranking.davidson import chances
from shiptui.ranking.fitting import Start
from shiptui.ranking.next_pair import gains
from shiptui.ranking.posterior import Posterior, learn
from shiptui.ranking.standings import standings

Vote = tuple[str, str, str]
TIES = 0.5
HOLD = 10


def dice(seed: int) -> Random:
    """Numbers that are the same in every run."""
    return Random(seed)  # noqa: S311 - a simulation guards nothing


def answer(random: Random, left: str, right: str, strength: dict[str, float]) -> Vote:
    """A vote as the model would cast it."""
    wins, ties, _ = chances(strength[left] - strength[right], TIES)
    thrown = random.random()
    return (left, right, left if thrown < wins else TIE if thrown < wins + ties else right)


def planted(random: Random, tools: int) -> dict[str, float]:
    """Normal strengths, one unit wide."""
    return {f"tool-{number:05d}": random.gauss(0, 1) for number in range(tools)}


def cast(seed: int, tools: int, votes: int, pairs: int | None) -> list[Vote]:
    """Votes on random pairs, or on so many pairs drawn beforehand."""
    random = dice(seed)
    strength = planted(random, tools)
    slugs = list(strength)
    drawn = [random.sample(slugs, 2) for _ in range(pairs or 0)]
    found = []
    for _ in range(votes):
        left, right = sorted(random.choice(drawn) if drawn else random.sample(slugs, 2))
        found.append(answer(random, left, right, strength))
    return found


def yardstick() -> float:
    """Seconds that a loop takes to add a million numbers."""
    begun = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - begun


def timed(votes: list[Vote], start: Start | None = None) -> tuple[float, float, Posterior]:
    """Seconds of processor time, and by the clock, from votes to standings."""
    begun, on_the_clock = time.process_time(), time.monotonic()
    posterior = learn(from_votes(votes), start=start)
    standings(posterior)
    return time.process_time() - begun, time.monotonic() - on_the_clock, posterior


def speed(rounds: int) -> None:
    """Print the median of some rounds, with a yardstick beside each."""
    sizes = [
        ("10,000 tools, 1,000,000 votes, every pair another", 10_000, 1_000_000, None),
        ("10,000 tools, 1,000,000 votes on 100,000 pairs", 10_000, 1_000_000, 100_000),
        ("144 tools, 300 votes on 196 pairs", 144, 300, 196),
        ("60 tools, 300 votes, every pair another", 60, 300, None),
    ]
    for name, tools, many, pairs in sizes:
        votes = cast(1, tools, many, pairs)
        cold, warm, loops, clock = [], [], [], []
        for _ in range(rounds):
            loops.append(yardstick())
            seconds, waited, posterior = timed(votes)
            cold.append(seconds)
            clock.append(waited)
            warm.append(timed(votes, posterior.start)[0])
        unit = 1 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
        print(
            f"{name}: {1000 * median(cold):,.1f} ms ({median(cold) / median(loops):.1f} passes, "
            f"{1000 * median(clock):,.1f} ms on the clock) in {posterior.fit.sweeps} sweeps, "
            f"{1000 * median(warm):,.1f} ms from the last solution, "
            f"peak of the process so far {peak:.0f} MB"
        )


def covered(seed: int, tools: int, votes: int, runs: int) -> float:
    """How often an interval holds the planted strength, among all tools of all runs."""
    random = dice(seed)
    held = placed = 0
    for _ in range(runs):
        strength = planted(random, tools)
        slugs = list(strength)
        mean = sum(strength.values()) / tools
        drawn = [random.sample(slugs, 2) for _ in range(votes)]
        board = from_votes(answer(random, left, right, strength) for left, right in drawn)
        islands = standings(learn(board)).islands
        # A run whose votes do not connect all tools has no common mean to compare with.
        if len(islands) == 1 and len(islands[0].tools) == tools:
            places = islands[0].standings
            held += sum(one.low <= strength[one.tool] - mean <= one.high for one in places)
            placed += tools
    return held / placed


def coverage(runs: int) -> None:
    """Print the coverage for several numbers of tools."""
    for votes in (200, 2_000):
        for tools in (5, 10, 20):
            share = covered(votes + tools, tools, votes, runs)
            print(f"{votes} votes on {tools} tools: {100 * share:.1f} % of {runs * tools} held")


def shows(board: Board, order: list[str], start: Start | None) -> tuple[bool, Posterior]:
    """Whether all tools stand in the planted order."""
    posterior = learn(board, start=start, tolerance=1e-2)
    if len(board.tools) < len(order):
        return False, posterior
    found = [posterior.strength(slug) for slug in order]
    return all(a < b for a, b in pairwise(found)), posterior


def needed(seed: int, tools: int, gap: float, *, best: bool) -> int:
    """Votes until the planted order shows and stays for `HOLD` votes in a row."""
    random = dice(seed)
    order = [f"tool-{number}" for number in range(tools)]
    strength = {slug: gap * place for place, slug in enumerate(order)}
    random.shuffle(slugs := list(order))
    pairs = list(combinations(slugs, 2))
    tally: Counter[Vote] = Counter()
    posterior = learn(from_outcomes([]))
    run = votes = 0
    while run < HOLD:
        if best:
            pair = gains(posterior, pairs)[0]
            left, right = pair.left, pair.right
        else:
            left, right = random.choice(pairs)
        tally[answer(random, left, right, strength)] += 1
        votes += 1
        board = from_outcomes((*vote, times) for vote, times in tally.items())
        right_order, posterior = shows(board, order, posterior.start)
        run = run + 1 if right_order else 0
    return votes


def recovery(seeds: int) -> None:
    """Print the medians and their ratio."""
    for tools, gap in ((8, 0.7), (10, 0.7), (12, 0.7)):
        informed = median(needed(seed, tools, gap, best=True) for seed in range(seeds))
        thrown = median(needed(seed, tools, gap, best=False) for seed in range(seeds))
        print(
            f"{tools} tools {gap} apart, right for {HOLD} votes: most informative {informed:.0f}, "
            f"random {thrown:.0f}, ratio {informed / thrown:.2f}"
        )


def main() -> None:
    """Run all parts, or one."""
    parser = argparse.ArgumentParser(description="What a ranking costs and what it is worth.")
    parser.add_argument("--only", choices=("speed", "coverage", "recovery"))
    parser.add_argument("--rounds", type=int, default=5, help="how often each speed is taken")
    parser.add_argument("--runs", type=int, default=400, help="simulations for each coverage")
    parser.add_argument("--seeds", type=int, default=100, help="simulations for each recovery")
    asked = parser.parse_args()
    if asked.only in (None, "speed"):
        speed(asked.rounds)
    if asked.only in (None, "coverage"):
        coverage(asked.runs)
    if asked.only in (None, "recovery"):
        recovery(asked.seeds)


if __name__ == "__main__":
    main()
