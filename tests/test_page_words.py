"""Sentences and Markdown: what happened, to what, and how to take it back."""

from __future__ import annotations

import re

import pytest

from shiptui.model.catalog import Call, Persona, Take, Tool
from shiptui.model.facts import NEITHER, TIE, Change, Kind, Matchup, View, Vote
from shiptui.page.markdown import matchup_markdown
from shiptui.page.told import redone_words, saved_words, seen_words, undone_words, voted_words
from shiptui.page.words import empty_words

ALPHA, BETA = Tool("a", "Alpha"), Tool("b", "Beta")
MATCHUP = Matchup("a-vs-b", ALPHA, BETA)
DONE = Change(7, Kind.VOTE, "a-vs-b", "Alpha vs Beta", None, "{}")
IDLE = Change(None, Kind.VOTE, "a-vs-b", "Alpha vs Beta", "{}", "{}")


@pytest.mark.parametrize(
    ("pick", "name"), [("a", "Alpha"), ("b", "Beta"), (TIE, "a tie"), (NEITHER, "neither")]
)
def test_a_vote_is_acknowledged_by_name_with_the_way_back(pick: str, name: str) -> None:
    said = voted_words(MATCHUP, pick, DONE)
    assert said == f"Voted {name}. Press u to undo."
    assert "undo" not in voted_words(MATCHUP, pick, IDLE)


def test_what_changed_nothing_offers_no_undo() -> None:
    """Undoing then would take back something else."""
    for said in (
        voted_words(MATCHUP, None, IDLE),
        saved_words("Alpha vs Beta", IDLE),
        seen_words(IDLE, seen=True),
        undone_words(None),
        redone_words(None),
    ):
        assert "Press u" not in said
        assert said.endswith(".")


@pytest.mark.parametrize("kind", Kind)
def test_undo_and_redo_name_what_they_changed_and_the_way_back(kind: Kind) -> None:
    """It may be off screen."""
    change = Change(8, kind, "a-vs-b", "Alpha vs Beta", None, None)
    assert re.search("^Undone: .+Alpha vs Beta.+ U to redo", undone_words(change))
    assert re.search("^Redone: .+Alpha vs Beta.+ u to undo", redone_words(change))


def test_saving_and_letting_go_are_told_apart() -> None:
    gone = Change(8, Kind.BOOKMARK, "matchup:a-vs-b", "Alpha vs Beta", "{}", None)
    assert saved_words("Alpha vs Beta", DONE).startswith("Saved: Alpha vs Beta.")
    assert saved_words("Alpha vs Beta", gone).startswith("No longer saved: Alpha vs Beta.")


@pytest.mark.parametrize(
    ("view", "query", "total", "words"),
    [
        (View.UNVOTED, "", 196, "all 196"),
        (View.SAVED, "", 196, "Press s"),
        (View.VOTED, "", 196, "Press 1, then a or b"),
        (View.FEED, "zzz", 196, '"zzz"'),
        (View.SAVED, "zzz", 196, "Esc clears"),
        (View.FEED, "", 0, "no matchups yet"),
    ],
)
def test_an_empty_list_says_why_and_what_to_press(
    view: View, query: str, total: int, words: str
) -> None:
    assert words in " ".join(empty_words(view, query, total))


def test_the_summary_has_the_panel_a_row_for_each_persona_and_my_vote() -> None:
    left = Tool("a", "Alpha", takes=(Take("builder", Call.SHIP, 85),))
    right = Tool("b", "Beta", takes=(Take("builder", Call.SKIP, call_inferred=True),))
    matchup = Matchup("a-vs-b", left, right, "https://example.org/m", vote=Vote("b", 0))
    lines = matchup_markdown(matchup, (Persona("builder", "Builder"),)).splitlines()
    assert lines[0] == "**Alpha vs Beta**"
    rows = [line.replace("\\", "") for line in lines if line.startswith("|")]
    assert "| Panel | SHIP 100 %, 1 ship 0 skip | SKIP 0 %, 0 ship 1 skip |" in rows
    assert "| Builder | ship, 85 | ~SKIP, no score |" in rows
    assert len({row.count("|") for row in rows}) == 1
    assert "My vote: Beta" in lines
    assert lines[-1] == "<https://example.org/m>"


@pytest.mark.parametrize(
    "name", ["a|b", "[x](https://evil.example)", "<script>", "**bold**", "`code`", "![i](j)", "# h"]
)
def test_no_name_can_speak_markdown(name: str) -> None:
    """Every character that could mean something is told to mean itself."""
    matchup = Matchup("a-vs-b", Tool("a", name), BETA)
    drawn = matchup_markdown(matchup, (Persona("p", name),))
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", drawn.replace("**", ""))
    assert not re.search(r"[][`<>!#()*]|\w\|\w", bare)
    assert len({line.count("|") for line in bare.splitlines() if line.startswith("|")}) == 1
