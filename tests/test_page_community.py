"""How other readers voted, in words that say what is known and no more."""

from __future__ import annotations

import pytest

from shiptui.model.feeds import Tally
from shiptui.page.community import tool_words


def tally(counts: tuple[int, ...] | None, n_min: int) -> Tally:
    return Tally(counts, "2026-11-20T10:00:00Z", n_min, "A feed")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (None, "unknown, this feed reports none"),
        (tally(None, 5), "not told: fewer than 5 votes, counted 2026-11-20 by A feed"),
        (tally(None, 1), "no votes yet, counted 2026-11-20 by A feed"),
        (tally((1, 0), 1), "ship 100 % of 1 vote, counted 2026-11-20 by A feed"),
        (tally((1, 1_999), 5), "ship 0 %, skip 100 % of 2,000 votes, counted 2026-11-20 by A feed"),
    ],
)
def test_a_split_says_of_how_many_votes_it_is_and_when_they_were_counted(
    told: Tally | None, words: str
) -> None:
    assert tool_words(told) == words
