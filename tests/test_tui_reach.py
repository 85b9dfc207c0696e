"""Every action is reached by key, palette, mouse and, where it makes sense, by a command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click
from textual.widgets import OptionList

from shiptui.cli.app import shiptui as group
from shiptui.tui.keys import BY_ID, KEYS
from shiptui.tui.screens.frame import Frame
from terminal import opened, press, until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from shiptui.store.store import Store

WIDE = (120, 40)
SCREENS = {
    "browse": ("1",),
    "tools": ("5",),
    "standings": ("6",),
    "persona": ("1", "p"),
    "activity": ("7",),
}
"""The keys that lead to each kind of main screen."""

ON_SCREEN = "it moves on the screen, which a command does not have"

COMMANDS = {
    "vote.a": "vote", "vote.b": "vote", "vote.tie": "vote", "vote.neither": "vote",
    "vote.clear": "vote", "vote.a_next": "read", "vote.b_next": "read", "vote.tie_next": "read",
    "vote.neither_next": "read", "tool.ship": "ship", "tool.skip": "skip", "undo": "undo",
    "redo": "redo", "history": "history", "save": "save", "note": "save", "compare": "compare",
    "decide": "decide", "take.left": "take", "take.right": "take", "claim": "claim",
    "claims": "claim", "entries": "entry",
    "filter": "ls", "next_unvoted": "ls", "prev_unvoted": "ls", "view.feed": "ls",
    "view.unvoted": "ls", "view.saved": "saved", "view.voted": "ls", "view.tools": "tools",
    "view.activity": "history", "view.standings": "standings",
    "agreement": "agree", "view.tab_1": "ls", "view.tab_2": "ls", "pin": "tool",
    "tool.left": "tool", "tool.right": "tool", "persona.show": "persona", "persona.prev": "persona",
    "persona.next": "persona", "help": "keys", "open": "show", "open.menu": "show",
    "copy.link": "show", "copy.summary": "show", "read_on": "read", "options": "config",
    "copy.json": "show", "export": "export", "import": "import", "theme": "themes",
    "keys.panel": "keys", "keys.try": "keys", "config.path": "config", "config.edit": "config",
    "doctor": "doctor",
    "sync": "sync", "sync.full": "sync",
}  # fmt: skip
"""The command that does the same as a key, by the key's id."""

WITHOUT = {
    "seen": "a mark of the list; reading a matchup on the screen sets it",
    "swap": "the sides are the screen's affair and are never stored",
    "reveal": "commands hide nothing but what the config asks for",
    "palette": "a shell completes the commands",
    "menu": "a shell has help for each command",
    "zoom": ON_SCREEN,
    "drop": "`shiptui history` says what was refused; another vote or save takes its place",
    "cancel": ON_SCREEN,
    "back": ON_SCREEN,
    "quit": ON_SCREEN,
    "copy_or_quit": ON_SCREEN,
    "suspend": "it is the shell's own",
    "screenshot": "a picture of the screen needs the screen",
    "about": "`shiptui --version` says it",
    "mouse.off": "`--no-mouse` does it from the start",
    **{key.id: ON_SCREEN for key in KEYS if key.id.startswith(("move.", "focus.", "detail."))},
}
"""Why an action has no command."""


def test_every_action_has_a_command_or_a_reason_to_have_none() -> None:
    assert set(COMMANDS) | set(WITHOUT) == set(BY_ID)
    assert not set(COMMANDS) & set(WITHOUT)
    assert all(WITHOUT.values())
    with click.Context(group) as context:
        known = set(group.list_commands(context))
    assert set(COMMANDS.values()) <= known


def frame_of(pilot: Pilot[int]) -> Frame:
    """The main screen, which has no popup over it."""
    assert isinstance(pilot.app.screen, Frame)
    return pilot.app.screen


def listed(pilot: Pilot[int]) -> list[str]:
    """The entries of the list in the popup, their first line each."""
    found = pilot.app.screen.query_one(OptionList)
    prompts = [found.get_option_at_index(index).prompt for index in range(found.option_count)]
    return [str(prompt).splitlines()[0] for prompt in prompts]


def lists(pilot: Pilot[int], words: set[str]) -> bool:
    """Whether the list in the popup holds all these entries."""
    return words <= set(listed(pilot))


async def test_the_palette_and_the_keys_together_reach_every_action(store: Store) -> None:
    """On each screen all that does something there; together they are the whole table."""
    by_palette: set[str] = set()
    by_mouse: set[str] = set()
    async with opened(store, WIDE) as pilot:
        for keys in SCREENS.values():
            await press(pilot, *keys)
            frame = frame_of(pilot)
            acts = {id_ for id_ in BY_ID if id_ in frame.acts}
            words = {BY_ID[id_].words for id_ in acts - {"palette"}}
            await press(pilot, ":")
            await until(pilot, partial(lists, pilot, words))
            by_palette |= words
            await press(pilot, "escape", "?")
            options = pilot.app.screen.query_one(OptionList)
            assert {str(option.id) for option in options.options} == acts
            by_mouse |= acts
            await press(pilot, "escape")
            assert frame_of(pilot) is frame
    assert by_palette == {key.words for key in KEYS if key.id != "palette"}
    assert by_mouse == set(BY_ID)


async def test_every_action_runs_without_an_error_or_says_that_it_means_nothing_here(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On each screen, whichever way it was asked for; those that leave the program aside."""
    monkeypatch.chdir(tmp_path)  # where a decision record is filed
    monkeypatch.setattr("shiptui.tui.desktop.open_address", lambda *_: "Opened")
    monkeypatch.setattr("shiptui.tui.desktop.copy_text", lambda *_: "test")
    leaving = {"quit", "copy_or_quit", "back", "suspend", "copy.json"}
    run: list[object] = []
    async with opened(store, WIDE) as pilot:
        for keys in SCREENS.values():
            await press(pilot, *keys)
            kind = type(frame_of(pilot))
            for id_ in [key.id for key in KEYS if key.id not in leaving]:
                frame = frame_of(pilot)
                if id_ not in frame.acts:
                    frame.action_act(id_)
                    words = f"{BY_ID[id_].words} does nothing here. ? shows the keys that do."
                    assert frame.said == words
                elif frame.acts[id_] not in run:
                    run.append(frame.acts[id_])
                    frame.action_act(id_)
                    await press(pilot)
                    assert not pilot.app._exit, id_
                    if not isinstance(pilot.app.screen, Frame):
                        await press(pilot, "escape")
                    if type(frame_of(pilot)) is not kind:
                        await press(pilot, *keys)
