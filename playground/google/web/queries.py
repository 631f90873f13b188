"""Drive's search language: `mimeType = '…' and name contains 'x' and not trashed`."""

from __future__ import annotations

import re
from collections.abc import Callable

from playground.google.drive import DriveFile
from playground.google.errors import GoogleError

Test = Callable[[DriveFile], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<sign>!=|<=|>=|[=<>()])"""
    r"""|(?P<word>[A-Za-z]+))"""
)


class QueryUnreadable(GoogleError):
    """The `q` parameter can't be read (Drive's 400)."""

    def __init__(self) -> None:
        super().__init__(400, "Invalid Value")


def read_query(text: str) -> Test:
    """A test of files for a query; an empty one lets every file through.

    Raises:
        QueryUnreadable: the text is no query, or asks for something that this stand-in lacks.
    """
    if not text.strip():
        return lambda _: True
    reader = _Reader(_pieces(text))
    test = reader.either()
    if reader.rest:
        raise QueryUnreadable
    return test


def _pieces(text: str) -> list[str]:
    pieces, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            raise QueryUnreadable
        pieces.append(match[0].strip())
        position = match.end()
    return pieces


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self.rest = pieces

    def _take(self) -> str:
        if not self.rest:
            raise QueryUnreadable
        return self.rest.pop(0)

    def _next_is(self, word: str) -> bool:
        if self.rest and self.rest[0].lower() == word:
            self.rest.pop(0)
            return True
        return False

    def either(self) -> Test:
        tests = [self._both()]
        while self._next_is("or"):
            tests.append(self._both())
        return lambda file: any(test(file) for test in tests)

    def _both(self) -> Test:
        tests = [self._single()]
        while self._next_is("and"):
            tests.append(self._single())
        return lambda file: all(test(file) for test in tests)

    def _single(self) -> Test:
        if self._next_is("not"):
            inner = self._single()
            return lambda file: not inner(file)
        if self._next_is("("):
            inner = self.either()
            if not self._next_is(")"):
                raise QueryUnreadable
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        first = self._take()
        if first[0] in "'\"":
            wanted, place = _unquoted(first), (self._take().lower(), self._take())
            return _among(place[1], wanted) if place[0] == "in" else _refuse()
        if first.lower() in {"trashed", "starred"}:
            return self._flag(first.lower())
        operator, value = self._take().lower(), _unquoted(self._take())
        if operator == "in":
            return _among(first, value)
        return _compared(first, operator, value)

    def _flag(self, name: str) -> Test:
        wanted = True
        if self._next_is("="):
            wanted = self._take().lower() == "true"
        elif self._next_is("!="):
            wanted = self._take().lower() != "true"
        return lambda file: (file.is_in_trash if name == "trashed" else False) is wanted


def _refuse() -> Test:
    raise QueryUnreadable


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[0] in "'\"" else text


def _among(name: str, wanted: str) -> Test:
    found: dict[str, Test] = {
        "parents": lambda file: wanted in file.parents,
        "owners": lambda file: file.sharing.owner.lower() == wanted.lower(),
        "writers": lambda file: file.sharing.may_edit(wanted),
        "readers": lambda file: file.sharing.may_read(wanted),
    }
    return found[name] if name in found else _refuse()


def _compared(name: str, operator: str, value: str) -> Test:
    subjects: dict[str, Callable[[DriveFile], str]] = {
        "name": lambda file: file.title.lower(),
        "mimeType": lambda file: file.kind.lower(),
    }
    tests: dict[str, Callable[[str], bool]] = {
        "=": lambda found: found == value.lower(),
        "!=": lambda found: found != value.lower(),
        "contains": lambda found: value.lower() in found,
    }
    if name not in subjects or operator not in tests:
        raise QueryUnreadable
    subject, test = subjects[name], tests[operator]
    return lambda file: test(subject(file))
