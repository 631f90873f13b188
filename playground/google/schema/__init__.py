"""The API's objects and fields, and the refusal of whatever is none of them."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from playground.google.cells import Json
from playground.google.errors import InvalidArgument

_UNREADABLE = "Invalid JSON payload received."
_NO_FIELD = "Cannot find field."
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


@lru_cache(maxsize=1)
def objects() -> dict[str, dict[str, str]]:
    """Every object of the Sheets API: its fields and their kinds, as `make` writes them."""
    text = Path(__file__).with_name("sheets.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)["objects"]
    return found


def accept(name: str, given: Any) -> Json:
    """A request's object as the API takes it: known fields, right kinds, nulls left out.

    Fields may be written in camelCase or in snake_case; numbers may come as texts.

    Raises:
        InvalidArgument: unknown fields or wrong kinds, every one of them told.
    """
    complaints: list[tuple[str, str]] = []
    accepted = _object(name, given, "", complaints)
    if complaints:
        raise InvalidArgument(
            "\n".join(text for _, text in complaints),
            details=[
                {
                    "@type": "type.googleapis.com/google.rpc.BadRequest",
                    "fieldViolations": [
                        {"field": place, "description": text} if place else {"description": text}
                        for place, text in complaints
                    ],
                }
            ],
        )
    return accepted


Complaints = list[tuple[str, str]]


def camel_case(name: str) -> str:
    """A field's name in camelCase, whichever way it was written."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest) if rest and first else name


@lru_cache(maxsize=4096)
def _snake(name: str) -> str:
    return _HUMP.sub("_", name).lower()


@lru_cache(maxsize=512)
def _spellings(name: str) -> dict[str, str]:
    """Each way to write a field of an object, and the field."""
    fields = objects()[name]
    return {_snake(field): field for field in fields} | {field: field for field in fields}


def _object(name: str, given: Any, place: str, complaints: Complaints) -> Json:
    if not isinstance(given, dict):
        _complain_of_value(given, name, place, complaints)
        return {}
    spellings, fields, accepted = _spellings(name), objects()[name], {}
    for key, value in given.items():
        field = spellings.get(key)
        if field is None:
            where = f" at '{place}'" if place else ""
            complaints.append((place, f'{_UNREADABLE} Unknown name "{key}"{where}: {_NO_FIELD}'))
        elif value is not None:
            inner = f"{place}.{_snake(field)}" if place else _snake(field)
            accepted[field] = _value(fields[field], value, inner, complaints)
    return accepted


def _value(kind: str, given: Any, place: str, complaints: Complaints) -> Any:
    mark, rest = kind[0], kind[1:]
    if mark == "@":
        return _object(rest, given, place, complaints)
    if mark == "[":
        return _list(rest, given, place, complaints)
    if mark == "{":
        return given
    if mark == "=":
        if given in rest.split("|"):
            return given
        word = place.rpartition(".")[2].rpartition("_")[2].capitalize()
        _complain_of_value(given, word, place, complaints)
        return given
    return _scalar(kind, given, place, complaints)


def _list(kind: str, given: Any, place: str, complaints: Complaints) -> list[Any]:
    # A single value stands for a list of one, as in the API.
    items = given if isinstance(given, list) else [given]
    if kind == "[any":
        return [_row(item, f"{place}[{n}]", complaints) for n, item in enumerate(items)]
    if kind == "any":
        return items
    return [_value(kind, item, f"{place}[{n}]", complaints) for n, item in enumerate(items)]


def _row(given: Any, place: str, complaints: Complaints) -> list[Any]:
    if isinstance(given, list):
        return given
    _complain_of_value(given, "google.protobuf.ListValue", place, complaints)
    return []


def _scalar(kind: str, given: Any, place: str, complaints: Complaints) -> Any:
    reader = {"string": _text, "boolean": _truth, "integer": _whole, "number": _number}.get(kind)
    if reader is None:
        return given
    try:
        return reader(given)
    except (TypeError, ValueError):
        _complain_of_value(given, _TYPES[kind], place, complaints)
        return given


_TYPES = {
    "string": "TYPE_STRING",
    "boolean": "TYPE_BOOL",
    "integer": "TYPE_INT32",
    "number": "TYPE_DOUBLE",
}


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _truth(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if given in {"true", "false"}:
        return bool(given == "true")
    raise TypeError


def _whole(given: Any) -> int:
    if isinstance(given, bool):
        raise TypeError
    number = float(given)
    if number != int(number):
        raise ValueError
    return int(number)


def _number(given: Any) -> float:
    if isinstance(given, bool):
        raise TypeError
    return given if isinstance(given, int) else float(given)


def _complain_of_value(given: Any, kind: str, place: str, complaints: Complaints) -> None:
    prefix = "" if kind.startswith(("TYPE_", "google.")) else "google.apps.sheets.v4."
    typed = kind if kind.startswith("TYPE_") else f"type.googleapis.com/{prefix}{kind}"
    shown = json.dumps(given, ensure_ascii=False)
    complaints.append((place, f"Invalid value at '{place}' ({typed}), {shown}"))
