"""The keys that hold: those of the table, changed as the reader's config asks, and what clashed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from shiptui.tui.keys import FORBIDDEN, Key, spoken

LAST_RESORT = ("quit", "ctrl+q")
"""The action that always keeps a key, and that key."""

SENT_FOR = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+j": "a new line",
    "ctrl+[": "Escape",
}

NAMED = frozenset(
    [
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"),
        *("backspace", "enter", "escape", "tab", "space", "comma"),
        *(f"f{number}" for number in range(1, 25)),
    ]
)
"""Keys that have a name; that of the comma is needed, because it parts keys in a list."""

MODIFIERS = ("alt", "ctrl", "shift")

_OTHER_NAMES = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "del": "delete",
    "ins": "insert",
    "control": "ctrl",
    "option": "alt",
    "meta": "alt",
    " ": "space",
    ",": "comma",
    "\t": "tab",
}


class Keymap(NamedTuple):
    """The keys of every action by id, in the table's order, and a sentence for each slip."""

    keys: dict[str, tuple[str, ...]]
    problems: tuple[str, ...]


def effective(
    table: Sequence[Key],
    user: Mapping[str, tuple[str, ...]],
    places: Mapping[str, str] | None = None,
) -> Keymap:
    """Lay the reader's keys over those of the table.

    `user` holds keys by id, `()` where an action shall have none; where two of them name one key
    the first wins. `places` says where each id stands, for the sentences.
    """
    problems: list[str] = []
    defaults = {key.id: key.keys for key in table}
    chosen: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for id_, words in user.items():
        where = f"{(places or {}).get(id_, 'config.toml')}: "
        if id_ not in defaults:
            problems.append(where + _no_action(id_, defaults))
            continue
        keys, slips = _read(id_, words)
        slips += [_taken(key, owners[key], id_) for key in keys if key in owners]
        problems += [where + slip for slip in slips]
        keys = [key for key in keys if key not in owners]
        if keys or not words:
            chosen[id_] = tuple(keys)
            owners |= dict.fromkeys(keys, id_)
    found = {id_: chosen.get(id_, defaults[id_]) for id_ in defaults}
    for id_ in [id_ for id_ in defaults if id_ not in chosen]:
        lost = [key for key in defaults[id_] if key in owners]
        found[id_] = tuple(key for key in defaults[id_] if key not in owners)
        problems += [_shadowed(key, owners[key], id_, found[id_], places) for key in lost]
    return Keymap(found, (*problems, *_keep_a_way_out(found)))


def named(word: str) -> str | None:
    """A key as the table names it, whatever way it was written; None where it is none.

    `Ctrl+P`, `^p` and `C-p` are one key, `shift+a` is `A`, `Esc` is `escape`.
    """
    if len(word) == 1 and word.isprintable() and word not in _OTHER_NAMES:
        return word
    parts = _parts(word)
    *modifiers, key = [_OTHER_NAMES.get(part.lower(), part) for part in parts]
    held = {modifier.lower() for modifier in modifiers}
    if not held <= set(MODIFIERS):
        return None
    if len(key) == 1 and key.isprintable():
        if "shift" in held and key.isalpha():
            held, key = held - {"shift"}, key.upper()
        key = key.lower() if "ctrl" in held else key
    elif (key := key.lower()) not in NAMED:
        return None
    return "+".join([*(each for each in MODIFIERS if each in held), key])


def _parts(word: str) -> list[str]:
    if len(word) > 1 and word[0] == "^":
        return ["ctrl", word[1:]]
    if len(word) > 2 and word[1] == "-":  # noqa: PLR2004 - as in C-p and M-x
        return [{"C": "ctrl", "M": "alt", "S": "shift"}.get(word[0], word[0]), word[2:]]
    head, plus, last = word.rpartition("+")
    if plus and not last:  # the plus itself, as in ctrl++
        return [*head.rstrip("+").split("+"), "+"] if head.rstrip("+") else ["+"]
    return [*head.split("+"), last] if plus else [word]


def _read(id_: str, words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The keys that can be used, each once, and a sentence for each that cannot."""
    keys: list[str] = []
    slips: list[str] = []
    for word in words:
        key = named(word)
        if key is None:
            shown = "".join(char if char.isprintable() else "?" for char in word[:40])
            slips.append(
                f'"{shown}" is no key, so it is not set for {id_}.'
                " shiptui keys --try names the one you press."
            )
        elif key in FORBIDDEN:
            slips.append(
                f"{key} is what terminals send for {SENT_FOR[key]}, so {id_} cannot use it."
            )
        elif key not in keys:
            keys.append(key)
    return keys, slips


def _no_action(id_: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only a slip has to wait for it

    near = get_close_matches(id_, known, 1)
    shown = "".join(char if char.isprintable() else "?" for char in id_[:40])
    return f'unknown action "{shown}"{f" ({near[0]}?)" if near else ""}. shiptui keys lists all.'


def _taken(key: str, owner: str, id_: str) -> str:
    return f'"{key}" is set for {owner} and for {id_}. {owner} wins.'


def _shadowed(
    key: str, owner: str, id_: str, kept: tuple[str, ...], places: Mapping[str, str] | None
) -> str:
    where = (places or {}).get(owner, "config.toml")
    left = f"keeps {' '.join(map(spoken, kept))}" if kept else "has no key now"
    return (
        f'{where}: "{key}" is set for {owner} and is the default of {id_}. {owner} wins;'
        f" {id_} {left}. shiptui keys lists all."
    )


def _keep_a_way_out(found: dict[str, tuple[str, ...]]) -> Iterable[str]:
    """Give quitting its key back where it has lost all of them."""
    id_, key = LAST_RESORT
    if id_ not in found or found[id_]:
        return
    for other, keys in found.items():
        found[other] = tuple(each for each in keys if each != key)
    found[id_] = (key,)
    yield f"config.toml: {id_} must have a key, so it keeps {key}."
