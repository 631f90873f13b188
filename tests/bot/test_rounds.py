"""What is due is done once for each period, by one of the processes, whatever becomes of clocks."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.leading import Leader
from bot.schedule.periods import Period, daily, monthly, weekly
from bot.schedule.rounds import Chore, Rounds, last_done, left_out
from core.desk import Desk
from core.errors import BenefitError
from core.stores.embedded import open_store
from core.stores.postgres import PostgresStore
from tests.core.building import SetClock

LONDON = ZoneInfo("Europe/London")


@dataclass
class Diary:
    """Notes what is done, and fails when it is told to."""

    done: list[date] = field(default_factory=list)
    fails: Exception | None = None

    def note(self, period: Period) -> None:
        """Do it."""
        if self.fails:
            raise self.fails
        self.done.append(period.planned_on)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk; it is Monday, 15 June 2026, 16:00 in London."""
    with closing(open_store(tmp_path / "desk.db")) as store:
        yield Desk(store, clock=SetClock())


def rounds(desk: Desk, diary: Diary, late: timedelta = timedelta(0)) -> Rounds:
    """Rounds with one chore, every day at nine in London."""
    chore = Chore(name="test", says="noted", plan=daily(9, LONDON), do=diary.note, late=late)
    return Rounds(desk, [chore], Leader(desk.store))


def put(desk: Desk, at: datetime) -> None:
    """Put the clock to an instant."""
    assert isinstance(desk.clock, SetClock)
    desk.clock.at = at


# When things are due.


@pytest.mark.parametrize(
    ("plan", "days"),
    [
        (weekly(6, 0, LONDON), [date(2026, 3, 22), date(2026, 3, 29), date(2026, 4, 5)]),
        (monthly(28, 9, LONDON), [date(2026, 3, 28), date(2026, 4, 28), date(2026, 5, 28)]),
        (daily(4, LONDON), [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]),
    ],
)
def test_days_follow_each_other(plan: object, days: list[date]) -> None:
    """None is left out or comes twice, over the night on which clocks change too."""
    assert isinstance(plan, type(daily(4, LONDON)))
    assert [plan.after(day).planned_on for day in days[:-1]] == days[1:]
    for day in days:
        at = plan.period(day).planned_at
        assert plan.last(at.astimezone(UTC)).planned_on == day
        assert plan.last(at.astimezone(UTC) - timedelta(seconds=1)).planned_on < day


def test_a_plan_is_told_in_words() -> None:
    """Day and hour, as people say them."""
    assert weekly(0, 9, LONDON).when == "Every Monday at 09:00"
    assert monthly(1, 10, LONDON).when == "On day 1 of every month at 10:00"
    assert daily(4, LONDON).when == "Every day at 04:00"


# What is done.


def test_the_first_one_is_done_only_if_it_is_not_too_late(desk: Desk) -> None:
    """A new desk doesn't begin with what was due before it was there."""
    diary = Diary()
    rounds(desk, diary).go()
    assert diary.done == []
    put(desk, datetime(2026, 6, 16, 8, 0, tzinfo=UTC))
    rounds(desk, diary).go()
    assert diary.done == [date(2026, 6, 16)]


def test_what_was_due_before_the_desk_was_there_is_not_told_as_done(desk: Desk) -> None:
    """It is left out, not done; the next one is."""
    diary = Diary()
    rounds(desk, diary).go()
    (chore,) = rounds(desk, diary).chores
    assert left_out(desk, chore)
    put(desk, datetime(2026, 6, 16, 8, 0, tzinfo=UTC))
    rounds(desk, diary).go()
    assert not left_out(desk, chore)


def test_a_late_first_one_is_done(desk: Desk) -> None:
    """Seven hours late, where a day is allowed."""
    diary = Diary()
    rounds(desk, diary, late=timedelta(days=1)).go()
    assert diary.done == [date(2026, 6, 15)]


def test_missed_ones_are_caught_up_in_their_order(desk: Desk) -> None:
    """Three days away: three are done, each once."""
    diary = Diary()
    for day in (15, 18, 18):
        put(desk, datetime(2026, 6, day, 12, 0, tzinfo=UTC))
        rounds(desk, diary, late=timedelta(days=1)).go()
    assert diary.done == [date(2026, 6, day) for day in (15, 16, 17, 18)]


