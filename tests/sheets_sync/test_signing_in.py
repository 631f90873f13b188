"""Signing in: a token endpoint that is busy or down is waited out, a wrong clock is told as one."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground.google import Running, running
from playground.google.accounts import ServiceAccount
from playground.google.faults import SIGN_IN, Fault
from sheets_sync.errors import SheetBusy, SheetLoginFailed, SheetUnreachable
from sheets_sync.google_client import CONNECT, Patience
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.google_signing_in import ClockWrong
from sheets_sync.sync import Sync
from tests.core.building import Office
from tests.sheets_sync.failing import Passing, T
from tests.sheets_sync.test_google_sheet import OWNER, SOON, Desk, a_desk


@dataclass
class SignedOut(Passing):
    """Before that request the token runs out, and the token endpoint is down for a moment."""

    google: Running

    def special(self, request: Callable[[], T]) -> T:
        """Run out, then ask."""
        self.google.tokens.revoke_all()
        self.google.traffic.add(Fault(on=SIGN_IN, times=1, status=503))
        return request()


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.fixture
def desk(office: Office, google: Running) -> Desk:
    """A sheet that everything stands in; the token that the sync had is no longer good."""
    the_desk = a_desk(office, google)
    google.tokens.revoke_all()
    return the_desk


@pytest.mark.parametrize(
    "fault", [{"status": 429}, {"status": 500}, {"status": 503}, {"cut": True}]
)
def test_a_token_endpoint_that_is_down_is_waited_out(desk: Desk, fault: dict[str, int]) -> None:
    """As every other request is, and not any longer: no try of google-auth's own comes on top."""
    desk.google.traffic.add(Fault(on=SIGN_IN, times=2, **fault))  # type: ignore[arg-type]
    before = time.monotonic()
    assert desk.sync().sentence == "In step: nothing had changed."
    assert time.monotonic() - before < 20


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (429, SheetBusy, "asks for fewer requests"),
        (503, SheetUnreachable, "the sign-in answers 503"),
    ],
)
def test_waiting_for_a_token_has_an_end(
    desk: Desk, status: int, error: type[Exception], said: str
) -> None:
    """The sentence says that nothing is lost, and doesn't blame the file."""
    desk.google.traffic.add(Fault(on=SIGN_IN, times=10_000, status=status))
    with pytest.raises(error, match=said) as told:
        desk.sync()
    assert "Nothing is lost" in str(told.value)
    desk.google.traffic.forget()


def test_a_write_that_was_never_sent_is_sent_again(desk: Desk) -> None:
    """Its token ran out and the token endpoint was down: it is known that nothing was done."""
    desk.sync()
    desk.office.use()
    outcome = Sync(desk.office.desk, SignedOut(desk.sheet, 3, desk.google)).run()
    assert desk.asked()["spreadsheets.batchUpdate"] == 1
    assert outcome.written
    assert desk.sync().sentence == "In step: nothing had changed."


def test_a_wrong_clock_is_told_as_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Google refuses the sign-in for its time; the file isn't to blame."""
    monkeypatch.setattr(desk.google.tokens, "now", lambda: time.time() + 86_400)
    with pytest.raises(ClockWrong, match="this machine's clock is wrong") as told:
        desk.sync()
    assert told.value.answered is not None


def test_a_really_wrong_file_is_to_be_checked(desk: Desk, tmp_path: Path) -> None:
    """A key that Google doesn't know for this account."""
    other = ServiceAccount.create(desk.google.account.email)
    file = tmp_path / "key.json"
    file.write_text(json.dumps(other.key_file(desk.google.base_url)))
    sheet = GoogleSheet(file, desk.book.id, google=desk.google.base_url, patience=SOON)
    with pytest.raises(SheetLoginFailed, match="Check the file that GOOGLE_SERVICE_ACCOUNT_FILE"):
        sheet.survey()


def test_no_answer_is_waited_for_without_end(google: Running) -> None:
    """Both the connection and the answer have their time."""
    sheet = GoogleSheet(google.key_file, "x", google=google.base_url, patience=Patience(answer=7))
    waits: object = sheet.client.timeout
    assert waits == (CONNECT, 7)
    silent = google.drive.create_spreadsheet("Slow", owner=OWNER, editors=(google.account.email,))
    quick = Patience(first=0.01, longest=0.01, in_all=0.05, answer=0.2)
    slow = GoogleSheet(google.key_file, silent.id, google=google.base_url, patience=quick)
    google.traffic.add(Fault(on="read", times=10, delay=3.0))
    with pytest.raises(SheetUnreachable, match="ReadTimeout"):
        slow.survey()
    google.traffic.forget()
