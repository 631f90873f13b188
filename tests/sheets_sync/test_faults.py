"""Every request of a sync goes wrong in every way, one after the other: the next sync converges."""

import contextlib
from collections.abc import Iterator

import pytest

from playground.google import Running, running
from playground.google.faults import Fault
from sheets_sync.errors import SheetError
from tests.sheets_sync.failing import (
    ATTEMPTS,
    FAULTS,
    HASTY,
    OWNER,
    SCENARIOS,
    SOON,
    Scenario,
    a_sheet,
    bench,
    requests_of,
)


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_request_may_fail_in_every_way(
    google: Running, scenario: Scenario, fault: str
) -> None:
    """Each request of the sync in turn; afterwards nothing is doubled and nothing is missing."""
    for number in range(requests_of(google, scenario)):
        assert any(fails(google, scenario, fault, number) for _ in range(ATTEMPTS))


def fails(google: Running, scenario: Scenario, fault: str, number: int) -> bool:
    """Let one request of a sync fail, and see that the next ones converge; whether it was met."""
    with bench(google) as desk:
        rows = scenario(desk)
        google.traffic.forget()
        met = google.traffic.add(Fault(skip=number, **{"times": 1, **FAULTS[fault]}))
        patience = HASTY if "delay" in FAULTS[fault] else SOON
        with contextlib.suppress(SheetError):
            desk.sync(a_sheet(google, desk.book, patience))
        google.traffic.forget()
        desk.check(rows)
        return bool(met.times < FAULTS[fault].get("times", 1))
