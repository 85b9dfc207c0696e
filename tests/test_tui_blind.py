"""Blind modes: before the vote nothing tells what is hidden, after it everything does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shiptui.page.veil import MASK, Blind, veil
from shiptui.tui.preferences import Preferences
from terminal import browse_of, fake_clipboard, opened, press, shown, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.model.facts import Matchup
    from shiptui.store.store import Store

WINDOWS = ((80, 24), (200, 60))
NAMES_HIDDEN = Preferences(names="hidden")


def telling(matchup: Matchup) -> list[str]:
    """What would give a matchup away: names, vendors, slugs and their first telling word."""
    words = [matchup.id]
    for tool in (matchup.left, matchup.right):
        words += [tool.name, tool.slug, *([tool.vendor] if tool.vendor else [])]
    return words


def leaks(text: str, matchup: Matchup) -> list[str]:
    """Those of them that stand in a text."""
    flat = re.sub(r"[\s ]+", " ", text.replace("&#160;", " ")).casefold()
    return [word for word in telling(matchup) if word.casefold() in flat]


def everything(pilot: Pilot[int]) -> str:
    """The screen as text and as picture, titles included."""
    app = pilot.app
    return "\n".join((shown(app), app.export_screenshot(), app.title, app.sub_title))


def test_the_veil_hides_names_in_every_text_of_every_matchup(store: Store) -> None:
    for id_ in store.catalog.index():
        matchup = store.catalog.matchup(id_)
        assert matchup is not None
        veiled = veil(matchup, Blind(names=True), flipped=False)
        texts = [
            text
            for tool in (veiled.left, veiled.right)
            for text in (
                *(tool.name, tool.vendor, tool.tagline, tool.summary, tool.pricing),
                *(take.words for take in tool.takes),
            )
            if text
        ]
        names = [word for word in telling(matchup) if word != matchup.id]
        for text in texts:
            for name in names:
                assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        assert veiled.source is None


def test_a_masked_text_keeps_the_rest_of_its_words(store: Store) -> None:
    matchup = store.catalog.matchup(
        "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"
        "-vs-openai-gpt-5-fine-tuning-api-public-beta"
    )
    assert matchup is not None
    veiled = veil(matchup, Blind(names=True), flipped=False)
    assert veiled.right.tagline == (
        f"Train {MASK} on private data through {MASK}'s familiar tuning interface"
    )


@pytest.mark.parametrize("size", WINDOWS)
async def test_nothing_leaks_while_names_are_hidden(
    store: Store, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title, list, palette, messages, clipboard, history and screenshot stay silent."""
    copied = fake_clipboard(monkeypatch)
    async with opened(store, size, preferences=NAMES_HIDDEN) as pilot:
        browse = browse_of(pilot)
        matchup = store.catalog.matchup(store.catalog.index()[2])
        assert matchup is not None
        await pilot.press("j", "j")
        assert not leaks(everything(pilot), matchup)
        # Reading, saving, noting and undoing say what was done and not to what.
        for key in ("s", "u", "U", "m", "u", "y", "Y", "o", "O", "less_than_sign", "P", "p", "u"):
            await press(pilot, key)
            if pilot.app.screen is not browse:
                await pilot.press("escape")
            assert not leaks(everything(pilot), matchup), key
        for keys in (("e",), (".",), ("?",), ("ctrl+p",), ("H",), ("/", *"smolvlm")):
            await pilot.press(*keys)
            await pilot.pause()
            assert not leaks(everything(pilot), matchup), keys
            await pilot.press("escape", "1")
            await pilot.pause()
        assert not leaks("\n".join(copied), matchup)


async def test_the_palette_finds_no_hidden_name(store: Store) -> None:
    async with opened(store, (120, 40), preferences=NAMES_HIDDEN) as pilot:
        await pilot.press("ctrl+p", *"vercel")
        await pilot.pause(0.3)
        assert "Vercel AI" not in shown(pilot.app)


async def test_a_hidden_panel_is_shown_nowhere_until_the_vote(store: Store) -> None:
    async with opened(store, (120, 40), preferences=Preferences(panel="hidden")) as pilot:
        await pilot.press("j", "j")
        text = shown(pilot.app)
        assert " 75 %" not in text
        assert " 100 %" not in text
        assert "SKIP" not in text
        assert "hidden until you vote" in text
        said = await press(pilot, "a")
        assert "The panels agree: SmolVLM2-2B 100 %, GPT-5 Fine-Tuning API 75 %." in said
        assert "SHIP 100 %" in shown(pilot.app)


async def test_a_blind_vote_reveals_and_is_remembered_as_blind(store: Store) -> None:
    async with opened(store, (120, 40), preferences=NAMES_HIDDEN) as pilot:
        browse = browse_of(pilot)
        await pilot.press("j", "j")
        matchup = browse.matchup
        assert matchup is not None
        said = await press(pilot, "b")
        await until(pilot, lambda: "GPT-5 Fine-Tuning API" in shown(pilot.app))
        assert said.startswith("Voted ")
        vote = store.facts.vote(matchup.id)
        assert vote is not None
        assert vote.blind == ("names",)
        assert vote.panels == (100, 75)


async def test_side_a_is_the_tool_that_stands_left_whatever_the_shuffle(store: Store) -> None:
    async with opened(store, (120, 40), preferences=NAMES_HIDDEN) as pilot:
        browse = browse_of(pilot)
        for _ in range(6):
            matchup = browse.matchup
            assert matchup is not None
            left = matchup.right if browse.is_swapped(matchup) else matchup.left
            await press(pilot, "a")
            vote = store.facts.vote(matchup.id)
            assert vote is not None
            assert vote.pick == left.slug
            await pilot.press("j")


async def test_a_peek_shows_without_voting_and_the_vote_is_not_blind(store: Store) -> None:
    async with opened(store, (120, 40), preferences=NAMES_HIDDEN) as pilot:
        browse = browse_of(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "GPT-5 Mini API" in shown(pilot.app))
        matchup = browse.matchup
        assert matchup is not None
        assert store.facts.vote(matchup.id) is None
        await press(pilot, "a")
        vote = store.facts.vote(matchup.id)
        assert vote is not None
        assert vote.blind == ()
