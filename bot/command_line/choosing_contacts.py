"""Many contacts, as they are typed: codes, or a file with one a line."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.command_line.answering import Failed, tell
from bot.command_line.reading import contact_named
from core.desk import Desk
from core.errors import BenefitError
from core.importing import FileUnreadable
from core.search import the_contact

HEADERS: Final = ("contact", "code")
"""A file may be a table whose first line has a column of that name."""


class BadLines(Failed):
    """A file of contacts names some that aren't there."""

    def __init__(self, count: int) -> None:
        lines = "1 line names" if count == 1 else f"{count} lines name"
        super().__init__(f"Nothing was recorded: {lines} no contact.")


def contacts_typed(desk: Desk, typed: Sequence[str]) -> list[str]:
    """The codes of the contacts, each once: `typed` has codes or names with “;” between, or files.

    Raises:
        BenefitError: a name fits nobody, or several; or a file can't be read.
        BadLines: a file has such lines, which are told before.
    """
    codes: dict[str, None] = {}
    for each in typed:
        for part in each.split(";"):
            if text := part.strip():
                codes.update(dict.fromkeys(_codes(desk, text)))
    return list(codes)


def _codes(desk: Desk, text: str) -> list[str]:
    known = desk.read(lambda books: text in books.contacts)
    if not known and (Path(text).is_file() or Path(text).suffix):
        return _of_file(desk, Path(text))
    return [contact_named(desk, text).code]


def _of_file(desk: Desk, path: Path) -> list[str]:
    contacts = desk.read(lambda books: books.finder)
    codes, wrong = [], 0
    for line, text in _lines(path):
        try:
            codes.append(the_contact(contacts, text, exactly=True).code)
        except BenefitError as unknown:
            tell(f"{path} line {line}: {unknown}")
            wrong += 1
    if wrong:
        raise BadLines(wrong)
    return codes


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line's number and its contact: its first cell, or the one under “contact” or “code”."""
    place = 0
    for number, cells in _rows(path):
        names = [cell.strip().casefold() for cell in cells]
        headed = [names.index(name) for name in HEADERS if name in names]
        if number == 1 and headed:
            place = headed[0]
        elif len(cells) > place and cells[place].strip():
            yield number, cells[place].strip()


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            for cells in reader:
                yield reader.line_num, cells
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FileUnreadable(f"{path.name} is not UTF-8 text; save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise FileUnreadable(f"{path.name} line {reader.line_num}: {error}.") from None
