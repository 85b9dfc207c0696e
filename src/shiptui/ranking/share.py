"""A part of a whole, with an interval that is honest for small numbers."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
"""The normal distribution holds 95 % within so many standard errors of its middle."""


class Share(NamedTuple):
    """`part` of `n`, both counts."""

    part: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.part / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval, 0 to 1; of nothing it is all of that.

        The score interval of E. B. Wilson (JASA 22, 1927), with p = part / n and z = 1.96:

            (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)

        which, unlike p -+ z sqrt(p (1 - p) / n), never leaves 0 to 1 and is not empty at 0 or n.
        """
        if not self.n:
            return 0.0, 1.0
        p, z = self.part / self.n, Z95
        middle = p + z * z / (2 * self.n)
        reach = z * sqrt(p * (1 - p) / self.n + z * z / (4 * self.n * self.n))
        whole = 1 + z * z / self.n
        return max((middle - reach) / whole, 0.0), min((middle + reach) / whole, 1.0)

    @property
    def rate(self) -> float:
        """What to expect of the next one: (part + 1) / (n + 2), never 0 or 1.

        The rule of succession (P.-S. Laplace, Philosophical Essay on Probabilities, 1814).
        """
        return (self.part + 1) / (self.n + 2)
