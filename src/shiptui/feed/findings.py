"""What a check finds: where something is wrong, what, and how badly."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shiptui.model.errors import OfflineError, ShiptuiError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 200
"""How many findings are told; a feed that is wrong everywhere says so once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. `is_error` is false where readers only pay more than they have to."""

    where: str
    what: str
    is_error: bool = True


@dataclass(slots=True)
class Findings:
    """Findings in the order in which they were made."""

    found: list[Finding] = field(default_factory=list)

    def error(self, where: str, what: str) -> None:
        """Note something that readers refuse or read differently."""
        self._add(Finding(where, what))

    def warning(self, where: str, what: str) -> None:
        """Note something that costs readers more than it has to."""
        self._add(Finding(where, what, is_error=False))

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """Turn the error that ends a part of the check into a finding.

        That nobody answers says nothing about the feed: an OfflineError ends the check.
        """
        try:
            yield
        except OfflineError:
            raise
        except ShiptuiError as error:
            self.error(where, str(error))

    def _add(self, finding: Finding) -> None:
        if len(self.found) < MOST:
            self.found.append(finding)
        elif len(self.found) == MOST:
            self.found.append(Finding("", "There is more; only the first findings are told."))
