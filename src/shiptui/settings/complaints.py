"""What is said of a config file with a slip in it: the place, the key, and the nearest one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from shiptui.settings.file import ConfigFile
from shiptui.settings.schema import BY_KEY, NAME_LIMIT


def wrong(where: str, must_be: object, value: object) -> str:
    """A sentence about a value that cannot be used."""
    return f"{where} must be {must_be}, not {shown(value)}. Using the default."


def shown(value: object) -> str:
    """A value as it was written, or its beginning."""
    try:
        text = repr(str(value) if isinstance(value, Path) else value)
    except ValueError:  # Python writes out no number of more than 4,300 digits
        return "a number of that size"
    text = text.lower() if isinstance(value, bool) else text  # as TOML has it
    return text if len(text) <= NAME_LIMIT else f"{text[:NAME_LIMIT]}..."


def unknown(file: ConfigFile) -> Iterator[str]:
    """A sentence for each key that means nothing, and for what should have been a table."""
    tables = {key.partition(".")[0] for key in BY_KEY if "." in key}
    for name, value in file.values.items():
        if name in ("keys", "tabs") or name in BY_KEY:
            continue
        if name not in tables:
            yield f"{file.place(name)}: {_no_key(name)}"
        elif not isinstance(value, dict):
            yield wrong(f"{file.place(name)}: {name}", "a table", value)
        else:
            inner = (each for each in value if f"{name}.{each}" not in BY_KEY)
            yield from (f"{file.place(name, each)}: {_no_key(f'{name}.{each}')}" for each in inner)


def _no_key(name: str) -> str:
    near = nearest(name, (*BY_KEY, "keys", "tabs"))
    rest = f" ({near}?). Using the default." if near else ". It is ignored."
    return f'unknown key "{clipped(name)}"{rest}'


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a misspelt one may stand for: the whole of it or its last part."""
    from difflib import get_close_matches

    options = {part: each for each in known for part in (each.rpartition(".")[2], each)}
    near = get_close_matches(name, options, 1)
    return options[near[0]] if near else ""


def clipped(name: str) -> str:
    """A key as it may be shown."""
    return "".join(char if char.isprintable() else "?" for char in name[:NAME_LIMIT])
