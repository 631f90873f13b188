"""What tests of several packages share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import a_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for a whole process: Playwright can be started only once in each."""
    with a_browser() as the_browser:
        yield the_browser
