"""`shiptui read`: one matchup after another as plain lines, for speech, Braille and pipes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.items import matchup_item
from shiptui.cli.options import Command, one_filter, one_view, pass_session
from shiptui.cli.session import Session
from shiptui.cli.sitting import Lines, Sitting
from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import NEITHER, TIE, View

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_LIMIT = 4096
"""Characters of one line that is typed."""

PROMPT = "? lists the words: "

Act = Callable[[Sitting], Lines]


def _vote(pick: str | None, *, advance: bool = False) -> Act:
    return lambda sitting: sitting.vote(pick, advance=advance)


def _view(view: View) -> Act:
    return lambda sitting: sitting.open(view)


WORDS: tuple[tuple[tuple[str, ...], str, Act], ...] = (
    (("a",), "vote for A", _vote("a")),
    (("b",), "vote for B", _vote("b")),
    (("t", "tie", "="), "call it a tie", _vote(TIE)),
    (("x", "neither"), "you would ship with none of the two", _vote(NEITHER)),
    (("0", "clear"), "take your vote back", _vote(None)),
    (("A",), "vote for A and go on", _vote("a", advance=True)),
    (("B",), "vote for B and go on", _vote("b", advance=True)),
    (("T",), "call it a tie and go on", _vote(TIE, advance=True)),
    (("X",), "neither, and go on", _vote(NEITHER, advance=True)),
    (("u", "undo"), "undo the last change", Sitting.undo),
    (("U", "redo"), "do it again", Sitting.redo),
    (("s", "save"), "save this matchup, or let it go", Sitting.save),
    (("n", "next"), "the next matchup", lambda sitting: sitting.step(1)),
    (("p", "previous"), "the one before", lambda sitting: sitting.step(-1)),
    (("l", "takes"), "what the personas and you say", Sitting.tell),
    (("Enter",), "what the personas say, then the next matchup", Sitting.read_on),
    (("again",), "this matchup once more", Sitting.show),
    *(
        ((str(number), view.value), f"open the view {view}", _view(view))
        for number, view in enumerate(View, 1)
    ),
)
"""What may be typed, what it does in words, and what it does."""

WITH_TEXT: tuple[tuple[tuple[str, ...], str, Callable[[Sitting, str], Lines]], ...] = (
    (("e ", "note "), "save this matchup with a note; without words, hear the note", Sitting.note),
    (
        ("/", "filter "),
        "show only what matches; without words, everything",
        lambda sitting, text: sitting.open(query=text),
    ),
)
"""The same for words that are followed by a text."""

LEAVE = ("q", "quit")
HELP = ("?", "help")

_ACTS = {word: act for words, _, act in WORDS for word in words}


@click.command(
    cls=Command,
    examples=("shiptui read --view unvoted",),
    params=[one_view("Which list; feed unless said."), one_filter()],
)
@pass_session
def read(session: Session) -> None:
    """Read matchups line by line, and vote.

    Shows one matchup at a time and takes a word or a letter: a, b, t, x, 0, u, U, s, n, p,
    e NOTE, / TEXT, 1 to 4, q; ? explains them. In a pipe, without any input, all matchups of the
    view follow each other.
    """
    sitting = Sitting(session, View(str(session.flags.get("view") or View.FEED)), session.query)
    if session.json:
        found = map(session.store.catalog.matchup, sitting.ids)
        out.write_items(matchup_item(each, session.personas) for each in found if each)
        return
    out.soften(sys.stdin)
    _write(sitting.show())
    at_terminal = sys.stdin.isatty()
    # Who sits at a terminal and reads elsewhere would not see that something is asked.
    asked = "" if at_terminal and not sys.stdout.isatty() else _typed(prompt=at_terminal)
    if not asked:
        _write(sitting.all())
    while asked and asked.strip() not in LEAVE:
        _write(obey(sitting, asked.strip()))
        asked = _typed(prompt=at_terminal)


def obey(sitting: Sitting, words: str) -> Lines:
    """Do what was typed, and say what came of it."""
    if words in HELP:
        return _help()
    try:
        for starts, _, act in WITH_TEXT:
            for start in starts:
                if words.startswith(start) or words == start.strip():
                    return act(sitting, words[len(start) :].strip())
        plain = _ACTS.get(words or "Enter") or _ACTS.get(words.lower())
        return plain(sitting) if plain else [f'"{words}" means nothing here. ? lists the words.']
    except ShiptuiError as error:
        return [str(error)]


def _help() -> Lines:
    for words, says, _ in WORDS:
        yield f"{' or '.join(words)}: {says}."
    for starts, says, _ in WITH_TEXT:
        yield f"{' or '.join(f'{start.strip()} TEXT' for start in starts)}: {says}."
    yield f"{' or '.join(HELP)}: these words."
    yield f"{' or '.join(LEAVE)}: leave; nothing is lost."


def _typed(*, prompt: bool) -> str:
    """The next line with its end, empty where there is none."""
    if prompt:
        out.emit(PROMPT)
    out.flush()
    return sys.stdin.readline(LINE_LIMIT)


def _write(lines: Iterable[str]) -> None:
    out.write_lines(((out.Cell(each),) for each in lines), color=False)
