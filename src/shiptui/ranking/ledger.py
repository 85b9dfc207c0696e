"""Predictions that come due, and how good they turned out to be."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from statistics import mean, stdev

from shiptui.model.frozen import dataclass
from shiptui.model.own import Outcome
from shiptui.ranking.share import Share


@dataclass(frozen=True, slots=True)
class Prediction:
    """A claim by a persona or by the reader, due on an ISO date.

    `chance` (0 to 1) is what was said of it; None where the claim was made without one, as most
    are. It is never made up. `outcome` is None until it is settled.
    """

    who: str
    claim: str
    due: str
    chance: float | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How one forecaster did: claims that came true of those settled, and the Brier score.

    `brier` is the mean over the `n` settled claims that had a chance, None without any, and
    `error` its standard error, None below two.
    """

    who: str
    held: Share
    n: int
    brier: float | None
    error: float | None

    @property
    def missing(self) -> str | None:
        """What the score does not say yet, in a sentence."""
        if not self.held.n:
            return "No claim has been settled yet, so there is no score."
        if not self.n:
            return "The settled claims came without a chance, so they count but have no score."
        if self.error is None:
            return "One settled claim is no track record: the score may be luck."
        return None


def scores(predictions: Iterable[Prediction]) -> tuple[Score, ...]:
    """Everybody with a prediction: the best score first, then those without one, A to Z.

    G. W. Brier, "Verification of forecasts expressed in terms of probability" (Monthly Weather
    Review 78, 1950), in the usual form for yes or no, half of the original:

        mean of (chance - happened)^2,   happened 1 or 0

    0 is perfect, 1/4 is what always saying one half gets, 1 is always certain and wrong.
    """
    by: dict[str, list[Prediction]] = {}
    for prediction in predictions:
        by.setdefault(prediction.who, []).append(prediction)
    found = [_score(who, theirs) for who, theirs in by.items()]
    found.sort(key=lambda one: (one.brier is None, one.brier or 0.0, one.who))
    return tuple(found)


def _score(who: str, predictions: Iterable[Prediction]) -> Score:
    settled = [one for one in predictions if one.outcome in (Outcome.TRUE, Outcome.FALSE)]
    held = Share(sum(one.outcome is Outcome.TRUE for one in settled), len(settled))
    losses = [
        (one.chance - (one.outcome is Outcome.TRUE)) ** 2
        for one in settled
        if one.chance is not None
    ]
    error = stdev(losses) / sqrt(len(losses)) if len(losses) > 1 else None
    return Score(who, held, len(losses), mean(losses) if losses else None, error)


def falling_due(predictions: Iterable[Prediction], today: str) -> list[Prediction]:
    """What is not settled and due by an ISO date, the oldest first."""
    waiting = [one for one in predictions if one.outcome is None and one.due <= today]
    return sorted(waiting, key=lambda one: (one.due, one.who, one.claim))
