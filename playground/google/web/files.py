"""The methods of Drive v3 on files, and the upload of v2, as far as gspread uses them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

from playground.google.cells import Json
from playground.google.drive import SPREADSHEET_TYPE, Drive, DriveFile, FileNotFound
from playground.google.errors import GoogleError
from playground.google.masks import MaskUnreadable, let_through, read_mask
from playground.google.requests.sheets import copy_of
from playground.google.spreadsheet import Spreadsheet
from playground.google.typing_in import put_entered, read_typed
from playground.google.web.calls import Answer, Call, Method, Plain
from playground.google.web.queries import read_query

_DEFAULT = ("kind", "id", "name", "mimeType")
_PAGE = 100
_EXPORTS = {"text/csv": ",", "text/tab-separated-values": "\t"}


def moment(at: datetime) -> str:
    """A moment as Drive writes it, to the millisecond."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def file_json(file: DriveFile, caller: str) -> Json:
    """Drive's File object, as far as this stand-in knows it."""
    owned = file.sharing.owner.lower() == caller.lower()
    may_edit = file.sharing.may_edit(caller)
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.title,
        "mimeType": file.kind,
        "starred": False,
        "trashed": file.is_in_trash,
        "explicitlyTrashed": file.is_in_trash,
        "parents": file.parents,
        "spaces": ["drive"],
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=drivesdk",
        "createdTime": moment(file.created_at),
        "modifiedTime": moment(file.changed_at),
        "owners": [
            {
                "kind": "drive#user",
                "displayName": file.sharing.owner.partition("@")[0],
                "me": owned,
                "emailAddress": file.sharing.owner,
            }
        ],
        "ownedByMe": owned,
        "shared": len(file.sharing.all()) > 1,
        "capabilities": {"canEdit": may_edit, "canShare": may_edit, "canDelete": owned},
        "permissions": [permission.to_json() for permission in file.sharing.all()],
        "permissionIds": [permission.id for permission in file.sharing.all()],
        **file.properties,
    }


def masked(call: Call, given: Json, default: tuple[str, ...] | None = _DEFAULT) -> Json:
    """What the `fields` parameter lets through; without one, Drive answers only a few fields.

    Raises:
        GoogleError: the parameter can't be read.
    """
    text = call.one("fields")
    if not text:
        return given if default is None else {name: given[name] for name in default}
    try:
        shown: Json = let_through(read_mask(text), given)
    except MaskUnreadable as error:
        raise GoogleError(400, f"Invalid field selection {text}") from error
    return shown


def find(call: Call, *, to_edit: bool = False) -> DriveFile:
    """The file of the address, if the caller may see (or change) it.

    Raises:
        FileNotFound: there is none that the caller may see.
        GoogleError: the caller may see it, not change it.
    """
    file = call.drive.file(call.path["fileId"])
    if not file.sharing.may_read(call.caller):
        raise FileNotFound(file.id)
    if to_edit and not file.sharing.may_edit(call.caller):
        raise may_not()
    return file


def may_not() -> GoogleError:
    """Drive's refusal of a change."""
    return GoogleError(403, "The user does not have sufficient permissions for this file.")


def body_of(call: Call) -> Json:
    """The request's body; Drive lets unknown fields pass."""
    return call.body if isinstance(call.body, dict) else {}


def create(call: Call) -> Json:
    """`files.create`: a new file; of the spreadsheet kind, an empty spreadsheet."""
    given = body_of(call)
    parents = [str(parent) for parent in given.get("parents") or []]
    for parent in parents:
        if parent != "root":
            call.drive.file(parent)
    file = call.drive.create_file(
        str(given.get("name") or "Untitled"),
        str(given.get("mimeType") or "application/octet-stream"),
        owner=call.caller,
        parents=parents,
    )
    _keep(file, given)
    return masked(call, file_json(file, call.caller))


def _keep(file: DriveFile, given: Json) -> None:
    for name in ("description", "properties", "appProperties", "starred"):
        if name in given:
            file.properties[name] = given[name]


def list_files(call: Call) -> Json:
    """`files.list`: the files that the caller may see and a query chooses, page by page."""
    test = read_query(call.one("q"))
    seen = [f for f in call.drive.files() if f.sharing.may_read(call.caller) and test(f)]
    size, start = int(call.one("pageSize") or _PAGE), int(call.one("pageToken") or 0)
    page = [file_json(file, call.caller) for file in seen[start : start + size]]
    if not call.one("fields"):
        page = [{name: item[name] for name in _DEFAULT} for item in page]
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": page}
    if start + size < len(seen):
        answer["nextPageToken"] = str(start + size)
    return masked(call, answer, None)


def get(call: Call) -> Json:
    """`files.get`: what is known of a file."""
    return masked(call, file_json(find(call), call.caller))


def update(call: Call) -> Json:
    """`files.update`: rename a file, move it, put it into the trash or back."""
    file, given = find(call, to_edit=True), body_of(call)
    if "name" in given:
        file.name = str(given["name"])
        if file.spreadsheet is not None:
            with file.spreadsheet.editing(by=call.caller):
                file.spreadsheet.facts.title = file.name
    file.is_in_trash = bool(given.get("trashed", file.is_in_trash))
    gone = call.one("removeParents").split(",")
    added = [parent for parent in call.one("addParents").split(",") if parent]
    file.parents = [parent for parent in file.parents if parent not in gone] + added
    _keep(file, given)
    return masked(call, file_json(file, call.caller))


