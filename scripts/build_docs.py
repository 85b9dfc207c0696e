"""Build what is made from the program's own tables: keys, settings, man page, completion scripts.

    python scripts/build_docs.py            writes the files
    python scripts/build_docs.py --check    exits 1 and names those that are stale

Needs shiptui to be importable and nothing else.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from man_page import man_page

from shiptui.cli.completing import SHELLS, script
from shiptui.settings.option import Option
from shiptui.settings.schema import KEYS_SAY, OPTIONS, TABS_SAY
from shiptui.tui.keymap import SENT_FOR
from shiptui.tui.keys import KEYS, Key

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent

BEGIN, END = "<!-- made by scripts/build_docs.py -->", "<!-- end -->"

KEYS_HEAD = (
    "Made from the key table by `scripts/build_docs.py`. `?` shows the same in the program,\n"
    "`shiptui keys` in a shell, there with your own keys in it. The id is the name of an action\n"
    "in the config file: see [config.md](config.md)."
)

COMPLETIONS = {"bash": "shiptui.bash", "zsh": "_shiptui", "fish": "shiptui.fish"}
"""The name under which each shell looks for its script, but for bash, which drops the ending."""


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or name the stale ones; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the generated documents.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of the project")
    options = parser.parse_args(arguments)
    made = built(options.root)
    stale = [name for name, text in made.items() if _read(options.root / name) != text]
    if options.check:
        for name in stale:
            print(f"{name} is stale: run scripts/build_docs.py.", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (options.root / name).parent.mkdir(parents=True, exist_ok=True)
        (options.root / name).write_text(made[name], "utf-8")
    return 0


def built(root: Path) -> dict[str, str]:
    """The text of every generated file by its name; of those that hold more, the rest is kept."""
    return {
        "docs/keys.md": keys_page(KEYS),
        "docs/config.md": within(_read(root / "docs/config.md"), settings_table(OPTIONS)),
        "man/shiptui.1": man_page(),
        **{f"completions/{COMPLETIONS[shell]}": script(shell) for shell in SHELLS},
    }


def keys_page(keys: Iterable[Key]) -> str:
    """The key table by groups, in the order in which the groups first come."""
    groups: dict[str, list[Key]] = {}
    for key in keys:
        groups.setdefault(key.group, []).append(key)
    parts = ["# Keys", KEYS_HEAD]
    for group, members in groups.items():
        rows = [(_code_each(key.keys), f"`{key.id}`", key.says) for key in members]
        parts += [f"## {group}", _table(("keys", "id", "does"), rows)]
    unusable = ", ".join(f"`{key}` ({name})" for key, name in SENT_FOR.items())
    parts.append(f"No action can have {unusable}: a terminal sends the same for both.")
    return "\n\n".join(parts) + "\n"


def settings_table(options: Iterable[Option]) -> str:
    """One row a setting."""
    rows = [
        (f"`{option.key}`", _values(option), _default(option), _said_by(option), option.says)
        for option in options
    ]
    rows.append(('`keys."ID"`', "a key or a list", "as [keys.md](keys.md) has it", "", KEYS_SAY))
    rows.append(("`[[tabs]]`", "`name` and `filter`", "none", "", TABS_SAY))
    return _table(("key", "value", "default", "also said by", "does"), rows)


def within(page: str, made: str) -> str:
    """A page with its generated part put in place of the old one."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no part between {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{made}\n\n{END}{tail}"


def _values(option: Option) -> str:
    if option.choices:
        return "<br>".join(f"`{word}`: {says}" for word, says in option.choices.items())
    if option.json["type"] == "integer":
        return f"{option.json['minimum']} to {option.json['maximum']}"
    return "`true` or `false`" if option.json["type"] == "boolean" else option.takes


def _default(option: Option) -> str:
    if option.usually:
        return option.usually
    value = option.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _said_by(option: Option) -> str:
    flag = [f"`--{option.flag}`"] if option.flag else []
    return "<br>".join([*flag, f"`{option.variable}`"])


def _code_each(keys: Iterable[str]) -> str:
    return " ".join(f"`{key}`" for key in keys)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar would end a cell."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |" for row in lines
    )


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
