"""`shiptui feed`: publish a catalog as a feed, check a feed; to follow one, see `subscribing`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.dates import now
from shiptui.cli.models import models
from shiptui.cli.options import Group, pass_session
from shiptui.cli.out import Cell, line
from shiptui.cli.session import Session
from shiptui.cli.subscribing import add, ls, rm
from shiptui.model.errors import FeedError, UsageError
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.feed.findings import Finding
    from shiptui.feed.publish import Built
    from shiptui.model.catalog import Catalog

_HEAD = "feed.json"
_WHERE_LIMIT, _WHAT_LIMIT = 400, 800


@click.group(
    cls=Group,
    no_args_is_help=False,
    examples=(
        "shiptui feed add https://example.org/feed.json",
        "shiptui feed build catalog site",
        "shiptui feed check site",
    ),
)
def feed() -> None:
    """Follow feeds, publish one of your own, and check any feed."""


for _each in (add, ls, rm, models):
    feed.add_command(_each)


@feed.command(
    examples=(
        "shiptui feed build catalog site",
        "shiptui feed build catalog site --sign feed-key.pem",
    ),
)
@click.argument("source", metavar="SRC", type=click.Path(exists=True, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The feed.json to continue; without it, the one in OUT.",
)
@click.option(
    "--level",
    type=click.Choice([0, 1]),
    default=1,
    help="1 keeps a log of changes, 0 is one file; 1 unless said.",
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path),
    metavar="KEY.pem",
    help="The Ed25519 key to sign with (extra signed).",
)
@click.option(
    "--site",
    "about",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What else to say of the feed; without it, SRC/site.toml.",
)
@click.option("--feed", "word", metavar="FEED", help="Which feed, where SRC is a database of many.")
@pass_session
def build(  # noqa: PLR0913 - one name for each option
    session: Session,
    *,
    source: Path,
    target: Path,
    previous: Path | None,
    level: int,
    key: Path | None,
    about: Path | None,
    word: str | None,
) -> None:
    """Publish a catalog as files that any web host can serve.

    SRC is a catalog as a folder of text, or a database of shiptui. OUT is the folder to serve: the
    first build begins a log there, each later one adds what has changed, and nothing where nothing
    has.
    """
    from shiptui.feed.publish import build as publish
    from shiptui.feed.signing import signer_from
    from shiptui.feed.site import read_site, site_of

    session.tell()
    signer = signer_from(key) if key else None
    catalog = _catalog(source, word)
    site = site_of(source) if about is None else read_site(about)
    built = publish(
        catalog, target, previous=previous, now=now(), level=level, sign=signer, site=site
    )
    public = signer.public if signer else None
    item = _built_item(built, target, catalog, public)
    if not level:
        # Without a log there is no version.
        item |= {"epoch": None, "seq": None}
    lines = [_told(built, target), *([line(f"Signed with the key {public}.")] if public else [])]
    session.answer(lambda: item, lambda: lines)


@feed.command(
    examples=("shiptui feed check site", "shiptui feed check https://example.org/feed.json"),
)
@click.argument("source", metavar="URL-or-DIR", type=click.Path())
@click.option("--allow-http", is_flag=True, help="Ask over plain http, also other computers.")
@pass_session
@click.pass_context
def check(context: click.Context, session: Session, source: str, *, allow_http: bool) -> None:
    """Check a feed against every rule for publishers.

    It lies at an address, that of its feed.json, or in a folder that is going to be published. Exit
    code 1 when readers would refuse something or read it differently; a warning is what only costs
    them more.
    """
    from shiptui.feed.check import check as look_over

    session.tell()
    place = _place(session, source)
    findings = look_over(place, allow_http=allow_http, now=now())
    if session.json:
        out.write_items(map(_item, findings))
    elif findings:
        session.print(map(_line, findings))
    else:
        session.print([line(f"{source} keeps every rule.")])
    context.exit(int(any(finding.is_error for finding in findings)))


def _built_item(built: Built, target: Path, catalog: Catalog, public: str | None) -> Item:
    """What a build did, as JSON."""
    return {
        "path": str(target),
        "feed_id": catalog.feed_id,
        "epoch": built.epoch,
        "seq": built.seq,
        "changes": built.changes,
        "written": list(built.written),
        "removed": list(built.removed),
        "key": public,
    }


def _catalog(source: Path, word: str | None) -> Catalog:
    """What is to be published, from a folder of text or from a database."""
    if source.is_dir():
        from shiptui.feed.folder import read_folder

        return read_folder(source)
    from shiptui.store.copying import read_catalog

    return read_catalog(source, word)


def _place(session: Session, source: str) -> str | Path:
    """The address or the folder that is meant."""
    if "://" in source:
        if "#" in source:
            raise UsageError(
                "A check goes by the keys in the feed itself; leave out the # and what follows it."
            )
        if session.settings.offline:
            raise UsageError("The network is not used (offline), so only a folder can be checked.")
        return source
    folder = Path(source).parent if Path(source).name == _HEAD else Path(source)
    try:
        (folder / _HEAD).stat()
    except (OSError, ValueError) as error:
        raise FeedError(
            f"There is no feed in {folder}; name a folder with a {_HEAD}, or an address with https."
        ) from error
    return folder


def _told(built: Built, target: Path) -> Line:
    if not built.written:
        return line(f"Nothing has changed; {target} is as it was.")
    return line(
        f"Published {target}: records changed {built.changes}, files written {len(built.written)},"
        f" removed {len(built.removed)}."
    )


def _line(finding: Finding) -> Line:
    item = _item(finding)
    where = f"{item['where']}: " if item["where"] else ""
    mark = () if finding.is_error else (Cell("warning", "dim"), Cell(": "))
    return line(where, *mark, str(item["what"]))


def _item(finding: Finding) -> Item:
    """A finding, with what it quotes of the feed cleaned."""
    return {
        "where": clean(finding.where, _WHERE_LIMIT),
        "what": clean(finding.what, _WHAT_LIMIT),
        "fails": finding.is_error,
    }
