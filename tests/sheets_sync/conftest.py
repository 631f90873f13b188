"""Fixtures of the sync's tests: a small office on a real store, and a sheet."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sheets_sync import structure
from tests.core.building import Office, an_office
from tests.sheets_sync.fake_sheet import FakeSheet
from tests.sheets_sync.world import MEMORY, SMALL, World


@pytest.fixture(scope="session", autouse=True)
def small_grids() -> Iterator[None]:
    """New tabs get few rows to spare: a thousand in each would only take longer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "SMALLEST_GRID", SMALL)
        patch.setattr(structure, "ROWS_TO_SPARE", SMALL)
        yield


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for the store, where it costs no waiting for a disk if there is such a place."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as path:
        yield Path(path)


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    """A small chamber of commerce on a real store; it is 15 June 2026."""
    with an_office(folder) as the_office:
        yield the_office


@pytest.fixture
def world(office: Office) -> World:
    """The office with one gold member, and a sheet in which everything stands already."""
    office.enroll()
    the_world = World(office, FakeSheet())
    the_world.sync()
    the_world.sheet.forget()
    return the_world
