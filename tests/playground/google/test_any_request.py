"""Whatever is asked, the stand-in answers in the API's own terms, or refuses: it never breaks."""

from __future__ import annotations

import random
from typing import Any

import pytest

from playground.google import Drive, Spreadsheet
from playground.google.errors import GoogleError
from playground.google.requests import CHANGES, apply
from playground.google.resources import spreadsheet_json
from playground.google.schema import accept, objects
from tests.playground.google.visiting import Json

TEXTS = ("x", "A1", "Sheet1!A1:B2", "5", "=A1", "2024-01-01", "", "a,b", "Europe/Paris")
FORMULAS = ("=A1+1", "=SUM(A:C)", "=1/0", "=A5:B6", '=$C$3&"x"', '=INDIRECT("Z9")', "=(")
FIELDS = ("*", "note", "userEnteredValue", "userEnteredFormat", "title", "range", "name", "spec")
CELLS = [["a", "1", "=B1+1"], ["b", "2", "=SUM(B1:B9)"], ["c", "3", "2024-01-01"]]


class Asker:
    """Makes requests up from the API's description; ids are mostly those that exist."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.ids: dict[str, list[Any]] = {}

    def request(self) -> Json:
        """One request of some kind."""
        kind = self.dice.choice(list(CHANGES))
        return {kind: self._object(objects()["Request"][kind][1:], 0)}

    def _object(self, name: str, depth: int) -> Json:
        likely = (0.9, 0.9, 0.5, 0.5, 0.15)[min(depth, 4)]
        fields = objects()[name].items()
        return {
            field: self._value(kind, field, depth + 1)
            for field, kind in fields
            if self.dice.random() < likely
        }

    def _value(self, kind: str, name: str, depth: int) -> Any:
        mark, rest = kind[0], kind[1:]
        if mark == "@":
            return self._object(rest, depth)
        if mark == "[":
            return [self._value(rest, name, depth) for _ in range(self.dice.randint(0, 2))]
        if mark == "{":
            return {str(self.dice.randint(0, 5)): self._value(rest, name, depth)}
        if mark == "=":
            return self.dice.choice(rest.split("|"))
        if self.ids.get(name) and self.dice.random() < 0.8:
            return self.dice.choice(self.ids[name])
        return self._scalar(kind, name)

    def _scalar(self, kind: str, name: str) -> Any:
        choices: dict[str, tuple[Any, ...]] = {
            "integer": (0, 0, 0, 7) if name == "sheetId" else (0, 1, 2, 3, 5, 8, 20, -1),
            "number": (0, 1, 0.5, -3, 1e20),
            "boolean": (True, False),
            "string": {"fields": FIELDS, "formulaValue": FORMULAS}.get(name, TEXTS),
        }
        if name.startswith("start"):
            return self.dice.choice((0, 1, 2))
        return self.dice.choice(choices.get(kind, (1, "x", True, None)))

    def learn(self, told: Any) -> None:
        """Remember the ids in an answer."""
        if isinstance(told, list):
            for item in told:
                self.learn(item)
        elif isinstance(told, dict):
            for name, value in told.items():
                if name.endswith("Id") and name != "sheetId":
                    self.ids.setdefault(name, []).append(value)
                    if name in {"chartId", "slicerId"}:
                        self.ids.setdefault("objectId", []).append(value)
                else:
                    self.learn(value)


def a_small_book() -> Spreadsheet:
    """A spreadsheet of one small sheet with texts, numbers, dates and formulas."""
    drive = Drive()
    book = drive.create_spreadsheet("Any", owner=drive.account)
    book.sheets[0].facts.row_count, book.sheets[0].facts.column_count = 12, 8
    book.paste(0, 0, 0, CELLS, user=drive.account)
    return book


@pytest.mark.parametrize("seed", range(12))
def test_no_request_breaks_the_stand_in(seed: int) -> None:
    """Sixty made-up requests after another are applied or refused, and the answer fits."""
    asker, book = Asker(seed), a_small_book()
    applied = 0
    for _ in range(60):
        given = accept("BatchUpdateSpreadsheetRequest", {"requests": [asker.request()]})
        try:
            apply(book, given["requests"], book.sharing.owner)
            applied += 1
        except GoogleError:
            continue
        with book.reading():
            told = spreadsheet_json(book, book.sharing.owner, with_cells=True)
        assert accept("Spreadsheet", told) == told
        asker.ids.clear()
        asker.learn(told)
        for sheet in list(book.sheets):
            book.show(sheet.id, user="somebody@example.org", spare_rows=2)
    assert applied
