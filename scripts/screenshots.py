"""Make screenshots/ from the real program on the bundled catalog, with a fixed clock.

    python scripts/screenshots.py [NAME ...]

Writes an SVG for each shot, and a PNG beside it where `rsvg-convert` (librsvg) is installed.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from shiptui.store.store import Store
from shiptui.tui.app import ShiptuiApp
from shiptui.tui.preferences import Preferences

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "screenshots"
SEED = ROOT / "data" / "seed.sqlite"
NOON = 1_795_176_000_000
"""2026-11-20T12:00:00Z in ms."""

VOTES = {0: "a", 1: "b", 2: "a", 4: "tie", 6: "neither", 9: "b"}
SAVED = {
    2: ("Ask legal about the licence first.", ("on-device", "q1")),
    4: ("", ("on-device",)),
    11: ("Try both on the receipts set.", ()),
}


class Shot(NamedTuple):
    """One picture: a window, a theme and the keys pressed before it is taken."""

    size: tuple[int, int]
    theme: str
    keys: tuple[str, ...]
    fresh: bool = False


SHOTS = {
    "first-run-120x40": Shot((120, 40), "dark", (), fresh=True),
    "feed-120x40": Shot((120, 40), "dark", ("j", "j")),
    "feed-120x40-light": Shot((120, 40), "light", ("j", "j")),
    "matchup-80x24": Shot((80, 24), "dark", ("j", "j")),
    "matchup-80x24-light": Shot((80, 24), "light", ("j", "j")),
    "matchup-200x60": Shot((200, 60), "dark", ("j", "j")),
    "list-60x20": Shot((60, 20), "dark", ("j", "j")),
    "matchup-60x20": Shot((60, 20), "dark", ("j", "j", "enter")),
    "saved-120x40": Shot((120, 40), "dark", ("3",)),
    "help-120x40": Shot((120, 40), "dark", ("?",)),
    "tools-120x40": Shot((120, 40), "dark", ("5", "j", "j", "+")),
    "persona-120x40": Shot((120, 40), "dark", ("j", "j", "p")),
    "activity-120x40": Shot((120, 40), "dark", ("7",)),
    "standings-120x40": Shot((120, 40), "dark", ("6",)),
    "agreement-120x40": Shot((120, 40), "dark", ("w",)),
    "compare-80x24": Shot((80, 24), "dark", ("c", *"cursor")),
    "terminal-colours-80x24": Shot((80, 24), "terminal", ("j", "j")),
    "high-contrast-80x24": Shot((80, 24), "contrast-dark", ("j", "j")),
    "vote-80x24": Shot((80, 24), "dark", ("j", "j", "j", "a")),
}


def prepare(path: Path) -> None:
    """Vote and save a little, so that the pictures show a program in use."""
    with Store.open(path, SEED) as store:
        ids = store.catalog.index()
        for place, pick in VOTES.items():
            matchup = store.catalog.matchup(ids[place])
            assert matchup is not None  # noqa: S101 - a wrong seed shall stop the script
            slug = {"a": matchup.left.slug, "b": matchup.right.slug}.get(pick, pick)
            store.facts.cast_vote(matchup, slug)
        for place, (note, tags) in SAVED.items():
            store.facts.save(f"matchup:{ids[place]}", "", note=note, tags=tags)
        store.settings.put("welcomed", "yes")


async def take(shot: Shot, folder: Path) -> str:
    """Run the program in a window of that size and return the picture as SVG."""
    database = folder / "shiptui.db"
    if not shot.fresh:
        prepare(database)
    with Store.open(database, SEED) as store:
        app = ShiptuiApp(store, Preferences(theme=shot.theme))
        async with app.run_test(size=shot.size) as pilot:
            await pilot.press(*shot.keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title="shiptui")


def portable(svg: str) -> str:
    """Take out what changes from run to run or points to the network."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    unique = re.findall(r'class="(terminal-\d+)-matrix"', svg)
    for name in set(unique):
        svg = svg.replace(name, "shiptui")
    svg = svg.replace("Fira Code", "DejaVu Sans Mono")
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


def main(names: list[str]) -> int:
    """Take the named shots, or all."""
    TARGET.mkdir(exist_ok=True)
    for name in names or SHOTS:
        with tempfile.TemporaryDirectory() as folder:
            svg = portable(asyncio.run(take(SHOTS[name], Path(folder))))
        path = TARGET / f"{name}.svg"
        path.write_text(svg, encoding="utf-8")
        converter = shutil.which("rsvg-convert")
        if converter:
            png = path.with_suffix(".png")
            subprocess.run([converter, "-w", "1100", "-o", png, path], check=True)  # noqa: S603 - our own file
        print(f"{path.relative_to(ROOT)}{'' if converter else ' (no rsvg-convert, no PNG)'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
