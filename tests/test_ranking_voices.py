"""Whose judgement it is: a community is ranked by what feeds counted, and never made up."""

from __future__ import annotations

from shiptui.model.feeds import Tally
from shiptui.ranking.voices import COMMUNITY_SILENT, COMMUNITY_UNKNOWN, by_community

NAMES = {"a": "A", "b": "B", "c": "C"}
LISTED = [("a", "b"), ("a", "c"), ("a", "gone")]
DAY = "2026-11-20T00:00:00Z"


def told(*counts: int) -> Tally:
    """What a feed counted; nothing where too few have voted."""
    return Tally(counts or None, DAY, 5, "World")


def test_where_no_feed_counts_the_community_is_unknown_and_not_silent() -> None:
    assert by_community({}, LISTED, NAMES).said == (COMMUNITY_UNKNOWN,)
    assert by_community({"a-vs-b": told()}, LISTED, NAMES).said == (COMMUNITY_SILENT,)


def test_counts_rank_the_tools_with_their_date_and_what_is_untold_stays_out() -> None:
    counted = {"a-vs-b": told(40, 10, 5, 3), "a-vs-c": told(), "a-vs-gone": told(9, 0, 0, 0)}
    ranking = by_community(counted, LISTED, NAMES)
    assert [place.slug for place in ranking.places] == ["a", "b"]
    assert (ranking.board.votes, ranking.board.neithers) == (55, 3)
    assert ranking.said == (f"As feeds counted it on {DAY[:10]}.",)
