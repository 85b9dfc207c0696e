"""What the server refuses: sizes in bytes, counts. It announces them, and they stand here once."""

from __future__ import annotations

REQUEST = 256_000
ANSWER = 512_000
OPS = 200
ROWS = 500
VALUE = 2_000
"""The value of one operation, as compact JSON."""
BASES = 2
NAME = 80
"""Characters of the name of a token."""

ANNOUNCED = {"request": REQUEST, "answer": ANSWER, "ops": OPS, "rows": ROWS, "value": VALUE}
