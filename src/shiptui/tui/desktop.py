"""The world outside the terminal: browser and clipboard, with what to do where there is none."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping

from shiptui.text.address import check_address

COPIERS = (
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("", ("pbcopy",)),
    ("", ("clip.exe",)),
    ("TMUX", ("tmux", "load-buffer", "-w", "-")),
)
"""Clipboard programs, each with the variable that must be set for it to make sense."""

LONGEST_COPY = 65_536
"""At most this many bytes leave on a key press."""

TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "elinks", "www-browser"})
"""They would take over the terminal."""


def open_address(
    address: str | None, environment: Mapping[str, str], command: str | None = None
) -> str:
    """Open an address in a graphical browser; says what happened in one sentence.

    `command` is the reader's own way to open one; the address becomes its last argument.
    """
    if address is None:
        return "This matchup has no page of its own."
    safe = check_address(address)
    if safe is None:
        return f"The source is not a web address: {address}"
    if command:
        return _open_by(command, safe)
    graphical = sys.platform == "darwin" or any(
        environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not graphical or environment.get("SSH_CONNECTION"):
        return f"No browser here. The address: {safe} (y copies it)"
    return _browse(safe)


def _browse(address: str) -> str:
    """Hand a checked address to the browser the reader has."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return f"No browser found. The address: {address} (y copies it)"
    if getattr(browser, "basename", "") in TEXT_BROWSERS:
        return f"Only a text browser was found. The address: {address} (y copies it)"
    opened = browser.open(address)
    return f"Opened {address}" if opened else f"The browser did not open {address}"


def _open_by(command: str, address: str) -> str:
    """Start the reader's command without a shell, and do not wait for it."""
    try:
        subprocess.Popen(  # noqa: S603 - the reader's own command and a checked address
            [*shlex.split(command), address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"The open_command of your config did not run ({error}). The address: {address}"
    return f"Opened {address}"


def editor() -> str:
    """The command of the reader's editor."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"


def copy_text(text: str, environment: Mapping[str, str]) -> str | None:
    """Copy by the first native tool that works and name it; None leaves it to the terminal."""
    data = text.encode("utf-8", "replace")[:LONGEST_COPY]
    for variable, command in COPIERS:
        if variable and not environment.get(variable):
            continue
        if shutil.which(command[0]) is None:
            continue
        try:
            subprocess.run(command, input=data, check=True, timeout=2, capture_output=True)  # noqa: S603 - constants above
        except (OSError, subprocess.SubprocessError):
            continue
        return command[0]
    return None
