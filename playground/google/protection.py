"""Which cells are protected from whom."""

from __future__ import annotations

from collections.abc import Iterator

from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.grid import Box, GridRange
from playground.google.sheet import Sheet
from playground.google.workbook import Workbook


def protections_against(
    workbook: Workbook, sheet: Sheet, box: Box, user: str
) -> Iterator[tuple[Json, Box]]:
    """The protections, and their rectangles, that keep a person from changing the box.

    The spreadsheet's owner and a protection's editors may change what is protected; a protection
    that only warns keeps nobody out.
    """
    if user.lower() == workbook.sharing.owner.lower():
        return
    for protection in sheet.facts.protected_ranges:
        where = _place_of(workbook, sheet, protection)
        if where is None or protection.get("warningOnly") or not where.overlaps(box):
            continue
        if not _is_editor(protection, user) and not _is_left_open(protection, sheet, box):
            yield protection, where


def is_protected(workbook: Workbook, sheet: Sheet, box: Box, user: str) -> bool:
    """Whether a protection keeps the person from changing the box."""
    return next(protections_against(workbook, sheet, box, user), None) is not None


def must_be_open(workbook: Workbook, sheet: Sheet, box: Box, caller: str) -> None:
    """Make sure that a caller of the API may change a rectangle, and mark the sheet as changed.

    Raises:
        InvalidArgument: a protection keeps the caller out.
    """
    if is_protected(workbook, sheet, box, caller):
        raise InvalidArgument(
            "You are trying to edit a protected cell or object. Please contact the spreadsheet "
            "owner to remove protection if you need to edit."
        )
    workbook.touch(sheet)


def _place_of(workbook: Workbook, sheet: Sheet, protection: Json) -> Box | None:
    given = protection.get("range")
    if given is None and "namedRangeId" in protection:
        named = workbook.facts.named_ranges
        wanted = protection["namedRangeId"]
        given = next((n["range"] for n in named if n["namedRangeId"] == wanted), None)
    if given is None and "tableId" in protection:
        wanted = protection["tableId"]
        given = next((t["range"] for t in sheet.facts.tables if t["tableId"] == wanted), None)
    return None if given is None else sheet.box(GridRange.of_json(given))


def is_editor_of(workbook: Workbook, protection: Json, user: str) -> bool:
    """Whether the person may change what is protected: the spreadsheet's owner, or an editor."""
    return user.lower() == workbook.sharing.owner.lower() or _is_editor(protection, user)


def _is_editor(protection: Json, user: str) -> bool:
    editors = protection.get("editors", {})
    if editors.get("domainUsersCanEdit"):
        return True
    return user.lower() in (editor.lower() for editor in editors.get("users", []))


def _is_left_open(protection: Json, sheet: Sheet, box: Box) -> bool:
    """Whether the whole box lies in one of the ranges that the protection leaves open."""
    for given in protection.get("unprotectedRanges", []):
        around = sheet.box(GridRange.of_json(given))
        if (
            around.top <= box.top
            and box.bottom <= around.bottom
            and around.left <= box.left
            and box.right <= around.right
        ):
            return True
    return False
