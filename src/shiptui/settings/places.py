"""Where the program's files are when nobody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shiptui.model.errors import ConfigError

# The places of the XDG rules, which hold on every system whose user names them; platformdirs knows
# the same ones for Linux, but its import takes as long as a whole query.
_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}

CREDENTIALS = "credentials.json"
"""The file of tokens, in the folder of the config."""


def home(kind: str) -> Path:
    """The folder for our files of one kind: data, config or state. Raises ConfigError."""
    variable, usual = _XDG[kind]
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():  # the XDG rules say that a relative path is to be ignored
        return named / "shiptui"
    if sys.platform == "linux" or (kind == "config" and sys.platform != "win32"):
        try:
            return Path(f"~/{usual}").expanduser() / "shiptui"
        except RuntimeError as error:
            raise ConfigError("Your home directory is not known; set HOME.") from error
    from platformdirs import PlatformDirs

    folders = PlatformDirs("shiptui", appauthor=False, roaming=kind == "config")
    return Path(getattr(folders, f"user_{kind}_dir"))


def seed_path() -> Path:
    """The bundled catalog: in the package when installed, in the repository when worked on."""
    package = Path(__file__).parents[1]
    bundled = package / "data" / "seed.sqlite"
    return bundled if bundled.exists() else package.parents[1] / "data" / "seed.sqlite"
