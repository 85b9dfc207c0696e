"""The key table: every action once, with its id, keys, words and place in the footer.

Bindings, footer, help, palette and docs are made from it. Ids are the names used in the config.
Nothing here imports Textual, so that plain commands can print the table.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from shiptui.model.frozen import dataclass, replace
from shiptui.page.chrome import Hint

FORBIDDEN = frozenset({"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+["})
"""What a terminal cannot tell from Tab, Enter, Backspace, a new line and Escape."""


class Foot(NamedTuple):
    """The place of an action in the footer. The lowest rank is the last to give way.

    `others` are actions that share the hint: their keys are shown with this one's.
    """

    word: str
    rank: int
    others: tuple[str, ...] = ()
    between: str = "/"


@dataclass(frozen=True, slots=True)
class Key:
    """One action.

    `keys` are as Textual names them, the first one is shown; what is seldom wanted has none, and is
    found in the palette. `words` is the palette entry, `says` the sentence of the help.
    """

    id: str
    keys: tuple[str, ...]
    group: str
    words: str
    says: str
    foot: Foot | None = None

    @property
    def display(self) -> str:
        """The keys as a reader would type them."""
        return " ".join(spoken(key) for key in self.keys) or "none"


def spoken(key: str) -> str:
    """A key as a reader would type it: `ctrl+p` is `^p`."""
    return SPOKEN.get(key) or (f"^{key[5:]}" if key.startswith("ctrl+") else key)


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
    "comma": ",",
}

KEYS: tuple[Key, ...] = (
    Key(
        "vote.a",
        ("a",),
        "Vote",
        "vote: A",
        "Vote for the left tool.",
        Foot("Vote", 1, ("vote.b", "vote.tie", "vote.neither")),
    ),
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
        Foot("Undo", 2),
    ),
    Key("redo", ("U",), "Change", "redo", "Redo what was undone."),
    Key(
        "save",
        ("s",),
        "Change",
        "save or unsave",
        "Keep this matchup for later, or let it go.",
        Foot("Save", 3),
    ),
    Key("note", ("e",), "Change", "note and tags", "Write a note and tags; this saves it too."),
    Key("seen", ("m",), "Change", "mark seen or new", "Mark this matchup as seen, or as new."),
    Key("tool.ship", ("+",), "Vote", "tool: ship", "Ship this tool, whatever it stands against."),
    Key("tool.skip", ("-",), "Vote", "tool: skip", "Skip this tool; the same key takes it back."),
    Key(
        "drop",
        ("!",),
        "Change",
        "drop what was refused",
        "In Activity: let a refused act go; there r sends it again.",
    ),
    Key(
        "decide", ("d",), "Change", "write a decision record", "Write the decision down as a file."
    ),
    Key("take.left", ("i",), "Change", "write your take", "Your own take on the left tool."),
    Key("take.right", ("I",), "Change", "write your take, right", "Your take on the right tool."),
    Key("claim", ("C",), "Change", "write down a claim", "What a persona or you foretell."),
    Key("claims", ("D",), "Change", "claims: what is due", "The ledger; Enter settles a claim."),
    Key("entries", ("E",), "Change", "your own entries", "Tools that no feed tells of."),
    Key("compare", ("c",), "Find", "compare any two tools", "Compare any two tools."),
    Key("swap", ("S",), "Look", "swap sides", "Swap the two sides."),
    Key("pin", ("P",), "Look", "pin the left tool", "Pin the left tool, walk its challengers."),
    Key("reveal", ("v",), "Look", "peek", "Show what is hidden, without voting."),
    Key(
        "open",
        ("o",),
        "Share",
        "open the source",
        "Open the matchup's page in a browser.",
        Foot("Open", 6),
    ),
    Key("open.menu", ("O",), "Share", "links", "Choose which page to open."),
    Key(
        "filter",
        ("/",),
        "Find",
        "filter",
        "Filter by words; Enter keeps it, Esc clears it.",
        Foot("Filter", 4),
    ),
    Key(
        "copy.link",
        ("y",),
        "Share",
        "copy: link",
        "Copy the link; in Activity, why it failed.",
        Foot("Copy", 7),
    ),
    Key("copy.summary", ("Y",), "Share", "copy: summary", "Copy this matchup as Markdown."),
    Key("help", ("?", "f1"), "Help", "keys", "Show the keys; Enter runs one.", Foot("Keys", 0)),
    Key(
        "palette",
        ("ctrl+p", ":"),
        "Help",
        "commands",
        "Search every command and matchup.",
        Foot("Commands", 5),
    ),
    Key(
        "next_unvoted",
        ("n",),
        "Move",
        "next unvoted",
        "Go to the next matchup without a vote.",
        Foot("Next unvoted", 8),
    ),
    Key(
        "prev_unvoted", ("N",), "Move", "previous unvoted", "Go to the previous one without a vote."
    ),
    Key("move.down", ("j", "down"), "Move", "down", "Down one, in the pane with the heavy line."),
    Key("move.up", ("k", "up"), "Move", "up", "Up one."),
    Key("move.top", ("g", "home"), "Move", "to the top", "To the first one."),
    Key("move.bottom", ("G", "end"), "Move", "to the bottom", "To the last one."),
    Key("move.half_down", ("ctrl+d",), "Move", "half a page down", "Half a page down."),
    Key("move.half_up", ("ctrl+u",), "Move", "half a page up", "Half a page up."),
    Key("move.page_down", ("pagedown", "ctrl+f"), "Move", "a page down", "A page down."),
    Key("move.page_up", ("pageup", "ctrl+b"), "Move", "a page up", "A page up."),
    Key("move.in", ("l", "right", "enter"), "Move", "into the detail", "Into the detail."),
    Key("move.out", ("h", "left", "backspace"), "Move", "back to the list", "Back to the list."),
    Key(
        "detail.down",
        ("J",),
        "Read",
        "detail: scroll down",
        "Scroll the detail down; the list keeps the focus.",
        Foot("Scroll", 9, ("detail.up",)),
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
        Foot("Persona", 10, ("persona.next",), " "),
    ),
    Key("persona.next", ("]",), "Read", "next persona", "The next persona's takes."),
    Key(
        "zoom",
        ("z",),
        "Look",
        "zoom",
        "Give the pane with the heavy line the whole window.",
        Foot("Zoom", 11),
    ),
    Key("view.feed", ("1",), "View", "view: Feed", "All matchups."),
    Key("view.unvoted", ("2",), "View", "view: Unvoted", "Matchups you have not voted on."),
    Key("view.saved", ("3",), "View", "view: Saved", "What you set aside."),
    Key("view.voted", ("4",), "View", "view: Voted", "What you voted on, newest first."),
    Key(
        "sync",
        ("r",),
        "View",
        "sync",
        "Show what is new, and look for more; voted rows leave Unvoted.",
        Foot("Sync", 14),
    ),
    Key("sync.full", ("R",), "View", "sync: read all anew", "Read all feeds anew, whole."),
    Key("view.tools", ("5",), "View", "view: Tools", "All tools, with your ship and skip."),
    Key(
        "view.standings",
        ("6",),
        "View",
        "view: Standings",
        "Your ranking, the panel's and the community's.",
    ),
    Key("view.tab_1", ("8",), "View", "view: saved filter 1", "The first saved filter."),
    Key("view.tab_2", ("9",), "View", "view: saved filter 2", "The second saved filter."),
    Key(
        "view.activity", ("7",), "View", "view: Activity", "What you did, what waits, what failed."
    ),
    Key(
        "options",
        ("comma",),
        "View",
        "view options",
        "Order, density, theme, blind modes.",
        Foot("View", 12),
    ),
    Key("menu", (".",), "Help", "actions", "The actions for what is under the cursor."),
    Key("tool.left", ("<",), "Read", "left tool", "The left tool's own screen."),
    Key("tool.right", (">",), "Read", "right tool", "The right tool's own screen."),
    Key("agreement", ("w",), "Read", "you and the panel", "Who agrees with you, and how far."),
    Key("persona.show", ("p",), "Read", "persona", "The chosen persona's own screen."),
    Key("history", ("H",), "Change", "undo: history", "Every change, newest first."),
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
        Foot("Quit", 13),
    ),
    Key("quit", ("Q", "ctrl+q"), "Leave", "quit", "Quit at once. Nothing is lost."),
    Key(
        "copy_or_quit",
        ("ctrl+c",),
        "Leave",
        "copy the selection, else quit",
        "Copy the selected text; without any, quit.",
    ),
    Key("suspend", ("ctrl+z",), "Leave", "suspend", "To the shell; fg comes back."),
    Key("copy.json", (), "Share", "copy: as JSON", "Copy this matchup as JSON."),
    Key("export", (), "Data", "saved: export...", "Write all you did into a file."),
    Key("import", (), "Data", "saved: import...", "Take in a file that an export wrote."),
    Key("theme", (), "View", "theme: choose...", "Choose a theme; each is shown at once."),
    Key("keys.panel", (), "Help", "keys: show panel", "Show or hide the keys beside the rest."),
    Key("keys.try", (), "Help", "keys: try a key", "Press keys to see their names."),
    Key("config.path", (), "Program", "config: show path", "Say where the config file is."),
    Key("config.edit", (), "Program", "config: edit file", "Open the config in your editor."),
    Key("doctor", (), "Program", "app: doctor", "Report what the program found here."),
    Key("screenshot", (), "Program", "app: screenshot", "Write the screen into an SVG file."),
    Key("about", (), "Program", "app: about", "Say which version this is."),
    Key("mouse.off", (), "Program", "mouse: off until restart", "Let the mouse be the terminal's."),
)

BY_ID = {key.id: key for key in KEYS}

FILTER_HINTS = (
    Hint("Enter", "Keep", "", 0),
    Hint("Esc", "Clear", "cancel", 1),
    Hint("^p", "Commands", "palette", 2),
)


def rebound(keys: Mapping[str, tuple[str, ...]]) -> tuple[Key, ...]:
    """The table with other keys, by id."""
    return tuple(replace(key, keys=keys.get(key.id, key.keys)) for key in KEYS)


def ids_by_key(table: tuple[Key, ...]) -> dict[str, str]:
    """The id of the action that each key stands for."""
    return {name: key.id for key in table for name in key.keys}


def hints(
    acts: Container[str] = BY_ID, *, can_undo: bool, table: tuple[Key, ...] = KEYS
) -> tuple[Hint, ...]:
    """The footer of a screen that has these acts, in the table's order."""
    by_id = {key.id: key for key in table}
    found: list[Hint] = []
    for key in table:
        if key.foot is None or key.id not in acts:
            continue
        together = [key, *(by_id[id_] for id_ in key.foot.others)]
        shown = key.foot.between.join(spoken(each.keys[0]) for each in together if each.keys)
        if shown:
            dimmed = key.id == "undo" and not can_undo
            found.append(Hint(shown, key.foot.word, key.id, key.foot.rank, dimmed=dimmed))
    return tuple(found)


def matching(query: str, acts: Container[str] = BY_ID, table: tuple[Key, ...] = KEYS) -> list[Key]:
    """Keys among some acts whose words, ids or keys hold every word of a query."""
    words = query.casefold().split()
    return [
        key
        for key in table
        if key.id in acts
        and all(
            word in f"{key.group} {key.words} {key.says} {key.id} {key.display}".casefold()
            for word in words
        )
    ]
