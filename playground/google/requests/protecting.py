"""Requests about protected ranges."""

from __future__ import annotations

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.protection import is_editor_of
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.requests.names import find_named
from playground.google.resources import protected_range_json
from playground.google.sheet import Sheet


def add_protected_range(batch: Batch, body: Json) -> Json:
    """Protect a range, a named range, a table or a whole sheet; the caller stays an editor."""
    given = dict(body.get("protectedRange", {}))
    sheet = _protected_sheet(batch, given)
    taken = [p["protectedRangeId"] for s in batch.workbook.sheets for p in s.facts.protected_ranges]
    identity = batch.new_number(taken, given.get("protectedRangeId"))
    told = canonical({**given, "protectedRangeId": identity, "requestingUserCanEdit": True})
    kept = {name: value for name, value in told.items() if name != "requestingUserCanEdit"}
    kept.pop("editors", None)
    if not given.get("warningOnly"):
        kept["editors"] = _editors(batch, given.get("editors"))
    sheet.facts.protected_ranges.append(kept)
    batch.workbook.touch(sheet)
    return {"protectedRange": told}


def _protected_sheet(batch: Batch, given: Json) -> Sheet:
    if "range" in given:
        where = given["range"]
        return batch.place(where)[0] if where else batch.sheet(0)
    if "namedRangeId" in given:
        position = find_named(batch, given["namedRangeId"])
        return batch.sheet(batch.workbook.facts.named_ranges[position]["range"].get("sheetId"))
    if "tableId" in given:
        return batch.find("tables", "tableId", given["tableId"], "table")[0]
    raise InvalidArgument("One of range, namedRangeId and tableId is required.")


def _editors(batch: Batch, given: Json | None) -> Json:
    """Who may edit: those given, the caller and the owner; when none are given, every editor."""
    sharing = batch.workbook.sharing
    if given is None:
        everybody = [permission.email for permission in sharing.all() if permission.email]
        given = {"users": [email for email in everybody if sharing.may_edit(email)]}
    users = list(given.get("users", []))
    for email in (batch.caller, sharing.owner):
        if email.lower() not in (user.lower() for user in users):
            users.append(email)
    kept: Json = canonical({**given, "users": users})
    return kept


def update_protected_range(batch: Batch, body: Json) -> None:
    """Change a protection; only its editors may."""
    given = body.get("protectedRange", {})
    sheet, found, position = batch.find(
        "protected_ranges", "protectedRangeId", given.get("protectedRangeId"), "protected range"
    )
    _must_be_editor(batch, found[position])
    new = updated(found[position], given, fields_of(body, "ProtectedRange"))
    new["protectedRangeId"] = found[position]["protectedRangeId"]
    new.pop("requestingUserCanEdit", None)
    if new.get("warningOnly"):
        new.pop("editors", None)
    else:
        new["editors"] = _editors(batch, new.get("editors"))
    found[position] = canonical(new)
    batch.workbook.touch(sheet)


def delete_protected_range(batch: Batch, body: Json) -> None:
    """End a protection; only its editors may."""
    sheet, found, position = batch.find(
        "protected_ranges", "protectedRangeId", body.get("protectedRangeId"), "protected range"
    )
    _must_be_editor(batch, found[position])
    found.pop(position)
    batch.workbook.touch(sheet)


def _must_be_editor(batch: Batch, protection: Json) -> None:
    shown = protected_range_json(batch.workbook, protection, batch.caller)
    if not shown.get("requestingUserCanEdit") and not is_editor_of(
        batch.workbook, protection, batch.caller
    ):
        raise InvalidArgument(
            "You are trying to edit a protected cell or object. Please contact the spreadsheet "
            "owner to remove protection if you need to edit."
        )


CHANGES: dict[str, Change] = {
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
