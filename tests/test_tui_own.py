"""Words of one's own on the screens: takes, and the ledger of claims."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiptui.model.catalog import ME, Call, Take
from shiptui.model.errors import UsageError
from shiptui.model.own import Claim, Outcome
from shiptui.text.days import today
from shiptui.tui.acts.own import typed_claim, typed_take
from shiptui.tui.preferences import Preferences
from shiptui.tui.screens.words import WordsScreen
from terminal import browse_of, opened, press, shown

if TYPE_CHECKING:
    from shiptui.store.store import Store

WIDE = (120, 40)
SIZES = ((40, 12), (80, 24), (120, 40), (200, 60))


@pytest.mark.parametrize(
    ("field", "call", "score"),
    [("ship 80", Call.SHIP, 80), ("SKIP", Call.SKIP, None), ("0", None, 0), ("", None, None)],
)
def test_call_and_score_are_typed_in_one_field(
    field: str, call: Call | None, score: int | None
) -> None:
    assert typed_take(" Good. ", field) == Take(ME, call, score, "Good.")


@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_is_kept_or_refused_in_a_sentence(words: str, field: str) -> None:
    for read in (typed_take, lambda w, f: typed_claim(w, f, "tool", ME, today())):
        with suppress(UsageError):
            assert read(words, field)


def test_a_claim_has_a_day_and_a_chance_where_one_was_given() -> None:
    now = today().replace(year=2026, month=11, day=20)
    assert typed_claim("Gone", "52w", "t", "skeptic", now).due == "2027-11-19"
    assert typed_claim("Gone", "52w", "t", "skeptic", now).chance is None
    assert typed_claim("Gone", "2027-01-01 70 %", "t", ME, now).chance == 70
    for field in ("", "soon", "52w 101", "52w likely"):
        with pytest.raises(UsageError):
            typed_claim("Gone", field, "t", ME, now)


@pytest.mark.parametrize("size", SIZES)
async def test_i_writes_a_take_that_is_shown_as_me_and_undone(
    store: Store, size: tuple[int, int]
) -> None:
    async with opened(store, size) as pilot:
        matchup = browse_of(pilot).matchup
        assert matchup
        panel = matchup.left.panel
        await press(pilot, "i", *"Mine", "tab", *"skip 12", "enter")
        assert browse_of(pilot).said.startswith("Wrote a take on")
        now = browse_of(pilot).matchup
        assert now
        assert now.left.mine == Take(ME, Call.SKIP, 12, "Mine", as_of=today().isoformat())
        assert now.left.panel == panel
        if size[0] >= 120:
            assert "Me " in shown(pilot.app)
        assert (await press(pilot, "u")).startswith("Undone: your take on")
        assert store.own.takes() == []
        await press(pilot, "U")
        assert [slug for slug, _ in store.own.takes()] == [matchup.left.slug]


async def test_a_slip_in_the_dialog_is_said_and_stays_to_be_mended(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "I", "tab", *"ship 800", "enter")
        assert isinstance(pilot.app.screen, WordsScreen)
        assert '"ship 800" is no call and score; say ship 80, skip, or 80.' in shown(pilot.app)
        await press(pilot, "backspace", "enter")
        matchup = browse_of(pilot).matchup
        assert matchup
        assert matchup.right.mine
        assert matchup.right.mine.score == 80


async def test_a_claim_comes_due_in_the_header_and_is_settled_from_the_ledger(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        assert await press(pilot, "D") == "There are no claims yet. C writes one down."
        await press(pilot, "C", "enter", *"Gone", "tab", *"2026-01-01", "enter")
        assert browse_of(pilot).said == "Wrote a claim, Gone. Press u to undo."
        (claim,) = store.own.claims()
        assert (claim.who, claim.due, claim.chance) == ("builder", "2026-01-01", None)
        assert "1 due, D shows" in shown(pilot.app).splitlines()[0]
        await press(pilot, "D")
        assert "due 2026-01-01" in shown(pilot.app)
        await press(pilot, "enter", *"not", "enter")
        assert browse_of(pilot).said == "Settled a claim as false, Gone. Press u to undo."
        assert store.own.claims()[0].outcome is Outcome.FALSE
        assert "due, D shows" not in shown(pilot.app)
        await press(pilot, "u")
        assert store.own.claims()[0].outcome is None


async def test_own_words_are_hidden_with_the_names_they_would_tell(store: Store) -> None:
    matchup = store.catalog.matchup(store.catalog.index()[0])
    assert matchup
    store.own.write_take(matchup.left, lambda _: Take(ME, Call.SKIP, 12, "Mine alone"))
    store.own.add_claim(Claim("", matchup.left.slug, "Gone", "2026-01-01"))
    for blind in (Preferences(names="hidden"), Preferences(panel="hidden")):
        async with opened(store, WIDE, preferences=blind) as pilot:
            assert "Mine alone" not in shown(pilot.app)
            for key in ("i", "I", "C"):
                assert (await press(pilot, key)).endswith("hidden until you vote.")
