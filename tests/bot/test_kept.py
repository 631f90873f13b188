"""What is kept for somebody's next step, and when it is cleared away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.approvals import Approvals, DecidedBefore, Decision
from bot.drafts.kept import INDEX, keep, kept
from bot.slips import FormOutOfDate
from core.desk import Desk
from core.recording import UsageRequest
from core.stores.embedded import open_store
from tests.core.building import SetClock
from tests.sheets_sync.fake_sheet import Killed
from tests.sheets_sync.fragile_store import FragileStore


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands still until it is told."""
    return SetClock()


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """An empty desk."""
    store = open_store(tmp_path / "store.db")
    yield Desk(store, clock=clock)
    store.close()


def names(desk: Desk) -> set[str]:
    """The documents beside the ledger."""
    return {name for name, _ in desk.store.documents()} - {INDEX}


def test_what_nobody_came_back_to_is_cleared_after_a_week(desk: Desk, clock: SetClock) -> None:
    """When the next one is kept; what is younger stays, and so does what isn't ours."""
    desk.store.keep("sheet:seen", {"rows": 1})
    keep(desk, "bulk", "old", {"contacts": ["ACME"]})
    clock.pass_time(days=6)
    keep(desk, "bulk", "younger", {"contacts": ["ANN"]})
    assert kept(desk, "bulk", "old") == {"contacts": ["ACME"]}
    clock.pass_time(days=2)
    keep(desk, "enrolment", "new", {})
    assert names(desk) == {"sheet:seen", "bulk:younger", "enrolment:new"}
    with pytest.raises(FormOutOfDate, match="open a new one"):
        kept(desk, "bulk", "old")


def test_what_is_kept_again_lasts_anew(desk: Desk, clock: SetClock) -> None:
    """Each page that is turned keeps the draft for another week."""
    keep(desk, "enrolment", "draft", {"page": 1})
    clock.pass_time(days=5)
    keep(desk, "enrolment", "draft", {"page": 2})
    clock.pass_time(days=5)
    keep(desk, "enrolment", "other", {})
    assert kept(desk, "enrolment", "draft") == {"page": 2}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3])
def test_wherever_keeping_breaks_off_nothing_stays_for_good(
    desk: Desk, clock: SetClock, write: int, after: bool
) -> None:
    """The process dies before or after each of the writes; the next one clears all the same."""
    keep(desk, "bulk", "old", {})
    clock.pass_time(days=8)
    with pytest.raises(Killed):
        keep(Desk(FragileStore(desk.store, write, after=after), clock=clock), "bulk", "torn", {})
    clock.pass_time(days=8)
    keep(desk, "bulk", "next", {})
    assert names(desk) == {"bulk:next"}


def a_request(key: str) -> UsageRequest:
    """A usage beyond what is left."""
    return UsageRequest(contact="ACME", benefit_type="PASS", idempotency_key=key)


def test_a_decision_is_remembered_for_a_month(desk: Desk, clock: SetClock) -> None:
    """A late answer is told of it; later than that, that the question was let go."""
    approvals = Approvals(desk)
    approvals.ask(a_request("k1"), "U1", "Only 1 left.")
    approvals.decide("k1", Decision.APPROVED, "U2")
    clock.pass_time(days=29)
    with pytest.raises(DecidedBefore, match="approved by somebody else already"):
        approvals.the_open("k1")
    clock.pass_time(days=2)
    approvals.ask(a_request("k2"), "U1", "Only 1 left.")
    approvals.decide("k2", Decision.DECLINED, "U2")
    assert names(desk) == {"approvals", "approval:k2"}
    with pytest.raises(DecidedBefore, match="let go"):
        approvals.the_open("k1")


def test_a_question_waits_for_a_month(desk: Desk, clock: SetClock) -> None:
    """Then it is let go, wherever it still stands."""
    approvals = Approvals(desk)
    approvals.ask(a_request("k1"), "U1", "Only 1 left.")
    clock.pass_time(days=29)
    assert [each.key for each in approvals.waiting()] == ["k1"]
    clock.pass_time(days=2)
    assert approvals.waiting() == []
    with pytest.raises(DecidedBefore, match="let go"):
        approvals.decide("k1", Decision.APPROVED, "U2")
