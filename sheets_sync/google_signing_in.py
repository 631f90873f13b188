"""Signing in as a service account, and what goes wrong with that.

google-auth would ask a busy token endpoint three times by itself and then call it a refusal. Here
429 and 5xx are what they are for every other request: to be waited out, within the same bounds.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from google.auth.exceptions import GoogleAuthError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from requests import Session

from sheets_sync.errors import SheetBusy, SheetError, SheetLoginFailed, SheetUnreachable

LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})
TOO_MANY: Final = 429
FAULT: Final = 500
UNTIMELY: Final = "reasonable timeframe"
"""Stands in Google's refusal where the sign-in is of another time than Google's own."""


class ClockWrong(SheetError):
    """This machine's clock is so wrong that Google doesn't accept its sign-ins.

    `answered` is the Date header of Google's answer.
    """

    def __init__(self, answered: str | None = None) -> None:
        super().__init__(
            "Google does not accept the sign-in, for this machine's clock is wrong. Let it set its"
            " clock by the network (NTP); the service account's file is not the matter."
        )
        self.answered = answered


class SignInUnanswered(TransportError):
    """The token endpoint answered that it can't just now; nothing else was sent."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        # google-auth's own types stop short of this function
        super().__init__(f"the sign-in answers {status}")  # type: ignore[no-untyped-call]
        self.status = status
        self.headers = headers


class SignInRequest(Request):
    """How tokens are asked for. `answered` is the Date header of the last answer."""

    answered: str | None = None

    def __call__(self, url: str, method: str = "GET", *args: Any, **options: Any) -> Any:
        """Ask; only tokens are asked for by POST."""
        # google-auth's own types stop short of this function
        answer = super().__call__(url, method, *args, **options)  # type: ignore[no-untyped-call]
        if method == "POST":
            self.answered = answer.headers.get("Date")
            if answer.status == TOO_MANY or answer.status >= FAULT:
                raise SignInUnanswered(answer.status, answer.headers)
        return answer


class StandInCredentials(Credentials):
    """Credentials that ask only the stand-in: google-auth would also look up a region at Google."""

    def _build_regional_access_boundary_lookup_url(self, request: object = None) -> None:
        """Nowhere."""
        del request


def session_of(
    credentials: Credentials, google: str | None
) -> tuple[AuthorizedSession, SignInRequest]:
    """A session that signs in by itself; to this very machine it goes past any proxy."""
    local = google is not None and urlsplit(google).hostname in LOCAL
    for_tokens = Session()
    signing_in = SignInRequest(for_tokens)
    # google-auth's own types stop short of this class
    session = AuthorizedSession(credentials, auth_request=signing_in)  # type: ignore[no-untyped-call]
    for_tokens.trust_env = session.trust_env = not local
    return session, signing_in


def told_of_sign_in(error: GoogleAuthError, answered: str | None) -> SheetError:
    """What to tell of a sign-in that failed; `answered` is when Google did, as a Date header."""
    if isinstance(error, SignInUnanswered):
        return SheetBusy() if error.status == TOO_MANY else SheetUnreachable(str(error))
    if isinstance(error, TransportError):
        return SheetUnreachable(type(error).__name__)
    why = str(error.args[0] if error.args else error).rstrip(".")
    return ClockWrong(answered) if UNTIMELY in why else SheetLoginFailed(f"{why}.")
