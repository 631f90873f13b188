"""Talking to Google: who we are, where Google is, how long to wait, and what its errors mean.

A read may be sent again as often as patience allows. A write is only sent again where Google said
that it didn't look at it: whether any other was carried out, the next read will show. Between two
attempts lies what Google asks for, or a time that doubles and is a little random, so that several
processes don't come at once; and every attempt keeps to the quota.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from google.auth.exceptions import GoogleAuthError, TransportError
from google.oauth2.service_account import Credentials
from gspread.exceptions import APIError
from gspread.http_client import FileType, HTTPClient, ParamsType
from requests import RequestException, Response
from tenacity import RetryCallState, Retrying, retry_if_exception
from tenacity.wait import wait_exponential, wait_random

from sheets_sync.errors import (
    KeyFileUnreadable,
    NoKeyFile,
    OutcomeUnknown,
    QuotaSpent,
    SheetApiOff,
    SheetBusy,
    SheetError,
    SheetLoginFailed,
    SheetNotFound,
    SheetNotShared,
    SheetRefused,
    SheetUnreachable,
    TabMissing,
)
from sheets_sync.google_signing_in import (
    FAULT,
    TOO_MANY,
    SignInUnanswered,
    StandInCredentials,
    session_of,
    told_of_sign_in,
)
from sheets_sync.quota import OF_GOOGLE, Kind, Quota

SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
CONNECT: Final = 5.0
"""Seconds to wait for a connection."""
UNAUTHORISED, FORBIDDEN, NOT_FOUND = 401, 403, 404

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, before a request is sent again, and when none is sent any more.

    `answer` is how long one answer is waited for.
    """

    first: float = 1.0
    longest: float = 32.0
    in_all: float = 120.0
    answer: float = 60.0


