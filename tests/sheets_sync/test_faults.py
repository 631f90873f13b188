"""Every request of a sync goes wrong in every way, one after the other: the next sync converges."""

import contextlib
from collections.abc import Iterator

import pytest

from playground.google.faults import Fault
from sheets_sync.errors import SheetError
from tests.sheets_sync.failing import (
    FAULTS,
    SCENARIOS,
    Hurried,
    Scenario,
    Stage,
    Stages,
    all_stages,
)

BUSY = 20.0
"""Seconds within which the stand-in has met a fault, on however busy a machine."""


@pytest.fixture(scope="module")
def stages() -> Iterator[Stages]:
    """What people have just done, over a stand-in that serves."""
    with all_stages() as the_stages:
        yield the_stages


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_request_may_fail_in_every_way(
    stages: Stages, scenario: Scenario, fault: str
) -> None:
    """Each request of the sync in turn; afterwards nothing is doubled and nothing is missing."""
    stage = stages.of(scenario)
    for number in range(stage.requests):
        fail(stage, fault, number)


def fail(stage: Stage, fault: str, number: int) -> None:
    """Let one request of a sync fail, and see that the next ones converge."""
    with stage.set_up() as desk:
        met = desk.google.traffic.add(Fault(skip=number, **{"times": 1, **FAULTS[fault]}))
        late = "delay" in FAULTS[fault]
        with contextlib.suppress(SheetError):
            desk.sync(Hurried(stage.soon, number + 1) if late else stage.soon)
        assert met.reached.wait(BUSY)
        desk.check(stage.rows)