def delete(call: Call) -> Answer:
    """`files.delete`: only the owner may."""
    file = find(call)
    if file.sharing.owner.lower() != call.caller.lower():
        raise may_not()
    call.drive.delete(file.id)
    return Plain(status=204)


def copy(call: Call) -> Json:
    """`files.copy`: the caller's own copy, under the same sheet ids."""
    file, given = find(call), body_of(call)
    name = str(given.get("name") or f"Copy of {file.title}")
    parents = [str(parent) for parent in given.get("parents") or file.parents]
    copied = call.drive.create_file(name, file.kind, owner=call.caller, parents=parents)
    if file.spreadsheet is not None and copied.spreadsheet is not None:
        _copy_sheets(file.spreadsheet, copied.spreadsheet)
    return masked(call, file_json(copied, call.caller))


def _copy_sheets(source: Spreadsheet, goal: Spreadsheet) -> None:
    with source.reading(), goal.editing(by=goal.sharing.owner):
        goal.sheets = []
        for sheet in source.sheets:
            copied = copy_of(sheet, sheet.title, sheet.id)
            copied.facts.tables = list(sheet.facts.tables)
            goal.sheets.append(copied)
        goal.facts.properties = dict(source.facts.properties)
        goal.facts.named_ranges = list(source.facts.named_ranges)


def export(call: Call) -> Answer:
    """`files.export`: the first sheet as CSV or TSV."""
    file, kind = find(call), call.one("mimeType")
    if file.spreadsheet is None or kind not in _EXPORTS:
        raise GoogleError(400, "The requested conversion is not supported.")
    spreadsheet = file.spreadsheet
    rows = spreadsheet.rows(spreadsheet.sheets[0].id)
    text = io.StringIO()
    csv.writer(text, delimiter=_EXPORTS[kind], lineterminator="\r\n").writerows(rows)
    return Plain(text.getvalue().removesuffix("\r\n").encode(), kind)


def import_csv(call: Call) -> Json:
    """The v2 upload: a CSV text takes the place of all sheets."""
    file = find(call, to_edit=True)
    spreadsheet = file.spreadsheet
    if spreadsheet is None:
        raise GoogleError(400, "Bad Request")
    rows = list(csv.reader(io.StringIO(call.raw.decode("utf-8-sig"))))
    with spreadsheet.all_or_nothing(by=call.caller):
        sheet_id = spreadsheet.new_sheet_id()
        spreadsheet.sheets.clear()
        width = max((len(row) for row in rows), default=0)
        sheet = spreadsheet.add_sheet(
            file.title, sheet_id=sheet_id, rows=max(1000, len(rows)), columns=max(26, width)
        )
        for index, row in enumerate(rows):
            for column, text in enumerate(row):
                put_entered(sheet, index, column, read_typed(text, sheet.detail(index, column)))
        spreadsheet.touch(sheet)
    return {
        "kind": "drive#file",
        "id": file.id,
        "title": file.title,
        "mimeType": SPREADSHEET_TYPE,
        "createdDate": moment(file.created_at),
        "modifiedDate": moment(file.changed_at),
        "editable": True,
    }


# ------------------------------------------------------------------------------------ comments


def list_comments(call: Call) -> Json:
    """`comments.list`."""
    file = find(call)
    return masked(call, {"kind": "drive#commentList", "comments": file.comments}, None)


def create_comment(call: Call) -> Json:
    """`comments.create`."""
    file, given = find(call), body_of(call)
    now = moment(datetime.now(UTC))
    comment: dict[str, Any] = {
        "kind": "drive#comment",
        "id": f"AAAA{len(file.comments):08d}",
        "createdTime": now,
        "modifiedTime": now,
        "author": {"kind": "drive#user", "emailAddress": call.caller, "me": True},
        "deleted": False,
        "replies": [],
        **{name: given[name] for name in ("content", "anchor") if name in given},
    }
    file.comments.append(comment)
    return masked(call, comment, None)


def folder(drive: Drive, name: str, *, owner: str) -> DriveFile:
    """A new folder in Drive."""
    return drive.create_file(name, "application/vnd.google-apps.folder", owner=owner)


_FILES = "/drive/v3/files"
_FILE = _FILES + r"/(?P<fileId>[^/:]+)"

METHODS = (
    Method("files.list", "GET", _FILES, "read", list_files, None),
    Method("files.create", "POST", _FILES, "write", create, None),
    Method("files.get", "GET", _FILE, "read", get, None),
    Method("files.update", "PATCH", _FILE, "write", update, None),
    Method("files.delete", "DELETE", _FILE, "write", delete, None),
    Method("files.copy", "POST", _FILE + "/copy", "write", copy, None),
    Method("files.export", "GET", _FILE + "/export", "read", export, None),
    Method("comments.list", "GET", _FILE + "/comments", "read", list_comments, None),
    Method("comments.create", "POST", _FILE + "/comments", "write", create_comment, None),
    Method(
        "files.upload", "PUT", r"/upload/drive/v2/files/(?P<fileId>[^/:]+)", "write", import_csv,
        None, takes_json=False,
    ),
)  # fmt: skip
