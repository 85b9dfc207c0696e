"""Start the terminal program: settle what holds, open the store, run the app."""

from __future__ import annotations

import locale
import os
from typing import TYPE_CHECKING

from shiptui.store.store import Store
from shiptui.tui.app import ShiptuiApp, Terminal
from shiptui.tui.keymap import effective
from shiptui.tui.keys import KEYS, rebound
from shiptui.tui.preferences import kept_preferences
from shiptui.tui.screens.frame import Outfit
from shiptui.tui.terminal import is_dark
from shiptui.tui.views import SavedFilter

if TYPE_CHECKING:
    from shiptui.settings import Settings


def run(settings: Settings) -> int:
    """Run until the reader quits; returns the exit code."""
    terminal = Terminal(
        utf8="utf" in locale.getpreferredencoding(do_setlocale=False).casefold(),
        background_is_dark=is_dark(os.environ),
        no_colour=bool(os.environ.get("NO_COLOR")) or settings.color == "never",
    )
    with Store.open(settings.db, settings.seed) as store:
        app = app_for(settings, store, terminal)
        code = app.run(mouse=settings.mouse)
    return code if code is not None else app.return_code or os.EX_OK


def app_for(settings: Settings, store: Store, terminal: Terminal) -> ShiptuiApp:
    """Make the app that these settings, the choices kept in the store and the terminal ask for."""
    keymap = effective(KEYS, settings.keys, settings.key_places)
    return ShiptuiApp(
        store,
        kept_preferences(store.settings, _settled(settings)),
        terminal=terminal,
        outfit=Outfit(
            rebound(keymap.keys),
            _saved_filters(settings),
            _breakpoints(settings),
            settings.layout_list_wide or Outfit().list_wide,
            settings.layout_list_ultra or Outfit().list_ultra,
            settings.open_command,
        ),
        log=settings.log,
        view=settings.view,
        query=settings.filter_text,
        notices=(*settings.notices, *keymap.problems),
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
