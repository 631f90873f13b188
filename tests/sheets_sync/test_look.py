"""How the tabs look: grey, notes, the colours of each Status, and which rows of History leave."""

from collections.abc import Iterator

import pytest

from playground.google import Running, running
from playground.google.cells import CellDetails
from sheets_sync import history_tab
from tests.core.building import Office
from tests.sheets_sync.test_google_sheet import OWNER, Desk, a_desk
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.fixture
def desk(office: Office, google: Running) -> Desk:
    """A member's levels in a new spreadsheet, after the first sync."""
    return a_desk(office, google)


def test_own_columns_are_grey_and_headers_have_notes(desk: Desk) -> None:
    """What can be typed into isn't grey; a note says what a column is for."""
    sheet = desk.book.sheet(ASSIGNMENTS)
    header = desk.book.typed_rows(ASSIGNMENTS)[0]
    grey = {str(name) for place, name in enumerate(header) if is_grey(sheet.detail(1, place))}
    assert grey == {str(name) for name in header} - {"Number", "Active", "Comment"}
    note = sheet.detail(0, header.index("Remaining")).note
    assert note == "Number less used; 0 once the term has ended."
    assert not is_grey(desk.book.sheet(RECORD_USAGE).detail(1, 0))


def is_grey(detail: CellDetails) -> bool:
    """Whether a cell has the background of what only Benefit Desk writes."""
    given = detail.format.json.get("backgroundColor", {}) if detail.format else {}
    return set(given.values()) == {0.95}


@pytest.mark.parametrize(
    ("status", "colour"),
    [
        ("Recorded today", (0.85, 0.94, 0.83)),
        ("Added.", (0.85, 0.94, 0.83)),
        ("Not recorded: why", (0.98, 0.85, 0.84)),
        ("Conflict (Number): x", (1.0, 0.93, 0.75)),
        ("Put back: x", (1.0, 0.93, 0.75)),
        ("Ignored: x", (1.0, 0.93, 0.75)),
        ("Already recorded", (1.0, 0.93, 0.75)),
        ("Taken back: x", (0.95, 0.95, 0.95)),
    ],
)
def test_each_status_has_its_colour(
    desk: Desk, status: str, colour: tuple[float, float, float]
) -> None:
    """Green is done, red is refused, amber asks for a look, grey is over."""
    assert shades(desk, RECORD_USAGE, status) == [colour]


def shades(desk: Desk, title: str, status: str) -> list[tuple[float, ...]]:
    """The backgrounds that the rules of a tab give to a Status: red, green and blue."""
    rules = [rule["booleanRule"] for rule in desk.book.sheet(title).facts.conditional_formats]
    return [
        tuple(rule["format"]["backgroundColor"].get(name, 0) for name in ("red", "green", "blue"))
        for rule in rules
        if status.startswith(rule["condition"]["values"][0]["userEnteredValue"])
    ]


@pytest.mark.parametrize("own", ["elsewhere", "bold"])
def test_a_manager_s_own_colour_rule_stays(desk: Desk, own: str) -> None:
    """It has the same words, in a column of their own or with another format."""
    sheet = desk.book.sheet("Contacts")
    status = desk.book.typed_rows("Contacts")[0].index("Status")
    column = 20 if own == "elsewhere" else status
    given = (
        {"backgroundColor": {"red": 1}} if own == "elsewhere" else {"textFormat": {"bold": True}}
    )
    rule = {
        "ranges": [{"sheetId": sheet.id, "startColumnIndex": column, "endColumnIndex": column + 1}],
        "booleanRule": {
            "condition": {
                "type": "TEXT_STARTS_WITH",
                "values": [{"userEnteredValue": "Recorded"}],
            },
            "format": given,
        },
    }
    adding = {"addConditionalFormatRule": {"rule": rule, "index": 0}}
    desk.sheet.client.batch_update(desk.book.id, {"requests": [adding]})
    theirs = sheet.facts.conditional_formats[0]
    desk.sync(thorough=True)
    assert len(sheet.facts.conditional_formats) == 9
    sheet.facts.conditional_formats.pop()
    desk.sync(thorough=True)
    assert len(sheet.facts.conditional_formats) == 9
    assert theirs in sheet.facts.conditional_formats


def test_a_status_that_got_another_colour_gets_its_own_again(desk: Desk) -> None:
    """Somebody made what is refused green."""
    rules = desk.book.sheet("Contacts").facts.conditional_formats
    refused = next(
        rule["booleanRule"]
        for rule in rules
        if rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] == "Not "
    )
    refused["format"]["backgroundColor"] = {"red": 0.85, "green": 0.94, "blue": 0.83}
    desk.sync(thorough=True)
    assert len(desk.book.sheet("Contacts").facts.conditional_formats) == 8
    assert shades(desk, "Contacts", "Not added") == [(0.98, 0.85, 0.84)]


def test_the_oldest_rows_of_history_leave(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Google takes them out from under the header, which stays, with the newest ones."""
    monkeypatch.setattr(history_tab, "MOST_ROWS", 12)
    monkeypatch.setattr(history_tab, "LEAVING", 5)
    monkeypatch.setattr(history_tab, "AT_ONCE", 4)
    for _ in range(14):
        desk.office.use(benefit_type="NOTARY")
        desk.sync()
    for _ in range(3):
        desk.sync()
    keys = [str(entry.key) for entry in desk.office.store.entries()]
    header, *rows = desk.book.typed_rows("History")
    assert header[0] == "Key"
    assert 7 <= len(rows) <= 12
    assert [row[0] for row in rows] == keys[-len(rows) :]
