"""Own data survives whatever happens between the devices of a reader and a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sizes import is_whole, size

from own_bugs import BUGS, Bug
from own_machine import OwnData

if TYPE_CHECKING:
    from conftest import Figure

pytestmark = pytest.mark.soak


def histories(count: int, *phases: Phase) -> settings:
    return settings(
        max_examples=count,
        stateful_step_count=30,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=phases,
        print_blob=False,
    )


def test_no_history_breaks_a_rule(figure: Figure) -> None:
    count = size("histories")
    run_state_machine_as_test(OwnData, settings=histories(count, Phase.generate, Phase.shrink))
    figure("histories", f"{count:,} made-up histories: 0 rules broken")


def name_of(bug: Bug) -> str:
    return bug.make.__name__


@pytest.mark.skipif(not is_whole(), reason="finding a mistake may take a minute: `make soak`")
@pytest.mark.parametrize("bug", BUGS, ids=name_of)
def test_a_mistake_is_noticed(bug: Bug, monkeypatch: pytest.MonkeyPatch, figure: Figure) -> None:
    """So that the test above can fail."""
    bug.make(monkeypatch)

    class Likely(OwnData):
        likely_faults, likely_trouble = bug.faults, bug.trouble

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Likely, settings=histories(size("histories_with_a_mistake"), Phase.generate)
        )
    figure("histories", "a mistake that was built in was noticed")
