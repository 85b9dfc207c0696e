"""The popups of the main screens: keys, actions, links."""

from __future__ import annotations

from shiptui.model.facts import Matchup
from shiptui.text.address import check_address
from shiptui.tui.keys import Key, matching
from shiptui.tui.messages import AddressOpened
from shiptui.tui.screens.frame import Frame
from shiptui.tui.screens.popup import Choice, Popup, narrowed

ACTIONS = (
    "vote.a", "vote.b", "vote.tie", "vote.neither", "vote.clear", "tool.ship", "tool.skip",
    "save", "note", "take.left", "take.right", "claim", "decide", "open",
    "copy.link", "compare", "pin", "tool.left", "tool.right", "persona.show",
)  # fmt: skip
"""Keys that act on what is under the cursor, in the order of the actions menu."""


def keys_menu(screen: Frame) -> None:
    """Show the keys that do something here; Enter runs one."""
    acts = frozenset(screen.acts)

    def find(query: str) -> list[Choice]:
        return [_choice(key) for key in matching(query, acts, screen.table)]

    note = "Enter runs it   Esc closes   Shift and drag selects text in most terminals"
    screen.app.push_screen(Popup("Keys", find, note=note), lambda key: _run(screen, key))


def actions_menu(screen: Frame) -> None:
    """Show what can be done with the thing under the cursor."""
    by_id = {key.id: key for key in screen.table}
    choices = [_choice(by_id[id_]) for id_ in ACTIONS if id_ in screen.acts]
    screen.app.push_screen(Popup("Actions", narrowed(choices)), lambda key: _run(screen, key))


def links_menu(screen: Frame, matchup: Matchup) -> None:
    """Show every page that a matchup and its tools come from."""
    pages = [("matchup", matchup.source)]
    pages += [(tool.name, tool.source) for tool in (matchup.left, matchup.right)]
    known: dict[str, str] = {}
    for what, source in pages:
        address = check_address(source or "")
        if address is not None:
            known.setdefault(address, what)
    if not known:
        screen.say("No web address is known of this matchup and its tools.", "warn")
        return
    choices = [Choice(address, "", f"{what}: {address}") for address, what in known.items()]

    def chosen(address: str | None) -> None:
        if address is not None:
            screen.post_message(AddressOpened(address))

    screen.app.push_screen(Popup("Links", narrowed(choices)), chosen)


def _choice(key: Key) -> Choice:
    return Choice(key.id, key.display, key.says)


def _run(screen: Frame, key: str | None) -> None:
    if key is not None:
        screen.action_act(key)
