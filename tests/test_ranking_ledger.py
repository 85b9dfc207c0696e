from __future__ import annotations

import pytest

from shiptui.model.own import Outcome
from shiptui.ranking.ledger import Prediction, falling_due, scores
from shiptui.ranking.share import Share

TRUE, FALSE, VOID = Outcome.TRUE, Outcome.FALSE, Outcome.VOID


def claim(
    who: str, chance: float | None = None, outcome: Outcome | None = None, due: str = "2026-01-01"
) -> Prediction:
    return Prediction(who, "gone in twelve months", due, chance, outcome)


def test_the_brier_score_is_the_mean_squared_miss_as_by_hand() -> None:
    (found,) = scores([claim("me", 0.8, TRUE), claim("me", 0.6, FALSE), claim("me", 0.3, FALSE)])
    assert found.brier == pytest.approx((0.04 + 0.36 + 0.09) / 3)
    assert (found.n, found.held) == (3, Share(1, 3))
    assert found.error == pytest.approx(0.0994, abs=1e-4)
    assert found.missing is None


def test_void_and_open_claims_count_for_nothing() -> None:
    (found,) = scores([claim("me", 0.5, TRUE), claim("me", 0.9, VOID), claim("me", 0.9)])
    assert (found.n, found.held, found.brier) == (1, Share(1, 1), 0.25)


def test_a_claim_without_a_chance_counts_but_has_no_score() -> None:
    (found,) = scores([claim("skeptic", None, TRUE), claim("skeptic", None, FALSE)])
    assert (found.held, found.n, found.brier) == (Share(1, 2), 0, None)


def test_the_best_score_comes_first_and_who_has_none_last() -> None:
    found = scores(
        [
            claim("builder"),
            claim("skeptic", 0.9, TRUE),
            claim("me", 0.5, TRUE),
            claim("founder", 1, FALSE),
        ]
    )
    assert [one.who for one in found] == ["skeptic", "me", "founder", "builder"]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([claim("me", 0.9)], "No claim has been settled yet"),
        ([claim("me", None, TRUE)], "The settled claims came without a chance"),
        ([claim("me", 0.9, TRUE)], "One settled claim is no track record"),
    ],
)
def test_few_settled_claims_say_what_is_missing(claims: list[Prediction], said: str) -> None:
    assert (scores(claims)[0].missing or "").startswith(said)


def test_nothing_predicted_has_no_scores() -> None:
    assert scores([]) == ()


def test_what_falls_due_is_open_and_not_in_the_future_oldest_first() -> None:
    late, today, settled, future = (
        claim("b", due="2025-12-31"),
        claim("a", due="2026-01-01"),
        claim("a", 0.5, TRUE, due="2025-01-01"),
        claim("a", due="2026-01-02"),
    )
    assert falling_due([future, today, settled, late], "2026-01-01") == [late, today]
