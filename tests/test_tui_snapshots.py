"""What the screens look like, kept as text: `UPDATE_SNAPSHOTS=1` writes the files anew.

`tests/snapshots/*.txt` hold the characters of a screen, `*.paint` their colours: a letter for each
style, explained above the rows. With `SNAPSHOT_PICTURES=FOLDER` each screen is also drawn as SVG.
"""

from __future__ import annotations

import os
import sqlite3
import string
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from rich.cells import cell_len

from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take, Tool
from shiptui.model.own import Claim
from shiptui.store.filling import fill
from shiptui.store.schema import APPLICATION_ID, CATALOG_TABLES
from shiptui.store.store import Store
from shiptui.tui.screens.judged import Judged
from shiptui.tui.terminal import Terminal
from terminal import opened, press, rows_of, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual.pilot import Pilot

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = ((40, 12), (60, 20), (80, 24), (120, 40), (200, 60))
PLAIN = "no-color"
THEMES = ("dark", "light", "terminal", PLAIN)

PERSONAS = tuple(
    Persona(name.lower(), name) for name in ("Builder", "Skeptic", "Futurist", "Founder")
)
LONG = ("The Extraordinarily Long Name of a Tool that Somebody Took for a Good Idea " * 5)[:300]


def takes(*scores: int | None) -> tuple[Take, ...]:
    """One take a persona: a ship from 60 up, a skip below, no call where the score is unknown."""
    words = "It does what it says, and the price is fair. 価格も妥当です。"
    return tuple(
        Take(
            persona.slug,
            None if score is None else Call.SHIP if score >= 60 else Call.SKIP,
            score,
            words if score is not None else None,
        )
        for persona, score in zip(PERSONAS, scores, strict=True)
    )


TOOLS = (
    Tool(
        "nova",
        "Nova Notes",
        "Nova Labs",
        "notes",
        "Writing",
        "free",
        "Free for one person",
        "Notes that find themselves",
        "A notebook that links what belongs together.",
        source="https://example.org/nova",
        as_of="2026-11-01",
        takes=takes(85, 40, 82, 72),
        complete=True,
    ),
    Tool(
        "shinkai",
        "深海检索引擎 企业版",
        "株式会社深海",
        "search",
        "Search",
        "paid",
        "月額 1,200 円",
        "社内文書をすばやく探す",
        "日本語、中文和英文。",
        takes=takes(90, 78, None, 55),
    ),
    Tool(
        "beonyeok",
        "한국어 번역기 프로",
        "서울 연구소",
        tagline="빠르고 정확한 번역",
        reported_pct=75,
    ),
    Tool("kalimat", "مترجم الكلمات العربية", "دار الكلمات", tagline="ترجمة النصوص الطويلة"),
    Tool(
        "rocket",
        "Rocket 🚀 Launch 👩‍💻 Kit 🇩🇪",
        "Émile & Søn",
        tagline="Zieht Übergrößen an",
        takes=takes(60, 60, 60, 60),
    ),
    Tool("vast", LONG, LONG, LONG, LONG, "paid", LONG, LONG, LONG, takes=takes(10, 20, 30, 40)),
)
PAIRS = (
    Pair("nova", "shinkai", "https://example.org/nova-or-shinkai"),
    Pair("beonyeok", "kalimat"),
    Pair("nova", "vast", "https://example.org/" + "long-" * 40),
    Pair("kalimat", "rocket"),
    Pair("rocket", "vast"),
    Pair("beonyeok", "shinkai"),
)
CATALOG = Catalog("urn:world", "World", "2026-11-01", PERSONAS, {}, TOOLS, PAIRS)


def seeded(folder: Path, catalog: Catalog, digest: str) -> Store:
    """A store that holds a catalog, with what was done in the one before."""
    seed = folder / f"{digest}.sqlite"
    with closing(sqlite3.connect(seed)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executescript(CATALOG_TABLES)
        fill(connection, catalog, digest)
    return Store.open(folder / "shiptui.db", seed)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Store]:
    """A store with a small catalog in many scripts."""
    with seeded(tmp_path, CATALOG, "digest") as store:
        yield store


