"""What each key of the table does on the browse screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from shiptui.model.facts import NEITHER, TIE, View
from shiptui.page.markdown import matchup_markdown
from shiptui.page.matchup import sides, voices
from shiptui.tui.messages import (
    AddressOpened,
    BookmarkToggled,
    NoteWritten,
    RedoAsked,
    SeenMarked,
    TextCopied,
    UndoAsked,
    VoteCast,
)

if TYPE_CHECKING:
    from shiptui.tui.screens.browse import BrowseScreen

Act = Callable[["BrowseScreen"], object]

FAR = 1 << 40
"""Further than any list is long."""


def _ask(message: type[Message], screen: BrowseScreen) -> None:
    screen.post_message(message())


def _vote(screen: BrowseScreen, pick: str, *, advance: bool = False) -> None:
    """Vote by side or by word. The matchup is the one on screen, not the row under the cursor."""
    matchup = screen.matchup
    if matchup is None:
        return
    if pick in ("a", "b"):
        left, right = sides(matchup, screen.look_at(matchup))
        pick = left.slug if pick == "a" else right.slug
    screen.post_message(VoteCast(matchup, pick, advance))


def _clear_vote(screen: BrowseScreen) -> None:
    if screen.matchup is not None:
        screen.post_message(VoteCast(screen.matchup, None))


def _save(screen: BrowseScreen) -> None:
    if screen.matchup is not None:
        screen.post_message(BookmarkToggled(screen.matchup))


def _note(screen: BrowseScreen) -> None:
    matchup = screen.matchup
    if matchup is None:
        return
    from shiptui.tui.screens.note import NoteScreen

    def written(result: tuple[str, tuple[str, ...]] | None) -> None:
        if result is not None:
            screen.post_message(NoteWritten(matchup, *result))

    screen.app.push_screen(NoteScreen(matchup), written)


def _mark_seen(screen: BrowseScreen) -> None:
    if screen.matchup is not None:
        screen.post_message(SeenMarked(screen.matchup, seen=not screen.matchup.seen, quiet=False))


def _swap(screen: BrowseScreen) -> None:
    if screen.matchup is None:
        return
    screen.swapped ^= {screen.matchup.id}
    screen.list.swapped = frozenset(screen.swapped)
    screen.list.reload()
    screen.redraw()


def _open(screen: BrowseScreen) -> None:
    if screen.matchup is not None:
        screen.post_message(AddressOpened(screen.matchup.source))


def _copy_link(screen: BrowseScreen) -> None:
    if screen.matchup is not None:
        link = screen.matchup.source or screen.matchup.id
        screen.post_message(TextCopied(link, "link"))


def _copy_summary(screen: BrowseScreen) -> None:
    if screen.matchup is not None:
        summary = matchup_markdown(screen.matchup, screen.reader.personas())
        screen.post_message(TextCopied(summary, "summary"))


def _help(screen: BrowseScreen) -> None:
    from shiptui.tui.screens.help import HelpScreen

    def chosen(key: str | None) -> None:
        if key is not None:
            ACTS[key](screen)

    screen.app.push_screen(HelpScreen(), chosen)


def go_unvoted(screen: BrowseScreen, step: int) -> None:
    """Go to the nearest unvoted row after (or before) the cursor, round the end once."""
    ids = screen.list.ids
    count = len(ids)
    for distance in range(1, count + 1):
        index = (screen.list.index + step * distance) % count
        row = screen.list.row(ids[index])
        if row is not None and row.pick is None:
            if distance < count:
                screen.list.move_to(index)
            return
    screen.say("You have voted on everything in this list.")


def _move(screen: BrowseScreen, step: Callable[[int], int]) -> None:
    """Move in the pane that has the focus; `step` turns a page size into rows."""
    if screen.focused is screen.detail:
        screen.detail.scroll_lines(step(screen.detail.room))
    else:
        screen.list.move_by(step(screen.list.page_rows))


def _go_in(screen: BrowseScreen) -> None:
    """Into the detail; this is what counts as having looked at a matchup."""
    if screen.matchup is None:
        return
    screen.add_class("-reading")
    screen.detail.focus()
    _look_at(screen)


def _look_at(screen: BrowseScreen) -> None:
    if screen.matchup is not None and not screen.matchup.seen:
        screen.post_message(SeenMarked(screen.matchup, seen=True, quiet=True))


def _go_out(screen: BrowseScreen) -> None:
    screen.remove_class("-reading")
    screen.list.focus()


def _read_on(screen: BrowseScreen) -> None:
    """A page down; at the end the next persona that spoke, then the next unvoted."""
    if screen.matchup is None:
        return
    _look_at(screen)
    if not screen.detail.at_end:
        screen.detail.scroll_lines(screen.detail.room - 1)
        return
    page = screen.detail.page
    spoken = [
        slug
        for slug in voices(screen.matchup, screen.reader.personas())
        if any(t.take_of(slug) for t in (screen.matchup.left, screen.matchup.right))
    ]
    later = spoken[spoken.index(page.persona) + 1 :] if page.persona in spoken else []
    if later and len(page.anchors) == 1:
        screen.choose_persona(later[0])
    else:
        go_unvoted(screen, 1)


def _turn_persona(screen: BrowseScreen, step: int) -> None:
    if screen.matchup is None:
        return
    options = voices(screen.matchup, screen.reader.personas())
    if options:
        here = options.index(screen.detail.page.persona)
        screen.choose_persona(options[(here + step) % len(options)])


def _zoom(screen: BrowseScreen) -> None:
    """The focused pane takes the window; in one-pane layouts that is how it is anyway."""
    pane = "-zoom-detail" if screen.focused is screen.detail else "-zoom-list"
    if not _unzoom(screen):
        screen.add_class(pane)


def _unzoom(screen: BrowseScreen) -> bool:
    zoomed = screen.has_class("-zoom-detail") or screen.has_class("-zoom-list")
    screen.remove_class("-zoom-detail", "-zoom-list")
    return zoomed


def _step_back(screen: BrowseScreen) -> bool:
    """One level back, if there is one: filter, zoom, detail."""
    if screen.filtering or screen.query_text:
        screen.filter_by("")
        screen.close_filter()
        return True
    if _unzoom(screen):
        return True
    if screen.focused is screen.detail or screen.has_class("-reading"):
        _go_out(screen)
        return True
    return False


def _cancel(screen: BrowseScreen) -> None:
    if screen.welcoming:
        screen.dismiss_welcome()
    else:
        _step_back(screen)


def _back(screen: BrowseScreen) -> None:
    if not _step_back(screen):
        screen.app.exit(0)


def _copy_or_quit(screen: BrowseScreen) -> None:
    text = screen.get_selected_text()
    if text:
        screen.post_message(TextCopied(text, "selection"))
        screen.clear_selection()
    else:
        screen.app.exit(0)


def _open_view(screen: BrowseScreen, view: View) -> None:
    screen.open_view(view)


def _turn_focus(screen: BrowseScreen) -> None:
    """With two panes, next and previous are the same step."""
    if screen.focused is screen.detail:
        _go_out(screen)
    else:
        screen.close_filter()
        _go_in(screen)


def _refresh(screen: BrowseScreen) -> None:
    screen.reindex()
    screen.say("Up to date.")


ACTS: dict[str, Act] = {
    "vote.a": partial(_vote, pick="a"),
    "vote.b": partial(_vote, pick="b"),
    "vote.tie": partial(_vote, pick=TIE),
    "vote.neither": partial(_vote, pick=NEITHER),
    "vote.clear": _clear_vote,
    "vote.a_next": partial(_vote, pick="a", advance=True),
    "vote.b_next": partial(_vote, pick="b", advance=True),
    "vote.tie_next": partial(_vote, pick=TIE, advance=True),
    "vote.neither_next": partial(_vote, pick=NEITHER, advance=True),
    "undo": partial(_ask, UndoAsked),
    "redo": partial(_ask, RedoAsked),
    "save": _save,
    "note": _note,
    "seen": _mark_seen,
    "swap": _swap,
    "open": _open,
    "filter": lambda screen: screen.open_filter(),
    "copy.link": _copy_link,
    "copy.summary": _copy_summary,
    "help": _help,
    "palette": lambda screen: screen.app.action_command_palette(),
    "next_unvoted": partial(go_unvoted, step=1),
    "prev_unvoted": partial(go_unvoted, step=-1),
    "move.down": partial(_move, step=lambda _page: 1),
    "move.up": partial(_move, step=lambda _page: -1),
    "move.top": partial(_move, step=lambda _page: -FAR),
    "move.bottom": partial(_move, step=lambda _page: FAR),
    "move.half_down": partial(_move, step=lambda page: page // 2),
    "move.half_up": partial(_move, step=lambda page: -(page // 2)),
    "move.page_down": partial(_move, step=lambda page: page),
    "move.page_up": partial(_move, step=lambda page: -page),
    "move.in": _go_in,
    "move.out": _go_out,
    "detail.down": lambda screen: screen.detail.scroll_lines(1),
    "detail.up": lambda screen: screen.detail.scroll_lines(-1),
    "read_on": _read_on,
    "persona.prev": partial(_turn_persona, step=-1),
    "persona.next": partial(_turn_persona, step=1),
    "zoom": _zoom,
    "view.feed": partial(_open_view, view=View.FEED),
    "view.unvoted": partial(_open_view, view=View.UNVOTED),
    "view.saved": partial(_open_view, view=View.SAVED),
    "view.voted": partial(_open_view, view=View.VOTED),
    "refresh": _refresh,
    "focus.next": _turn_focus,
    "focus.prev": _turn_focus,
    "cancel": _cancel,
    "back": _back,
    "quit": lambda screen: screen.app.exit(0),
    "copy_or_quit": _copy_or_quit,
    "suspend": lambda screen: screen.app.action_suspend_process(),
}
"""By the id of the key. The test of the key table checks that none is missing."""
