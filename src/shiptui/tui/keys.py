"""The key table: every action once, with its id, keys, words and place in the footer.

Bindings, footer, help, palette and docs are made from it. Ids are the names used in the config.
Nothing here imports Textual, so that plain commands can print the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from shiptui.page.chrome import Hint

FORBIDDEN = frozenset({"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+["})
"""What a terminal cannot tell from Tab, Enter, Backspace, a new line and Escape."""


@dataclass(frozen=True, slots=True)
class Key:
    """One action.

    `keys` are as Textual names them, the first one is shown. `words` is the palette entry,
    `says` the sentence of the help. `hint` is the footer's (keys, word, rank), where it has one.
    """

    id: str
    keys: tuple[str, ...]
    group: str
    words: str
    says: str
    hint: tuple[str, str, int] | None = None
    shown: str = ""

    @property
    def display(self) -> str:
        """The keys as a reader would type them."""
        return self.shown or " ".join(SPOKEN.get(key, key) for key in self.keys)


SPOKEN = {
    "left": "Left",
    "right": "Right",
    "up": "Up",
    "down": "Down",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "enter": "Enter",
    "backspace": "Backspace",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "f1": "F1",
}

KEYS: tuple[Key, ...] = (
    Key("vote.a", ("a",), "Vote", "vote: A", "Vote for the left tool.", ("a/b/t/x", "Vote", 1)),
    Key("vote.b", ("b",), "Vote", "vote: B", "Vote for the right tool."),
    Key("vote.tie", ("t", "="), "Vote", "vote: tie", "Call it a tie."),
    Key("vote.neither", ("x",), "Vote", "vote: neither", "You would ship with none of the two."),
    Key("vote.clear", ("0",), "Vote", "vote: take back", "Take your vote on this matchup back."),
    Key("vote.a_next", ("A",), "Vote", "vote: A, then next", "Vote left, go to the next unvoted."),
    Key("vote.b_next", ("B",), "Vote", "vote: B, then next", "Vote right, go to the next unvoted."),
    Key("vote.tie_next", ("T",), "Vote", "vote: tie, then next", "Tie, go to the next unvoted."),
    Key(
        "vote.neither_next",
        ("X",),
        "Vote",
        "vote: neither, then next",
        "Neither, go to the next unvoted.",
    ),
    Key(
        "undo",
        ("u",),
        "Change",
        "undo",
        "Undo the last change, also after a restart.",
        ("u", "Undo", 2),
    ),
    Key("redo", ("U",), "Change", "redo", "Redo what was undone."),
    Key(
        "save",
        ("s",),
        "Change",
        "save or unsave",
        "Keep this matchup for later, or let it go.",
        ("s", "Save", 3),
    ),
    Key("note", ("e",), "Change", "note and tags", "Write a note and tags; this saves it too."),
    Key("seen", ("m",), "Change", "mark seen or new", "Mark this matchup as seen, or as new."),
    Key("swap", ("S",), "Look", "swap sides", "Swap the two sides."),
    Key(
        "open",
        ("o",),
        "Share",
        "open the source",
        "Open the matchup's page in a browser.",
        ("o", "Open", 6),
    ),
    Key(
        "filter",
        ("/",),
        "Find",
        "filter",
        "Filter by words; Enter keeps it, Esc clears it.",
        ("/", "Filter", 4),
    ),
    Key(
        "copy.link",
        ("y",),
        "Share",
        "copy: link",
        "Copy the link of this matchup.",
        ("y", "Copy", 7),
    ),
    Key("copy.summary", ("Y",), "Share", "copy: summary", "Copy this matchup as Markdown."),
    Key("help", ("?", "f1"), "Help", "keys", "Show the keys; Enter runs one.", ("?", "Keys", 0)),
    Key(
        "palette",
        ("ctrl+p", ":"),
        "Help",
        "commands",
        "Search every command and matchup.",
        ("^p", "Commands", 5),
        "^p :",
    ),
    Key(
        "next_unvoted",
        ("n",),
        "Move",
        "next unvoted",
        "Go to the next matchup without a vote.",
        ("n", "Next unvoted", 8),
    ),
    Key(
        "prev_unvoted", ("N",), "Move", "previous unvoted", "Go to the previous one without a vote."
    ),
    Key("move.down", ("j", "down"), "Move", "down", "Down one, in the pane with the heavy line."),
    Key("move.up", ("k", "up"), "Move", "up", "Up one."),
    Key("move.top", ("g", "home"), "Move", "to the top", "To the first one."),
    Key("move.bottom", ("G", "end"), "Move", "to the bottom", "To the last one."),
    Key("move.half_down", ("ctrl+d",), "Move", "half a page down", "Half a page down.", None, "^d"),
    Key("move.half_up", ("ctrl+u",), "Move", "half a page up", "Half a page up.", None, "^u"),
    Key(
        "move.page_down",
        ("pagedown", "ctrl+f"),
        "Move",
        "a page down",
        "A page down.",
        None,
        "PgDn ^f",
    ),
    Key("move.page_up", ("pageup", "ctrl+b"), "Move", "a page up", "A page up.", None, "PgUp ^b"),
    Key("move.in", ("l", "right", "enter"), "Move", "into the detail", "Into the detail."),
    Key("move.out", ("h", "left", "backspace"), "Move", "back to the list", "Back to the list."),
    Key(
        "detail.down",
        ("J",),
        "Read",
        "detail: scroll down",
        "Scroll the detail down; the list keeps the focus.",
        ("J/K", "Scroll", 9),
    ),
    Key("detail.up", ("K",), "Read", "detail: scroll up", "Scroll the detail up."),
    Key(
        "read_on",
        ("space",),
        "Read",
        "read on",
        "Page the detail; at its end the next persona, then the next unvoted.",
    ),
    Key(
        "persona.prev",
        ("[",),
        "Read",
        "previous persona",
        "The previous persona's takes.",
        ("[ ]", "Persona", 10),
    ),
    Key("persona.next", ("]",), "Read", "next persona", "The next persona's takes."),
    Key(
        "zoom",
        ("z",),
        "Look",
        "zoom",
        "Give the pane with the heavy line the whole window.",
        ("z", "Zoom", 11),
    ),
    Key("view.feed", ("1",), "View", "view: Feed", "All matchups."),
    Key("view.unvoted", ("2",), "View", "view: Unvoted", "Matchups you have not voted on."),
    Key("view.saved", ("3",), "View", "view: Saved", "What you set aside."),
    Key("view.voted", ("4",), "View", "view: Voted", "What you voted on, newest first."),
    Key(
        "refresh", ("r",), "View", "refresh", "Bring the list up to date; voted rows leave Unvoted."
    ),
    Key("focus.next", ("tab",), "Move", "next pane", "To the next pane."),
    Key("focus.prev", ("shift+tab",), "Move", "previous pane", "To the previous pane."),
    Key(
        "cancel",
        ("escape",),
        "Leave",
        "cancel",
        "Close what is open, else clear the filter, else un-zoom, else back to the list.",
    ),
    Key(
        "back",
        ("q",),
        "Leave",
        "back",
        "One level back; at the top it quits. Nothing is lost.",
        ("q", "Quit", 12),
    ),
    Key("quit", ("Q", "ctrl+q"), "Leave", "quit", "Quit at once. Nothing is lost.", None, "Q ^q"),
    Key(
        "copy_or_quit",
        ("ctrl+c",),
        "Leave",
        "copy the selection, else quit",
        "Copy the selected text; without any, quit.",
        None,
        "^c",
    ),
    Key("suspend", ("ctrl+z",), "Leave", "suspend", "To the shell; fg comes back.", None, "^z"),
)

BY_ID = {key.id: key for key in KEYS}

FILTER_HINTS = (
    Hint("Enter", "Keep", "", 0),
    Hint("Esc", "Clear", "cancel", 1),
    Hint("^p", "Commands", "palette", 2),
)

POPUP_HINTS = (Hint("Enter", "Run", "", 0), Hint("Esc", "Close", "cancel", 1))

NOTE_HINTS = (Hint("^s", "Save", "", 0), Hint("Esc", "Cancel", "", 1), Hint("Tab", "Tags", "", 2))


def hints(*, can_undo: bool) -> tuple[Hint, ...]:
    """The footer of the browse screen, in the table's order."""
    return tuple(
        Hint(shown, word, key.id, rank, dimmed=key.id == "undo" and not can_undo)
        for key in KEYS
        if key.hint is not None
        for shown, word, rank in (key.hint,)
    )


def matching(query: str) -> list[Key]:
    """Keys whose words, ids or keys hold every word of a query, in the table's order."""
    words = query.casefold().split()
    return [
        key
        for key in KEYS
        if all(
            word in f"{key.group} {key.words} {key.says} {key.id} {key.display}".casefold()
            for word in words
        )
    ]
