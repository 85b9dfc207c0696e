"""`shiptui-server`: the program of whoever runs a two-way feed."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui import __version__
from shiptui.model.errors import ConfigError, ShiptuiError, UsageError
from shiptui.server import accounts
from shiptui.server.founding import counted_from, found, site_of
from shiptui.server.opening import open_store
from shiptui.server.policy import now
from shiptui.text.address import check_address
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shiptui.model.catalog import Catalog
    from shiptui.server.storage import Store

DATABASE = "SHIPTUI_SERVER_DB"
_INTERRUPTED = 130
_NAME_LIMIT = 80


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.umask(0o077)
    try:
        code: int | None = server.main(argv, "shiptui-server", standalone_mode=False)
    except ShiptuiError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.UsageError as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    return code or 0


@click.group(context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 80})
@click.version_option(__version__, message="shiptui-server %(version)s")
@click.option(
    "--db",
    envvar=DATABASE,
    metavar="PATH-or-URL",
    help=f"The database: a file, or postgresql://... (better in {DATABASE}: it may hold a"
    " password).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def server(context: click.Context, db: str | None, *, as_json: bool) -> None:
    """Take votes and bookmarks for a feed, count them, publish the counts."""
    context.obj = Run(db, as_json=as_json)


class Run:
    """One run of a command: which database, and how to tell what came of it."""

    def __init__(self, db: str | None, *, as_json: bool) -> None:
        self._db, self._json = db, as_json

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The open database."""
        if not self._db:
            raise UsageError(f"Which database? Say --db PATH, or set {DATABASE}.")
        store = open_store(self._db)
        try:
            yield store
        finally:
            store.close()

    def tell(self, item: Mapping[str, object], line: str) -> None:
        """Print what came of a command, for programs or for people."""
        click.echo(json.dumps({"schema": 1, "item": item}) if self._json else line)

    def tell_all(self, items: Sequence[Mapping[str, object]], lines: Sequence[str]) -> None:
        """Print a list."""
        for line in [json.dumps({"schema": 1, "items": items})] if self._json else lines:
            click.echo(line)


pass_run = click.make_pass_decorator(Run)


@server.command()
@click.option(
    "--catalog",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR-or-SQLITE",
    help="The catalog to serve: a folder of text, or a database of shiptui with one feed.",
)
@click.option("--url", required=True, help="The address of this API, as readers reach it.")
@click.option("--n-min", default=5, type=click.IntRange(1), help="Fewer votes are not told.")
@click.option(
    "--holding",
    default=1,
    type=click.IntRange(0, 365),
    help="Days before the votes of a new account count.",
)
@pass_run
def init(run: Run, catalog: Path, url: str, n_min: int, holding: int) -> None:
    """Make the database, or give it a newer catalog or other rules. Votes stay."""
    address = _api(url)
    read = _catalog(catalog)
    with run.store() as store:
        site = found(store, read, url=address, now=now(), n_min=n_min, holding=holding)
    item = {"feed_id": site.feed_id, "url": site.url, "epoch": site.epoch}
    run.tell(item, f"Ready for the votes of {read.title}: {len(read.pairs)} matchups.")


@server.command("run")
@click.option("--host", default="127.0.0.1", help="Where to listen; put TLS in front.")
@click.option("--port", default=8600, type=click.IntRange(0, 65535))
@click.option(
    "--proxy",
    default="127.0.0.1",
    help="Addresses whose X-Forwarded-For is believed, with commas.",
)
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Publish into this folder every hour, and serve it: enough for a small site.",
)
@pass_run
def run_(run: Run, host: str, port: int, proxy: str, site: Path | None) -> None:
    """Listen until told to stop, and count meanwhile. The log goes to stderr."""
    try:
        from shiptui.server.app import make_app
        from shiptui.server.serving import serve, write
    except ImportError as error:
        raise ConfigError("The server needs more packages: pip install 'shiptui[server]'.") from (
            error
        )
    from shiptui.server.keeping import Keeper, Keeping

    with run.store() as store:
        app = make_app(store, write=write, folder=site)
        with Keeping(Keeper(store, now, write, site)):
            serve(app, host=host, port=port, proxies=proxy)


