"""Opening and copying: the program says what really happened."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from shiptui.tui import desktop
from terminal import browse_of, fake_clipboard, opened, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from shiptui.store.store import Store

PAGE = "https://example.org/m"
SCREEN = {"DISPLAY": ":0"}


class Browser:
    """Opens nothing, and remembers what it was asked to."""

    def __init__(self, basename: str = "firefox", *, opens: bool = True) -> None:
        self.basename = basename
        self.opens = opens
        self.asked: list[str] = []

    def open(self, address: str) -> bool:
        """Pretend to."""
        self.asked.append(address)
        return self.opens


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The one browser there is."""
    only = Browser()
    monkeypatch.setattr("webbrowser.get", lambda: only)
    return only


def test_a_web_address_is_opened_where_there_is_a_browser(browser: Browser) -> None:
    assert desktop.open_address(PAGE, SCREEN) == f"Opened {PAGE}"
    assert browser.asked == [PAGE]


@pytest.mark.parametrize(
    ("environment", "basename", "opens"),
    [
        ({}, "firefox", True),
        ({**SCREEN, "SSH_CONNECTION": "10.0.0.1 22"}, "firefox", True),
        (SCREEN, "w3m", True),
        (SCREEN, "firefox", False),
    ],
    ids=["no screen", "far away", "text browser", "refused"],
)
def test_where_nothing_was_opened_the_address_is_shown(
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    basename: str,
    opens: bool,  # noqa: FBT001 - a case of the test
) -> None:
    """A text browser would take over the terminal, one on another machine shows nobody."""
    monkeypatch.setattr("sys.platform", "linux")
    browser.basename, browser.opens = basename, opens
    said = desktop.open_address(PAGE, environment)
    assert PAGE in said
    assert not said.startswith("Opened")
    assert len(browser.asked) == (basename == "firefox" and not opens)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "--help", "x y"])
def test_what_is_no_web_address_is_never_handed_to_a_browser(
    browser: Browser, address: str
) -> None:
    assert desktop.open_address(address, SCREEN).startswith("The source is not a web address")
    assert browser.asked == []


def test_a_pair_without_a_page_is_not_opened(browser: Browser) -> None:
    assert desktop.open_address(None, SCREEN) == "This matchup has no page of its own."
    assert browser.asked == []


def copier(*works: str) -> Callable[..., Any]:
    """A `subprocess.run` in which only some programs work."""

    def run(command: tuple[str, ...], **how: Any) -> None:
        assert how["timeout"]
        if command[0] not in works:
            raise subprocess.CalledProcessError(1, command)

    return run


@pytest.mark.parametrize(
    ("works", "environment", "way"),
    [
        (("xclip", "tmux"), SCREEN, "xclip"),
        (("xsel",), SCREEN, "xsel"),
        (("wl-copy",), {"WAYLAND_DISPLAY": "w"}, "wl-copy"),
        (("tmux",), {"TMUX": "t"}, "tmux"),
        (("xclip",), {}, None),
        ((), {**SCREEN, "TMUX": "t"}, None),
    ],
)
def test_copying_names_the_program_that_worked(
    monkeypatch: pytest.MonkeyPatch,
    works: tuple[str, ...],
    environment: dict[str, str],
    way: str | None,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("subprocess.run", copier(*works))
    assert desktop.copy_text("words", environment) == way


async def test_o_y_and_capital_y_say_what_happened(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = fake_clipboard(monkeypatch)
    monkeypatch.setattr(desktop, "open_address", lambda address, *_: f"Opened {address}")
    async with opened(store, (120, 40)) as pilot:
        matchup = browse_of(pilot).matchup
        assert matchup is not None
        assert await press(pilot, "o") == f"Opened {matchup.source}"
        assert await press(pilot, "y") == "Copied the link by xclip."
        assert await press(pilot, "Y") == "Copied the summary by xclip."
        assert copied[0] == matchup.source
        assert copied[1].startswith("**GPT\\-5 Mini API vs SmolVLM2\\-2B**")
        assert "| Panel |" in copied[1]


async def test_without_a_clipboard_program_the_terminal_is_asked_and_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "copy_text", lambda *_: None)
    async with opened(store, (120, 40)) as pilot:
        assert "OSC 52" in await press(pilot, "y")
        matchup = browse_of(pilot).matchup
        assert matchup is not None
        assert pilot.app.clipboard == matchup.source