def check(name: str, found: str) -> str | None:
    """Compare with the file of this name, or write it; the name where it differs."""
    path = SNAPSHOTS / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(found, encoding="utf-8")
        return None
    return None if path.is_file() and path.read_text("utf-8") == found else name


def picture(pilot: Pilot[int], name: str) -> None:
    """Draw the screen as SVG for somebody to look at."""
    if folder := os.environ.get("SNAPSHOT_PICTURES"):
        Path(folder, f"{name}.svg").write_text(pilot.app.export_screenshot(), encoding="utf-8")


async def texts(pilot: Pilot[int], scene: str) -> list[str]:
    """Compare a scene in every size; the names of those that differ."""
    differing = []
    for columns, height in SIZES:
        await pilot.resize_terminal(columns, height)
        await press(pilot)
        rows = rows_of(pilot.app)
        assert len(rows) == height
        assert max(map(cell_len, rows)) <= columns
        name = f"{scene}-{columns}x{height}"
        picture(pilot, name)
        differing.append(check(f"{name}.txt", "\n".join(rows) + "\n"))
    return [name for name in differing if name]


def read_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk refuse every write from here on."""
    another = store.another

    def refusing() -> Store:
        other = another()
        other._opened.connection.execute("PRAGMA query_only = ON")
        return other

    monkeypatch.setattr(store, "another", refusing)


SCENES: dict[str, tuple[str, ...]] = {
    "first-run": (),
    "feed": ("escape",),
    "matchup": ("l",),
    "saved-empty": ("h", "3"),
    "search-empty": ("1", "/", *"zzqx", "enter"),
}
"""The keys that lead from one scene to the next."""


async def test_the_screens_look_as_they_were_left(world: Store) -> None:
    differing = []
    async with opened(world) as pilot:
        for scene, keys in SCENES.items():
            await press(pilot, *keys)
            differing += await texts(pilot, scene)
    assert differing == []


JUDGED = {"standings": ("6",), "agreement": ("w",)}
"""The screens of what was judged."""

DAY = 1_762_000_000_000
"""A moment of 2025 (ms, UTC), some hours away from midnight wherever the tester lives."""


def cast(store: Store, patch: pytest.MonkeyPatch) -> None:
    """Vote on every matchup, on one day, and repeat the Skeptic's calls."""
    patch.setattr("shiptui.store.facts.now", lambda: DAY)
    for id_ in store.catalog.index():
        matchup = store.catalog.matchup(id_)
        assert matchup is not None
        store.facts.cast_vote(matchup, matchup.right.slug)
    for tool in TOOLS:
        take = tool.take_of("skeptic")
        if take is not None and take.call is not None:
            store.facts.cast_tool_vote(tool, take.call)


def judged(pilot: Pilot[int]) -> bool:
    """Whether the screen in front shows what was worked out."""
    return isinstance(pilot.app.screen, Judged) and pilot.app.screen.judgement is not None


