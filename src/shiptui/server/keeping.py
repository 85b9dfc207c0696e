"""What a running server does by itself: count what is marked, publish, and compare once a day."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

from shiptui.model.errors import OfflineError, ShiptuiError
from shiptui.server.policy import DAY, HOUR, MINUTE, SECOND
from shiptui.server.publishing import publish
from shiptui.server.tallying import recount, recount_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shiptui.server.journal import Write
    from shiptui.server.policy import Clock
    from shiptui.server.storage import Store

_LOGGER = logging.getLogger(__name__)


@dataclass
class Keeper:
    """Does what is due. Several may work on one database: the one that comes second goes away."""

    store: Store
    clock: Clock
    write: Write
    folder: Path | None = None
    _done: dict[str, int] = field(default_factory=dict)

    def tick(self) -> None:
        """Do whatever is due now."""
        self._once_in("publish", HOUR, self._publish)
        self._once_in("compare", DAY, self._compare)
        self._once_in("recount", MINUTE, self._recount)

    def _once_in(self, what: str, time: int, work: Callable[[int], None]) -> None:
        now = self.clock()
        # A clock that was set back must not put everything off.
        if 0 <= now - self._done.get(what, -time) < time:
            return
        self._done[what] = now
        try:
            work(now)
        except OfflineError:
            return
        except ShiptuiError as error:
            self.write({"time": now, "work": what, "failed": str(error)})

    def _recount(self, now: int) -> None:
        counted = recount(self.store, now).counted
        if counted:
            self.write({"time": now, "work": "recount", "counted": counted})

    def _compare(self, now: int) -> None:
        found = recount_all(self.store, now)
        self.write({"time": now, "work": "compare", "different": found.different})

    def _publish(self, now: int) -> None:
        if self.folder is not None:
            built = publish(self.store, self.folder, now=now)
            told = {"epoch": built.epoch, "seq": built.seq, "files": len(built.written)}
            self.write({"time": now, "work": "publish", **told})


class Keeping:
    """A keeper at work in a thread of its own, until the block is left."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper, self._stopped = keeper, Event()
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._keeper.tick()
            except Exception:
                # A bug in counting must not end the counting for good while votes come in.
                _LOGGER.exception("The keeper failed")
            self._stopped.wait(MINUTE / SECOND)
