"""Mistakes that one could make in syncing own data, to be put into the program by a test."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from shiptui.feed import api
from shiptui.model.account import Batch, OwnRow, Reply, Result, Status
from shiptui.server import judging
from shiptui.store import ledger, mirroring, outbox, settling
from shiptui.store.accounts import Accounts
from shiptui.store.settling import Settling

Patch = pytest.MonkeyPatch


def answers_alone_are_trusted(patch: Patch) -> None:
    """What was acknowledged counts as safe, though no page has told it."""
    merge = Settling._merge

    def trusting(self: Settling, row: OwnRow, judged: str | None = None) -> None:
        merge(self, row, judged)
        self._connection.execute(
            "UPDATE own SET pulled = op, gen = (SELECT gen FROM account)"
            " WHERE kind = ? AND key = ?",
            (row.kind, row.key),
        )

    patch.setattr(Settling, "_merge", trusting)


def old_answers_are_believed(patch: Patch) -> None:
    """The word that belongs to a question is not compared."""
    read = api.reply_from

    def believe(body: bytes, nonce: str) -> Reply:
        found = re.search(rb'"nonce":\s*"([0-9a-f]+)"', body)
        return read(body, found[1].decode() if found else nonce)

    patch.setattr(api, "reply_from", believe)


def the_last_writer_moves_the_cursor(patch: Patch) -> None:
    """Another program on the same file is not thought of."""
    patch.setattr(settling, "_is_next", lambda *_: True)


def own_acts_are_no_basis(patch: Patch) -> None:
    """An act does not name the one of this device that went before it."""
    patch.setattr(outbox, "_SENT_BEFORE", "SELECT 1 WHERE 0")


def the_row_is_no_basis(patch: Patch) -> None:
    """An act does not name what the account was known to hold."""
    patch.setattr(ledger, "_BASIS", ledger._BASIS.replace("WHERE", "WHERE 0 AND"))


def only_stamps_decide(patch: Patch) -> None:
    """A restored server's other opinion on an operation is not accepted."""

    def by_stamp(incoming: OwnRow, held: OwnRow | None, *, judged: str | None = None) -> bool:
        del judged
        return held is None or (incoming.eff, incoming.op) > (held.eff, held.op)

    patch.setattr(settling, "wins", by_stamp)


def the_last_answer_wins(patch: Patch) -> None:
    """Whatever came last is believed."""
    patch.setattr(settling, "wins", lambda *_, **__: True)


def nothing_is_offered_again(patch: Patch) -> None:
    """A server that has forgotten is not told anew."""
    again = outbox._QUEUE_AGAIN.replace("WHERE", "WHERE 0 AND")
    patch.setattr(outbox, "_QUEUE_AGAIN", again)


def silence_is_consent(patch: Patch) -> None:
    """A good answer settles all that was sent."""
    take_in = Settling.take_in

    def all_settled(self: Settling, batch: Batch, reply: Reply) -> Any:
        told = {result.op for result in reply.results}
        missing = [each.id for each in batch.operations if each.id not in told]
        more = tuple(Result(op, Status.APPLIED) for op in missing)
        return take_in(self, batch, replace(reply, results=reply.results + more))

    patch.setattr(Settling, "take_in", all_settled)


def acts_bear_the_time_of_their_clock(patch: Patch) -> None:
    """An act may claim to be older than what it is based on."""
    patch.setattr(outbox, "_time", lambda _connection, at, _about: at)


def newer_acts_overtake_what_was_put_off(patch: Patch) -> None:
    """What the server could not take yet comes after an act that is newer."""
    patch.setattr(outbox, "_HURRY", "SELECT ?, ?, ?")


def what_was_put_off_is_forgotten(patch: Patch) -> None:
    """The server does not keep the stamp of what it could not take yet."""
    keep = judging._keep

    def forgetful(*about: Any) -> Any:
        result = about[4]
        return result if result.status == judging.DEFERRED else keep(*about)

    patch.setattr(judging, "_keep", forgetful)


