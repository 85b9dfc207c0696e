"""Text measured in terminal cells: how wide, cut to fit, broken into lines.

Widths come from Rich, so that a page and Textual agree; it is imported only for a text with
characters that may be wide or join others, because a plain command must start fast.
"""

from __future__ import annotations

ELLIPSIS = "…"

# One cell each and never part of another: Latin, Cyrillic, dashes and quotation marks, the
# ellipsis, lines and blocks, the circle, the star and the pencil of the lists.
_NARROW_RANGES = (
    range(0x20, 0x7F),
    range(0xA1, 0xAD),
    range(0xAE, 0x300),
    range(0x400, 0x483),
    range(0x2010, 0x2028),
    range(0x2039, 0x203B),
    range(0x2500, 0x25A0),
    range(0x25CF, 0x25D0),
    range(0x2605, 0x2606),
    range(0x270E, 0x270F),
)
is_narrow = frozenset(chr(code) for codes in _NARROW_RANGES for code in codes).issuperset
"""Whether a text holds such characters only."""


FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them are drawn as one flag."""


def width(text: str) -> int:
    """How many terminal cells a text takes."""
    if text.isascii() or is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, cells: int, ellipsis: str = ELLIPSIS) -> str:
    """Cut a text to at most `cells`, with an ellipsis where something was left out."""
    if cells <= 0:
        return ""
    if width(text) <= cells:
        return text
    room = cells - width(ellipsis)
    if room <= 0:
        return start(ellipsis, cells)
    return start(text, room).rstrip() + ellipsis


def pad(text: str, cells: int, ellipsis: str = ELLIPSIS) -> str:
    """Fit a text and fill it with blanks to exactly `cells`."""
    fitted = fit(text, cells, ellipsis)
    return fitted + " " * (cells - width(fitted))


def wrap(text: str, cells: int) -> list[str]:
    """Break a text between words into lines of at most `cells`; only longer words are split."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= cells:
            line = candidate
            continue
        if line:
            lines.append(line)
        line = _split_long(word, cells, lines)
    if line:
        lines.append(line)
    return lines


def _split_long(word: str, cells: int, lines: list[str]) -> str:
    """Move whole lines of an overlong word to `lines` and return what is left of it."""
    while cells > 0 and width(word) > cells:
        head = start(word, cells) or word[0]
        lines.append(head)
        word = word[len(head) :]
    return word


def start(text: str, cells: int) -> str:
    """The longest start of a text that fits; never half of what is drawn as one character."""
    if cells <= 0:
        return ""
    if text.isascii() or is_narrow(text):
        return text[:cells]
    from rich.cells import split_graphemes

    end = used = 0
    spans, _ = split_graphemes(text)
    for _start, stop, size in spans:
        if used + size > cells:
            break
        used += size
        end = stop
    return text[: _before_half_flag(text, end)]


def _before_half_flag(text: str, end: int) -> int:
    """Step back where a cut would part the two letters of a flag, which Rich takes for two."""
    letters = 0
    while letters < end and text[end - letters - 1] in FLAG_LETTERS:
        letters += 1
    parted = letters % 2 and end < len(text) and text[end] in FLAG_LETTERS
    return end - 1 if parted else end
