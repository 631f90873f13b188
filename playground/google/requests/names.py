"""Requests about named ranges."""

from __future__ import annotations

import re
import secrets

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.requests.batch import Batch, Change, fields_of, updated

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,249}\Z")
_LOOKS_LIKE_A1 = re.compile(r"[A-Za-z]{1,3}[0-9]+\Z|[Rr][0-9]+[Cc][0-9]+\Z")


def add_named_range(batch: Batch, body: Json) -> Json:
    """Name a range."""
    given = body.get("namedRange", {})
    _must_be_a_free_name(batch, given.get("name", ""), "")
    batch.place(given.get("range"))
    identity = given.get("namedRangeId") or str(secrets.randbelow(2**31 - 1) + 1)
    named = canonical({**given, "namedRangeId": identity})
    batch.workbook.facts.named_ranges.append(named)
    batch.workbook.touch(batch.sheet(given.get("range", {}).get("sheetId")))
    return {"namedRange": named}


def _must_be_a_free_name(batch: Batch, name: str, identity: str) -> None:
    if not _NAME.match(name) or _LOOKS_LIKE_A1.match(name):
        raise InvalidArgument(f"The name '{name}' is not a valid name for a range.")
    for named in batch.workbook.facts.named_ranges:
        if named["namedRangeId"] != identity and named["name"].casefold() == name.casefold():
            raise InvalidArgument(f"A named range with the name '{name}' already exists.")


def find_named(batch: Batch, identity: str) -> int:
    """Where the named range of that id stands in the list."""
    for position, named in enumerate(batch.workbook.facts.named_ranges):
        if named["namedRangeId"] == identity:
            return position
    raise InvalidArgument(f"No named range with id: {identity}")


def update_named_range(batch: Batch, body: Json) -> None:
    """Rename a named range, or move it."""
    given = body.get("namedRange", {})
    position = find_named(batch, given.get("namedRangeId", ""))
    facts = batch.workbook.facts
    new = updated(facts.named_ranges[position], given, fields_of(body, "NamedRange"))
    _must_be_a_free_name(batch, new.get("name", ""), new["namedRangeId"])
    batch.place(new.get("range"))
    facts.named_ranges[position] = canonical(new)
    batch.workbook.touch(batch.sheet(new.get("range", {}).get("sheetId")))


def delete_named_range(batch: Batch, body: Json) -> None:
    """Forget a named range."""
    position = find_named(batch, body.get("namedRangeId", ""))
    where = batch.workbook.facts.named_ranges.pop(position)["range"]
    batch.workbook.touch(batch.sheet(where.get("sheetId")))


CHANGES: dict[str, Change] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
}
