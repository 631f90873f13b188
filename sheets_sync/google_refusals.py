"""What Google stumbled over in a request of many parts: which tab, which cell, and why."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sheets_sync.cell_names import cell_name
from sheets_sync.closed_tabs import TabLocked, TabReplaced
from sheets_sync.errors import SheetRefused
from sheets_sync.sheet import Block

Json = Mapping[str, Any]
_PART: Final = re.compile(r"Invalid (?:requests|data)\[(\d+)\](?:\.\w+)?: (.*)", re.DOTALL)
_TAKEN: Final = re.compile(r"A sheet with the name \W(.+)\W already exists")
PROTECTED: Final = "protected"


def explained(
    refused: SheetRefused, requests: Sequence[Json], ids: Mapping[str, int]
) -> SheetRefused:
    """The refusal of a batchUpdate with the tab that it is about; `ids` are sheet ids by title."""
    if taken := _TAKEN.search(refused.why):
        return TabReplaced(taken[1], refused.why)
    part = _PART.match(refused.why)
    if part is None or int(part[1]) >= len(requests):
        return refused
    sheet_id, cell = _place(requests[int(part[1])])
    title = next((title for title, there in ids.items() if there == sheet_id), "")
    return _about(title, cell, part[2])


def explained_values(refused: SheetRefused, blocks: Sequence[Block]) -> SheetRefused:
    """The refusal of a values.batchUpdate with the tab and the cell that it is about."""
    part = _PART.match(refused.why)
    if part is None or int(part[1]) >= len(blocks):
        return refused
    block = blocks[int(part[1])]
    return _about(block.title, cell_name(block.row, block.column), part[2])


def _about(title: str, cell: str, why: str) -> SheetRefused:
    if title and PROTECTED in why:
        return TabLocked(title, why)
    where = f"{title}, from {cell} on" if title and cell else title
    return SheetRefused(why, where)


def _place(request: Json) -> tuple[int | None, str]:
    """The sheet id that a request names, and the first cell that it writes to."""
    (body,) = request.values()
    if start := body.get("start"):
        return start["sheetId"], cell_name(start["rowIndex"], start["columnIndex"])
    return _sheet_id(body), ""


def _sheet_id(body: Any) -> int | None:
    """The first sheet id anywhere in a request."""
    if not isinstance(body, Mapping):
        return None
    if "sheetId" in body:
        return int(body["sheetId"])
    found = (_sheet_id(inner) for inner in body.values())
    return next((each for each in found if each is not None), None)
