"""Where things are and how the program was asked to behave, for one run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shiptui.model.facts import View
from shiptui.model.frozen import dataclass, field


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved filter, shown as one more view."""

    name: str
    filter: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What flags, environment and config file settled.

    None means that nothing outside settled it: then a choice made in the program holds, else the
    default of `settings/schema.py`, which also says what the values are. A field is named after
    its key, with `_` for the dot. `keys` are the reader's own by id of the key table, `()` for
    none, and `key_places` says where each stands. `demo` promises that `db` is a temporary file.
    `notices` are sentences about the environment and the config file that the reader must be told.
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
    glyphs: str | None = None
    motion: str | None = None
    rows: str | None = None
    sort: str | None = None
    next: str | None = None
    reveal: str | None = None
    open_command: str | None = None
    blind_panel: bool | None = None
    blind_names: bool | None = None
    sync_every: str | None = None
    sync_notes: bool | None = None
    vote_send_after: int | None = None
    layout_std: int | None = None
    layout_wide: int | None = None
    layout_ultra: int | None = None
    layout_list_wide: int | None = None
    layout_list_ultra: int | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_places: Mapping[str, str] = field(default_factory=dict)
    tabs: tuple[Tab, ...] = ()
    demo: bool = False
    notices: tuple[str, ...] = ()

    @property
    def log(self) -> Path:
        """The log file. Raises ConfigError where the home directory is not known."""
        from shiptui.settings.places import home

        return self.chosen_log or home("state") / "shiptui.log"
