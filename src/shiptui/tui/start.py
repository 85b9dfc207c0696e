"""Start the terminal program: settle what holds, open the store, show it, run the app.

Textual is imported when the first frame stands already: its import takes longer than all before it.
"""

from __future__ import annotations

import locale
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import Sort, View
from shiptui.page.syncing import phrase
from shiptui.settings.option import seconds_of
from shiptui.settings.schema import BY_KEY
from shiptui.store.ledger import now
from shiptui.store.store import Store
from shiptui.tui.asking import ask, is_dark, typed
from shiptui.tui.colours import ANSI, Depth, depth_of, scheme
from shiptui.tui.dawn import ANY
from shiptui.tui.early import EarlyKeys
from shiptui.tui.first_frame import Opening, first_frame
from shiptui.tui.keymap import effective
from shiptui.tui.keys import KEYS, rebound
from shiptui.tui.outfit import Outfit
from shiptui.tui.preferences import Preferences, is_new, kept_preferences
from shiptui.tui.stage import taken_over
from shiptui.tui.standing import standing_in
from shiptui.tui.terminal import Terminal
from shiptui.tui.veiled import VeiledReader
from shiptui.tui.views import SavedFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from shiptui.settings import Settings
    from shiptui.tui.app import ShiptuiApp
    from shiptui.tui.dawn import Dawn
    from shiptui.tui.first_frame import Frame
    from shiptui.tui.kept import Rows
    from shiptui.tui.puller import OpenTokens
    from shiptui.tui.stage import Stage
    from shiptui.tui.syncing import Plan


_EVERY = str(BY_KEY["sync.every"].default)
_SEND_AFTER = int(str(BY_KEY["vote.send_after"].default))


_FRAMES = "240"
"""Frames a second at the most. What a key sets off beside itself, such as the rows of a filter, is
drawn with the next frame; at the usual 60 it would wait for up to 17 ms when it is there."""


class Choices(NamedTuple):
    """What config, flags and earlier choices come to, and what is wrong with them."""

    preferences: Preferences
    outfit: Outfit
    notices: tuple[str, ...]


def run(settings: Settings, tokens: OpenTokens | None = None, dawn: Dawn | None = None) -> int:
    """Run until the reader quits; returns the exit code.

    `dawn` is what was found before this was imported, where the next start may find something, too.
    """
    try:
        return _open(settings, tokens, dawn)
    except ShiptuiError:
        raise
    except Exception as error:  # noqa: BLE001 - told like an error inside of Textual
        from shiptui.tui.crash import write_crash

        if dawn:
            dawn.end()
        sys.stderr.write(f"{write_crash(settings.log, error)}\n")
        return 1


def _open(settings: Settings, tokens: OpenTokens | None, dawn: Dawn | None) -> int:
    with Store.open(settings.db, settings.seed) as store:
        code = _show(settings, store, tokens, dawn)
        if code == os.EX_OK:
            from shiptui.tui.parting import send_last

            send_last(store, plan_of(settings, tokens))
        if dawn and code == os.EX_OK:
            dawn.make()
    if dawn and code == os.EX_OK:
        dawn.keep(settings.db, settings.config)
    return code


def _show(settings: Settings, store: Store, tokens: OpenTokens | None, dawn: Dawn | None) -> int:
    if "TEXTUAL_DRIVER" in os.environ:  # a browser
        return _run(app_for(settings, store, _terminal(settings), tokens), settings)
    with taken_over(dawn.stage if dawn else None) as stage:
        choices = choices_of(settings, store)
        if stage.answer is None and choices.preferences.theme == "auto":
            stage.answer = ask(stage)
            stage.typed = typed(stage.answer)
        terminal = _terminal(settings, stage.answer or b"")
        draw = _first_frame(settings, store, choices, terminal, stage)
        frame = draw(0) if draw else None
        if dawn:
            dawn.prepare(stage, partial(_next_frame, settings, store, terminal, stage))
        if dawn and frame:
            dawn.compare(frame.rows)
        if draw is None or frame is None:
            app = app_for(settings, store, terminal, tokens)
            app.take_over(stage)
        else:
            stage.show(frame.rows)
            keys = EarlyKeys(stage, frame, draw, choices.outfit.table)
            with keys.answered():
                app = app_for(settings, store, terminal, tokens)
            app.take_over(stage, keys.current, dawn.make if dawn else None)
        return _run(app, settings)


def _run(app: ShiptuiApp, settings: Settings) -> int:
    code = app.run(mouse=settings.mouse)
    return code if code is not None else app.return_code or os.EX_OK


def _terminal(settings: Settings, answer: bytes = b"") -> Terminal:
    return Terminal(
        utf8="utf" in locale.getpreferredencoding(do_setlocale=False).casefold(),
        background_is_dark=is_dark(answer, os.environ),
        no_colour=bool(os.environ.get("NO_COLOR")) or settings.color == "never",
    )


