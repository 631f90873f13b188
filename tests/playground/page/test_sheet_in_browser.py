"""The spreadsheet of the page, driven in a browser."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from playground.google.drive import Drive
from playground.page.playground import Playground
from tests.playground.page.waiting import wait_until

Open = Callable[[str], Page]
PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
    document.activeElement.dispatchEvent(event);
}"""


def cell(page: Page, row: int, column: int) -> Locator:
    """Find a cell; rows and columns are counted from zero."""
    return page.locator(f".sheet-grid [row-id='{row}'] [col-id='c{column}']").first


def told(page: Page, sentence: str) -> Locator:
    """Find what the page says for a few seconds."""
    return page.locator(".told", has_text=sentence).last


def enter(page: Page, row: int, column: int, text: str) -> None:
    """Type over a cell."""
    cell(page, row, column).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_typing_changes_the_spreadsheet(open_as: Open, fresh_stage: Playground) -> None:
    """What is typed into a cell stands in the spreadsheet, as a number where it is one."""
    page = open_as("morgan")
    enter(page, 1, 2, "3")
    expect(cell(page, 1, 2)).to_have_text("3")
    expect(page.locator(".sheet-head")).to_contain_text("Edited just now")
    wait_until(lambda: fresh_stage.spreadsheet.typed_rows("Assignments")[1][2] == 3)


def test_a_cell_is_emptied(open_as: Open, fresh_stage: Playground) -> None:
    """The delete key empties a cell."""
    page = open_as("morgan")
    cell(page, 1, 2).click()
    page.keyboard.press("Delete")
    expect(cell(page, 1, 2)).to_have_text("")
    wait_until(lambda: fresh_stage.spreadsheet.typed_rows("Assignments")[1][2] is None)


def test_protected_cells_are_refused_with_a_message(open_as: Open, fresh_stage: Playground) -> None:
    """Typing into a grey cell changes nothing, and says why."""
    page = open_as("morgan")
    cell(page, 1, 3).click()
    page.keyboard.type("9")
    expect(told(page, "D2 is protected")).to_be_visible()
    assert fresh_stage.spreadsheet.typed_rows("Assignments")[1][3] == 1


def test_a_drop_down_refuses_other_words(open_as: Open) -> None:
    """A strict drop-down takes its own words only, and the cell goes back."""
    page = open_as("morgan")
    enter(page, 1, 1, "Free lunch")
    expect(told(page, "It takes one of: Guest pass, Banner.")).to_be_visible()
    expect(cell(page, 1, 1)).to_have_text("Guest pass")
    enter(page, 1, 1, "Banner")
    expect(cell(page, 1, 1)).to_have_text("Banner")


def test_a_block_is_pasted_from_the_clipboard(open_as: Open, fresh_stage: Playground) -> None:
    """Rows copied from a spreadsheet go in from the chosen cell on."""
    page = open_as("morgan")
    page.locator(".sheet-tab", has_text="Record usage").click()
    cell(page, 1, 0).click()
    page.evaluate(PASTE, "Acme Marine\tGuest pass\t2\nCedar Works\tBanner\t1\n")
    expect(cell(page, 2, 1)).to_have_text("Banner")
    assert fresh_stage.spreadsheet.typed_rows("Record usage")[1:] == [
        ["Acme Marine", "Guest pass", 2, None, None],
        ["Cedar Works", "Banner", 1, None, None],
    ]


def test_rows_are_pasted_from_the_box(open_as: Open) -> None:
    """Without a clipboard, rows are typed or pasted into a box."""
    page = open_as("morgan")
    page.locator(".sheet-tab", has_text="Record usage").click()
    page.get_by_role("button", name="Paste rows").click()
    page.locator(".paste-text textarea").fill("Delta Lines\tGuest pass\t1")
    page.get_by_role("button", name="Paste", exact=True).click()
    expect(cell(page, 1, 0)).to_have_text("Delta Lines")
    expect(cell(page, 1, 2)).to_have_text("1")


def test_rows_come_and_go(open_as: Open) -> None:
    """A row is put in below the chosen one, and taken out again."""
    page = open_as("morgan")
    cell(page, 1, 0).click()
    page.get_by_role("button", name="Add row").click()
    expect(cell(page, 2, 0)).to_have_text("")
    expect(cell(page, 3, 0)).to_have_text("Cedar Works")
    expect(page.locator(".cell-name")).to_have_text("A3")
    page.get_by_role("button", name="Delete row").click()
    expect(cell(page, 2, 0)).to_have_text("Cedar Works")


def test_sorting_moves_the_values(open_as: Open, fresh_stage: Playground) -> None:
    """A sort by a column moves the rows themselves; the header stays."""
    page = open_as("morgan")
    cell(page, 1, 2).click()
    page.get_by_role("button", name="Z to A").click()
    expect(cell(page, 1, 0)).to_have_text("Cedar Works")
    names = [row[0] for row in fresh_stage.spreadsheet.rows("Assignments")]
    assert names == ["Contact", "Cedar Works", "Acme Marine", "Delta Lines"]


def test_changes_of_the_app_appear_by_themselves(
    open_as: Open, fresh_stage: Playground, drive: Drive
) -> None:
    """What the app writes lights up in the open tab, and marks the others."""
    page = open_as("sam")
    book = fresh_stage.spreadsheet
    with book.editing(by=drive.account):
        sheet = book.sheet("Assignments")
        sheet.put(1, 3, 2)
        book.touch(sheet)
    changed = cell(page, 1, 3)
    expect(changed).to_have_text("2")
    expect(page.locator(".sheet-head")).to_contain_text("Changed by Benefit Desk just now")
    with book.editing(by=drive.account):
        other = book.sheet("Record usage")
        other.put(1, 4, "Recorded")
        book.touch(other)
    expect(page.locator(".sheet-tab", has_text="Record usage")).to_have_class("sheet-tab new")


def test_somebody_elses_typing_appears_too(open_as: Open) -> None:
    """Two browsers see one spreadsheet."""
    morgan, alex = open_as("morgan"), open_as("alex")
    enter(morgan, 2, 2, "7")
    expect(cell(alex, 2, 2)).to_have_text("7")


def test_a_new_tab_appears(open_as: Open, fresh_stage: Playground, drive: Drive) -> None:
    """A sheet that the app adds gets its tab."""
    page = open_as("sam")
    book = fresh_stage.spreadsheet
    with book.editing(by=drive.account):
        book.touch(book.add_sheet("Conflicts"))
    expect(page.locator(".sheet-tab", has_text="Conflicts")).to_be_visible()
    with book.editing(by=drive.account):
        book.sheets.remove(book.sheet("Conflicts"))
        book.touch(book.sheets[0])
    expect(page.locator(".sheet-tab", has_text="Conflicts")).to_have_count(0)
