"""Every request of a sync goes wrong in every way, one after the other: the next sync converges."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from playground.google import Running
from playground.google.faults import SIGN_IN, Fault
from sheets_sync.errors import SheetBusy, SheetError, SheetUnreachable
from tests.sheets_sync.failing import (
    FAULTS,
    SCENARIOS,
    Hurried,
    Passing,
    Scenario,
    Stage,
    Stages,
    T,
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
        desk.check(stage.expected)


@dataclass
class SignedOut(Passing):
    """Before that request the token runs out, and no other one is to be had."""

    google: Running
    fault: dict[str, Any]

    def special(self, request: Callable[[], T]) -> T:
        """Let it run out, then ask."""
        self.google.tokens.revoke_all()
        self.google.traffic.add(Fault(on=SIGN_IN, **{"times": 10_000, **self.fault}))
        return request()


@pytest.mark.parametrize("fault", [{"status": 429}, {"status": 503}, {"cut": True}])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_signing_in_may_fail_before_every_request(
    stages: Stages, scenario: Scenario, fault: dict[str, Any]
) -> None:
    """Nothing of that request was done, which is known; the next sync goes on."""
    stage = stages.of(scenario)
    for number in range(1, stage.requests + 1):
        with stage.set_up() as desk:
            with pytest.raises((SheetBusy, SheetUnreachable)):
                desk.sync(SignedOut(stage.soon, number, desk.google, fault))
            desk.google.traffic.forget()
            desk.check(stage.expected)
