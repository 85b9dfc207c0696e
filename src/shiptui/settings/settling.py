"""Weighing what was said: a flag wins against the environment, this against the config file.

A flag that means nothing stops the program, for it was typed for this run. What stands in the
environment or in the file never does: it is told, and passed over.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from shiptui import TYPE_CHECKING
from shiptui.model.errors import ConfigError
from shiptui.model.frozen import dataclass
from shiptui.settings import Settings, Tab
from shiptui.settings.complaints import shown, unknown, wrong
from shiptui.settings.file import ConfigFile
from shiptui.settings.option import Option
from shiptui.settings.places import home, seed_path
from shiptui.settings.schema import BY_KEY, CONFIG, GROWING, OPTIONS
from shiptui.settings.tables import KeyTable, read_keys, read_tabs

if TYPE_CHECKING:
    from typing import Any

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it was said; None and `default` where nobody did."""

    value: Any = None
    where: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was found of every option, by key, and what is wrong with what was said."""

    file: ConfigFile
    found: dict[str, Found]
    keys: KeyTable
    tabs: tuple[Tab, ...]
    notices: tuple[str, ...]


def settle(flags: Mapping[str, object]) -> Settings:
    """Weigh flags, environment and config file. Raises ConfigError for a flag that means nothing.

    `flags` maps names of fields of Settings, and `config`, to values; None means not given.
    """
    return settings_of(weigh(flags), flags)


def settings_of(weighing: Weighing, flags: Mapping[str, object]) -> Settings:
    """What was found as Settings."""
    values = {BY_KEY[key].field: found.value for key, found in weighing.found.items()}
    return Settings(
        db=values.pop("db") or home("data") / "shiptui.db",
        seed=seed_path(),
        config=weighing.file.path,
        chosen_log=values.pop("log"),
        offline=values.pop("offline") or False,
        mouse=values.pop("mouse") is not False,
        color=values.pop("color") or "auto",
        filter_text=str(flags.get("filter_text") or ""),
        keys=weighing.keys.keys,
        key_places=weighing.keys.places,
        tabs=weighing.tabs,
        demo=bool(flags.get("demo")),
        notices=weighing.notices,
        **values,
    )


def weigh(flags: Mapping[str, object]) -> Weighing:
    """Look everywhere for every option. Raises ConfigError for a flag that means nothing."""
    file = ConfigFile.read(_config_path(flags))
    notices = [file.trouble] if file.trouble else []
    found = {option.key: _find(option, flags, file, notices) for option in OPTIONS}
    _check_layout(found, notices)
    keys = read_keys(file)
    tabs, wrong_tabs = read_tabs(file)
    told = (*notices, *unknown(file), *keys.notices, *wrong_tabs)
    return Weighing(file, found, keys, tabs, told)


def _find(
    option: Option, flags: Mapping[str, object], file: ConfigFile, notices: list[str]
) -> Found:
    """The first value that can be used; what is said of the others goes to `notices`."""
    flag = flags.get(option.field)
    if flag is not None:
        return Found(_read_flag(option, flag), f"--{option.flag or option.key}")
    said = []
    if word := os.environ.get(option.variable):
        said.append((option.word(word), option.variable, ""))
    steps = option.key.split(".")
    if (kept := file.value(*steps)) is not None:
        said.append((kept, file.place(*steps), f": {option.key}"))
    for value, where, named in said:
        try:
            return Found(option.read(value), where)
        except ValueError as error:
            notices.append(wrong(where + named, error, value))
    return Found()


def _read_flag(option: Option, value: object) -> object:
    try:
        return option.read(value)
    except ValueError as error:
        raise ConfigError(
            f"--{option.flag or option.key} must be {error}, not {shown(value)}."
        ) from error


def _config_path(flags: Mapping[str, object]) -> Path:
    flag, named = flags.get("config"), os.environ.get(CONFIG.variable)
    path: Any = _read_flag(CONFIG, flag or named) if flag or named else None
    # A flag is typed for this one run, so a slip in it must not pass for an empty file.
    if flag and not path.exists():
        raise ConfigError(f"There is no config file {path}; check the path after --config.")
    return path or home("config") / "config.toml"


def _check_layout(found: dict[str, Found], notices: list[str]) -> None:
    """Give up the reader's layout where a part of it does not fit the others."""
    keys = [key for pair in GROWING for key in pair]
    held: dict[str, Any] = {key: found[key].value or BY_KEY[key].default for key in keys}
    for small, large in GROWING:
        if held[small] < held[large]:
            continue
        places = [found[key].where for key in (small, large) if found[key].where != DEFAULT]
        notices.append(
            f"{places[0]}: {small} ({held[small]}) must be smaller than {large}"
            f" ({held[large]}). Using the default layout."
        )
        found.update(dict.fromkeys(held, Found()))
        return
