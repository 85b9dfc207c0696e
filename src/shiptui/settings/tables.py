"""The two tables of the config file that are lists of the reader's own: keys and tabs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shiptui.model.frozen import dataclass
from shiptui.settings import Tab
from shiptui.settings.complaints import clipped, wrong
from shiptui.settings.file import ConfigFile
from shiptui.settings.option import TEXT_LIMIT
from shiptui.settings.schema import MOST_TABS, NAME_LIMIT


@dataclass(frozen=True, slots=True)
class KeyTable:
    """Keys by id of the key table, the place of each, and what is wrong."""

    keys: dict[str, tuple[str, ...]]
    places: dict[str, str]
    notices: list[str]


def read_keys(file: ConfigFile) -> KeyTable:
    """Read `[keys]`. Whether an id or a key means something is not known here."""
    found = KeyTable({}, {}, [])
    table = file.value("keys")
    if table is not None and not isinstance(table, dict):
        found.notices.append(wrong(f"{file.place('keys')}: keys", "a table", table))
        return found
    for id_, steps, value in _flat(table or {}, ()):
        where = file.place("keys", *steps)
        keys = [value] if isinstance(value, str) else value
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            found.keys[id_] = tuple(key for key in keys if key)
            found.places[id_] = where
        else:
            must_be = 'a key, a list of keys, or "" for none'
            found.notices.append(wrong(f"{where}: {clipped(id_)}", must_be, value))
    return found


def _flat(
    table: Mapping[str, object], above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], object]]:
    """The entries of a table by id: `vote.a = "x"` without quotes is a table in a table."""
    for name, value in table.items():
        steps = (*above, name)
        if isinstance(value, dict):
            yield from _flat(value, steps)
        else:
            yield ".".join(steps), steps, value


def read_tabs(file: ConfigFile) -> tuple[tuple[Tab, ...], list[str]]:
    """Read `[[tabs]]`; also what is wrong with them."""
    raw = file.value("tabs")
    if raw is None:
        return (), []
    if not isinstance(raw, list) or len(raw) > MOST_TABS:
        must_be = f"at most {MOST_TABS} tables [[tabs]]"
        return (), [f"{file.place('tabs')}: tabs must be {must_be}. Using none."]
    tabs: list[Tab] = []
    notices: list[str] = []
    for number, each in enumerate(raw):
        try:
            tabs.append(_tab(each))
        except ValueError as error:
            notices.append(f"{file.place('tabs', number)}: {error}. It is ignored.")
    return tuple(tabs), notices


def _tab(raw: object) -> Tab:
    """One tab, or ValueError with what is wrong with it."""
    members = raw if isinstance(raw, dict) else {}
    for strange in set(members) - {"name", "filter"}:
        raise ValueError(f'a tab has a name and a filter and no "{clipped(strange)}"')
    limits = {"name": NAME_LIMIT, "filter": TEXT_LIMIT}
    for key, limit in limits.items():
        text = members.get(key)
        if not isinstance(text, str) or not text.strip() or not text.isprintable():
            raise ValueError(f"the {key} of a tab must be a text of one line")
        if len(text) > limit:
            raise ValueError(f"the {key} of a tab must have at most {limit} characters")
    return Tab(members["name"].strip(), members["filter"].strip())
