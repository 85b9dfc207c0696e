"""Keys that every main screen has: moving, scrolling, finding, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import methodcaller

from textual.message import Message

from shiptui.tui.messages import (
    AgreementAsked,
    ClaimsAsked,
    EntriesAsked,
    ErrandAsked,
    OptionsAsked,
    RedoAsked,
    SyncAsked,
    TextCopied,
    UndoAsked,
    ViewAsked,
)
from shiptui.tui.screens.frame import Act, Frame
from shiptui.tui.views import ACTIVITY, STANDINGS

FAR = 1 << 40
"""Further than any list is long."""


def _post(screen: Frame, make: Callable[[], Message]) -> None:
    screen.post_message(make())


def _move(screen: Frame, step: Callable[[int], int]) -> None:
    """Move in the pane that has the focus; `step` turns a page size into rows."""
    if screen.focused is screen.detail:
        screen.detail.scroll_lines(step(screen.detail.room))
    else:
        screen.catch_up()
        screen.list.move_by(step(screen.list.page_rows))


def _turn_focus(screen: Frame) -> None:
    """With two panes, next and previous are the same step."""
    if screen.focused is screen.detail:
        screen.go_out()
    else:
        screen.close_filter()
        screen.go_in()


def _zoom(screen: Frame) -> None:
    """Give the focused pane the window, or take it back."""
    pane = "-zoom-detail" if screen.focused is screen.detail else "-zoom-list"
    if not screen.unzoom():
        screen.add_class(pane)


def _back(screen: Frame) -> None:
    """One level back; the last screen of all quits."""
    if screen.step_back():
        return
    if len(screen.app.screen_stack) > 1:
        screen.app.pop_screen()
    else:
        screen.app.exit(0)


def _copy_or_quit(screen: Frame) -> None:
    text = screen.get_selected_text()
    if text:
        screen.post_message(TextCopied(text, "selection"))
        screen.clear_selection()
    else:
        screen.app.exit(0)


def _help(screen: Frame) -> None:
    from shiptui.tui.screens.menus import keys_menu

    keys_menu(screen)


def _actions(screen: Frame) -> None:
    from shiptui.tui.screens.menus import actions_menu

    actions_menu(screen)


MOVES: dict[str, Act] = {
    "claims": partial(_post, make=ClaimsAsked),
    "entries": partial(_post, make=EntriesAsked),
    "sync": partial(_post, make=SyncAsked),
    "sync.full": partial(_post, make=partial(SyncAsked, full=True)),
    "undo": partial(_post, make=UndoAsked),
    "redo": partial(_post, make=RedoAsked),
    "filter": methodcaller("open_filter"),
    "help": _help,
    "menu": _actions,
    "options": partial(_post, make=OptionsAsked),
    "history": partial(_post, make=partial(ViewAsked, ACTIVITY)),
    "palette": lambda screen: screen.app.action_command_palette(),
    "move.down": partial(_move, step=lambda _page: 1),
    "move.up": partial(_move, step=lambda _page: -1),
    "move.top": partial(_move, step=lambda _page: -FAR),
    "move.bottom": partial(_move, step=lambda _page: FAR),
    "move.half_down": partial(_move, step=lambda page: page // 2),
    "move.half_up": partial(_move, step=lambda page: -(page // 2)),
    "move.page_down": partial(_move, step=lambda page: page),
    "move.page_up": partial(_move, step=lambda page: -page),
    "move.in": methodcaller("go_in"),
    "move.out": methodcaller("go_out"),
    "detail.down": lambda screen: screen.detail.scroll_lines(1),
    "detail.up": lambda screen: screen.detail.scroll_lines(-1),
    "zoom": _zoom,
    **{
        f"view.{view}": partial(_post, make=partial(ViewAsked, view))
        for view in (
            "feed",
            "unvoted",
            "saved",
            "voted",
            "tools",
            STANDINGS,
            "activity",
            "tab_1",
            "tab_2",
        )
    },
    "agreement": partial(_post, make=AgreementAsked),
    "focus.next": _turn_focus,
    "focus.prev": _turn_focus,
    **{
        id_: partial(_post, make=partial(ErrandAsked, id_))
        for id_ in (
            "export",
            "import",
            "theme",
            "keys.try",
            "config.path",
            "config.edit",
            "doctor",
            "screenshot",
            "about",
            "mouse.off",
        )
    },
    "keys.panel": methodcaller("turn_panel"),
    "cancel": methodcaller("cancel"),
    "back": _back,
    "quit": lambda screen: screen.app.exit(0),
    "copy_or_quit": _copy_or_quit,
    "suspend": lambda screen: screen.app.action_suspend_process(),
}
