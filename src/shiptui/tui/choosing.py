"""The part of the app that keeps how the reader wants to see things: theme, order, veils."""

from __future__ import annotations

from shiptui.model.facts import Sort
from shiptui.page.look import Look
from shiptui.settings.schema import THEMES as THEME_WORDS
from shiptui.tui import messages
from shiptui.tui.preferences import BY_KEY, OPTIONS, Preferences
from shiptui.tui.screens.browse import BrowseScreen
from shiptui.tui.screens.popup import Choice, Popup, narrowed
from shiptui.tui.terminal import Terminal
from shiptui.tui.theme import theme_name
from shiptui.tui.writing import WritingApp


class ChoosingApp(WritingApp, inherit_bindings=False):
    """Shows the options, takes their values, and has every screen drawn by them."""

    _preferences: Preferences
    _terminal: Terminal

    @property
    def look(self) -> Look:
        """How pages are drawn now."""
        return self._preferences.look(utf8=self._terminal.utf8)

    def _paint(self) -> None:
        """Put the chosen theme on; without colour the terminal's own is the only honest one."""
        wanted = "terminal" if self.no_color else self._preferences.theme
        self.theme = theme_name(wanted, background_is_dark=self._terminal.background_is_dark)
        self.animation_level = "none" if self._preferences.motion == "reduced" else "full"

    def on_options_asked(self) -> None:
        """Show the view options."""
        self._show_options(None)

    def _show_options(self, at: str | None) -> None:
        """Each choice walks on to its next value, and the menu stays on it."""
        choices = [
            Choice(option.key, self._preferences.value(option.key), option.words)
            for option in OPTIONS
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.turn_option(key)
                self._show_options(key)

        note = "Enter takes the next value   Esc closes"
        self.push_screen(Popup("View options", narrowed(choices), note=note, at=at), chosen)

    def choose_theme(self) -> None:
        """Show the themes; the one under the cursor is put on until another is."""
        before = self._preferences

        def look_at(name: str) -> None:
            self._preferences = before.with_value("theme", name)
            self._paint()

        def chosen(name: str | None) -> None:
            self._preferences = before
            if name is None:
                self._paint()
            else:
                self.turn_option("theme", name)

        choices = [Choice(name, name, says) for name, says in THEME_WORDS.items()]
        self.push_screen(Popup("Theme", narrowed(choices), at=before.theme, seen=look_at), chosen)

    def on_option_turned(self, message: messages.OptionTurned) -> None:
        """Take a value of an option."""
        self.turn_option(message.key, message.value)

    def turn_option(self, key: str, value: str | None = None) -> None:
        """Take a value of an option, its next one where none is named, keep it and show it."""
        from shiptui.tui.screens.tools import ToolsScreen

        before = self._preferences
        self._preferences = before.with_value(key, value) if value else before.turned(key)
        value = self._preferences.value(key)
        self._keep(f"option.{key}", value)
        self._reader.blind = self._preferences.blind
        self._paint()
        for frame in self.frames():
            if isinstance(frame, BrowseScreen):
                frame.sort = Sort(self._preferences.sort)
                frame.by_worth = self._preferences.by_worth
            elif isinstance(frame, ToolsScreen):
                frame.crowd_hidden = self._preferences.blind.crowd
            frame.restyle(self.look)
        self.frame.say(f"{BY_KEY[key].words.capitalize()}: {value}.")