@pytest.mark.parametrize("votes", [False, True], ids=["unvoted", "voted"])
async def test_the_screens_of_what_was_judged_look_as_they_were_left(
    world: Store, *, votes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if votes:
        cast(world, monkeypatch)
    differing = []
    async with opened(world) as pilot:
        for scene, keys in JUDGED.items():
            await press(pilot, "escape", *keys)
            await until(pilot, partial(judged, pilot))
            differing += await texts(pilot, f"{scene}-voted" if votes else scene)
    assert differing == []


OWN = {
    "ledger": ("escape", "D"),
    "entries": ("escape", "E"),
    "entry-form": ("enter", *"chan", "enter"),
    "take-form": ("escape", "i"),
}
"""The popups for the reader's own words, and the keys that lead from one to the next."""


async def test_the_popups_for_own_words_look_as_they_were_left(world: Store) -> None:
    world.own.add_claim(
        Claim("", "nova", "Links what belongs together. 価格も妥当。", "2025-11-01")
    )
    world.own.add_claim(Claim("", "vast", LONG, "2999-01-01", "skeptic", 70))
    world.own.write_entry("ours", lambda _: Tool("ours", "우리 도구", "us", tagline=LONG))
    differing = []
    async with opened(world) as pilot:
        for scene, keys in OWN.items():
            await press(pilot, *keys)
            differing += await texts(pilot, scene)
    assert differing == []


async def test_what_changed_since_the_vote_looks_as_it_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = replace(TOOLS[0], entry="Free")
    after = replace(before, pricing="月額 1,200 円", tagline=LONG, takes=takes(20, 40, 30, 72))
    with seeded(tmp_path, replace(CATALOG, tools=(before, *TOOLS[1:])), "before") as store:
        cast(store, monkeypatch)
    with seeded(tmp_path, replace(CATALOG, tools=(after, *TOOLS[1:])), "after") as store:
        async with opened(store) as pilot:
            await press(pilot, "escape", "l")
            assert await texts(pilot, "changed") == []


async def test_the_screen_of_an_error_looks_as_it_was_left(
    world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_only(world, monkeypatch)
    async with opened(world) as pilot:
        said = await press(pilot, "escape", "a")
        assert said.startswith("Not saved")
        assert await texts(pilot, "not-saved") == []


class Painted(NamedTuple):
    """The styles of a screen, each with a letter, and the rows in these letters."""

    letters: dict[str, str]
    rows: list[str]

    @property
    def text(self) -> str:
        """The file."""
        legend = [f"{letter} {style}" for style, letter in self.letters.items()]
        return "\n".join((*legend, "", *self.rows)) + "\n"


def style_words(style: Style | None) -> str:
    """A style as words, without what no terminal shows."""
    if style is None:
        return "plain"
    fore = style.color.name if style.color else "default"
    back = style.bgcolor.name if style.bgcolor else "default"
    more = [
        name for name in ("bold", "dim", "italic", "underline", "reverse") if getattr(style, name)
    ]
    return " ".join((fore, "on", back, *more))


def painted(pilot: Pilot[int]) -> Painted:
    """The colours of the screen: how many cells of which style, row by row."""
    letters: dict[str, str] = {}
    rows = []
    for strip in pilot.app.screen._compositor.render_strips():
        runs: list[tuple[str, int]] = []
        for segment in strip:
            words = style_words(segment.style)
            letter = letters.setdefault(words, string.ascii_letters[len(letters)])
            last = runs.pop() if runs and runs[-1][0] == letter else (letter, 0)
            runs.append((letter, last[1] + cell_len(segment.text)))
        rows.append(" ".join(f"{letter}{cells}" for letter, cells in runs))
    return Painted(letters, rows)


async def paints(pilot: Pilot[int], scene: str, theme: str) -> list[str]:
    """Compare the colours of a scene in every size; the names of those that differ."""
    differing = []
    for columns, height in SIZES:
        await pilot.resize_terminal(columns, height)
        await press(pilot)
        await until(pilot, lambda: not pilot.app._animator._animations)
        shown = painted(pilot)
        name = f"{scene}-{columns}x{height}-{theme}"
        picture(pilot, name)
        differing.append(check(f"{name}.paint", shown.text))
        if theme == PLAIN:
            assert all(words.startswith("default on default") for words in shown.letters)
    return [name for name in differing if name]


def wearing(theme: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The options that open the program in a theme."""
    if theme != PLAIN:
        return {"theme": theme}
    monkeypatch.setenv("NO_COLOR", "1")
    return {"terminal": Terminal(no_colour=True)}


MARKED = {"voted": ("escape", "1", "a", "j", "s"), "help": ("?",)}
"""Scenes that follow on the others, for the colours of marks and of a popup."""


@pytest.mark.parametrize("theme", THEMES)
async def test_the_colours_are_as_they_were_left(
    world: Store, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without colour no cell has one."""
    differing = []
    async with opened(world, **wearing(theme, monkeypatch)) as pilot:
        for scene, keys in (SCENES | MARKED).items():
            await press(pilot, *keys)
            differing += await paints(pilot, scene, theme)
    assert differing == []


@pytest.mark.parametrize("theme", THEMES)
async def test_the_colours_of_an_error_are_as_they_were_left(
    world: Store, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_only(world, monkeypatch)
    async with opened(world, **wearing(theme, monkeypatch)) as pilot:
        await press(pilot, "escape", "a")
        assert await paints(pilot, "not-saved", theme) == []
