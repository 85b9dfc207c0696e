"""Keys as a terminal sends them, by name: `shiptui keys --try`."""

from __future__ import annotations

import os
import re
import select
import signal
import termios
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 0.05
"""Seconds after which an Escape is a key by itself and not the start of another."""

_LETTERS = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "F": "end",
    "H": "home",
    "P": "f1",
    "Q": "f2",
    "R": "f3",
    "S": "f4",
    "Z": "shift+tab",
}
_NUMBERS = {
    **dict.fromkeys((1, 7), "home"),
    **dict.fromkeys((4, 8), "end"),
    2: "insert",
    3: "delete",
    5: "pageup",
    6: "pagedown",
    **{number: f"f{n}" for n, number in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20, 21), 1)},
    23: "f11",
    24: "f12",
}
_CONTROLS = {
    "\t": "tab",
    "\r": "enter",
    "\x1b": "escape",
    "\x7f": "backspace",
    "\x08": "backspace",
    " ": "space",
    "\x00": "ctrl+@",
    "\x1c": "ctrl+\\",
    "\x1d": "ctrl+]",
    "\x1e": "ctrl+^",
    "\x1f": "ctrl+_",
}
_SEQUENCE = re.compile(r"\x1b(?:\[(\d*)(?:;(\d+))?([A-Z~])|O([A-Z]))")
_FOREIGN = re.compile(r"\x1b[\[O][0-?]*[ -/]*[@-~]")
# What Alt with a letter stands for where it means a step by words.
_WORD_KEYS = {"\x1bf": "ctrl+right", "\x1bb": "ctrl+left", "\x1b\x7f": "ctrl+w"}


def pressed(terminal: int) -> Iterator[str]:
    """The names of the keys pressed in a terminal, as they come. The terminal is put back after."""
    with _unbuffered(terminal):
        while data := os.read(terminal, 1024):
            if data == b"\x1b" and select.select([terminal], [], [], PATIENCE)[0]:
                data += os.read(terminal, 1024)
            yield from names(data.decode("utf-8", "replace"))


def names(text: str) -> list[str]:
    """What keys a terminal means by what it sends, by the names that the program gives them."""
    found: list[str] = []
    while text:
        keys, length = _first(text)
        found += keys
        text = text[length:]
    return found


def _first(text: str) -> tuple[list[str], int]:
    """The first key in a text, and how many characters it takes."""
    if match := _SEQUENCE.match(text):
        number, sent, letter, plain = match.groups()
        name = _NUMBERS.get(int(number or 0)) if letter == "~" else _LETTERS.get(letter or plain)
        if name:
            return _with_modifiers(name, int(sent or (letter != "~" and number) or 1)), match.end()
    if match := _FOREIGN.match(text):
        return [f"unknown ({ascii(match[0])[1:-1]})"], match.end()
    if text[:2] in _WORD_KEYS:
        return [_WORD_KEYS[text[:2]]], 2
    if text[0] == "\x1b" and len(text) > 1 and text[1] != "\x1b":
        return [f"alt+{_character(text[1])}"], 2
    return [_character(text[0])], 1


def _with_modifiers(name: str, sent: int) -> list[str]:
    """A key with what was held: Alt comes before it, as an Escape of its own."""
    alt, ctrl, shift = (bool((sent - 1) & bits) for bits in (2 | 8, 4, 1))
    if shift and name.startswith("f"):  # terminals count on after the twelfth
        name, shift = f"f{int(name[1:]) + 12}", False
    held = [word for word, is_held in (("ctrl", ctrl), ("shift", shift)) if is_held]
    return [*(["escape"] if alt else []), "+".join([*held, name])]


def _character(char: str) -> str:
    if char in _CONTROLS:
        return _CONTROLS[char]
    if char < " ":
        return f"ctrl+{chr(ord(char) + 0x60)}"
    return char if char.isprintable() else f"unknown ({ascii(char)[1:-1]})"


@contextmanager
def _unbuffered(terminal: int) -> Iterator[None]:
    """Get every key at once and unechoed, ctrl+c and ctrl+s as well; output stays as it is."""
    before = termios.tcgetattr(terminal)
    raw = termios.tcgetattr(terminal)
    raw[0] &= ~(termios.IXON | termios.ICRNL | termios.ISTRIP)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    ends = (signal.SIGTERM, signal.SIGHUP)
    handlers = [signal.signal(each, signal.default_int_handler) for each in ends]
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, raw)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        for each, handler in zip(ends, handlers, strict=True):
            signal.signal(each, handler)
