"""What a reader in linear mode is looking at, and what can be done to it, told in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from shiptui.cli.changes import told
from shiptui.cli.held import held
from shiptui.cli.linear import heard, takes
from shiptui.cli.things import key_of, thing_of
from shiptui.model.facts import Matchup, View
from shiptui.model.frozen import replace
from shiptui.page.veil import NAMES, Blind, veil
from shiptui.page.words import VIEW_NAMES, pick_words, title

if TYPE_CHECKING:
    from shiptui.cli.session import Session
    from shiptui.model.facts import Change

UNDO = "u takes it back."
NOTHING_HERE = "There is no matchup here. 1 to 4 opens a view, / alone clears the filter."

Lines = Iterable[str]


class Sitting:
    """A list of matchups as it was when it was opened, and a place in it: rows stay put.

    Whatever is done is told after it was saved. Raises NotSavedError where it was not.
    """

    def __init__(self, session: Session, view: View, query: str) -> None:
        self._session, self._store = session, session.store
        found = held(session)
        self._blind = Blind(
            panel=bool(found["blind.panel"].value), names=bool(found["blind.names"].value)
        )
        self._view, self._query, self._place, self._told = view, query, 0, -1
        self.ids = self._store.catalog.index(view, query=query)

    def matchup(self, id_: str) -> Matchup | None:
        """One matchup as the reader may see it."""
        found = self._store.catalog.matchup(id_)
        return veil(found, self._blind, flipped=False) if found else None

    @property
    def here(self) -> Matchup | None:
        """The matchup that is shown."""
        return self.matchup(self.ids[self._place]) if self.ids else None

    def open(self, view: View | None = None, query: str | None = None) -> Lines:
        """Open another view, or the same with another filter."""
        self._view = view or self._view
        self._query = self._query if query is None else query
        self._place, self._told = 0, -1
        self.ids = self._store.catalog.index(self._view, query=self._query)
        return self.show()

    def show(self) -> Lines:
        """The place in the list, and the matchup there."""
        where = VIEW_NAMES[self._view] + (f', filter "{self._query}"' if self._query else "")
        if self.here is None:
            near = self._store.catalog.did_you_mean(self._query) if self._query else None
            hint = [f"Did you mean: / {near}"] if near else []
            return [f"{where}: nothing.", *hint, NOTHING_HERE]
        head = f"{where}, {self._place + 1} of {len(self.ids)}:"
        return [head, *heard(self.here, self._session.personas)]

    def tell(self) -> Lines:
        """What the personas say of the matchup that is shown."""
        self._told = self._place
        return takes(self.here, self._session.personas) if self.here else [NOTHING_HERE]

    def step(self, step: int) -> Lines:
        """The next matchup, or one before."""
        if not 0 <= self._place + step < len(self.ids):
            return ["That was the last one." if step > 0 else "This is the first one."]
        self._place += step
        return self.show()

    def read_on(self) -> Lines:
        """What the personas say, and after that the next matchup."""
        return self.tell() if self._told != self._place else self.step(1)

    def all(self) -> Iterator[str]:
        """What is left to tell of the matchup that is shown, and all that follow it."""
        yield from self.tell() if self.ids else ()
        while self._place + 1 < len(self.ids):
            yield ""
            yield from self.step(1)
            yield from self.tell()

    def vote(self, pick: str | None, *, advance: bool = False) -> Lines:
        """Vote for `a`, `b`, a tie or neither; None takes the vote back."""
        shown = self.here
        if shown is None:
            return [NOTHING_HERE]
        # The names as they are, for the history; what was hidden, for the record.
        whole = self._store.catalog.matchup(shown.id) or shown
        slug = {"a": whole.left.slug, "b": whole.right.slug}.get(pick or "", pick)
        change = self._store.facts.cast_vote(replace(whole, veiled=shown.veiled), slug)
        if slug is None:
            return [f"Vote taken back. {UNDO}" if change.number else "There was no vote here."]
        name = pick_words(whole, slug)
        said = f"Voted {name}. {UNDO}" if change.number else f"Your vote stands: {name}."
        if advance:
            return [said, "", *self.step(1)]
        return [said, *self.show()] if shown.veiled else [said]

    def save(self) -> Lines:
        """Save the matchup that is shown, or let it go."""
        matchup = self.here
        if matchup is None:
            return [NOTHING_HERE]
        if matchup.bookmark is None:
            return self._keep(matchup, None)
        self._store.facts.unsave(key_of(matchup), self._name(matchup))
        return [f"No longer saved. {UNDO}"]

    def note(self, note: str) -> Lines:
        """Save the matchup with a note; without words, tell the note there is."""
        matchup = self.here
        if matchup is None:
            return [NOTHING_HERE]
        if note:
            return self._keep(matchup, note)
        kept = matchup.bookmark.note if matchup.bookmark else ""
        return [f"Note: {kept}" if kept else "No note yet. e and some words write one."]

    def undo(self) -> Lines:
        """Take the last change back."""
        change = self._store.facts.undo()
        if change is None:
            return ["There is nothing to undo."]
        done = self._said(change, before=change.after, after=change.before)
        return [f"Undone: {done}. U does it again."]

    def redo(self) -> Lines:
        """Do it again."""
        change = self._store.facts.redo()
        if change is None:
            return ["There is nothing to redo."]
        done = self._said(change, before=change.before, after=change.after)
        return [f"Done again: {done}. {UNDO}"]

    def _keep(self, matchup: Matchup, note: str | None) -> Lines:
        pair = (matchup.left.slug, matchup.right.slug)
        facts, name = self._store.facts, self._name(matchup)
        change = facts.save(key_of(matchup), name, note=note, pair=pair)
        said = "Saved with your note." if note else "Saved."
        return [f"{said} {UNDO}" if change.number else "That is the note already."]

    def _name(self, matchup: Matchup) -> str:
        """The title for the history, which is read when nothing is hidden any more."""
        return title(self._store.catalog.matchup(matchup.id) or matchup)

    def _said(self, change: Change, *, before: str | None, after: str | None) -> str:
        """A step in words that tell nothing of what is hidden."""
        thing = thing_of(self._store, change)
        seen = veil(thing, self._blind, flipped=False) if isinstance(thing, Matchup) else None
        if seen and NAMES in seen.veiled:
            return f"the last change of {title(seen)}"
        return told(self._store.catalog, change, before=before, after=after)
