"""The posts of the schedule as they stand in the workspace, in a column as wide as a phone."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nicegui import core
from playwright.sync_api import Browser, Locator, Page, expect

from bot.app import slack_client
from bot.opening import opened_desk
from bot.schedule.digest import post_digest
from bot.schedule.periods import Period
from bot.schedule.weekly import post_weekly_report
from bot.settings import read_settings
from playground.bot_process import import_file
from playground.sample import write_sample
from playground.scene import found_scene
from playground.server import Server

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PHONE = (430, 740)
"""Width and height of a message that is read on a phone without scrolling."""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The sample's workspace, in which the week and the digest were posted."""
    scene = found_scene(tmp_path_factory.mktemp("scene"))
    shown = scene.playground()
    with Server(scene.workspace, scene.drive, scene.account, page=shown) as server:
        for kind, path in write_sample(scene.folder, scene.today()):
            import_file(scene.store_environment(), kind, path)
        settings, now = read_settings(scene.environment(server.address)), datetime.now(UTC)
        with opened_desk(settings) as desk:
            slack = slack_client(settings)
            post_weekly_report(desk, settings, slack)
            post_digest(desk, settings, slack, Period(now.date(), now.date(), now))
        context = browser.new_context(viewport={"width": 1380, "height": 1000})
        context.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        page = context.new_page()
        page.goto(server.address)
        yield page
        context.close()


@pytest.fixture(scope="module", autouse=True)
def another_page() -> Iterator[None]:
    """Other tests of this process may serve a page too, and NiceGUI has one app for them all."""
    core.app.middleware_stack = None
    yield
    core.app.middleware_stack = None


def report(page: Page, title: str) -> Locator:
    """The post with this heading, once its chart is drawn."""
    found = page.locator(".message").filter(has=page.locator(".chart")).filter(has_text=title)
    expect(found.locator(".chart svg")).to_be_visible()
    return found


def fits(message: Locator, name: str) -> bool:
    """Whether it fits a phone's screen; a picture is taken where pictures are wanted."""
    if os.environ.get("BENEFIT_DESK_PICTURES") == "1":
        message.page.wait_for_timeout(2000)  # for what still fades
        message.screenshot(path=PICTURES / f"{name}.png")
    box = message.bounding_box()
    assert box is not None
    return box["width"] <= PHONE[0] and box["height"] <= PHONE[1]


def labels_apart(message: Locator) -> bool:
    """Whether no two names under the bars touch each other."""
    boxes = [text.bounding_box() for text in message.locator(".chart svg text").all()]
    placed = [box for box in boxes if box]
    return not any(
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"] - 2
        and other["y"] < one["y"] + one["height"] - 2
        for number, one in enumerate(placed)
        for other in placed[number + 1 :]
    )


def test_the_week_fits_a_phone(page: Page) -> None:
    """What was used, what it was worth, what ends soon, and how it was the week before."""
    week = report(page, "Weekly benefits report")
    for words in (
        "Benefits were used",
        "The week before:",
        "worth",
        "Used by",
        "please remind",
    ):
        expect(week).to_contain_text(words)
    assert fits(week, "weekly-report")
    assert labels_apart(week)


def test_the_digest_fits_a_phone(page: Page) -> None:
    """What ends first, whom to remind of it, and what that is worth."""
    digest = report(page, "Monthly reminder")
    for words in ("have unused benefits that end by", "worth at least", "Please remind them"):
        expect(digest).to_contain_text(words)
    assert fits(digest, "monthly-digest")
    assert labels_apart(digest)
