"""What leaves the program: data to stdout, talk to stderr, colour only where it is wanted."""

from __future__ import annotations

import os
import re
import sys

from shiptui import TYPE_CHECKING
from shiptui.model.errors import ShiptuiError
from shiptui.model.frozen import dataclass
from shiptui.text.cells import fit, width
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

    from shiptui.page.lines import Line as Spans

SCHEMA = 1
"""The version of the JSON envelope."""

TALK_LIMIT = 2000
GUTTER = "  "

_RESET = "\x1b[0m"
_CODES = {
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "skip": "\x1b[31m",
    "ship": "\x1b[32m",
    "mixed": "\x1b[33m",
    "a": "\x1b[34m",
    "b": "\x1b[33m",
}
_ROLES = {"title": "bold", "strong": "bold", "dim": "dim", "rule": "dim", "a": "a", "b": "b"}
# Everything that could steer a terminal, but for the codes above. A text: few runs compile it.
_STEERING = r"\x1b(?!\[(?:0|1|2|31|32|33|34)m)|[\x00-\x1a\x1c-\x1f\x7f-\x9f]"


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line. `style` is a key of the colour table; the words say the same without."""

    text: str
    style: str = ""


Line = tuple[Cell, ...]


def line(*pieces: str | Cell) -> Line:
    """One line from plain and styled pieces."""
    return tuple(Cell(piece) if isinstance(piece, str) else piece for piece in pieces)


def columns(rows: Sequence[Line], caps: Mapping[int, int]) -> list[Line]:
    """Align rows of equal length; `caps` limits the cells of some columns. The last is not padded.

    The layout depends on the content alone, so that a pipe gets what a terminal shows.
    """
    if not rows:
        return []
    fields = [list(field) for field in zip(*rows, strict=True)]
    for n, cap in caps.items():
        fields[n] = [Cell(fit(cell.text, cap), cell.style) for cell in fields[n]]
    padded = [each for field in fields[:-1] for each in (field, _filling(field))]
    return list(zip(*padded, fields[-1], strict=True))


def _filling(field: Sequence[Cell]) -> list[Cell]:
    """What makes all cells of a column equally wide, and the gap to the next one."""
    widths = [width(cell.text) for cell in field]
    widest = max(widths)
    gaps = [Cell(" " * missing + GUTTER) for missing in range(widest + 1)]
    return [gaps[widest - cells] for cells in widths]


def styled(spans: Iterable[Spans]) -> list[Line]:
    """Lines of a page; what its roles mean, in the styles there are here."""
    return [tuple(Cell(span.text, _ROLES.get(span.role, "")) for span in row) for row in spans]


class ReaderGoneError(Exception):
    """Whoever read stdout has closed it. No BrokenPipeError, which click would answer itself."""


class StoppedError(Exception):
    """The reader pressed ctrl+c. No KeyboardInterrupt, for the same reason."""


INTERRUPTED, INTERRUPTED_CODE = "Interrupted.", 130
"""What is said, and the exit code."""


def emit(text: str) -> None:
    """Write to stdout. Raises ShiptuiError when that is not possible, or ReaderGoneError."""
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise _unwritable(error) from error


def flush() -> None:
    """Hand over what was written. Raises as `emit` does."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> Exception:
    drop_stdout()
    if isinstance(error, BrokenPipeError):
        return ReaderGoneError()
    reason = (error.strerror or "unknown reason").lower()
    return ShiptuiError(f"The output could not be written: {reason}.")


def drop_stdout() -> None:
    """Let what is still to be written go nowhere, or the interpreter would complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_lines(lines: Iterable[Line], *, color: bool) -> None:
    """Print lines to stdout, without blanks at their ends."""
    for cells in lines:
        text = "".join(_paint(cell) if color else cell.text for cell in _trimmed(cells))
        emit((text if text.isprintable() else re.sub(_STEERING, "\ufffd", text)) + "\n")


def _trimmed(cells: Line) -> Line:
    while cells and not (end := cells[-1].text.rstrip()):
        cells = cells[:-1]
    return (*cells[:-1], Cell(end, cells[-1].style)) if cells else cells


def _paint(cell: Cell) -> str:
    if not cell.style or not cell.text:
        return cell.text
    return f"{_CODES[cell.style]}{cell.text}{_RESET}"


def write_item(item: Mapping[str, object] | None) -> None:
    """Print the JSON envelope of one thing."""
    emit(f'{{"schema": {SCHEMA}, "item": {_json(item)}}}\n')


def write_items(items: Iterable[Mapping[str, object]]) -> None:
    """Print the JSON envelope of a list, one item a line, as the items come."""
    emit(f'{{"schema": {SCHEMA}, "items": [')
    lead = "\n"
    for item in items:
        emit(lead + _json(item))
        lead = ",\n"
    emit("]}\n" if lead == "\n" else "\n]}\n")


def _json(item: Mapping[str, object] | None) -> str:
    import json

    return json.dumps(item, ensure_ascii=not speaks_unicode(sys.stdout), allow_nan=False)


def speaks_unicode(stream: TextIO) -> bool:
    """Whether every character can be written to a stream."""
    return (stream.encoding or "").lower().startswith("utf")


def say(sentence: str) -> None:
    """Print one line to stderr. What it quotes may come from anywhere, so it is cleaned."""
    sys.stderr.write(clean(sentence, TALK_LIMIT) + "\n")


def soften(stream: TextIO) -> None:
    """Let a character that cannot be encoded or decoded become a mark in its place."""
    if hasattr(stream, "reconfigure") and (stream.readable() or not speaks_unicode(stream)):
        stream.reconfigure(errors="replace")


def wants_color(choice: str) -> bool:
    """Whether stdout gets colour. `choice` (auto, always or never) wins against the environment."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