def each_try_has_a_new_id(patch: Patch) -> None:
    """An act that is sent again is another act to the server."""
    next_batch = Accounts.next_batch

    def renamed(self: Accounts, feed: int, **wishes: Any) -> Batch:
        for (op,) in self._connection.execute("SELECT op FROM sending").fetchall():
            values = (ledger.uuid7(wishes["now"]), op)
            self._connection.execute("UPDATE sending SET op = ? WHERE op = ?", values)
        return next_batch(self, feed, **wishes)

    patch.setattr(Accounts, "next_batch", renamed)


def answers_hide_own_acts(patch: Patch) -> None:
    """What comes from other devices is shown over an act that waits."""
    patch.setattr(mirroring, "_WAITS", "SELECT 0")


def generations_are_not_counted(patch: Patch) -> None:
    """After a reset what was safe once counts as safe."""
    patch.setattr(settling, "_TURN", settling._TURN.replace("gen + 1", "gen"))


def rows_are_not_kept(patch: Patch) -> None:
    """The cursor moves on, the rows of the page are lost."""
    read_on = Settling._read_on

    def forgetful(self: Settling, reply: Reply, gen: int, epoch: int) -> None:
        read_on(self, replace(reply, rows=reply.rows[:-1]), gen, epoch)

    patch.setattr(Settling, "_read_on", forgetful)


def not_yet_means_never(patch: Patch) -> None:
    """What the server cannot take now is given up."""
    patch.setattr(
        Settling,
        "_put_off",
        lambda self, result, sent: self._finish(result.op, sent, "superseded", None),
    )


def acts_happen_when_they_are_sent(patch: Patch) -> None:
    """The time of an act is that of its sending."""
    patch.setattr(outbox, "_UNSENT", outbox._UNSENT.replace("f.at", "9007199254740991"))


def what_is_sent_is_not_written_down(patch: Patch) -> None:
    """The first byte leaves before anything is committed."""
    next_batch = Accounts.next_batch

    def unwritten(self: Accounts, feed: int, **wishes: Any) -> Batch:
        before = self._connection.execute("SELECT max(n) FROM sending").fetchone()[0] or 0
        batch = next_batch(self, feed, **wishes)
        self._connection.execute("DELETE FROM sending WHERE n > ?", (before,))
        return batch

    patch.setattr(Accounts, "next_batch", unwritten)


def a_new_history_is_not_noticed(patch: Patch) -> None:
    """A server that begins again is read on from where the old one was."""
    patch.setattr(settling, "_TURN", "UPDATE account SET epoch = ? WHERE feed = ?")


@dataclass(frozen=True, slots=True)
class Bug:
    """A mistake, and the faults and troubles that bring it to light."""

    make: Callable[[Patch], None]
    faults: tuple[str, ...] = ("answer_lost", "partial")
    trouble: tuple[str, ...] = ("crash",)


# Six more have a story of their own, tests/faults/test_faults_drafts.py: chance hardly meets it.
BUGS = (
    Bug(old_answers_are_believed, ("stale",), ("restore",)),
    Bug(own_acts_are_no_basis, ("act", "answer_lost"), ("clock",)),
    Bug(the_row_is_no_basis, ("lost", "answer_lost"), ("clock",)),
    Bug(the_last_answer_wins, ("second", "twice_first"), ("restore", "clock")),
    Bug(nothing_is_offered_again, (), ("restore",)),
    Bug(silence_is_consent, ("partial",)),
    Bug(each_try_has_a_new_id),
    Bug(answers_hide_own_acts, ("act", "lost", "answer_lost"), ("crash",)),
    Bug(generations_are_not_counted, (), ("restore",)),
    Bug(rows_are_not_kept),
    Bug(not_yet_means_never, ("lost",), ("refusal",)),
    Bug(acts_happen_when_they_are_sent, ("lost",)),
    Bug(what_is_sent_is_not_written_down),
    Bug(a_new_history_is_not_noticed, (), ("restore",)),
)
