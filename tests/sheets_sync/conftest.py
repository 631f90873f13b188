"""Fixtures of the sync's tests: a small office on a real store, and a sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.building import Office, an_office
from tests.sheets_sync.fake_sheet import FakeSheet
from tests.sheets_sync.world import World


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A small chamber of commerce on a real store; it is 15 June 2026."""
    with an_office(tmp_path) as the_office:
        yield the_office


@pytest.fixture
def world(office: Office) -> World:
    """The office with one gold member, and a sheet in which everything stands already."""
    office.enroll()
    the_world = World(office, FakeSheet())
    the_world.sync()
    the_world.sheet.forget()
    return the_world
