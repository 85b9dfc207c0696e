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
from typing import Self, TypeVar

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
        return self.chosen_log or _home("state") / "shiptui.log"


def settle(flags: Mapping[str, object]) -> Settings:
    """Weigh flags, environment and config file. Raises ConfigError.

    `flags` maps names of fields of Settings, and `config`, to values; None means not given.
    """
    config = ConfigFile.read(_config_path(flags))
    sources = _Sources(flags, config)
    return Settings(
        db=sources.pick("db", _path) or _home("data") / "shiptui.db",
        seed=seed_path(),
        config=config.path,
        chosen_log=sources.pick("log", _path),
        view=sources.pick("view", _view),
        filter_text=str(flags.get("filter_text") or ""),
        offline=sources.pick("offline", _switch) or False,
        mouse=sources.pick("mouse", _switch) is not False,
        theme=sources.pick("theme", _word),
        color=sources.pick("color", _color) or "auto",
        demo=bool(flags.get("demo")),
        notices=config.notices(),
    )


def seed_path() -> Path:
    """The bundled catalog: beside this file when installed, in the repository when worked on."""
    here = Path(__file__).parent
    bundled = here / "data" / "seed.sqlite"
    return bundled if bundled.exists() else here.parents[1] / "data" / "seed.sqlite"


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The config file as it was read. A file that is not there is empty."""

    path: Path
    text: str
    keys: Mapping[str, object]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read and parse it. Raises ConfigError where that cannot be done."""
        try:
            if not (text := _content(path)):
                return cls(path, "", {})
            import tomllib

            return cls(path, text, tomllib.loads(text))
        except RecursionError as error:
            raise ConfigError(f"{path} nests brackets too deeply; flatten them.") from error
        except ValueError as error:
            raise ConfigError(f"{path} is not valid TOML: {error}.") from error

    def place(self, key: str) -> str:
        """The file and the line of a top-level key or table."""
        import re

        start = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        lines = (n for n, line in enumerate(self.text.splitlines(), 1) if start.match(line))
        line = next(lines, None)
        return f"{self.path} line {line}" if line else str(self.path)

    def notices(self) -> tuple[str, ...]:
        """A sentence for each key that means nothing."""
        strange = [key for key in self.keys if key not in CONFIG_KEYS]
        return tuple(
            f'{self.place(key)}: unknown key "{key}"{_guess(key)}, which is ignored.'
            for key in strange
        )


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(CONFIG_LIMIT + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ConfigError(f"The config file {path} cannot be read: {reason}.") from error
    if len(data) > CONFIG_LIMIT:
        raise ConfigError(f"The config file {path} is longer than 256 KB; shiptui reads no more.")
    return data.decode("utf-8-sig")


def _guess(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, CONFIG_KEYS, 1)
    return f" ({near[0]}?)" if near else ""


@dataclass(frozen=True, slots=True)
class _Sources:
    """The three places a setting can come from, in the order they win."""

    flags: Mapping[str, object]
    config: ConfigFile | None = None

    def pick(self, key: str, read: Callable[[object], T]) -> T | None:
        """The value of the first place that has one. Raises ConfigError naming the place."""
        variable = f"SHIPTUI_{key.upper()}"
        flag, word = self.flags.get(key), os.environ.get(variable) or None
        if flag is not None:
            where, value = f"--{key}", flag
        elif word is not None:
            where, value = variable, word
        elif self.config and (kept := self.config.keys.get(key)) is not None:
            where, value = f"{self.config.place(key)}: {key}", kept
        else:
            return None
        try:
            return read(value)
        except ValueError as error:
            raise ConfigError(f"{where} must be {error}, not {value!r}.") from error


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
    chosen = _Sources(flags).pick("config", _path)
    # A flag is typed for this one run, so a slip in it must not pass for an empty file.
    if chosen and flags.get("config") and not chosen.exists():
        raise ConfigError(f"There is no config file {chosen}; check the path after --config.")
    return chosen or _home("config") / "config.toml"


# The places of the XDG rules, which hold on every system whose user names them; platformdirs knows
# the same ones for Linux, but its import takes as long as a whole query.
_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def _home(kind: str) -> Path:
    """The folder for our files of one kind. Raises ConfigError."""
    variable, usual = _XDG[kind]
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():  # the XDG rules say that a relative path is to be ignored
        return named / "shiptui"
    if sys.platform == "linux" or (kind == "config" and sys.platform != "win32"):
        try:
            return _path(f"~/{usual}") / "shiptui"
        except ValueError as error:
            raise ConfigError("Your home directory is not known; set HOME.") from error
    from platformdirs import PlatformDirs

    folders = PlatformDirs("shiptui", appauthor=False, roaming=kind == "config")
    return Path(getattr(folders, f"user_{kind}_dir"))
