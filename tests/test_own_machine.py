"""Own data survives whatever happens between the devices of a reader and a server."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

from own_machine import OwnData

HISTORIES = int(os.environ.get("SHIPTUI_HISTORIES", "40"))
"""How many are made up; docs/sync.md tells how many were tried."""

TestOwnData = OwnData.TestCase
TestOwnData.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    print_blob=False,
)
