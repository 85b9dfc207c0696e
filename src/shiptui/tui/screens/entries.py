"""The reader's own entries: a list to choose from, and the form that one is written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shiptui.model.catalog import Tool
from shiptui.model.errors import FeedError, UsageError
from shiptui.model.own import OWN_FEED
from shiptui.text.checked import tool_from
from shiptui.text.own import entry_slug
from shiptui.tui.messages import EntryDropped, EntryWritten, ToolAsked
from shiptui.tui.screens.form import Field, FormScreen, Typed
from shiptui.tui.screens.frame import Frame
from shiptui.tui.screens.popup import Choice, Popup, narrowed

NEW = "+"
"""Stands for an entry that is not there yet; no slug has this character."""

FIELDS: tuple[Field, ...] = (
    Field("name", "Name", hint="needed"),
    Field("slug", "Slug", hint="made of the name"),
    Field("vendor", "Vendor", hint="who makes it"),
    Field("category", "Category", hint="the label it stands under"),
    Field("entry", "Entry", hint="free or paid"),
    Field("pricing", "Pricing", hint="the terms in words"),
    Field("tagline", "Tagline", hint="what it is, in a line"),
    Field("summary", "Summary", hint="what it is, in full"),
    Field("source", "Source", hint="the address you know it from"),
)


def typed_entry(typed: Typed, slug: str | None) -> Tool:
    """An entry from its fields; one that is new gets its slug from them. Raises UsageError."""
    said = {id_: words.strip() or None for id_, words in typed.items()}
    name = said["name"] or ""
    if not name:
        raise UsageError("An entry needs a name.")
    free_or_paid = (said["entry"] or "").capitalize() or None
    slug = slug or entry_slug(said["slug"] or "", name)
    try:
        raw = {**said, "entry": free_or_paid}
        return tool_from(raw, slug=slug, feed=OWN_FEED, as_of="", sections={})
    except FeedError as error:
        raise UsageError(str(error)) from None


Known = Callable[[str], Tool | None]
"""The tool of a slug, whoever tells of it."""


def show_entries(screen: Frame, entries: Sequence[Tool], known: Known) -> None:
    """List the entries, with a place to write another; Enter asks what to do with one."""
    by_slug = {tool.slug: tool for tool in entries}
    choices = [
        Choice(NEW, "new", "Write down a tool that no feed tells of."),
        *(Choice(tool.slug, tool.name, tool.tagline or tool.slug) for tool in entries),
    ]

    def chosen(slug: str | None) -> None:
        if slug == NEW:
            _ask_entry(screen, None, known)
        elif slug is not None:
            _ask_what(screen, by_slug[slug], known)

    popup = Popup("Your own entries", narrowed(choices), at=entries[0].slug if entries else NEW)
    screen.app.push_screen(popup, chosen)


def _ask_what(screen: Frame, tool: Tool, known: Known) -> None:
    choices = [
        Choice("change", "change", "Change what you wrote."),
        Choice("show", "show", "The entry's own screen."),
        Choice("remove", "remove", "Votes, notes and takes on it stay."),
    ]

    def chosen(what: str | None) -> None:
        if what == "change":
            _ask_entry(screen, tool, known)
        elif what == "show":
            screen.post_message(ToolAsked(tool.slug))
        elif what == "remove":
            screen.post_message(EntryDropped(tool))

    screen.app.push_screen(Popup(tool.name, narrowed(choices)), chosen)


def _ask_entry(screen: Frame, before: Tool | None, known: Known) -> None:
    """Ask for the fields of a new entry, or of one there is, whose slug stays."""
    fields = FIELDS
    if before is not None:
        fields = tuple(
            field._replace(kept=getattr(before, field.id) or "")
            for field in FIELDS
            if field.id != "slug"
        )

    def read(typed: Typed) -> Tool:
        tool = typed_entry(typed, before.slug if before else None)
        if before is None and known(tool.slug) is not None:
            raise UsageError("A tool has this slug already; choose another slug.")
        return tool

    def written(typed: Typed | None) -> None:
        if typed is not None:
            screen.post_message(EntryWritten(read(typed)))

    title = f"Your entry {before.name}" if before else "A new entry"
    screen.app.push_screen(FormScreen(title, fields, read), written)
