"""A store on a temporary file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.stores.rows import RowDatabase
from tests.core.stores.ledgers import INDEXES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's store is, or will be."""
    return tmp_path / "benefit-desk.db"


@pytest.fixture
def database(path: Path) -> Iterator[RowDatabase]:
    """An open store with a unique key and an index by level."""
    with RowDatabase(path, indexes=INDEXES) as opened:
        yield opened
