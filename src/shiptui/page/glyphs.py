"""The characters of the chrome, in two sets: Unicode, and ASCII for terminals without it."""

from __future__ import annotations

from shiptui.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One cell each, but for the ellipsis."""

    ellipsis: str
    new: str
    seen: str
    saved: str
    cursor: str
    bar_a: str
    bar_b: str
    track: str
    light: str
    heavy: str
    upright: str
    mark: str
    note: str
    flipped: str


UNICODE = Glyphs(
    ellipsis="…",
    new="●",
    seen="·",
    saved="★",
    cursor=">",
    bar_a="━",
    bar_b="═",
    track="┄",
    light="─",
    heavy="━",
    upright="│",
    mark="›",
    note="✎",
    flipped="≠",
)

ASCII = Glyphs(
    ellipsis="...",
    new="+",
    seen=".",
    saved="*",
    cursor=">",
    bar_a="#",
    bar_b="=",
    track=".",
    light="-",
    heavy="=",
    upright="|",
    mark=">",
    note="n",
    flipped="!",
)