@server.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("name")
@pass_run
def add(run: Run, name: str) -> None:
    """Make an account and print its first token, which nobody can ask for again."""
    if not name or clean(name, _NAME_LIMIT) != name:
        raise UsageError(f"A name is one line of at most {_NAME_LIMIT} visible characters.")
    with run.store() as store, store.writing() as rows:
        time = now()
        since = counted_from(site_of(rows), time)
        id_, token = accounts.add_account(rows, name, now=time, counted_from=since)
    run.tell({"account": id_, "name": name, "token": token}, token)


@user.command("ls")
@pass_run
def list_(run: Run) -> None:
    """List the accounts."""
    with run.store() as store, store.reading() as rows:
        items = accounts.listed(rows)
    lines = [
        f"{each['id']}  {each['name']}{'  excluded' if each['excluded'] else ''}" for each in items
    ]
    run.tell_all(items, lines)


@user.command()
@click.argument("name")
@click.option("--undo", is_flag=True, help="Count them again.")
@pass_run
def exclude(run: Run, name: str, *, undo: bool) -> None:
    """Count an account's votes no more. It notices nothing, and keeps its data."""
    with run.store() as store, store.writing() as rows:
        touched = accounts.exclude(rows, name, excluded=not undo)
    item = {"name": name, "excluded": not undo, "touched": touched}
    run.tell(item, f"{touched} votes of {name} count {'again' if undo else 'no more'}.")


@user.command()
@click.argument("name")
@pass_run
def erase(run: Run, name: str) -> None:
    """Erase an account with everything that is held about it."""
    with run.store() as store, store.writing() as rows:
        accounts.erase(rows, accounts.named(rows, name))
    run.tell({"name": name}, f"Nothing is held about {name} any more; backups aside.")


@server.command("publish")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--sign", type=click.Path(path_type=Path), metavar="KEY.pem", help="The key to sign with."
)
@pass_run
def publish_(run: Run, out: Path, sign: Path | None) -> None:
    """Write the static half into the folder OUT: the catalog, the counts, where votes go."""
    from shiptui.feed.signing import signer_from
    from shiptui.server.publishing import publish

    with run.store() as store:
        built = publish(store, out, now=now(), sign=signer_from(sign) if sign else None)
    item = {"epoch": built.epoch, "seq": built.seq, "written": list(built.written)}
    run.tell(item, f"Published {out}: records changed {built.changes}, files {len(built.written)}.")


@server.command("recount")
@click.option("--all", "everything", is_flag=True, help="Count all, and compare.")
@pass_run
def recount_(run: Run, *, everything: bool) -> None:
    """Count the votes of what has changed. Exit code 1 where a comparison finds a difference."""
    from shiptui.server.tallying import recount, recount_all

    with run.store() as store:
        done = (recount_all if everything else recount)(store, now())
    item = {"counted": done.counted, "different": done.different}
    run.tell(item, f"Counted {done.counted}; {done.different} were wrong and are mended.")
    if done.different:
        raise click.exceptions.Exit(1)


@server.command()
@click.argument("name", required=False)
@pass_run
def export(run: Run, name: str | None) -> None:
    """Print all that is held about one account, or about all, one JSON object a line."""
    from shiptui.server.exporting import lines_of

    with run.store() as store:
        with store.reading() as rows:
            numbers = [accounts.named(rows, name)] if name else accounts.numbers(rows)
        for number in numbers:
            with store.reading() as rows:
                lines = list(lines_of(rows, number))
            # Not while reading: a slow reader of the output would hold up those who write.
            sys.stdout.buffer.writelines(lines)


@server.command()
@click.argument("target", type=click.Path(path_type=Path))
@pass_run
def backup(run: Run, target: Path) -> None:
    """Write a whole copy of the database to a new file, while the server runs."""
    with run.store() as store:
        store.back_up(target)
    run.tell({"path": str(target)}, f"Copied to {target}.")


def _api(url: str) -> str:
    """The address of an API, ending in /v1/."""
    address = check_address(url)
    if address is None or not address.startswith(("https://", "http://")):
        raise UsageError("--url has to be a web address, like https://votes.example.org/v1/.")
    address = address if address.endswith("/") else f"{address}/"
    return address if address.endswith("/v1/") else f"{address}v1/"


def _catalog(path: Path) -> Catalog:
    if path.is_dir():
        from shiptui.feed.folder import read_folder

        return read_folder(path)
    from shiptui.store.gathering import catalog_in

    return catalog_in(path)
