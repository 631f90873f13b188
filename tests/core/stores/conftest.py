"""A store on a temporary file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.stores.rows import RowDatabase
from tests.core.building import an_office
from tests.core.stores.ledgers import INDEXES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's store is, or will be."""
    return tmp_path / "benefit-desk.db"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A small store: a catalogue, a membership, a use, a document."""
    with an_office(tmp_path) as office:
        office.enroll()
        office.use()
        office.store.keep("seen", {"a": 1})
    return tmp_path / "office.db"


@pytest.fixture
def database(path: Path) -> Iterator[RowDatabase]:
    """An open store with a unique key and an index by level."""
    with RowDatabase(path, indexes=INDEXES) as opened:
        yield opened
