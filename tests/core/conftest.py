"""Fixtures of the rules' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.building import Office, an_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A small chamber of commerce on a real store; it is 15 June 2026."""
    with an_office(tmp_path) as the_office:
        yield the_office
