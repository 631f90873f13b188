"""What tests of several packages share."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from tests.browser import a_browser
from tests.database import a_schema, a_server

settings.register_profile(
    "the same every time",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the same every time")
# No run is red by chance, or because the machine was busy. Storms look for what is new.


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts a database server, which a run of a few tests does without."""
    for item in items:
        if "database_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for a whole process: Playwright can be started only once in each."""
    with a_browser() as the_browser:
        yield the_browser


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """One PostgreSQL server for a whole process."""
    with a_server() as address:
        yield address


@pytest.fixture
def empty(database_server: str) -> str:
    """The address of an empty database."""
    return a_schema(database_server)
