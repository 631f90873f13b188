"""One served page for all tests of a process (a process can draw one), and browsers to open it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.google.accounts import ServiceAccount
from playground.google.drive import Drive
from playground.page.playground import Playground
from playground.server import Server
from tests.playground.page.chamber import a_playground, a_spreadsheet, a_workspace, lay_out
from tests.playground.page.front_desk import FrontDesk

PATIENCE = 15_000
Open = Callable[[str], Page]


@pytest.fixture(scope="session")
def drive() -> Drive:
    """Give a Drive with nothing in it."""
    return Drive()


@pytest.fixture(scope="session")
def stage(drive: Drive) -> Playground:
    """Give a workspace and a spreadsheet, put together."""
    workspace = a_workspace()
    return a_playground(workspace, a_spreadsheet(drive, workspace), drive.account)


@pytest.fixture(scope="session")
def server(stage: Playground, drive: Drive) -> Iterator[Server]:
    """Serve the page."""
    account = ServiceAccount.create(drive.account)
    with Server(stage.workspace, drive, account, page=stage) as server:
        yield server


@pytest.fixture(scope="session")
def served_desk(server: Server, stage: Playground) -> Iterator[FrontDesk]:
    """Connect the app."""
    with FrontDesk(stage.workspace, f"{server.address}/api/") as desk:
        yield desk


@pytest.fixture
def desk(served_desk: FrontDesk) -> FrontDesk:
    """Give the app, told nothing yet."""
    served_desk.forget()
    return served_desk


@pytest.fixture
def fresh_stage(stage: Playground, drive: Drive) -> Playground:
    """Give workspace and spreadsheet as at the beginning: no messages, no modals."""
    for channel in stage.workspace.channels.values():
        channel.messages.clear()
    for user, stack in stage.workspace.stacks.items():
        stage.workspace.close_views(user, list(stack.views))
    stage.steps.begin_again()
    lay_out(stage.spreadsheet, drive.account)
    return stage


@pytest.fixture(scope="session")
def tabs(browser: Browser, server: Server) -> Iterator[Callable[[int], Page]]:
    """Give the first, second … tab of a browser; a tab stays open, for opening one takes long."""
    opened: list[Page] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)

    def tab(place: int) -> Page:
        while place >= len(opened):
            page = context.new_page()
            page.goto(server.address)
            opened.append(page)
        return opened[place]

    yield tab
    context.close()


@pytest.fixture
def open_as(
    tabs: Callable[[int], Page], fresh_stage: Playground, desk: FrontDesk
) -> Callable[[str], Page]:
    """Sit somebody down in front of the page; each call takes another tab."""
    desk.forget()
    sitting: list[str] = []

    def open_page(name: str) -> Page:
        page = tabs(len(sitting))
        page.bring_to_front()
        sitting.append(name)
        page.get_by_role("button", name="Switch user").click()
        page.locator(".q-menu .q-item", has_text=fresh_stage.user_named(name).real_name).click()
        page.locator(".q-menu").first.wait_for(state="hidden")
        page.locator(".sheet-tab", has_text="Assignments").click()
        page.locator(".sheet-grid [row-id='1']").first.wait_for()
        return page

    return open_page
