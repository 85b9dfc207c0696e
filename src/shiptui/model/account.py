"""A reader's own data as a feed's server keeps it, for all devices of one reader."""

from __future__ import annotations

from enum import StrEnum

from shiptui.model.facts import Holdup, Kind
from shiptui.model.frozen import dataclass

SENT_KINDS = (Kind.VOTE, Kind.TOOL_VOTE, Kind.BOOKMARK)
"""The kinds of facts that an account takes."""

SKEW_LIMIT = 120_000
"""How far the two clocks may be apart before the reader is told, in milliseconds."""

LONGEST_WAIT = 86_400_000
"""How long a server is left alone at most after it could not do something, in milliseconds."""


class Access(StrEnum):
    """Whether an account can be used, or what the reader has to decide first."""

    OPEN = "open"
    LOGIN = "login"
    MISMATCH = "mismatch"
    ELSEWHERE = "elsewhere"


class Status(StrEnum):
    """What a server made of an operation; DEFERRED is no last word."""

    APPLIED = "applied"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    DEFERRED = "deferred"


REUSED = "op_id_reuse"
"""The reason of a server that knows an operation's id from somewhere else."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One act as it is sent: key `key` of kind `kind` got `value` (JSON text; None takes it back).

    `at` is the device's time in ms. `base` names the operations on this key that the device knew.
    """

    id: str
    kind: Kind
    key: str
    value: str | None
    at: int
    base: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What an account holds under a key: the value of operation `op`, stamped `eff` (ms)."""

    kind: Kind
    key: str
    value: str | None
    op: str
    eff: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one operation, why, and what its key holds now."""

    op: str
    status: Status
    reason: str | None = None
    state: OwnRow | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one exchange sends. `gen` and `cursor` are those that its answer belongs to.

    `complete` says that the account has been read to its end.
    """

    account: str
    gen: int
    cursor: str
    complete: bool = False
    operations: tuple[Operation, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask for."""
        return self.complete and not self.operations


@dataclass(frozen=True, slots=True)
class Reply:
    """What one exchange brought. `time` is the server's clock in ms.

    `rows` are what the account holds now, in the order of its changes after the cursor that was
    sent; `more` says that there are further ones after `cursor`. `reset` says that the server has
    another history than the one that the cursor belongs to: all is to be read again.
    """

    account: str
    epoch: int
    time: int
    results: tuple[Result, ...] = ()
    rows: tuple[OwnRow, ...] = ()
    cursor: str = ""
    more: bool = False
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """How things stand with the account at one feed. Moments are in milliseconds since 1970.

    `url` is where the server is asked, and `account` the name it has for the reader. `skew` is how
    far its clock is ahead of ours. `problem` is why the last exchange failed, `failures` how many
    did in a row, and `due` when it is to be asked again without being told to.
    """

    feed: int
    url: str
    access: Access
    account: str
    from_environment: bool = False
    skew: int | None = None
    problem: str | None = None
    failures: int = 0
    due: int | None = None

    def is_due(self, moment: int) -> bool:
        """Whether the server may be asked by itself: nothing is to be decided, no pause is on.

        A pause that is longer than any was begun by a clock that was ahead.
        """
        pause = 0 if self.due is None else self.due - moment
        return self.access is Access.OPEN and not 0 < pause <= LONGEST_WAIT

    @property
    def is_left(self) -> bool:
        """Whether the reader has logged out."""
        return self.access is Access.LOGIN and self.problem is None

    @property
    def is_skewed(self) -> bool:
        """Whether the clocks are so far apart that the reader should know."""
        return self.skew is not None and abs(self.skew) > SKEW_LIMIT


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How many acts were taken and refused, and how many values came from other devices."""

    settled: int = 0
    refused: int = 0
    received: int = 0

    def __add__(self, other: Exchanged) -> Exchanged:
        return Exchanged(
            self.settled + other.settled,
            self.refused + other.refused,
            self.received + other.received,
        )


@dataclass(frozen=True, slots=True)
class Pending:
    """An act that the account at a feed has not taken.

    `fact` is its number and `title` what it is about, in the reader's words.
    """

    feed: int
    fact: int
    kind: Kind
    key: str
    title: str
    value: str | None
    at: int
    holdup: Holdup
    reason: str | None = None


def wins(incoming: OwnRow, held: OwnRow | None, *, judged: str | None = None) -> bool:
    """Whether a row that came takes the place of the one that is held.

    The later stamp wins, so that neither the order nor a repetition of answers matters. Two cases
    stand above stamps: the same operation again, which may bear another stamp after a restore of
    the server, and the answer for the operation `judged` that is held itself: the server has
    decided, and another opinion would never end.
    """
    if held is None or held.op in (incoming.op, judged):
        return True
    return (incoming.eff, incoming.op) > (held.eff, held.op)
