"""The API's BooleanCondition: of data validation, conditional formats and filters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playground.google.cells import CellError, Json, Value, is_number
from playground.google.entering import enter
from playground.google.formulas.coercion import FormulaFailed, compare
from playground.google.formulas.evaluating import Calculator, Place
from playground.google.serials import serial_of_date

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_URL = re.compile(r"(?:https?://|ftp://|mailto:|www\.)\S+\Z", re.IGNORECASE)
_NOTHING_TYPED = (None, "")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a condition is asked: who works formulas out, for which cell, moved by how much."""

    calculator: Calculator
    place: Place
    shift: tuple[int, int] = (0, 0)


def holds(condition: Json, value: Value, setting: Setting) -> bool:
    """Whether a value meets a condition.

    A kind of condition that is unknown here holds always.
    """
    kind = condition.get("type", "")
    if kind == "BLANK":
        return value in _NOTHING_TYPED
    if kind == "NOT_BLANK":
        return value not in _NOTHING_TYPED
    operands = [_operand(given, setting) for given in condition.get("values", [])]
    if kind == "CUSTOM_FORMULA":
        return any(operand is True or (is_number(operand) and operand != 0) for operand in operands)
    if kind in {"BOOLEAN", "ONE_OF_LIST", "ONE_OF_RANGE"}:
        return _is_offered(condition, value, setting)
    subject, _, question = kind.partition("_")
    asked = _QUESTIONS.get(subject)
    return asked is None or asked(question, value, operands)


def choices(condition: Json, setting: Setting) -> tuple[str, ...]:
    """The texts of a drop-down; none where the condition is no list."""
    kind, values = condition.get("type"), condition.get("values", [])
    if kind == "ONE_OF_LIST":
        return tuple(str(given.get("userEnteredValue", "")) for given in values)
    if kind == "ONE_OF_RANGE" and values:
        name = str(values[0].get("userEnteredValue", "")).lstrip("=")
        try:
            area = setting.calculator.area_named(name)
        except FormulaFailed:
            return ()
        return tuple(_text(value) for value in area.values() if value not in _NOTHING_TYPED)
    return ()


def _is_offered(condition: Json, value: Value, setting: Setting) -> bool:
    if condition["type"] == "BOOLEAN":
        given = [item.get("userEnteredValue") for item in condition.get("values", [])]
        return _text(value) in given if given else isinstance(value, bool)
    offered = choices(condition, setting)
    entered = {enter(text).value for text in offered}
    return _text(value) in offered or value in entered


def _operand(given: Json, setting: Setting) -> Value:
    if "relativeDate" in given:
        return _relative(given["relativeDate"])
    text = str(given.get("userEnteredValue", ""))
    if text.startswith("="):
        return setting.calculator.value_of(text, setting.place, shift=setting.shift)
    return enter(text).value


def _relative(name: str) -> int:
    days = {"YESTERDAY": -1, "TOMORROW": 1, "PAST_WEEK": -7, "PAST_MONTH": -30, "PAST_YEAR": -365}
    return serial_of_date(datetime.now(UTC).date() + timedelta(days=days.get(name, 0)))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.text
    return "" if value is None else str(value)


_ORDERS: dict[str, Callable[[int], bool]] = {
    "GREATER": lambda order: order > 0,
    "GREATER_THAN_EQ": lambda order: order >= 0,
    "LESS": lambda order: order < 0,
    "LESS_THAN_EQ": lambda order: order <= 0,
    "EQ": lambda order: order == 0,
    "NOT_EQ": lambda order: order != 0,
    "BEFORE": lambda order: order < 0,
    "AFTER": lambda order: order > 0,
    "ON_OR_BEFORE": lambda order: order <= 0,
    "ON_OR_AFTER": lambda order: order >= 0,
}


def _number(question: str, value: Value, operands: list[Value]) -> bool:
    if not is_number(value) or not operands or not all(is_number(one) for one in operands):
        return question == "NOT_EQ"
    if question in {"BETWEEN", "NOT_BETWEEN"}:
        inside = compare(value, operands[0]) >= 0 >= compare(value, operands[-1])
        return inside is (question == "BETWEEN")
    order = _ORDERS.get(question)
    return order is None or order(compare(value, operands[0]))


def _date(question: str, value: Value, operands: list[Value]) -> bool:
    return is_number(value) if question == "IS_VALID" else _number(question, value, operands)


def _words(question: str, value: Value, operands: list[Value]) -> bool:
    text = _text(value).casefold()
    wanted = _text(operands[0]).casefold() if operands else ""
    answers: dict[str, Callable[[], bool]] = {
        "CONTAINS": lambda: wanted in text,
        "NOT_CONTAINS": lambda: wanted not in text,
        "STARTS_WITH": lambda: text.startswith(wanted),
        "ENDS_WITH": lambda: text.endswith(wanted),
        "EQ": lambda: text == wanted,
        "NOT_EQ": lambda: text != wanted,
        "IS_EMAIL": lambda: _EMAIL.match(text) is not None,
        "IS_URL": lambda: _URL.match(text) is not None,
    }
    return answers.get(question, lambda: True)()


_QUESTIONS = {"NUMBER": _number, "DATE": _date, "TEXT": _words}
