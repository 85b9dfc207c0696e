"""`shiptui check`: a stack file held against the catalog, for people and for CI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, line
from shiptui.cli.session import Session
from shiptui.export.files import read_import
from shiptui.export.stack import (
    FAIL_ON,
    LIMIT,
    STALE_AFTER,
    Reason,
    annotation,
    check_stack,
    read_stack,
)
from shiptui.model.errors import UsageError
from shiptui.text.days import today

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.export.stack import Finding

NOTHING = "none"


@click.command(
    cls=Command,
    examples=(
        "shiptui check stack.toml",
        "shiptui check stack.toml --fail-on skip,unknown --format github",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    default=",".join(reason for reason in Reason if reason in FAIL_ON),
    metavar="REASONS",
    help="What fails: skip, mixed, stale, unknown, with commas; or none.",
)
@click.option(
    "--stale-after",
    type=click.IntRange(0),
    default=STALE_AFTER,
    metavar="DAYS",
    help="How old a verdict may be.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="Lines for people, annotations for GitHub, or JSON.",
)
@pass_session
@click.pass_context
def check(
    context: click.Context,
    session: Session,
    file: Path,
    fail_on: str,
    stale_after: int,
    form: str,
) -> None:
    """Check the tools that a project is built on.

    FILE is TOML with a list `tools`, or has one slug on each line. Exit code 1 when a tool is
    skipped, mixed or stale, each with its reason.
    """
    entries = read_stack(read_import(file, LIMIT))
    slugs = list(dict.fromkeys(entry.slug for entry in entries))
    tools = {tool.slug: tool for tool in session.store.catalog.tool_rows(slugs)}
    findings = check_stack(
        entries, tools, today=today(), fail_on=_reasons(fail_on), stale_after=stale_after
    )
    if session.json or form == "json":
        out.write_items(map(_item, findings))
    elif form == "github":
        for finding in findings:
            out.emit(annotation(finding, str(file)) + "\n")
    else:
        session.print(_line(finding, file) for finding in findings)
        session.print(
            [] if findings else [line(f"Nothing speaks against these tools ({len(entries)}).")]
        )
    context.exit(int(any(finding.fails for finding in findings)))


def _reasons(text: str) -> frozenset[Reason]:
    words = {word.strip() for word in text.split(",")} - {"", NOTHING}
    known = {reason.value for reason in Reason}
    if strange := sorted(words - known):
        raise UsageError(
            f'"{strange[0]}" is no reason to fail; say {", ".join(Reason)} or {NOTHING}.'
        )
    return frozenset(map(Reason, words))


def _line(finding: Finding, file: Path) -> Line:
    style = "skip" if finding.fails else "dim"
    word = finding.reason.value if finding.fails else f"{finding.reason.value}, allowed"
    return line(f"{file}:{finding.line}: ", Cell(word, style), f": {finding.sentence}")


def _item(finding: Finding) -> Item:
    return {
        "line": finding.line,
        "slug": finding.slug,
        "reason": finding.reason.value,
        "sentence": finding.sentence,
        "fails": finding.fails,
    }
