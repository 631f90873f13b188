"""The spreadsheet of the page, driven in a browser."""

from collections.abc import Callable

from playwright.sync_api import FloatRect, Locator, Page, expect

from playground.google.drive import Drive
from playground.page.playground import Playground
from playground.page.steps import RECORD, WATCH
from tests.playground.page.chamber import OWNER
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
    page.keyboard.type("123456")
    page.wait_for_timeout(500)  # for the sentences that must not come
    assert page.locator(".told", has_text="D2 is protected").count() == 1
    assert fresh_stage.spreadsheet.typed_rows("Assignments")[1][3] == 1


def test_a_message_is_in_nobodys_way(open_as: Open) -> None:
    """While a sentence is told, it lies on no button, and presses go through it."""
    page = open_as("morgan")
    cell(page, 1, 3).click()
    page.keyboard.press("Delete")
    sentence = told(page, "D2 is protected")
    expect(sentence).to_be_visible()
    page.wait_for_timeout(600)  # for it to come to rest
    here = sentence.bounding_box()
    assert here is not None
    for name in ("Send", "Record usage", "Assignments", "Sync now", "Paste rows"):
        button = page.get_by_role("button", name=name, exact=True).first.bounding_box()
        assert button is not None
        assert not overlap(here, button), name
    under = "([x, y]) => document.elementFromPoint(x, y).closest('.told') === null"
    middle = [here["x"] + here["width"] / 2, here["y"] + here["height"] / 2]
    assert page.evaluate(under, middle)


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes lie on each other."""
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_the_sheet_is_the_managers(open_as: Open, fresh_stage: Playground) -> None:
    """Whoever chats, the sheet says that the manager edits it, and so it is."""
    page = open_as("sam")
    expect(page.locator(".sheet-head")).to_contain_text("edited as Morgan Hale, manager")
    by: list[str] = []
    stop = fresh_stage.spreadsheet.subscribe(lambda change: by.append(change.by))
    enter(page, 1, 2, "3")
    wait_until(lambda: by == ["morgan@harbour-hills.example"])
    stop()


def test_another_tab_opens_at_its_beginning(open_as: Open, fresh_stage: Playground) -> None:
    """However far one tab was scrolled, the next one shows its first rows and columns."""
    page = open_as("morgan")
    book = fresh_stage.spreadsheet
    with book.editing(by=OWNER):
        for title in ("Assignments", "Record usage"):
            sheet = book.sheet(title)
            sheet.resize(200, 30)
            sheet.put(199, 29, "The end")
            book.touch(sheet)
    expect(cell(page, 0, 29)).to_be_attached()
    cell(page, 5, 20).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("PageDown")
    expect(cell(page, 1, 2)).not_to_be_in_viewport()
    page.locator(".sheet-tab", has_text="Record usage").click()
    expect(page.locator(".sheet-tab.open")).to_have_text("Record usage")
    expect(cell(page, 1, 1)).to_be_in_viewport()
    expect(cell(page, 30, 1)).not_to_be_in_viewport()


def test_a_column_that_is_cut_off_does_not_count_as_seen(
    open_as: Open, fresh_stage: Playground
) -> None:
    """“See the sheet change” is done when Used can be read: here after scrolling to it."""
    page = open_as("sam")
    steps, book = fresh_stage.steps, fresh_stage.spreadsheet
    with book.editing(by=OWNER):
        sheet = book.sheet("Assignments")
        sheet.put(0, 3, "Counted")
        sheet.resize(60, 30)
        sheet.put(0, 25, "Used")
        book.touch(sheet)
    expect(cell(page, 0, 25)).to_have_text("Used")
    steps.done[RECORD] = True
    steps.sheet_changed_by_app({"Assignments"})
    page.locator(".sheet-tab", has_text="Record usage").click()
    page.locator(".sheet-tab", has_text="Assignments").click()
    expect(cell(page, 1, 0)).to_have_text("Acme Marine")
    page.wait_for_timeout(500)  # for the browser to tell what is seen
    assert not steps.done[WATCH]
    cell(page, 1, 25).click()
    wait_until(lambda: steps.done[WATCH])


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


def rows_with_one_too_wide() -> str:
    """Thirty rows for Assignments, of which the last one has a cell too many."""
    good = [f"Member {number}\tGuest pass\t1" for number in range(1, 30)]
    return "\n".join([*good, "Member 30\tGuest pass\t1\tsurplus"])


TOO_WIDE = "Row 30 has 4 cells; cell 4 would go into D34, which is protected."


def test_refused_rows_stay_in_the_box(open_as: Open, fresh_stage: Playground) -> None:
    """The box says which row is wrong, keeps all of them, also when it was closed, and mends."""
    page = open_as("morgan")
    cell(page, 4, 0).click()
    page.get_by_role("button", name="Paste rows").click()
    box = page.locator(".paste-text textarea")
    box.fill(rows_with_one_too_wide())
    page.get_by_role("button", name="Paste", exact=True).click()
    expect(page.locator(".paste-box").get_by_role("alert")).to_contain_text(TOO_WIDE)
    expect(box).to_have_value(rows_with_one_too_wide())
    assert len(fresh_stage.spreadsheet.rows("Assignments")) == 4
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator(".paste-box")).to_have_count(0)
    page.get_by_role("button", name="Paste rows").click()
    expect(box).to_have_value(rows_with_one_too_wide())
    box.fill(rows_with_one_too_wide().removesuffix("\tsurplus"))
    page.get_by_role("button", name="Paste", exact=True).click()
    expect(page.locator(".paste-box")).to_have_count(0)
    expect(cell(page, 33, 0)).to_have_text("Member 30")
    page.get_by_role("button", name="Paste rows").click()
    expect(box).to_have_value("")
    page.get_by_role("button", name="Cancel", exact=True).click()


def test_rows_refused_from_the_clipboard_come_into_the_box(open_as: Open) -> None:
    """There they can be read and mended, and nothing of them stands in the sheet."""
    page = open_as("morgan")
    cell(page, 4, 0).click()
    page.evaluate(PASTE, rows_with_one_too_wide())
    expect(page.locator(".paste-box").get_by_role("alert")).to_contain_text(TOO_WIDE)
    expect(page.locator(".paste-text textarea")).to_have_value(rows_with_one_too_wide())
    expect(cell(page, 4, 0)).to_have_text("")
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator(".paste-box")).to_have_count(0)


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


def test_the_owner_may_change_headers_and_keys(open_as: Open, fresh_stage: Playground) -> None:
    """What is protected from a manager is open to the owner, and closed again afterwards."""
    page, book = open_as("morgan"), fresh_stage.spreadsheet
    cell(page, 0, 3).click()
    page.keyboard.type("Spent")
    expect(told(page, "D1 is protected")).to_be_visible()
    edit_as(page, "The owner")
    enter(page, 0, 3, "Spent")
    wait_until(lambda: book.rows("Assignments")[0][3] == "Spent")
    enter(page, 1, 3, "7")
    wait_until(lambda: book.rows("Assignments")[1][3] == "7")
    edit_as(page, "Morgan Hale, manager")
    cell(page, 2, 3).click()
    page.keyboard.type("9")
    expect(told(page, "D3 is protected")).to_be_visible()
    assert book.rows("Assignments")[2][3] == "2"


def edit_as(page: Page, name: str) -> None:
    """Choose as whom the sheet is edited."""
    page.locator(".sheet-editing-as").click()
    page.locator(".q-menu .q-item", has_text=name).click()
    page.locator(".q-menu").first.wait_for(state="hidden")
    expect(page.locator(".sheet-editing-as")).to_contain_text(name, ignore_case=True)


def test_a_column_is_moved_by_buttons(open_as: Open, fresh_stage: Playground) -> None:
    """One place to the right and back; the cursor goes along, and the edge is the end."""
    page, book = open_as("morgan"), fresh_stage.spreadsheet
    before = book.rows("Assignments")
    cell(page, 1, 0).click()
    page.get_by_role("button", name="Column left").click()
    page.get_by_role("button", name="Column right").click()
    expect(cell(page, 0, 0)).to_have_text("Membership benefit")
    expect(cell(page, 1, 1)).to_have_text("Acme Marine")
    expect(page.locator(".cell-name")).to_have_text("B2")
    page.get_by_role("button", name="Column left").click()
    expect(cell(page, 0, 0)).to_have_text("Contact")
    wait_until(lambda: book.rows("Assignments") == before)


def test_a_tab_is_added_and_opened(open_as: Open, fresh_stage: Playground, drive: Drive) -> None:
    """The plus beside the tabs gives an empty one to write into."""
    page, book = open_as("morgan"), fresh_stage.spreadsheet
    page.get_by_role("button", name="Add a tab").click()
    expect(page.locator(".sheet-tab.open")).to_have_text("Sheet3")
    enter(page, 0, 0, "Our own list")
    wait_until(lambda: book.rows("Sheet3") == [["Our own list"]])
    with book.editing(by=drive.account):
        book.sheets.remove(book.sheet("Sheet3"))
        book.touch(book.sheets[0])
    expect(page.locator(".sheet-tab", has_text="Sheet3")).to_have_count(0)


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


def with_rows(stage: Playground, account: str, count: int) -> None:
    """Have the app fill Assignments down to so many rows."""
    book = stage.spreadsheet
    with book.editing(by=account):
        sheet = book.sheet("Assignments")
        sheet.resize(count + 60, 8)
        for row in range(4, count):
            sheet.put(row, 0, f"Member {row}")
        book.touch(sheet)


def put(stage: Playground, account: str, row: int, text: str) -> None:
    """Have the app write into the first column."""
    book = stage.spreadsheet
    with book.editing(by=account):
        book.sheet("Assignments").put(row, 0, text)
        book.touch(book.sheet("Assignments"))


def test_a_row_put_back_at_the_end_leaves_the_view(
    open_as: Open, fresh_stage: Playground, drive: Drive
) -> None:
    """Whoever looks at the first rows keeps them before their eyes; a new last row is no reason."""
    page = open_as("morgan")
    with_rows(fresh_stage, drive.account, 300)
    expect(cell(page, 12, 0)).to_have_text("Member 12")
    put(fresh_stage, drive.account, 300, "Put back")
    expect(page.locator(".sheet-head")).to_contain_text("Changed by Benefit Desk just now")
    page.wait_for_timeout(700)  # for a view that must not move
    expect(cell(page, 12, 0)).to_be_in_viewport()


def test_a_change_far_away_is_brought_into_view_unless_one_works_in_the_sheet(
    open_as: Open, fresh_stage: Playground, drive: Drive
) -> None:
    """After a press in the chat the changed cell is shown; after one in the sheet nothing moves."""
    page = open_as("morgan")
    with_rows(fresh_stage, drive.account, 300)
    cell(page, 12, 0).click()
    put(fresh_stage, drive.account, 250, "Changed once")
    page.wait_for_timeout(700)  # for a view that must not move
    expect(cell(page, 12, 0)).to_be_in_viewport()
    page.locator(".composer textarea").click()
    put(fresh_stage, drive.account, 250, "Changed again")
    expect(cell(page, 250, 0)).to_be_in_viewport()
    put(fresh_stage, drive.account, 300, "Put back")
    page.wait_for_timeout(700)  # for a view that must not move
    expect(cell(page, 250, 0)).to_be_in_viewport()


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


def test_another_tab_begins_at_its_first_column(
    open_as: Open, fresh_stage: Playground, drive: Drive
) -> None:
    """Scrolled sideways in a wide one, a narrow one has header, frozen row and rows together."""
    page, book = open_as("sam"), fresh_stage.spreadsheet
    with book.editing(by=drive.account):
        sheet = book.sheet("Record usage")
        sheet.resize(60, 20)
        for column in range(5, 20):
            sheet.put(0, column, f"A long header of column {column}")
        book.touch(sheet)
        narrower = book.sheet("Assignments")
        for column in range(5, 8):
            narrower.put(0, column, f"Another long header, over column {column}")
        book.touch(narrower)
    page.locator(".sheet-tab", has_text="Record usage").click()
    expect(page.locator(".sheet-grid .ag-header-cell", has_text="T")).to_have_count(1)
    bar = page.locator(".ag-body-horizontal-scroll-viewport")
    bar.evaluate("(bar) => { bar.scrollLeft = 2000; }")
    page.wait_for_timeout(400)
    page.locator(".sheet-tab", has_text="Assignments").click()
    expect(cell(page, 1, 1)).to_have_text("Guest pass")
    page.wait_for_timeout(400)
    lefts = [
        page.locator(f".sheet-grid {part} [col-id='c2']").first.evaluate(
            "(one) => Math.round(one.getBoundingClientRect().left)"
        )
        for part in (".ag-header", ".ag-floating-top", ".ag-center-cols-container")
    ]
    assert len(set(lefts)) == 1, lefts
