"""The numbers that docs/ranking.md works out by hand are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranking_panels import tool
from shiptui.model.own import Outcome
from shiptui.ranking.agreement import weighed
from shiptui.ranking.davidson import chance
from shiptui.ranking.dissent import corrected, minority
from shiptui.ranking.ledger import Prediction, scores
from shiptui.ranking.share import Share
from test_ranking_agreement import example
from test_ranking_dissent import LENIENT

PAGE = " ".join(
    Path(__file__).resolve().parent.parent.joinpath("docs", "ranking.md").read_text("utf-8").split()
)


def percents() -> list[str]:
    found = example()
    low, high = found.both.interval
    builder = LENIENT["builder"]
    panel = corrected(tool("x", builder="+", futurist="+", skeptic="-"), LENIENT)
    mine = weighed(tool("x", builder="+", skeptic="-"), [found])
    return [
        f"some {100 * chance(1):.0f} times in 100",
        f"10 of 15, or {100 * (found.both.value or 0):.1f} %",
        f"goes from {100 * low:.1f} % to {100 * high:.1f} %",
        f"is {100 * found.expected / found.both.n:.1f} %",
        f"plain share of {mine.plain:.1f} %",
        f"(0.50 + {found.both.rate:.2f}) = {mine.mine:.1f} %",
        f"leniency is {100 * (builder.value or 0):.1f} %",
        "from {:.1f} % to {:.1f} %".format(*(100 * end for end in builder.interval)),
        f"2 of 3, or {panel.plain:.1f} %",
        f"0.33 / (0.33 + 0.25) = {panel.corrected:.1f} %",
    ]


def numbers() -> list[str]:
    found = example()
    rates = {persona: f"{share.rate:.2f}" for persona, share in LENIENT.items()}
    lone = minority(tool("x", builder="+", futurist="+", skeptic="-"), LENIENT)
    other = minority(tool("x", builder="-", futurist="+", skeptic="+"), LENIENT)
    claims = ((0.8, Outcome.TRUE), (0.6, Outcome.FALSE), (0.3, Outcome.FALSE))
    (score,) = scores(Prediction("me", "claim", "2026-01-01", *claim) for claim in claims)
    assert lone
    assert other
    return [
        f"That is {found.expected:.1f} of 15",
        f"(10 - 6.6) / (15 - 6.6) = {found.kappa:.2f}",
        f"11 / 17 = {found.both.rate:.2f}",
        f"nothing in common with {Share(0, 0).rate:.2f}",
        f"{rates['builder']} for the Builder, {rates['futurist']} for the Futurist",
        f"{rates['skeptic']} for the Skeptic",
        f"-log2(0.75) = {lone.bits:.2f} bits",
        f"-log2(0.25) = {other.bits:.2f} bits",
        f"(0.04 + 0.36 + 0.09) / 3 = {score.brier:.3f}",
    ]


@pytest.mark.parametrize("said", [*percents(), *numbers()])
def test_the_page_says_what_the_code_works_out(said: str) -> None:
    assert said in PAGE
