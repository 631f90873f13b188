"""What tests of several packages share."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from tests.browser import a_browser

settings.register_profile(
    "the same every time",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the same every time")
# No run is red by chance, or because the machine was busy. Storms look for what is new.


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for a whole process: Playwright can be started only once in each."""
    with a_browser() as the_browser:
        yield the_browser
