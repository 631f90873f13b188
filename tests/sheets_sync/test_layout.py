"""Finding columns by header, and rows under them."""

import pytest

from sheets_sync.assignments import LAYOUT as ASSIGNMENTS
from sheets_sync.errors import HeaderDoubled, HeaderMissing
from sheets_sync.layout import find_places, first_places, key_of, rows_of
from sheets_sync.sheet import Content, Tab
from sheets_sync.usage_rows import LAYOUT


def test_columns_are_found_wherever_they_are() -> None:
    """Moved columns, capitals, spaces and people's own columns don't matter."""
    header = ["mine", *reversed(LAYOUT.headers)]
    header[1] = "  KEY "
    places = find_places(LAYOUT, header)
    assert (places.key, places.status, places.columns[0]) == (1, 2, 9)


def test_the_import_files_names_are_the_headers() -> None:
    """What a file calls used_on, the sheet calls Used on; an editable tab ends with Status, Key."""
    assert LAYOUT.headers == (
        "Contact",
        "Benefit type",
        "Used on",
        "Quantity",
        "Description",
        "Holder",
        "Note",
        "Status",
        "Key",
    )
    assert ASSIGNMENTS.headers[-2:] == ("Status", "Key")


def test_a_benefit_column_may_be_called_just_that() -> None:
    """“Benefit” is found where “Benefit type” isn't there."""
    header = ["Benefit" if name == "Benefit type" else name for name in LAYOUT.headers]
    assert find_places(LAYOUT, header) == first_places(LAYOUT)


def test_missing_headers_are_named() -> None:
    """The sentence names the tab, the columns and what to do."""
    with pytest.raises(HeaderMissing) as missing:
        find_places(LAYOUT, LAYOUT.headers[1:-1])
    assert str(missing.value) == (
        "Record usage was left alone: there is no column “Contact” or “Key”. Write it into row 1,"
        " above its column, and sync again."
    )


def test_a_doubled_header_is_named() -> None:
    """The sentence names the tab and the column."""
    with pytest.raises(HeaderDoubled, match="the column “Note” is there twice"):
        find_places(LAYOUT, [*LAYOUT.headers, "note"])


@pytest.mark.parametrize(
    ("content", "key"),
    [(None, None), ("  ", None), (1795343091649, "1795343091649"), (1.0, "1"), (" 17 ", "17")],
)
def test_a_key_is_read_however_it_is_typed(content: Content, key: str | None) -> None:
    """A number or a text, it is the same key."""
    assert key_of(content) == key


def test_rows_are_those_in_which_something_of_ours_stands() -> None:
    """Blank rows and rows with people's own notes only are passed over; short rows are filled."""
    places = first_places(LAYOUT)
    rows: list[list[Content]] = [
        list(LAYOUT.headers),
        ["ACME"],
        [],
        [*[None] * 9, "mine"],
        [*[None] * 7, "Status"],
    ]
    found = rows_of(places, Tab("Record usage", rows, 1000, 26))
    assert [(row.number, row.cells[0], row.status) for row in found] == [
        (1, "ACME", None),
        (4, None, "Status"),
    ]
    assert found[1].blank
