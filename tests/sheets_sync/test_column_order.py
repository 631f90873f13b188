"""Where columns went since the tab was written to: moved, inserted, deleted, or only renamed."""

import pytest

from sheets_sync.before_images import Sent, SentRow
from sheets_sync.column_order import STAYED, ColumnOrder, column_order
from sheets_sync.layout import Contents
from sheets_sync.mending import overwritten
from sheets_sync.sheet import Content, Tab

HEADER: Contents = ("Contact", "Number", "Status", "Key")
ROWS: tuple[Contents, ...] = (("Acme", 4, "Recorded", "11"), ("Zed", 7, "Recorded", "12"))


def a_tab(*rows: Contents) -> Tab:
    """A tab with these rows."""
    return Tab("Tab", rows, 100, 26)


def in_order(row: Contents, *places: int | None) -> Contents:
    """The cells of a row in another order; None is a new column."""
    return tuple(None if place is None else row[place] for place in places)


@pytest.mark.parametrize(
    ("places", "now"),
    [
        ((0, 1, 2, 3), ()),
        ((0, 1, 3, 2), (0, 1, 3, 2)),
        ((3, 0, 1, 2), (1, 2, 3, 0)),
        ((0, None, 1, 2, 3), (0, 2, 3, 4, 1)),
        ((0, 2, 3), (0, 3, 1, 2)),
    ],
    ids=["as they were", "swapped", "moved to the left", "one inserted", "one deleted"],
)
def test_columns_are_found_by_their_headers(
    places: tuple[int | None, ...], now: tuple[int, ...]
) -> None:
    """Header and cells together, wherever they went."""
    tab = a_tab(*(in_order(row, *places) for row in (HEADER, *ROWS)))
    assert column_order(HEADER, tab, ROWS) == ColumnOrder(now)


def test_where_only_words_changed_places_the_columns_stayed() -> None:
    """The cells say so: what was under Status stands there still, whatever it is called."""
    tab = a_tab(in_order(HEADER, 0, 1, 3, 2), *ROWS)
    assert column_order(HEADER, tab, ROWS) == STAYED


def test_a_renamed_header_is_taken_to_be_where_it_was() -> None:
    """It can't be told by its words, so its place has to do."""
    rows = (in_order(row, 0, 3, 2, 1) for row in ROWS)
    tab = a_tab(("My contact", "Key", "My status", "Number"), *rows)
    assert column_order(HEADER, tab, ROWS) == ColumnOrder((0, 3, 2, 1))


def test_a_row_goes_there_and_comes_back() -> None:
    """What is worked out in the order of then is put where the columns are now."""
    order = ColumnOrder((0, 2, 3, 4, 1))
    tab = a_tab(*(in_order(row, 0, None, 1, 2, 3) for row in ROWS))
    assert [tuple(row)[:4] for row in order.as_then(tab).rows] == list(ROWS)
    assert order.as_now(ROWS[0]) == ("Acme", None, 4, "Recorded", "11")


@pytest.mark.parametrize("places", [(0, 1, 3, 2), (3, 2, 1, 0), (0, None, 1, 2, 3)])
def test_what_was_written_over_is_put_back_in_its_column(places: tuple[int | None, ...]) -> None:
    """Sorted in the instant of our write, and columns moved before anybody looked again."""
    meant: Contents = ("Acme", 4, None, "11")
    written: dict[int, Content] = {2: "Recorded", 3: "11"}
    sent = Sent("t", (SentRow("Tab", 1, 3, meant, written),), {"Tab": HEADER})
    images = Tab("Before images", (("t",), ("Zed", 7, "typed", None)), 100, 26)
    went_over: Contents = ("Zed", 7, "Recorded", "11")
    now = a_tab(*(in_order(row, *places) for row in (HEADER, went_over, meant)))
    mended = overwritten(sent, images, {"Tab": now})["Tab"]
    assert mended.places == {(1, places.index(2)): "typed", (1, places.index(3)): None}
    assert mended.were[1][: len(places)] == in_order(("Zed", 7, "typed", None), *places)
