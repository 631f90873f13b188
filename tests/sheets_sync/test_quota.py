"""No minute has more requests than Google allows, whoever asks; and waiting has an end."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.google import Running, running
from playground.google.faults import Fault
from playground.google.faults import Quota as GooglesQuota
from sheets_sync.errors import QuotaSpent, SheetBusy
from sheets_sync.google_client import GoogleAccount, Patience
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.quota import A_MINUTE, AT_ONCE, MOST, OF_GOOGLE, Kind, Quota, Stopwatch

LONG = Patience()


@dataclass
class Time:
    """Time that passes only where somebody waits."""

    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Let it pass."""
        self.slept.append(seconds)
        self.at += seconds

    def quota(self) -> Quota:
        """A quota that goes by it."""
        return Quota(Stopwatch(lambda: self.at, self.sleep))


@given(st.lists(st.floats(0, 30), min_size=100, max_size=300))
def test_no_minute_has_more_than_may_be(pauses: list[float]) -> None:
    """However requests come: in a heap, evenly, or after long pauses."""
    time = Time()
    quota, made = time.quota(), list[float]()
    for pause in pauses:
        time.at += pause if pause > 20 else 0
        assert quota.wait(Kind.READ, 1e9)
        made.append(time.at)
    for first in made:
        assert sum(first <= at < first + A_MINUTE for at in made) <= MOST


def test_the_first_ones_need_not_wait() -> None:
    """A sync has four requests; five syncs at once are nothing unusual."""
    time = Time()
    quota = time.quota()
    assert all(quota.wait(Kind.READ, 0) for _ in range(AT_ONCE))
    assert not quota.wait(Kind.READ, 1.4)
    assert quota.wait(Kind.READ, 1.6)
    assert time.slept == [pytest.approx(1.5)]


def test_reads_and_writes_are_counted_apart() -> None:
    """As Google does."""
    quota = Time().quota()
    assert all(quota.wait(Kind.READ, 0) for _ in range(AT_ONCE))
    assert quota.wait(Kind.WRITE, 0)
    assert not quota.wait(Kind.READ, 0)


def test_threads_share_it() -> None:
    """No token is taken twice."""
    quota, given = Time().quota(), list[bool]()
    threads = [
        threading.Thread(target=lambda: given.extend(quota.wait(Kind.WRITE, 0) for _ in range(20)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given.count(True) == AT_ONCE


@pytest.fixture
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running() as served:
        yield served


def a_sheet(google: Running, quota: Quota) -> GoogleSheet:
    """The spreadsheet, asked for with all patience that there is."""
    sheet_id = google.spreadsheet_id
    return GoogleSheet(google.key_file, sheet_id, google=google.base_url, quota=quota)


def test_google_is_never_asked_too_often(google: Running) -> None:
    """Two hundred reads by two sheets of one process: none is turned away."""
    time = Time()
    google.traffic.quota, google.traffic.now = GooglesQuota(), lambda: time.at
    sheets = [a_sheet(google, quota) for quota in [time.quota()] for _ in range(2)]
    for number in range(200):
        sheets[number % 2].read(["Sheet1"])
    assert google.traffic.count() == 200
    assert time.at - 1000 == pytest.approx((200 - AT_ONCE) * 1.5)


def test_a_quota_that_is_spent_for_long_is_told(google: Running) -> None:
    """Where the next token comes after all patience, nothing is asked any more."""
    time = Time()
    quota = time.quota()
    while quota.wait(Kind.READ, 0):
        pass
    for _ in range(100):
        quota._buckets[Kind.READ].take(1e9)
    with pytest.raises(QuotaSpent, match="as often as one may in a minute"):
        a_sheet(google, quota).read(["Sheet1"])
    assert google.traffic.count() == 0
    assert time.slept == []


def test_waiting_grows_is_a_little_random_and_ends(google: Running) -> None:
    """Each wait is about twice the one before, none exactly; in all no longer than patience."""
    time = Time()
    google.traffic.add(Fault(times=1000, status=503))
    google.traffic.add(Fault(times=1000, status=429))
    with pytest.raises(Exception, match="can't be reached"):
        a_sheet(google, time.quota()).read(["Sheet1"])
    for number, slept in zip(count(), time.slept, strict=False):
        least = min(LONG.longest, LONG.first * 2**number)
        assert least <= slept <= least + LONG.first
        assert slept != least
    assert len(time.slept) == 7
    assert sum(time.slept) <= LONG.in_all


@pytest.mark.parametrize(("asked", "waits"), [(7, [7.0]), (3600, [])])
def test_google_says_how_long_to_wait(google: Running, asked: int, waits: list[float]) -> None:
    """So long, and no more; where that is longer than patience, it is told at once."""
    time = Time()
    google.traffic.add(Fault(status=429, retry_after=asked))
    sheet = a_sheet(google, time.quota())
    if waits:
        assert sheet.read(["Sheet1"]).tabs
    else:
        with pytest.raises(SheetBusy):
            sheet.read(["Sheet1"])
    assert time.slept == waits


def test_everything_that_asks_google_shares_one_quota(google: Running) -> None:
    """Syncs, checks and forgetting; a stand-in has no quota of Google's."""
    id_, file = google.spreadsheet_id, google.key_file
    assert GoogleAccount(file, id_, None, LONG)._quota is OF_GOOGLE
    assert GoogleAccount(file, id_, google.base_url, LONG)._quota is None