def test_after_a_long_time_the_last_ones_are_done(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody wants fifty old reports at once; it is said how many there would be."""
    diary = Diary()
    for at in (datetime(2026, 6, 15, 12, 0, tzinfo=UTC), datetime(2026, 8, 4, 12, 0, tzinfo=UTC)):
        put(desk, at)
        rounds(desk, diary).go()
    assert diary.done == [date(2026, 7, 31), *(date(2026, 8, day) for day in (1, 2, 3, 4))]
    assert "was missed 50 times; the last 5" in caplog.text


def test_a_clock_that_goes_back_does_nothing_twice(desk: Desk) -> None:
    """Nor does one that goes ahead and comes back lose a day."""
    diary = Diary()
    for day, hour in ((15, 12), (16, 12), (14, 12), (16, 12), (18, 12), (17, 12), (19, 12)):
        put(desk, datetime(2026, 6, day, hour, 0, tzinfo=UTC))
        rounds(desk, diary).go()
    assert diary.done == [date(2026, 6, day) for day in (16, 17, 18, 19)]


@pytest.mark.parametrize("failure", [BenefitError("Slack is away."), ZeroDivisionError("x")])
def test_what_fails_is_tried_again(
    desk: Desk, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """It isn't noted as done, and the log says why."""
    diary = Diary(fails=failure)
    late = timedelta(days=1)
    rounds(desk, diary, late).go()
    assert str(failure) in caplog.text
    diary.fails = None
    rounds(desk, diary, late).go()
    rounds(desk, diary, late).go()
    assert diary.done == [date(2026, 6, 15)]
    (chore,) = rounds(desk, diary).chores
    assert last_done(desk, chore) == date(2026, 6, 15)


# Who does it.


@dataclass
class Stopwatch:
    """Shows what it is set to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """What it shows."""
        return self.seconds


@contextmanager
def two_leaders(address: str, stopwatch: Stopwatch) -> Iterator[tuple[Leader, Leader]]:
    """Two processes that would lead, and share a ledger."""
    with closing(PostgresStore(address)) as one, closing(PostgresStore(address)) as two:
        yield Leader(one, stopwatch=stopwatch), Leader(two, stopwatch=stopwatch)


def test_one_leads_as_long_as_it_says_so(empty: str) -> None:
    """The other one follows, however long."""
    stopwatch = Stopwatch()
    with two_leaders(empty, stopwatch) as (first, second):
        for _ in range(10):
            assert first.leads()
            assert not second.leads()
            stopwatch.seconds += 100


def test_a_silent_leader_is_followed_by_another(empty: str) -> None:
    """After 150 seconds by the other one's own stopwatch; the first one then follows."""
    stopwatch = Stopwatch()
    with two_leaders(empty, stopwatch) as (first, second):
        assert first.leads()
        assert not second.leads()
        stopwatch.seconds += 149
        assert not second.leads()
        stopwatch.seconds += 1
        assert second.leads()
        assert not first.leads()


def test_a_leader_that_leaves_hands_over_at_once(empty: str) -> None:
    """One that doesn't lead takes nothing with it."""
    stopwatch = Stopwatch()
    with two_leaders(empty, stopwatch) as (first, second):
        assert first.leads()
        second.resign()
        assert not second.leads()
        first.resign()
        assert second.leads()


def test_who_has_a_store_alone_leads_at_once(desk: Desk) -> None:
    """The lock on its file proves that nobody else can; a crash needs no waiting."""
    assert Leader(desk.store).leads()
    assert Leader(desk.store).leads()


def test_who_does_not_lead_does_nothing(empty: str) -> None:
    """Of two processes that go round, one does what is due."""
    diary = Diary()
    with closing(PostgresStore(empty)) as one, closing(PostgresStore(empty)) as two:
        desks = [Desk(store, clock=SetClock()) for store in (one, two)]
        both = [rounds(desk, diary, timedelta(days=1)) for desk in desks]
        for each in both * 2:
            each.go()
        assert diary.done == [date(2026, 6, 15)]
        assert [each.leads() for each in both] == [True, False]
        both[0].leave()
        assert both[1].leads()
