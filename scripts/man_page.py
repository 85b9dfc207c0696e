"""The man page, written in roff from the commands, the key table and the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from shiptui import __version__
from shiptui.cli.app import shiptui
from shiptui.settings.option import Option
from shiptui.settings.schema import CONFIG, KEYS_SAY, OPTIONS, TABS_SAY
from shiptui.tui.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

EXIT_CODES = {
    0: "Done; also when the reader of a pipe has gone.",
    1: "Failed.",
    2: "Asked wrongly, or a setting cannot be used.",
    3: "Worth another try.",
    4: "Not found, or ambiguous; the candidates are on stderr.",
    130: "Interrupted.",
}

FILES = {
    "~/.local/share/shiptui/shiptui.db": "Votes, bookmarks and the catalog's cache.",
    "~/.config/shiptui/config.toml": "The config file. It is read and never written.",
    "~/.local/state/shiptui/shiptui.log": "Errors.",
}

SHARED = ("--json", "--db", "--config", "--color", "-h", "--help")

OTHERS = {
    "NO_COLOR": "When set, nothing is printed in colour.",
    "NO_MOTION": "When set, nothing moves by itself.",
    "FORCE_COLOR": "When set, colour is printed in a pipe, too.",
    "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME": "Where FILES are looked for.",
}


def man_page() -> str:
    """The whole page."""
    context = click.Context(shiptui, info_name="shiptui")
    names = shiptui.list_commands(context)
    commands = [(name, shiptui.get_command(context, name)) for name in names]
    lines = [
        '.\\" Made by scripts/build_docs.py.',
        f'.TH SHIPTUI 1 "" "shiptui {__version__}" "User Commands"',
        *_section("NAME", ["shiptui \\- decide which AI tool to ship with"]),
        *_section("SYNOPSIS", [_synopsis("[OPTION]..."), ".br", _synopsis("COMMAND", "[ARG]...")]),
        *_section(
            "DESCRIPTION", [*_words(shiptui.help or ""), ".PP", *_words(shiptui.epilog or "")]
        ),
        *_section("OPTIONS", _options(shiptui, context, every=True)),
        *_section("COMMANDS", []),
    ]
    for name, command in commands:
        if command:
            lines += _command(name, command, context)
    lines += [*_section("KEYS", _keys()), *_section("CONFIGURATION", _settings())]
    lines += _section("ENVIRONMENT", [*_variables()])
    lines += _section("FILES", [line for name, says in FILES.items() for line in _item(name, says)])
    codes = [line for code, says in EXIT_CODES.items() for line in _item(str(code), says)]
    return "\n".join([*lines, *_section("EXIT STATUS", codes)]) + "\n"


def roff(text: str) -> str:
    """Text as roff prints it: nothing in it is a command, and a hyphen can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("^", "\\(ha").replace("~", "\\(ti")
    text = re.sub("[^\x00-\x7f]", lambda char: f"\\[u{ord(char[0]):04X}]", text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _words(text: str) -> Iterator[str]:
    """Paragraphs of prose, one line each."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield roff(" ".join(paragraph.split()))


def _section(title: str, lines: list[str]) -> list[str]:
    return [f".SH {title}", *lines]


def _synopsis(*words: str) -> str:
    return "\\fBshiptui\\fR " + " ".join(f"\\fI{roff(word)}\\fR" for word in words)


def _item(term: str, says: str) -> list[str]:
    return [".TP", f"\\fB{roff(term)}\\fR", roff(says)]


def _command(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    arguments = (each for each in command.params if isinstance(each, click.Argument))
    yield f".SS {roff(' '.join([name, *map(_value, arguments)]))}"
    yield from _words(command.help or "")
    yield from _options(command, context, every=False)
    examples = getattr(command, "examples", ())
    if examples:
        yield from (".PP", "Examples:")
        for example in examples:
            yield from (".br", roff(example))
    if isinstance(command, click.Group):
        for each, member in command.commands.items():
            yield from _command(f"{name} {each}", member, context)


def _options(command: click.Command, context: click.Context, *, every: bool) -> list[str]:
    """The options of a command; those that all share are told once."""
    lines: list[str] = []
    for option in command.get_params(context):
        if not isinstance(option, click.Option) or option.hidden:
            continue
        if every or option.opts[0] not in SHARED:
            lines += _item(f"{', '.join(option.opts)} {_value(option)}".rstrip(), option.help or "")
    return lines


def _value(parameter: click.Parameter) -> str:
    """What a parameter takes. Not as click words it, which changes from version to version."""
    if isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count):
        return ""
    if isinstance(parameter.type, click.Choice):
        return "|".join(map(str, parameter.type.choices))
    return parameter.metavar or (parameter.name or "").upper()


def _keys() -> list[str]:
    return [line for key in KEYS for line in _item(key.display, f"{key.says} ({key.id})")]


def _settings() -> list[str]:
    lines = [line for option in OPTIONS for line in _item(option.key, _meaning(option))]
    return [*lines, *_item('keys."ID"', KEYS_SAY), *_item("[[tabs]]", f"name, filter: {TABS_SAY}")]


def _meaning(option: Option) -> str:
    words = f" {', '.join(option.choices)}." if option.choices else ""
    usual = option.usually or str(option.default).lower()
    return f"{option.says}{words} Default: {usual}."


def _variables() -> Iterator[str]:
    for option in (CONFIG, *OPTIONS):
        yield from _item(option.variable, f"The setting {option.key}.")
    for name, says in OTHERS.items():
        yield from _item(name, says)
