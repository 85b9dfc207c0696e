"""Public facts about models, from the `api.json` of models.dev, as the files of a catalog.

What is taken is what anyone can look up: names, prices, limits, what goes in and comes out, dates.
No take, call or score is made from it, and what the source does not say stays unsaid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from shiptui.feed.picking import required_date
from shiptui.model.errors import FeedError
from shiptui.text.checked import LINE_LIMIT, NAME_LIMIT, SUMMARY_LIMIT, read_json
from shiptui.text.clean import clean
from shiptui.text.fields import checked_id, required_text

SOURCE = "https://models.dev/api.json"
LICENCE = "MIT"
FILE_LIMIT = 16_000_000
CATEGORY = "AI Models"
NOTE = f"# Facts from {SOURCE} "
"""How each file of an import begins."""

_SLUG_LIMIT = 78
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?\Z")
_KINDS = ("text", "image", "audio", "video", "pdf")
_PRICES = (
    ("input", "in"),
    ("output", "out"),
    ("cache_read", "read from cache"),
    ("cache_write", "written to cache"),
)
_ABILITIES = (
    ("reasoning", "reasons before it answers"),
    ("tool_call", "calls tools"),
    ("attachment", "takes attachments"),
    ("open_weights", "has open weights"),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """The files of a catalog folder by name, and a sentence for each model that was left out."""

    files: Mapping[str, str]
    left_out: tuple[str, ...]


def catalog_files(
    data: bytes, *, feed_id: str, title: str, as_of: str, providers: frozenset[str] | None = None
) -> Imported:
    """Turn an `api.json` into catalog files, each with its source and licence.

    `as_of` is the ISO date on which it was fetched. Only the `providers` named are taken, or all.
    FeedError where the data has another form; a single model that has is left out and told.
    """
    title = required_text({"title": title}, "title", NAME_LIMIT)
    feed_id, as_of = checked_id(feed_id, "feed_id"), required_date({"as_of": as_of}, "as_of")
    raw = read_json(data, limit=FILE_LIMIT)
    if not isinstance(raw, dict):
        raise FeedError("The data is no object of providers, as models.dev publishes it.")
    files: dict[str, str] = {}
    left_out: list[str] = []
    for id_, provider in raw.items():
        if providers is None or id_ in providers:
            _add_provider(files, left_out, clean(id_, NAME_LIMIT), provider)
    if not files:
        raise FeedError("The data holds no model that could be taken.")
    note = f"{NOTE}({LICENCE} licence), fetched {as_of}.\n"
    head = f"feed_id = {_quoted(feed_id)}\ntitle = {_quoted(title)}\nas_of = {as_of}\n"
    around = {
        "catalog.toml": f'{note}{head}licence = "{LICENCE}"\n',
        "categories.toml": "[sections]\n",
        "personas.toml": "# Facts have no point of view.\n",
        "matchups.toml": "# Set two slugs of tools/ side by side here.\n",
    }
    return Imported(around | {name: note + text for name, text in files.items()}, tuple(left_out))


def _add_provider(files: dict[str, str], left_out: list[str], id_: str, provider: object) -> None:
    models = provider.get("models") if isinstance(provider, dict) else None
    if not isinstance(provider, dict) or not isinstance(models, dict):
        left_out.append(f"{id_}: it lists no models.")
        return
    vendor = _text(provider, "name", NAME_LIMIT) or id_
    for model_id, model in models.items():
        told = f"{id_} {clean(model_id, NAME_LIMIT)}"
        name = _text(model, "name", NAME_LIMIT) if isinstance(model, dict) else None
        slug = slug_of(id_, model_id)
        if name is None or slug is None:
            left_out.append(f"{told}: it has no usable name or id.")
        elif f"tools/{slug}.toml" in files:
            left_out.append(f"{told}: another model has the slug {slug}.")
        else:
            files[f"tools/{slug}.toml"] = _tool(cast("Mapping[str, object]", model), name, vendor)


def slug_of(provider: str, model: str) -> str | None:
    """The slug of a provider's model, or None where nothing is left of the ids."""
    parts = [re.sub("[^a-z0-9]+", "-", each.lower()).strip("-") for each in (provider, model)]
    slug = "-".join(parts)
    return slug if all(parts) and len(slug) <= _SLUG_LIMIT else None


def _tool(model: Mapping[str, object], name: str, vendor: str) -> str:
    fields = {
        "name": name,
        "vendor": vendor,
        "category": CATEGORY,
        "entry": _entry(model),
        "pricing": _pricing(model),
        "tagline": _tagline(model),
        "summary": _summary(model),
        "source": SOURCE,
    }
    return "".join(f"{key} = {_quoted(each)}\n" for key, each in fields.items() if each)


def _entry(model: Mapping[str, object]) -> str | None:
    """Paid where tokens have a price. A price of nothing may mean free, or that nobody noted it."""
    prices = (_number(_table(model, "cost"), key) for key, _ in _PRICES)
    return "Paid" if any(prices) else None


def _pricing(model: Mapping[str, object]) -> str | None:
    cost = _table(model, "cost")
    prices = [(_number(cost, key), word) for key, word in _PRICES]
    told = [f"{price:g} {word}" for price, word in prices if price]
    return clean(f"USD per million tokens: {', '.join(told)}", LINE_LIMIT) if told else None


def _tagline(model: Mapping[str, object]) -> str | None:
    modalities = _table(model, "modalities")
    taken, given = (_kinds(modalities, key) for key in ("input", "output"))
    return clean(f"Takes {taken}, gives {given}", LINE_LIMIT) if taken and given else None


def _summary(model: Mapping[str, object]) -> str | None:
    limits = _table(model, "limit")
    context, output = (_number(limits, key) for key in ("context", "output"))
    abilities = [word for key, word in _ABILITIES if _is_able(model.get(key))]
    sentences = [
        f"Context of {context:,.0f} tokens." if context else "",
        f"Output of at most {output:,.0f} tokens." if output else "",
        f"It {', '.join(abilities)}." if abilities else "",
        _dated(model, "knowledge", "Knowledge until"),
        _dated(model, "release_date", "Released"),
        _dated(model, "last_updated", "Last updated"),
    ]
    return clean(" ".join(sentences), SUMMARY_LIMIT) or None


def _is_able(value: object) -> bool:
    """A plain yes, or details that begin with whether it is supported at all."""
    return (value.get("supported") if isinstance(value, dict) else value) is True


def _dated(model: Mapping[str, object], key: str, words: str) -> str:
    value = model.get(key)
    return f"{words} {value}." if isinstance(value, str) and _DATE.match(value) else ""


def _kinds(modalities: Mapping[str, object], key: str) -> str:
    values = modalities.get(key)
    known = [each for each in _KINDS if isinstance(values, list) and each in values]
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def _table(raw: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def _number(raw: Mapping[str, object], key: str) -> float | None:
    value = raw.get(key)
    sound = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return float(cast("float", value)) if sound else None


def _text(raw: Mapping[str, object], key: str, limit: int) -> str | None:
    value = raw.get(key)
    return (clean(value, limit) or None) if isinstance(value, str) else None


def _quoted(text: str) -> str:
    """A basic string of TOML; cleaned text needs no more than JSON does."""
    return json.dumps(text, ensure_ascii=False)
