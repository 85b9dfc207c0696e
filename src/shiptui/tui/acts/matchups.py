"""What the keys do on the browse screen."""

from __future__ import annotations

from functools import partial

from shiptui.model.catalog import ME, Tool
from shiptui.model.facts import NEITHER, TIE, Matchup
from shiptui.page.community import matchup_words
from shiptui.page.markdown import matchup_markdown
from shiptui.page.matchup import sides, voices
from shiptui.page.veil import HIDDEN, NAMES
from shiptui.tui.acts.moving import MOVES
from shiptui.tui.messages import (
    AddressOpened,
    BookmarkToggled,
    DecisionWritten,
    JsonCopied,
    PersonaAsked,
    SeenMarked,
    TextCopied,
    ToolAsked,
    VoteCast,
)
from shiptui.tui.screens.browse import Aside, BrowseScreen
from shiptui.tui.screens.frame import Act


def _on_matchup(act: Act) -> Act:
    """Let an act run only where there is a matchup."""

    def run(screen: BrowseScreen) -> None:
        screen.catch_up()
        if screen.matchup is None:
            screen.say("There is no matchup here.", "warn")
        else:
            act(screen)

    return run


def _here(screen: BrowseScreen) -> Matchup:
    """The matchup on screen: what the reader sees is what a key acts on."""
    assert screen.matchup is not None  # noqa: S101 - _on_matchup made sure
    return screen.matchup


def _standing(screen: BrowseScreen, side: str) -> Tool:
    """The tool that stands left (a) or right (b) on the screen."""
    left, right = sides(_here(screen), screen.look_at(_here(screen)))
    return left if side == "a" else right


def _vote(screen: BrowseScreen, pick: str | None, *, advance: bool = False) -> None:
    tool = _standing(screen, pick).slug if pick in ("a", "b") else pick
    screen.post_message(VoteCast(_here(screen), tool, pick if advance else None))


def _save(screen: BrowseScreen) -> None:
    screen.post_message(BookmarkToggled(_here(screen)))


def _note(screen: BrowseScreen) -> None:
    from shiptui.tui.screens.note import NoteScreen, ask_note

    matchup = _here(screen)
    ask_note(screen, NoteScreen(matchup, matchup.bookmark))


def _take(screen: BrowseScreen, side: str) -> None:
    from shiptui.tui.acts.own import write_take

    if _here(screen).veiled:
        screen.say(f"Which tool a take is on is {HIDDEN}.", "warn")
    else:
        write_take(screen, _standing(screen, side))


def _claim(screen: BrowseScreen) -> None:
    from shiptui.tui.acts.own import write_claim

    if _here(screen).veiled:
        screen.say(f"Which tool a claim is about is {HIDDEN}.", "warn")
    else:
        write_claim(screen, [_standing(screen, side) for side in "ab"], screen.personas)


def _mark_seen(screen: BrowseScreen) -> None:
    matchup = _here(screen)
    screen.post_message(SeenMarked(matchup, seen=not matchup.seen, quiet=False))


def _swap(screen: BrowseScreen) -> None:
    screen.swapped ^= {_here(screen).id}
    screen.list.reload()
    screen.redraw()


def _pin(screen: BrowseScreen) -> None:
    """Keep the left tool on the left and list all its matchups; again to let it go."""
    if screen.aside is not None:
        screen.open_aside(None)
        return
    if NAMES in _here(screen).veiled:
        screen.say(f"The names are {HIDDEN}.", "warn")
        return
    tool = _standing(screen, "a")
    ids = screen.reader.open.matchups_of(tool.slug)
    here = _here(screen).id
    for row in screen.reader.open.rows(ids):
        screen.swapped.discard(row.id)
        if row.right == tool.slug:
            screen.swapped.add(row.id)
    screen.open_aside(Aside(f"{tool.name} against", ids, tool.slug))
    screen.jump_to(here)


def _decide(screen: BrowseScreen) -> None:
    if _here(screen).veiled:
        screen.say(f"A record tells everything, and something is {HIDDEN}.", "warn")
    else:
        screen.post_message(DecisionWritten(_here(screen)))


def _compare(screen: BrowseScreen) -> None:
    from shiptui.tui.screens.pick import compare_tools

    compare_tools(screen, screen.reader.open, screen.compare)


def _peek(screen: BrowseScreen) -> None:
    matchup = _here(screen)
    if matchup.veiled or matchup.crowd_hidden:
        screen.reader.peeked.add(matchup.id)
        screen.refresh_facts()
        blind = "; a vote now does not count as blind" if matchup.veiled else ""
        screen.say(f"Everything is shown{blind}.")
    else:
        screen.say(f"Community: {matchup_words(matchup, (matchup.left, matchup.right))}.")


def _open(screen: BrowseScreen) -> None:
    if NAMES in _here(screen).veiled:
        screen.say(f"The source is {HIDDEN}.", "warn")
    else:
        screen.post_message(AddressOpened(_here(screen).source))


def _copy_link(screen: BrowseScreen) -> None:
    matchup = _here(screen)
    if NAMES in matchup.veiled:
        screen.say(f"The link is {HIDDEN}.", "warn")
    else:
        screen.post_message(TextCopied(matchup.source or matchup.id, "link"))


def _copy_summary(screen: BrowseScreen) -> None:
    summary = matchup_markdown(_here(screen), screen.personas)
    screen.post_message(TextCopied(summary, "summary"))


def _copy_json(screen: BrowseScreen) -> None:
    if _here(screen).veiled:
        screen.say(f"JSON tells everything, and something is {HIDDEN}.", "warn")
    else:
        screen.post_message(JsonCopied(_here(screen)))


