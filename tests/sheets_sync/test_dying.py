"""Our process may die at any step of a sync; the next one comes to the same, nothing doubled."""

from collections.abc import Iterator

import pytest

from core.desk import Desk
from playground.google import Running, running
from tests.sheets_sync.failing import OWNER, SCENARIOS, Dying, Scenario, bench, requests_of
from tests.sheets_sync.fake_sheet import Killed
from tests.sheets_sync.fragile_store import FragileStore


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_process_may_die_at_every_request(
    google: Running, scenario: Scenario, after: bool
) -> None:
    """Right before it is sent, or right after it was answered."""
    for number in range(1, requests_of(google, scenario) + 1):
        with bench(google) as desk:
            rows = scenario(desk)
            with pytest.raises(Killed):
                desk.sync(Dying(desk.sheet, number, after))
            desk.check(rows)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_process_may_die_at_every_write_to_the_store(
    google: Running, scenario: Scenario, after: bool
) -> None:
    """Between any two steps: every write of the sync in turn, until one goes through."""
    for number in range(1, 100):
        with bench(google) as desk:
            rows = scenario(desk)
            store = FragileStore(desk.office.store, number, after=after)
            try:
                desk.sync(desk=Desk(store, clock=desk.office.clock))
            except Killed:
                desk.check(rows)
            else:
                assert number > 1
                return
    raise AssertionError("a sync has fewer writes than this")
