"""The token endpoint, and what a token is good for."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.auth import crypt, jwt
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from playground.google import Running, ServiceAccount, Spreadsheet, running
from playground.google.accounts import GRANT
from tests.playground.google.visiting import Caller, client_for

SHEETS = "https://www.googleapis.com/auth/spreadsheets"

# google-auth leaves these without types.
signer_of: Callable[[str], Any] = crypt.RSASigner.from_string
encode: Callable[..., bytes] = jwt.encode
from_file: Callable[..., Any] = service_account.Credentials.from_service_account_file


def claims(google_: Running, **changed: Any) -> dict[str, Any]:
    """The claims of a good assertion, with some changed."""
    now = int(time.time())
    good = {
        "iss": google_.account.email,
        "aud": f"{google_.base_url}/token",
        "iat": now,
        "exp": now + 3600,
        "scope": SHEETS,
    }
    return {**good, **changed}


def ask(google_: Running, given: dict[str, Any], key: ServiceAccount | None = None) -> Any:
    """The answer to an assertion with these claims, signed with the account's key or another."""
    signer = signer_of((key or google_.account).private_key)
    assertion = encode(signer, given).decode()
    return requests.post(
        f"{google_.base_url}/token",
        data={"grant_type": GRANT, "assertion": assertion},
        timeout=5,
    )


def test_google_auth_gets_a_token_with_the_key_file(google: Running) -> None:
    """The real client library refreshes its credentials at the stand-in's token endpoint."""
    credentials = from_file(str(google.key_file), scopes=[SHEETS])
    credentials.refresh(Request())
    assert credentials.token.startswith("ya29.")
    left = credentials.expiry.replace(tzinfo=UTC) - datetime.now(UTC)
    assert left > timedelta(minutes=55)


def test_a_token_lets_its_bearer_read(google: Running) -> None:
    """What the endpoint gives out is accepted by the API."""
    token = ask(google, claims(google)).json()["access_token"]
    caller = Caller(google, google.spreadsheet_id, token)
    assert caller.get()["spreadsheetId"] == google.spreadsheet_id


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "somebody@else.iam.gserviceaccount.com"},
        {"aud": "https://example.org/token"},
        {"exp": int(time.time()) - 600, "iat": int(time.time()) - 1200},
        {"exp": int(time.time()) + 7200},
        {"iat": int(time.time()) + 600},
        {"iat": "yesterday"},
    ],
    ids=["issuer", "audience", "expired", "too long", "not yet", "no time"],
)
def test_an_assertion_with_a_wrong_claim_is_refused(
    google: Running, changed: dict[str, Any]
) -> None:
    """Issuer, audience and times are checked, and told as Google does."""
    answer = ask(google, claims(google, **changed))
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"


def test_an_assertion_without_a_scope_is_refused(google: Running) -> None:
    """A token has to be for something."""
    answer = ask(google, claims(google, scope=""))
    assert answer.json()["error"] == "invalid_scope"


def test_another_key_signs_in_vain(google: Running) -> None:
    """The signature has to be the account's."""
    answer = ask(google, claims(google), ServiceAccount.create(google.account.email))
    assert answer.status_code == 400
    assert "Signature" in answer.json()["error_description"]


@pytest.mark.parametrize("assertion", ["", "a.b", "a.b.c", "e30.e30.e30", "W10.W10.W10"])
def test_what_is_no_assertion_is_refused(google: Running, assertion: str) -> None:
    """Nonsense gets a sentence, not a crash."""
    answer = requests.post(
        f"{google.base_url}/token",
        data={"grant_type": GRANT, "assertion": assertion},
        timeout=5,
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_another_grant_is_refused(google: Running) -> None:
    """Only signed assertions get tokens here."""
    answer = requests.post(f"{google.base_url}/token", data={"grant_type": "password"}, timeout=5)
    assert answer.json()["error"] == "unsupported_grant_type"


def test_google_auth_tells_of_a_refused_key(google: Running, tmp_path: Path) -> None:
    """The client library understands the endpoint's refusal."""
    stranger = ServiceAccount.create(google.account.email)
    path = stranger.write_key_file(tmp_path / "key.json", google.base_url)
    credentials = from_file(str(path), scopes=[SHEETS])
    with pytest.raises(RefreshError):
        credentials.refresh(Request())


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_without_a_token_nothing_is_told(google: Running, token: str) -> None:
    """A missing or unknown bearer is answered 401 in Google's form."""
    caller = Caller(google, google.spreadsheet_id, token)
    error = caller.refusal("GET", "")
    assert (error["code"], error["status"]) == (401, "UNAUTHENTICATED")


def test_a_reading_token_can_not_write(google: Running) -> None:
    """A token for reading only reads."""
    answer = ask(google, claims(google, scope=f"{SHEETS}.readonly"))
    caller = Caller(google, google.spreadsheet_id, answer.json()["access_token"])
    assert caller.get("/values/A1")["range"] == "Sheet1!A1"
    error = caller.refusal("POST", "/values/A1:clear")
    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")


def test_a_token_for_something_else_reads_nothing(google: Running) -> None:
    """A calendar's token opens no sheet."""
    answer = ask(google, claims(google, scope="https://www.googleapis.com/auth/calendar"))
    caller = Caller(google, google.spreadsheet_id, answer.json()["access_token"])
    assert caller.refusal("GET", "")["code"] == 403


def test_an_expired_token_is_renewed_by_the_client(account: ServiceAccount) -> None:
    """When the stand-in forgets its tokens, gspread signs in again and goes on."""
    with running(account=account) as served:
        client = client_for(served)
        assert client.open_by_key(served.spreadsheet_id).title == "Benefits"
        served.tokens.revoke_all()
        assert client.open_by_key(served.spreadsheet_id).title == "Benefits"


def test_a_token_ends_with_its_time(account: ServiceAccount) -> None:
    """A token whose life is over counts for nothing."""
    with running(account=account) as served:
        served.tokens.life = 0.0
        token = ask(served, claims(served)).json()["access_token"]
        assert Caller(served, served.spreadsheet_id, token).refusal("GET", "")["code"] == 401


def test_the_key_file_has_everything_that_googles_has(google: Running) -> None:
    """The file is readable by its owner only and names the stand-in's token endpoint."""
    told = json.loads(google.key_file.read_text("utf-8"))
    assert told["type"] == "service_account"
    assert told["token_uri"] == f"{google.base_url}/token"
    assert google.key_file.stat().st_mode & 0o077 == 0


def test_a_spreadsheet_that_is_not_shared_is_refused(
    google: Running, client: gspread.Client
) -> None:
    """Somebody else's spreadsheet is 403, and gspread says so its own way."""
    private = google.drive.create_spreadsheet("Private", owner="somebody@example.org")
    with pytest.raises(PermissionError):
        client.open_by_key(private.id)


def test_who_may_only_read_can_not_write(google: Running) -> None:
    """A reader's write is 403; the reading goes on."""
    shared = google.drive.create_spreadsheet("Shared", owner="somebody@example.org")
    shared.sharing.share("user", "reader", email=google.account.email)
    caller = Caller(google, shared.id)
    assert caller.get()["properties"]["title"] == "Shared"
    error = caller.refusal("POST", "/values/A1:clear")
    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")


def test_a_link_for_everybody_lets_everybody_read(google: Running) -> None:
    """Shared with anyone is shared with the service account too."""
    shared: Spreadsheet = google.drive.create_spreadsheet("Open", owner="somebody@example.org")
    shared.sharing.share("anyone", "reader")
    assert Caller(google, shared.id).get()["properties"]["title"] == "Open"
