"""`shiptui web`: the program in a browser of this computer (extra `web`).

Nobody else gets in: it listens on the loopback address, and asks for a key that only the address
holds which it prints. So another user of this computer is kept out, and so is a page of another
site that is open in the same browser.
"""

from __future__ import annotations

import re
import secrets
import shlex
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from shiptui.cli import out
from shiptui.cli.options import Command, pass_session
from shiptui.cli.session import Session
from shiptui.model.errors import ShiptuiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
COOKIE = "shiptui"

_MISSING = "shiptui web needs the extra `web`; install it with: pip install 'shiptui[web]'"

# The page of the library asks another site for a font; here it asks nobody for anything.
_FOREIGN = re.compile(r"<link[^>]*https?://(?!127\.0\.0\.1)[^>]*>")
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; font-src 'self' data:; connect-src {address} {socket};"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_FLAGS = {
    "db": "--db",
    "config": "--config",
    "color": "--color",
    "view": "--view",
    "filter_text": "--filter",
    "theme": "--theme",
}
_SWITCHES = {
    "offline": (True, "--offline"),
    "mouse": (False, "--no-mouse"),
    "demo": (True, "--demo"),
}


@click.command(cls=Command, examples=("shiptui web", "shiptui --view saved web --port 8123"))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="N", help="Where to listen."
)
@pass_session
def web(session: Session, port: int) -> None:
    """Show the program in a browser of this computer.

    Needs the extra web. Prints the address to open, which holds a key; ctrl+c ends it. Options
    that stand before web are those of the program, such as --view and --theme.
    """
    try:
        library, aiohttp = import_module("textual_serve.server"), import_module("aiohttp.web")
    except ImportError:
        raise UsageError(_MISSING) from None
    key = secrets.token_urlsafe(24)
    server = library.Server(program_command(session.flags), host=HOST, port=port, title="shiptui")
    address = f"http://{HOST}:{port}"

    async def guarded() -> Any:  # noqa: ANN401 - of a library that may not be there
        app = await server._make_app()  # noqa: SLF001 - the one place where a guard can be put in
        app.middlewares.append(_guard(aiohttp, address, key))
        app.on_startup.clear()
        return app

    def tell(*_: object) -> None:
        out.say(f"Open {address}/?key={key} in a browser of this computer; ctrl+c ends it.")
        sys.stderr.flush()

    try:
        # What it calls `print` is called once somebody can come in.
        aiohttp.run_app(guarded(), host=HOST, port=port, print=tell, shutdown_timeout=1)
    except OSError as error:
        raise ShiptuiError(
            f"Nothing can listen on port {port}: {(error.strerror or 'no reason given').lower()};"
            " choose another one with --port."
        ) from error
    # It has ended, and only an interrupt ends it.
    raise KeyboardInterrupt


def program_command(flags: dict[str, object]) -> str:
    """The program as a shell starts it, with the options of this run."""
    words = [sys.executable, "-P", "-m", "shiptui", "--served"]
    for name, option in _FLAGS.items():
        if flags.get(name) is not None:
            words += [option, str(flags[name])]
    words += [option for name, (on, option) in _SWITCHES.items() if flags.get(name) is on]
    return shlex.join(words)


def _guard(aiohttp: Any, address: str, key: str) -> Callable[..., Any]:  # noqa: ANN401 - as above
    """A middleware that lets in who knows the key, by the address or by the cookie it left."""
    socket = address.replace("http", "ws", 1)
    policy = _POLICY.format(address=address, socket=socket)

    @aiohttp.middleware  # type: ignore[untyped-decorator]  # of a library that may not be there
    async def guard(request: Any, handler: Callable[..., Any]) -> Any:  # noqa: ANN401 - as above
        shown = request.query.get("key", "") if request.path == "/" else ""
        known = shown or request.cookies.get(COOKIE, "")
        if not secrets.compare_digest(known.encode(), key.encode()):
            raise aiohttp.HTTPForbidden(text="Open the address that shiptui web printed.\n")
        if request.headers.get("Origin", address) != address:
            raise aiohttp.HTTPForbidden(text="Another site asked for this.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = policy
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
            if shown:
                response.text = _FOREIGN.sub("", response.text)
                response.set_cookie(COOKIE, key, httponly=True, samesite="Strict")
        return response

    found: Callable[..., Any] = guard
    return found
