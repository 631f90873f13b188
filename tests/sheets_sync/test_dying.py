"""Our process may die at any step of a sync; the next one comes to the same, nothing doubled."""

from collections.abc import Iterator

import pytest

from core.desk import Desk
from tests.sheets_sync.failing import SCENARIOS, Dying, Scenario, Stages, all_stages
from tests.sheets_sync.fake_sheet import Killed
from tests.sheets_sync.fragile_store import FragileStore


@pytest.fixture(scope="module")
def stages() -> Iterator[Stages]:
    """What people have just done, over a stand-in that serves."""
    with all_stages() as the_stages:
        yield the_stages


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_process_may_die_at_every_request(
    stages: Stages, scenario: Scenario, after: bool
) -> None:
    """Right before it is sent, or right after it was answered."""
    stage = stages.of(scenario)
    for number in range(1, stage.requests + 1):
        with stage.set_up() as desk:
            with pytest.raises(Killed):
                desk.sync(Dying(desk.sheet, number, after))
            desk.check(stage.expected)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_process_may_die_at_every_write_to_the_store(
    stages: Stages, scenario: Scenario, after: bool
) -> None:
    """Between any two steps: every write of the sync in turn, until one goes through."""
    stage = stages.of(scenario)
    for number in range(1, 100):
        with stage.set_up() as desk:
            store = FragileStore(desk.office.store, number, after=after)
            try:
                desk.sync(desk=Desk(store, clock=desk.office.clock))
            except Killed:
                desk.check(stage.expected)
            else:
                assert number > 1
                return
    raise AssertionError("a sync has fewer writes than this")
