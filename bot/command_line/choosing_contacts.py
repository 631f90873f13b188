"""Many contacts, as they are typed: codes, or a file with one a line."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.command_line.answering import Failed, tell
from bot.command_line.reading import contact_named
from bot.views.sentences import counted
from core.desk import Desk
from core.errors import BenefitError
from core.file_rows import FileUnreadable, content_of, separator_of
from core.search import the_contact

HEADERS: Final = ("contact", "code")
"""A file may be a table whose first line has a column of that name."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """What was typed for a contact that can't be found: where it stands, if in a file, and why."""

    typed: str
    reason: str
    line: str = ""

    def __str__(self) -> str:
        """Such as “who.csv line 2: There is no contact “Nobody”.”."""
        return f"{self.line}: {self.reason}" if self.line else self.reason


@dataclass(frozen=True, slots=True)
class Typed:
    """The codes of contacts that were typed, each once, and what fits none or several."""

    codes: tuple[str, ...]
    strangers: tuple[Stranger, ...]

    def all_found(self, hint: str = "") -> tuple[str, ...]:
        """The codes. Raises `Failed`, with the hint, where there are strangers; each is told."""
        for each in self.strangers:
            tell(str(each))
        if self.strangers:
            count = counted(len(self.strangers), "contact")
            raise Failed(f"Nothing was recorded: {count} can't be found.{hint}")
        return self.codes


def contacts_typed(desk: Desk, typed: Sequence[str]) -> Typed:
    """The contacts: `typed` has codes or names with “;” between, or files.

    Raises:
        FileUnreadable: it names a file that can't be read.
    """
    codes: dict[str, None] = {}
    strangers = []
    for each in typed:
        for part in each.split(";"):
            for found in _found(desk, part.strip()):
                if isinstance(found, Stranger):
                    strangers.append(found)
                else:
                    codes[found] = None
    return Typed(tuple(codes), tuple(strangers))


def _found(desk: Desk, text: str) -> Iterator[str | Stranger]:
    known = desk.read(lambda books: text in books.contacts)
    if not known and Path(text).is_file():
        yield from _of_file(desk, Path(text))
    elif text:
        try:
            yield contact_named(desk, text).code
        except BenefitError as unknown:
            if re.fullmatch(r"\.\w+", Path(text).suffix):
                yield from _of_file(desk, Path(text))
            else:
                yield Stranger(text, str(unknown))


def _of_file(desk: Desk, path: Path) -> Iterator[str | Stranger]:
    contacts = desk.read(lambda books: books.finder)
    for line, text in _lines(path):
        try:
            yield the_contact(contacts, text, exactly=True).code
        except BenefitError as unknown:
            yield Stranger(text, str(unknown), f"{path} line {line}")


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
    lines = content_of(path).splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=separator_of(next(iter(lines), ""), HEADERS))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise FileUnreadable(f"{path.name} line {reader.line_num}: {error}.") from None