def _first_frame(
    settings: Settings, store: Store, choices: Choices, terminal: Terminal, stage: Stage
) -> Callable[[int], Frame | None] | None:
    """What draws the first screen with the cursor on a row, where that can be known by now."""
    preferences, size, depth = choices.preferences, stage.size, depth_of(os.environ)
    theme = scheme(preferences.theme, background_is_dark=terminal.background_is_dark)
    told = "NO_COLOR" not in os.environ and not terminal.no_colour
    if not told or size is None or settings.filter_text:
        return None
    if depth is Depth.SIXTEEN and theme != ANSI:
        return None
    opening = Opening(
        VeiledReader(store.catalog, preferences.blind, store.decisions),
        store.facts,
        preferences.look(utf8=terminal.utf8),
        choices.outfit,
        settings.view or View.FEED,
        Sort(preferences.sort),
        is_new(store.settings, store.catalog.counts()),
        " ".join((*choices.notices, *store.notices)),
        phrase(standing_in(store, offline=settings.offline), now()),
    )
    return partial(first_frame, opening, size, theme, depth)


def _next_frame(
    settings: Settings, store: Store, terminal: Terminal, stage: Stage
) -> tuple[Rows, str] | None:
    """The first screen of the next start, and the background it is for."""
    choices = choices_of(settings, store)
    draw = None if store.notices else _first_frame(settings, store, choices, terminal, stage)
    frame = draw(0) if draw else None
    asked = choices.preferences.theme == "auto"
    return (frame.rows, str(terminal.background_is_dark) if asked else ANY) if frame else None


def choices_of(settings: Settings, store: Store) -> Choices:
    """Weigh the settings with the choices kept in the store."""
    keymap = effective(KEYS, settings.keys, settings.key_places)
    outfit = Outfit(
        rebound(keymap.keys),
        _saved_filters(settings),
        _breakpoints(settings),
        settings.layout_list_wide or Outfit().list_wide,
        settings.layout_list_ultra or Outfit().list_ultra,
        settings.open_command,
        settings.config,
    )
    preferences = kept_preferences(store.settings, _settled(settings))
    return Choices(preferences, outfit, (*settings.notices, *keymap.problems))


def plan_of(settings: Settings, tokens: OpenTokens | None) -> Plan:
    """When the network is used, and with what."""
    from shiptui.tui.syncing import Plan

    after = settings.vote_send_after
    return Plan(
        settings.offline,
        seconds_of(settings.sync_every or _EVERY),
        tokens,
        notes=bool(settings.sync_notes),
        send_after=_SEND_AFTER if after is None else after,
    )


def app_for(
    settings: Settings, store: Store, terminal: Terminal, tokens: OpenTokens | None = None
) -> ShiptuiApp:
    """Make the app that these settings, the choices kept in the store and the terminal ask for."""
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)  # Textual reads it when it is imported
    from shiptui.tui.app import ShiptuiApp

    choices = choices_of(settings, store)
    return ShiptuiApp(
        store,
        choices.preferences,
        terminal=terminal,
        outfit=choices.outfit,
        log=settings.log,
        view=settings.view,
        query=settings.filter_text,
        notices=choices.notices,
        plan=plan_of(settings, tokens),
    )


def _settled(settings: Settings) -> dict[str, str]:
    """What was settled outside the program, by the name of the view option."""
    hidden = {True: "hidden", False: "shown", None: None}
    crowd = {"always": "shown", "vote": "hidden", None: None}
    found = {
        "theme": settings.theme,
        "glyphs": settings.glyphs,
        "motion": settings.motion,
        "rows": settings.rows,
        "sort": settings.sort,
        "next": settings.next,
        "crowd": crowd[settings.reveal],
        "panel": hidden[settings.blind_panel],
        "names": hidden[settings.blind_names],
    }
    if settings.motion is None and os.environ.get("NO_MOTION"):
        found["motion"] = "reduced"
    return {key: value for key, value in found.items() if value is not None}


def _saved_filters(settings: Settings) -> tuple[SavedFilter, ...]:
    return tuple(SavedFilter(tab.name, tab.filter) for tab in settings.tabs)


def _breakpoints(settings: Settings) -> list[tuple[int, str]] | None:
    """Columns from which each layout holds, where the config moves them."""
    chosen = (settings.layout_std, settings.layout_wide, settings.layout_ultra)
    if chosen == (None, None, None):
        return None
    names = ("-std", "-wide", "-ultra")
    columns = [
        default if each is None else each
        for each, default in zip(chosen, (80, 120, 180), strict=True)
    ]
    return [(0, "-narrow"), *zip(columns, names, strict=True)]
