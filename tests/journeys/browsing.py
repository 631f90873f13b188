"""What somebody does in the playground's page: writing, pressing, choosing, looking."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotThere

PATIENCE: Final = 30_000
"""Milliseconds in which what is waited for has to come."""
FADING: Final = 1_500
PICTURES: Final = Path(__file__).parents[2] / "docs" / "pictures"


@contextmanager
def opened(
    browser: Browser, address: str, *, width: int, height: int, patience: int = PATIENCE
) -> Iterator[Page]:
    """The page at this address, in a window of this size."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(patience)
    expect.set_options(timeout=patience)
    page = context.new_page()
    page.goto(address)
    try:
        yield page
    finally:
        context.close()


def look(part: Page | Locator, name: str) -> None:
    """Keep a picture in the folder that BENEFIT_DESK_LOOKS names, to be looked at."""
    if folder := os.environ.get("BENEFIT_DESK_LOOKS"):
        page = part if isinstance(part, Page) else part.page
        page.mouse.move(600, 20)
        page.wait_for_timeout(FADING)
        part.screenshot(path=Path(folder) / f"{name}.png")


def picture(part: Locator, name: str) -> None:
    """Take a picture for the documentation, where BENEFIT_DESK_PICTURES is 1."""
    if os.environ.get("BENEFIT_DESK_PICTURES") == "1":
        PICTURES.mkdir(exist_ok=True)
        expect(part.page.locator(".ag-cell-data-changed")).to_have_count(0)
        part.page.mouse.move(600, 20)
        part.page.wait_for_timeout(2000)  # for what still fades
        part.screenshot(path=PICTURES / f"{name}.png")


def write(page: Page, text: str) -> None:
    """Write into the composer and send it."""
    box = page.locator(".composer textarea")
    box.fill(text)
    expect(box).to_have_value(text)
    box.press("Enter")


def modal(page: Page, title: str) -> Locator:
    """The modal on top, once it has this title."""
    form = page.locator(".modal").last
    expect(form.locator(".modal-title")).to_have_text(title)
    return form


def choose(page: Page, form: Locator, label: str, typed: str, wanted: str) -> None:
    """Type into a menu of a form and take one of its entries."""
    menu = form.get_by_label(label, exact=True)
    menu.focus()
    menu.press_sequentially(typed)
    page.locator(".q-menu:visible .q-item", has_text=wanted).first.click()


def pick(page: Page, menu: Locator, words: str) -> None:
    """Open a menu and choose from it; opened anew where the page was drawn anew meanwhile."""
    wanted = page.locator(".q-menu:visible .q-item", has_text=words).first
    for patience in (3_000, 3_000, 30_000):
        menu.click()
        with suppress(NotThere):
            wanted.click(timeout=patience)
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"There is no {words!r} to choose.")


def press(place: Locator, name: str) -> None:
    """Press the last button of that name."""
    place.get_by_role("button", name=name, exact=True).last.click()


def sit_down(page: Page, name: str) -> None:
    """Look at it as somebody else, in the channel of the membership team."""
    page.get_by_role("button", name="Switch user").click()
    page.locator(".q-menu .q-item", has_text=name).click()
    page.locator(".q-menu").first.wait_for(state="hidden")
    open_entry(page, "membership")


def open_entry(page: Page, name: str) -> None:
    """Open an entry of the list on the left."""
    page.locator(".sidebar-entry", has_text=name).click()


def open_tab(page: Page, title: str) -> None:
    """Open a tab of the sheet."""
    page.locator(".sheet-tab", has_text=title).click()


def column(page: Page, header: str) -> str:
    """Find a column of the open tab by its header."""
    cells = page.locator(".sheet-grid [row-id='0'] [col-id^='c']")
    expect(cells.filter(has_text=header).first).to_be_attached()
    # In one look: between two, the grid may have moved its cells.
    place = cells.evaluate_all(
        "(cells, header) => cells.find(c => c.innerText.trim() === header)?.getAttribute('col-id')",
        header,
    )
    assert place, f"There is no column {header!r}."
    return str(place)


def cell(page: Page, row: int, header: str) -> Locator:
    """Find a cell by its row, counted from zero, and its column's header."""
    return page.locator(f".sheet-grid [row-id='{row}'] [col-id='{column(page, header)}']").first


def type_into(page: Page, row: int, header: str, text: str) -> None:
    """Type a text into a cell of the sheet."""
    cell(page, row, header).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def drag(page: Page, by: float) -> None:
    """Drag the line between the halves so many pixels to the right, from where it is now."""
    line = page.locator(".halves > .q-splitter__separator").bounding_box()
    assert line is not None
    start = line["x"] + line["width"] / 2
    page.mouse.move(start, 500)
    page.mouse.down()
    page.mouse.move(start + by, 500, steps=8)
    page.mouse.up()


def sync(page: Page) -> str:
    """Have both sides compared until nothing is left to do; what the last answer was."""
    before = ""
    for _ in range(30):
        page.get_by_role("button", name="Sync now", exact=True).first.click()
        page.wait_for_timeout(1000)
        said = page.get_by_role("status").last.inner_text()
        if (
            "In step" in said
            or "Nothing was changed" in said
            or ("onflict" in said and said == before)
        ):
            return said
        before = said
    raise AssertionError(said)
