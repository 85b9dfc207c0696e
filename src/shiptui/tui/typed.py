"""What is typed and pasted reaches whom it is for: cleaned, in order, and never too soon."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.timer import Timer

from shiptui.text.clean import clean
from shiptui.tui import messages

LONGEST_PASTE = 500
"""Characters of one pasted line."""

MOMENT = 0.01
"""Seconds after which to see whether a popup has taken the focus."""


LOOKS = 100


class TypedApp(App[int], inherit_bindings=False):
    """Holds keys back while a popup that they are meant for is opening."""

    def __init__(self, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._early: list[events.Key] = []
        self._settled: ModalScreen[Any] | None = None
        self._looking: Timer | None = None
        self._looks = 0

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted, and let no key come before the popup that it is for."""
        if isinstance(event, events.Paste) and not event.is_forwarded:
            lines = (clean(each, LONGEST_PASTE) for each in event.text.splitlines())
            event = events.Paste("\n".join(lines))
        elif isinstance(event, events.Key) and not event.is_forwarded and self._is_early():
            self._early.append(event)
            self._wait_for_focus()
            return
        await super().on_event(event)

    def on_key_overtaken(self, message: messages.KeyOvertaken) -> None:
        """Give a key to the screen that opened while it was on its way."""
        self._early.append(events.Key(message.key, message.character))
        self._wait_for_focus()

    def _is_early(self) -> bool:
        """Tell whether keys must wait.

        Others do already, or a popup has yet to take the focus, or the first screen to be there.
        """
        screen = self.screen
        if isinstance(screen, ModalScreen) and screen.focused is not None:
            self._settled = screen
        opening = isinstance(screen, ModalScreen) and screen is not self._settled
        opening = opening or not screen.is_mounted
        # A popup that takes no focus gets its keys all the same: no key may ever be stuck.
        return self._looks < LOOKS and (bool(self._early) or opening)

    def _wait_for_focus(self) -> None:
        """Look again in a moment, unless that is arranged."""
        if self._looking is None:
            self._looks += 1
            self._looking = self.set_timer(MOMENT, self._hand_out)

    async def _hand_out(self) -> None:
        """Give the keys that came too soon to whoever has the focus now."""
        self._looking = None
        keys, self._early = self._early, []
        if self._is_early():
            self._early = keys
            self._wait_for_focus()
            return
        self._looks = 0
        for key in keys:
            await super().on_event(key)
