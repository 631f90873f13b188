"""Quotes that have room in a cell."""

from sheets_sync.quoting import MOST_IN_A_CELL, MOST_QUOTED, MOST_TOLD, cut, readable
from sheets_sync.rows import content_of


def test_a_text_is_cut_where_it_has_no_room() -> None:
    """The mark at its end counts, too."""
    assert cut("x" * MOST_QUOTED) == "x" * MOST_QUOTED
    assert cut("x" * (MOST_QUOTED + 1)) == "x" * (MOST_QUOTED - 1) + "…"


def test_what_stands_around_a_long_quote_stays() -> None:
    """Each quote is cut by itself; cut once, it isn't cut again."""
    told = readable(f"There is no contact “{'x' * 49_990}”. Did you mean “{'y' * 300}” or “Acme”?")
    assert told == f"There is no contact “{'x' * 200}…”. Did you mean “{'y' * 200}…” or “Acme”?"
    assert readable(told) == told


def test_a_sentence_of_nothing_but_marks_has_room_too() -> None:
    """Where it can't be told what is quoted, its end is lacking."""
    told = readable("“” x" * 20_000)
    assert len(told) == MOST_TOLD
    assert readable(told) == told


def test_a_text_of_the_ledger_has_room_in_a_cell() -> None:
    """A file may have brought a longer one; its beginning is shown."""
    shown = content_of("x" * (MOST_IN_A_CELL + 5))
    assert isinstance(shown, str)
    assert len(shown) == MOST_IN_A_CELL