def _show_tool(screen: BrowseScreen, side: str) -> None:
    if _here(screen).veiled:
        screen.say(f"The tool's own screen is {HIDDEN}.", "warn")
    else:
        screen.post_message(ToolAsked(_standing(screen, side).slug))


def _show_persona(screen: BrowseScreen) -> None:
    persona = screen.persona
    if NAMES in _here(screen).veiled:
        # Its list of takes with their scores would tell which tool this is.
        screen.say(f"The persona's own screen is {HIDDEN}.", "warn")
    elif persona is None:
        screen.say("The source does not say who spoke.", "warn")
    elif persona == ME:
        screen.say("These are your own takes; i and I change them.", "warn")
    else:
        screen.post_message(PersonaAsked(persona))


def _links(screen: BrowseScreen) -> None:
    from shiptui.tui.screens.menus import links_menu

    if NAMES in _here(screen).veiled:
        screen.say(f"The links are {HIDDEN}.", "warn")
    else:
        links_menu(screen, _here(screen))


def go_unvoted(screen: BrowseScreen, step: int) -> None:
    """Go to the nearest unvoted row after (or before) the cursor, round the end once.

    Forward it may be the one whose vote would teach most: a view option.
    """
    screen.catch_up()
    if step > 0 and screen.by_worth and _go_informative(screen):
        return
    ids = screen.list.ids
    count = len(ids)
    for distance in range(1, count + 1):
        index = (screen.list.index + step * distance) % count
        row = screen.list.row(ids[index])
        if row is not None and row.pick is None:
            if distance < count:
                screen.list.move_to(index)
            return
    if screen.list.cut:
        screen.look_to_the_end()
        screen.say("You have voted on all rows so far; the rest is being looked for.", "warn")
        return
    screen.say(
        "You have voted on everything in this list." if ids else "There is no matchup here.", "warn"
    )


def _go_informative(screen: BrowseScreen) -> bool:
    """Go to the row of this list whose vote would teach most; tells whether that is known."""
    judgement = screen.judgement
    if judgement is None:
        # It is on its way; until it comes the order of the list is as good as any.
        return False
    places = {id_: index for index, id_ in enumerate(screen.list.ids)}
    for id_ in judgement.informative:
        row = screen.list.row(id_) if id_ in places and id_ != screen.list.current else None
        if row is not None and row.pick is None:
            screen.list.move_to(places[id_])
            screen.say(judgement.hint or "")
            return True
    return False


def _look_at(screen: BrowseScreen) -> None:
    """Going into a matchup, or reading on, is what counts as having seen it."""
    matchup = _here(screen)
    if not matchup.seen:
        screen.post_message(SeenMarked(matchup, seen=True, quiet=True))


def _go_in(screen: BrowseScreen) -> None:
    screen.go_in()
    _look_at(screen)


def _read_on(screen: BrowseScreen) -> None:
    """A page down; at the end the next persona that spoke, then the next unvoted."""
    _look_at(screen)
    if not screen.detail.in_sight:
        screen.go_in()
        return
    if not screen.detail.at_end:
        screen.detail.scroll_lines(screen.detail.room - 1)
        return
    matchup, page = _here(screen), screen.detail.page
    spoken = [
        slug
        for slug in voices(matchup, screen.personas)
        if any(tool.take_of(slug) for tool in (matchup.left, matchup.right))
    ]
    later = spoken[spoken.index(page.persona) + 1 :] if page.persona in spoken else []
    if later and len(page.anchors) == 1:
        screen.choose_persona(later[0])
    else:
        go_unvoted(screen, 1)


def _turn_persona(screen: BrowseScreen, step: int) -> None:
    options = voices(_here(screen), screen.personas)
    if options:
        here = options.index(screen.persona)
        screen.choose_persona(options[(here + step) % len(options)])


_HERE: dict[str, Act] = {
    "vote.a": partial(_vote, pick="a"),
    "vote.b": partial(_vote, pick="b"),
    "vote.tie": partial(_vote, pick=TIE),
    "vote.neither": partial(_vote, pick=NEITHER),
    "vote.clear": partial(_vote, pick=None),
    "vote.a_next": partial(_vote, pick="a", advance=True),
    "vote.b_next": partial(_vote, pick="b", advance=True),
    "vote.tie_next": partial(_vote, pick=TIE, advance=True),
    "vote.neither_next": partial(_vote, pick=NEITHER, advance=True),
    "save": _save,
    "decide": _decide,
    "note": _note,
    "take.left": partial(_take, side="a"),
    "take.right": partial(_take, side="b"),
    "claim": _claim,
    "seen": _mark_seen,
    "swap": _swap,
    "pin": _pin,
    "reveal": _peek,
    "open": _open,
    "open.menu": _links,
    "copy.link": _copy_link,
    "copy.summary": _copy_summary,
    "copy.json": _copy_json,
    "tool.left": partial(_show_tool, side="a"),
    "tool.right": partial(_show_tool, side="b"),
    "persona.show": _show_persona,
    "persona.prev": partial(_turn_persona, step=-1),
    "persona.next": partial(_turn_persona, step=1),
    "read_on": _read_on,
    "move.in": _go_in,
}

MATCHUP_ACTS: dict[str, Act] = {
    **MOVES,
    "compare": _compare,
    "next_unvoted": partial(go_unvoted, step=1),
    "prev_unvoted": partial(go_unvoted, step=-1),
    **{key: _on_matchup(act) for key, act in _HERE.items()},
}
"""By the id of the key. The test of the key table checks that none is missing."""
