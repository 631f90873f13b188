"""Fixtures of the Slack bot's tests: one served workspace, and a fresh office for each test."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from playground.slack import Running, Workspace, running
from playground.slack.faults import Faults
from playground.slack.switches import Switches
from tests.bot.office import SlackOffice, an_office

MANIFEST = Path(__file__).parents[2] / "app_manifest.yml"


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """The app's own manifest, so that a scope it lacks is refused here too."""
    content: dict[str, Any] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    return content


@pytest.fixture(scope="session")
def slack(manifest: dict[str, Any]) -> Iterator[Running]:
    """A workspace that serves all tests of one run; each brings its own people."""
    with running(Workspace(manifest)) as served:
        yield served


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the mark `both_ways` runs over Socket Mode too; the others only among storms."""
    if "office" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_ways")
        socket = pytest.param("socket", marks=() if both else pytest.mark.storm)
        metafunc.parametrize("office", ["http", socket], indirect=True)


@pytest.fixture
def office(request: pytest.FixtureRequest, slack: Running, tmp_path: Path) -> Iterator[SlackOffice]:
    """A small chamber of commerce and its bot; it is 15 June 2026, 15:00 UTC.

    Its bot answers over HTTP, and over Socket Mode as `pytest_generate_tests` says.
    """
    with an_office(slack, tmp_path, over_socket=request.param == "socket") as the_office:
        yield the_office
    slack.workspace.recorder.clear()
    slack.workspace.faults = Faults()
    usual = Switches()
    for each in fields(Switches):
        setattr(slack.workspace.switches, each.name, getattr(usual, each.name))
