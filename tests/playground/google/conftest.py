"""Fixtures: one stand-in for each file of tests, a new spreadsheet for each test."""

from collections.abc import Iterator

import gspread
import pytest

from playground.google import Running, ServiceAccount, Spreadsheet, running
from tests.playground.google.visiting import Caller, client_for

OWNER = "manager@example.org"


@pytest.fixture(scope="session")
def account() -> ServiceAccount:
    """A service account; making its key takes the longest of all."""
    return ServiceAccount.create("benefit-desk@playground.iam.gserviceaccount.com")


@pytest.fixture(scope="module")
def google(account: ServiceAccount) -> Iterator[Running]:
    """The stand-in, serving."""
    with running(account=account, owner=OWNER, fixed_tokens=("test-token",)) as served:
        yield served


@pytest.fixture(scope="module")
def client(google: Running) -> gspread.Client:
    """gspread, signed in with the service account's key file."""
    return client_for(google)


@pytest.fixture
def book(google: Running) -> Spreadsheet:
    """A new spreadsheet of the manager's, shared with the service account."""
    return google.drive.create_spreadsheet("Benefits", owner=OWNER, editors=(google.account.email,))


@pytest.fixture
def caller(google: Running, book: Spreadsheet) -> Caller:
    """Bare requests to the new spreadsheet."""
    return Caller(google, book.id)


@pytest.fixture
def remote(client: gspread.Client, book: Spreadsheet) -> gspread.Spreadsheet:
    """The new spreadsheet as gspread sees it."""
    return client.open_by_key(book.id)


@pytest.fixture
def sheet(remote: gspread.Spreadsheet) -> gspread.Worksheet:
    """Its first sheet as gspread sees it."""
    return remote.sheet1
