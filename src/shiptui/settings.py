"""Where things are and how the program was asked to behave.

A flag wins against the environment (`SHIPTUI_` and the key in capitals), the environment against
the config file, the file against the default. A choice made inside the program stands between the
file and the default: it lives in the database, so what was settled nowhere stays None here.
The config file is read and never written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from shiptui.model.errors import ConfigError
from shiptui.model.facts import View

T = TypeVar("T")

CONFIG_LIMIT = 256 * 1024
"""A config file is at most this many bytes long."""

CONFIG_KEYS = ("db", "log", "view", "offline", "mouse", "theme", "color")
COLORS = ("auto", "always", "never")

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one run. `view` and `theme` are None where nothing outside settled them.

    `color` is auto, always or never. `demo` promises that `db` is a temporary file. `notices` are
    sentences about the config file that the reader must be told.
    """

    db: Path
    seed: Path
    config: Path
    chosen_log: Path | None = None
    view: View | None = None
    filter_text: str = ""
    offline: bool = False
    mouse: bool = True
    theme: str | None = None
    color: str = "auto"
    demo: bool = False
    notices: tuple[str, ...] = ()

    @property
    def log(self) -> Path:
        """The log file."""
        return self.chosen_log or _state_home() / "shiptui.log"


def settle(flags: Mapping[str, object]) -> Settings:
    """Weigh flags, environment and config file. Raises ConfigError.

    `flags` maps names of fields of Settings, and `config`, to values; None means not given.
    """
    config = _config_path(flags)
    file, notices = read_config(config)
    sources = _Sources(flags, config, file)
    return Settings(
        db=sources.pick("db", _path) or _data_home() / "shiptui.db",
        seed=seed_path(),
        config=config,
        chosen_log=sources.pick("log", _path),
        view=sources.pick("view", _view),
        filter_text=str(flags.get("filter_text") or ""),
        offline=sources.pick("offline", _switch) or False,
        mouse=sources.pick("mouse", _switch) is not False,
        theme=sources.pick("theme", _word),
        color=sources.pick("color", _color) or "auto",
        demo=bool(flags.get("demo")),
        notices=notices,
    )


def seed_path() -> Path:
    """The bundled catalog: beside this file when installed, in the repository when worked on."""
    here = Path(__file__).parent
    bundled = here / "data" / "seed.sqlite"
    return bundled if bundled.exists() else here.parents[1] / "data" / "seed.sqlite"


def read_config(path: Path) -> tuple[dict[str, object], tuple[str, ...]]:
    """The keys of a config file and a sentence for each key that means nothing.

    A file that is not there is empty. Raises ConfigError where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(CONFIG_LIMIT + 1)
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ConfigError(f"The config file {path} cannot be read: {reason}.") from error
    if len(data) > CONFIG_LIMIT:
        raise ConfigError(f"The config file {path} is longer than 256 KB; shiptui reads no more.")
    return _parse(path, data)


def _parse(path: Path, data: bytes) -> tuple[dict[str, object], tuple[str, ...]]:
    import tomllib

    try:
        text = data.decode("utf-8-sig")
        raw = tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(f"{path}: brackets are nested too deeply; flatten them.") from error
    except ValueError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    strange = [key for key in raw if key not in CONFIG_KEYS]
    return raw, tuple(_strange_key(path, text, key) for key in strange)


def _strange_key(path: Path, text: str, key: str) -> str:
    from difflib import get_close_matches

    guess = get_close_matches(key, CONFIG_KEYS, 1)
    hint = f" ({guess[0]}?)" if guess else ""
    return f'{path}{_line_of(text, key)}: unknown key "{key}"{hint}. It is ignored.'


def _line_of(text: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip(" \t[\"'").startswith(key):
            return f" line {number}"
    return ""


@dataclass(frozen=True, slots=True)
class _Sources:
    """The three places a setting can come from, in the order they win."""

    flags: Mapping[str, object]
    config: Path
    file: Mapping[str, object]

    def pick(self, key: str, read: Callable[[object], T]) -> T | None:
        """The value of the first place that has one. Raises ConfigError naming the place."""
        variable = f"SHIPTUI_{key.upper()}"
        for where, value in (
            (f"--{key}", self.flags.get(key)),
            (variable, os.environ.get(variable) or None),
            (f"{self.config}: {key}", self.file.get(key)),
        ):
            if value is not None:
                try:
                    return read(value)
                except ValueError as error:
                    raise ConfigError(f"{where} must be {error}, not {value!r}.") from error
        return None


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError("the path of a file")
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError("a path whose home directory is known") from error


def _view(value: object) -> View:
    if value not in list(View):
        raise ValueError("one of " + ", ".join(View))
    return View(str(value))


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    if word not in _TRUE + _FALSE:
        raise ValueError("true or false")
    return word in _TRUE


def _word(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or not value:
        raise ValueError("one word")
    return value


def _color(value: object) -> str:
    if value not in COLORS:
        raise ValueError("one of " + ", ".join(COLORS))
    return str(value)


def _config_path(flags: Mapping[str, object]) -> Path:
    chosen = _Sources(flags, Path(), {}).pick("config", _path)
    # A flag is typed for this one run, so a slip in it must not pass for an empty file.
    if chosen and flags.get("config") and not chosen.exists():
        raise ConfigError(f"There is no config file {chosen}; check the path after --config.")
    return chosen or _config_home() / "config.toml"


def _xdg(variable: str) -> Path | None:
    # The XDG rules say that a relative path there is to be ignored.
    value = os.environ.get(variable, "")
    return Path(value) / "shiptui" if Path(value).is_absolute() else None


def _config_home() -> Path:
    if chosen := _xdg("XDG_CONFIG_HOME"):
        return chosen
    if sys.platform == "win32":
        from platformdirs import user_config_path

        return user_config_path("shiptui", appauthor=False, roaming=True)
    return _home() / ".config" / "shiptui"


def _data_home() -> Path:
    if chosen := _xdg("XDG_DATA_HOME"):
        return chosen
    from platformdirs import user_data_path

    return user_data_path("shiptui", appauthor=False)


def _state_home() -> Path:
    if chosen := _xdg("XDG_STATE_HOME"):
        return chosen
    from platformdirs import user_state_path

    return user_state_path("shiptui", appauthor=False)


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise ConfigError("Your home directory is not known; set HOME.") from error
