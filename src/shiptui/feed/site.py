"""What a publisher says of a feed besides its records: `site.toml` in the folder of a catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shiptui.feed.folder import read_file
from shiptui.feed.picking import web_address, whole
from shiptui.feed.placing import is_there
from shiptui.model.errors import FeedError
from shiptui.text.checked import LABEL_LIMIT, naming
from shiptui.text.clean import clean
from shiptui.text.fields import optional_text, texts

if TYPE_CHECKING:
    from pathlib import Path

SITE_NAME = "site.toml"

_ADDRESSES = ("home_page_url", "feed_url", "about", "moved_to", "api_url")


@dataclass(frozen=True, slots=True)
class Site:
    """What stands in a head besides the records. Addresses are absolute.

    `min_poll` is how many seconds readers leave between two looks. `api_url` is where votes go.
    """

    home_page_url: str | None = None
    feed_url: str | None = None
    about: str | None = None
    licence: str | None = None
    moved_to: str | None = None
    api_url: str | None = None
    api_kinds: tuple[str, ...] = ("vote", "toolvote", "bookmark")
    min_poll: int = 3_600


def read_site(path: Path) -> Site:
    """Read a `site.toml`; FeedError names the file, also for a field that means nothing."""
    raw = read_file(path)
    with naming(path.name):
        told: dict[str, Any] = {name: web_address(raw, name) for name in _ADDRESSES}
        told["licence"] = optional_text(raw, "licence", LABEL_LIMIT)
        told["api_kinds"] = texts(raw, "api_kinds", LABEL_LIMIT) or None
        told["min_poll"] = whole(raw, "min_poll", low=0)
        for name in raw.keys() - told.keys():
            raise FeedError(f"The field {clean(name, LABEL_LIMIT)} means nothing here.")
    return Site(**{name: value for name, value in told.items() if value is not None})


def site_of(folder: Path) -> Site:
    """What the `site.toml` of a catalog says, or what holds where there is none."""
    path = folder / SITE_NAME
    return read_site(path) if is_there(path) else Site()
