"""What a test can let go wrong, and what was counted."""

import threading
import time
from collections.abc import Iterator

import gspread
import pytest
import requests
from gspread.exceptions import APIError

from playground.google import Fault, Quota, Running, ServiceAccount, running
from tests.playground.google.visiting import Caller, client_for


@pytest.fixture
def served(account: ServiceAccount) -> Iterator[Running]:
    """A stand-in of the test's own, for its counters and faults."""
    with running(account=account, fixed_tokens=("test-token",)) as one:
        yield one


@pytest.fixture
def bare(served: Running) -> Caller:
    """Bare requests to its spreadsheet."""
    return Caller(served, served.spreadsheet_id)


def test_requests_are_counted_by_kind_and_method(served: Running, bare: Caller) -> None:
    """Reads and writes are told apart, and each method has its own count."""
    bare.values("A1")
    bare.values("A1")
    bare.write("A1", [["x"]])
    assert (served.traffic.count("read"), served.traffic.count("write")) == (2, 1)
    assert served.traffic.by_method() == {"values.get": 2, "values.update": 1}
    served.traffic.forget()
    assert served.traffic.count() == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_the_nth_request_fails(served: Running, bare: Caller, status: int) -> None:
    """Those before and after it pass; nothing was applied."""
    served.traffic.add(Fault(on="values.update", skip=1, status=status, retry_after=7))
    bare.write("A1", [["first"]])
    response = bare.send("PUT", "/values/A1", {"values": [["second"]]}, valueInputOption="RAW")
    assert response.status_code == status
    assert response.json()["error"]["code"] == status
    assert response.headers["retry-after"] == "7"
    assert bare.values("A1") == [["first"]]
    bare.write("A1", [["third"]])
    assert bare.values("A1") == [["third"]]


def test_an_error_may_come_after_the_write(served: Running, bare: Caller) -> None:
    """A 503 that was applied: the caller can't know."""
    served.traffic.add(Fault(on="write", status=503, applied=True))
    error = bare.refusal("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert error["status"] == "UNAVAILABLE"
    assert bare.values("A1") == [["x"]]


@pytest.mark.parametrize("applied", [False, True])
def test_the_connection_is_cut(served: Running, bare: Caller, *, applied: bool) -> None:
    """No answer comes, whether or not the write took effect."""
    served.traffic.add(Fault(on="write", cut=True, applied=applied))
    with pytest.raises(requests.ConnectionError):
        bare.send("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert bare.values("A1") == ([["x"]] if applied else [])


def test_an_answer_may_be_late(served: Running, bare: Caller) -> None:
    """A delay before taking effect lets others go first."""
    served.traffic.add(Fault(on="values.update", delay=0.4))
    slow = threading.Thread(target=lambda: bare.write("A1", [["late"]]))
    slow.start()
    time.sleep(0.1)
    other = Caller(served, served.spreadsheet_id)
    other.write("A1", [["early"]])
    assert other.values("A1") == [["early"]]
    slow.join()
    assert other.values("A1") == [["late"]]


def test_a_timeout_of_gspread_is_reached(served: Running) -> None:
    """A client that waits only so long gives up on a late answer."""
    client: gspread.Client = client_for(served)
    sheet = client.open_by_key(served.spreadsheet_id).sheet1
    client.set_timeout(0.2)
    served.traffic.add(Fault(on="read", delay=1.0))
    with pytest.raises(requests.Timeout):
        sheet.get_all_values()


def test_a_minutes_quota_runs_out_and_comes_back(served: Running, bare: Caller) -> None:
    """Reads and writes have each their own; after a minute there is a new one."""
    clock = [0.0]
    served.traffic.now = lambda: clock[0]
    served.traffic.quota = Quota(reads=2, writes=1)
    bare.values("A1")
    bare.values("A1")
    error = bare.refusal("GET", "/values/A1")
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert "Read requests per minute per user" in error["message"]
    bare.write("A1", [["x"]])
    assert "Write requests" in bare.refusal("POST", "/values/A1:clear")["message"]
    clock[0] = 61.0
    assert bare.values("A1") == [["x"]]


def test_gspread_tells_of_a_quota(served: Running) -> None:
    """The client library understands the refusal."""
    sheet = client_for(served).open_by_key(served.spreadsheet_id).sheet1
    served.traffic.add(Fault(on="read", status=429))
    with pytest.raises(APIError) as refused:
        sheet.get_all_values()
    assert refused.value.response.status_code == 429


def test_many_writers_lose_nothing(served: Running) -> None:
    """Forty rows appended by four clients at once are forty rows."""

    def write(number: int) -> None:
        mine = Caller(served, served.spreadsheet_id)
        for count in range(10):
            mine.post(
                "/values/A1:append", {"values": [[f"{number}-{count}"]]}, valueInputOption="RAW"
            )

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = served.spreadsheet.rows("Sheet1")
    assert sorted(row[0] for row in found) == sorted(
        f"{n}-{c}" for n in range(4) for c in range(10)
    )
