"""What a person does to a sheet's columns and to the tabs, by Google's own requests."""

from playground.google.requests import apply
from playground.google.spreadsheet import Spreadsheet


def move_column(book: Spreadsheet, title: str, at: int, by: int, *, user: str) -> None:
    """Move a column so many places to the right, or (``by`` negative) to the left."""
    source = {"sheetId": book.sheet(title).id, "dimension": "COLUMNS"}
    source |= {"startIndex": at, "endIndex": at + 1}
    # Google counts the destination before the move, when the column still stands in its old place.
    destination = at + by + (1 if by > 0 else 0)
    apply(book, [{"moveDimension": {"source": source, "destinationIndex": destination}}], user)


def add_tab(book: Spreadsheet, *, user: str) -> str:
    """Add an empty tab behind the others; give its title, the first free one."""
    (reply,) = apply(book, [{"addSheet": {}}], user)
    return str(reply["addSheet"]["properties"]["title"])