class SheetsClient(HTTPClient):
    """gspread's client, sending its requests to where Google is said to be."""

    def __init__(self, credentials: Credentials, google: str | None, answer: float) -> None:
        """`answer` is how long one answer is waited for, in seconds."""
        session, self._signing_in = session_of(credentials, google)
        super().__init__(credentials, session)
        self.set_timeout((CONNECT, answer))
        self._google = google.rstrip("/") if google else None

    @property
    def answered(self) -> str | None:
        """The Date header of the token endpoint's last answer."""
        return self._signing_in.answered

    def request(  # noqa: PLR0917 - the signature is gspread's
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> Response:
        """Send one request; only the host and what stands before the path is replaced."""
        if self._google:
            endpoint = self._google + urlsplit(endpoint).path
        return super().request(method, endpoint, params, data, json, files, headers)


class GoogleAccount:
    """A service account at work on one spreadsheet: sends, waits, and tells what went wrong."""

    def __init__(
        self,
        service_account_file: Path,
        identity: str,
        google: str | None,
        patience: Patience,
        *,
        scopes: Sequence[str] = SCOPES,
        quota: Quota | None = None,
    ) -> None:
        """`quota` is Google's own, or that of who stands in for Google: which has none."""
        try:
            # google-auth's own types stop short of this function
            kind = StandInCredentials if google else Credentials
            credentials: Credentials = kind.from_service_account_file(  # type: ignore[no-untyped-call]
                str(service_account_file), scopes=scopes
            )
        except OSError as wrong:
            raise KeyFileUnreadable(service_account_file, wrong.strerror or "") from wrong
        except (ValueError, GoogleAuthError) as wrong:
            raise NoKeyFile(service_account_file) from wrong
        self.credentials = credentials
        self.address: str = credentials.service_account_email
        self.identity = identity
        self.client = SheetsClient(credentials, google, patience.answer)
        self._patience = patience
        self._quota = quota or (None if google else OF_GOOGLE)
        self._stopwatch = (quota or OF_GOOGLE).stopwatch

    def read(self, request: Callable[[], T]) -> T:
        """Send a request that changes nothing, again and again within bounds.

        Raises:
            SheetError: it wasn't answered; the sentence says what to do.
        """
        return self._send(request, Kind.READ, _may_pass, self._told)

    def write(self, request: Callable[[], T]) -> T:
        """Send a request that changes something, again only where it was turned away.

        Raises:
            OutcomeUnknown: it may have been carried out or not.
            SheetError: nothing was done.
        """
        return self._send(request, Kind.WRITE, _turned_away, self._told_of_write)

    def _send(
        self,
        request: Callable[[], T],
        kind: Kind,
        again: Callable[[BaseException], bool],
        told: Callable[[Exception], SheetError],
    ) -> T:
        until = self._stopwatch.now() + self._patience.in_all

        def too_late(state: RetryCallState) -> bool:
            return self._stopwatch.now() + state.upcoming_sleep > until

        def attempt() -> T:
            left = until - self._stopwatch.now()
            if self._quota and not self._quota.wait(kind, left):
                raise QuotaSpent
            return request()

        retrying = Retrying(
            retry=retry_if_exception(again),
            wait=self._wait,
            stop=too_late,
            sleep=self._stopwatch.sleep,
            reraise=True,
        )
        try:
            return retrying(attempt)
        except (APIError, RequestException, GoogleAuthError) as error:
            raise told(error) from error

    def _wait(self, state: RetryCallState) -> float:
        """As long as Google asks for, or longer each time."""
        patience = self._patience
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, APIError | SignInUnanswered):
            asked = _seconds_asked(error)
            if asked is not None:
                return asked
        growing = wait_exponential(patience.first, patience.longest)
        return (growing + wait_random(0, patience.first))(state)

    def _told(self, error: Exception) -> SheetError:
        if isinstance(error, GoogleAuthError):
            return told_of_sign_in(error, self.client.answered)
        if isinstance(error, APIError):
            return self._told_by_google(error)
        return SheetUnreachable(type(error).__name__)

    def _told_by_google(self, error: APIError) -> SheetError:
        code, why = error.response.status_code, str(error.error.get("message", "no reason given"))
        if code == TOO_MANY:
            return SheetBusy()
        if code >= FAULT:
            return SheetUnreachable(f"it answers {code}")
        if code in (UNAUTHORISED, FORBIDDEN):
            return self._forbidden(error, why)
        if code == NOT_FOUND:
            return SheetNotFound(self.identity)
        return TabMissing() if why.startswith("Unable to parse range") else SheetRefused(why)

    def _told_of_write(self, error: Exception) -> SheetError:
        told = self._told(error)
        if isinstance(told, SheetUnreachable) and not isinstance(error, GoogleAuthError):
            return OutcomeUnknown(told.why)
        return told

    def _forbidden(self, error: APIError, why: str) -> SheetError:
        if error.response.status_code == UNAUTHORISED:
            return SheetLoginFailed(why)
        if "has not been used in project" in why or "SERVICE_DISABLED" in str(error.error):
            return SheetApiOff()
        if "protected" in why:
            return SheetRefused(why)
        return SheetNotShared(self.address)


def _may_pass(error: BaseException) -> bool:
    """Whether the same request may be answered later."""
    if isinstance(error, APIError):
        code = error.response.status_code
        return code == TOO_MANY or code >= FAULT
    return isinstance(error, RequestException | TransportError)


def _turned_away(error: BaseException) -> bool:
    """Whether it is known that the request wasn't carried out, and may be later.

    Google said so, or the request was never sent, because signing in didn't work.
    """
    if isinstance(error, APIError):
        return error.response.status_code == TOO_MANY
    return isinstance(error, TransportError)


def _seconds_asked(error: APIError | SignInUnanswered) -> float | None:
    """What the Retry-After header asks for, in seconds or as a date."""
    headers = error.response.headers if isinstance(error, APIError) else error.headers
    asked = headers.get("Retry-After", "").strip()
    if not asked:
        return None
    if asked.isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked) - parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError, TypeError):
        return None
    return max(0.0, until.total_seconds())
