"""What a cell holds: a value, and beside it a format, a note, a rule for what may be typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Scalar = str | int | float | bool

MOST_CHARACTERS = 50_000
_WHOLE_LIMIT = 1e15


@dataclass(frozen=True, slots=True)
class CellError:
    """The error that a formula came to."""

    kind: str
    message: str = ""

    @property
    def text(self) -> str:
        """What the cell shows."""
        return _ERROR_TEXTS.get(self.kind, "#ERROR!")


_ERROR_TEXTS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "ERROR": "#ERROR!",
}
ERROR_KINDS = {text: kind for kind, text in _ERROR_TEXTS.items()}

Value = Scalar | CellError | None


DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "DATE": "m/d/yyyy",
    "TIME": "h:mm:ss am/pm",
    "DATE_TIME": "m/d/yyyy h:mm:ss",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format: the API's type (DATE, CURRENCY …) and a pattern."""

    type: str
    pattern: str = ""

    @property
    def shown_by(self) -> str:
        """The pattern that numbers are shown by: the type's own where none is given."""
        return self.pattern or DEFAULT_PATTERNS.get(self.type, "")

    def to_json(self) -> Json:
        """The NumberFormat object of the API."""
        return {"type": self.type, "pattern": self.pattern} if self.pattern else {"type": self.type}


class CellFormat:
    """A cell's own format: the API's CellFormat object, not to be changed in place."""

    __slots__ = ("json", "number_format", "pattern")

    def __init__(self, json: Json) -> None:
        self.json = json
        given = json.get("numberFormat")
        self.number_format = (
            NumberFormat(given.get("type", ""), given.get("pattern", "")) if given else None
        )
        self.pattern = self.number_format.shown_by if self.number_format is not None else ""

    def with_number_format(self, number_format: NumberFormat) -> CellFormat:
        """The same format with another number format."""
        return CellFormat({**self.json, "numberFormat": number_format.to_json()})


@dataclass(frozen=True, slots=True)
class CellDetails:
    """What a cell has beside its value."""

    formula: str | None = None
    format: CellFormat | None = None
    note: str = ""
    validation: Json | None = None
    #: anything else of the API's CellData, kept as it was given
    kept: Json = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left to remember."""
        return not (
            self.format is not None
            or self.formula is not None
            or self.note
            or self.validation is not None
            or self.kept
        )

    def look(self) -> CellDetails:
        """Only the format and the rule: what a new line takes over from its neighbour."""
        return CellDetails(format=self.format, validation=self.validation)


_NO_DETAILS = CellDetails()
NO_DETAILS = _NO_DETAILS


def tidy_number(number: float) -> int | float:
    """A whole number as int, so that it is written without a decimal point."""
    if isinstance(number, float) and number.is_integer() and abs(number) < _WHOLE_LIMIT:
        return int(number)
    return number


def is_number(value: object) -> bool:
    """Whether the value is a number and not a boolean."""
    return isinstance(value, int | float) and not isinstance(value, bool)
