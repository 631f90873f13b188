"""One call of the API: who calls, for what, with which parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.google.cells import Json
from playground.google.drive import Drive
from playground.google.errors import EntityNotFound, GoogleError, InvalidArgument, PermissionDenied
from playground.google.faults import Kind
from playground.google.masks import FieldUnknown, Mask, MaskUnreadable, check_mask, read_mask
from playground.google.schema import accept
from playground.google.spreadsheet import Spreadsheet

_STANDARD = frozenset(
    {
        "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint",
        "quotaUser", "upload_protocol", "uploadType", "$.xgafv",
    }
)  # fmt: skip
_ENUMS = {
    "valueInputOption": ("RAW", "USER_ENTERED", "INPUT_VALUE_OPTION_UNSPECIFIED"),
    "valueRenderOption": ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"),
    "responseValueRenderOption": ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"),
    "dateTimeRenderOption": ("SERIAL_NUMBER", "FORMATTED_STRING"),
    "responseDateTimeRenderOption": ("SERIAL_NUMBER", "FORMATTED_STRING"),
    "majorDimension": ("ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED"),
    "insertDataOption": ("OVERWRITE", "INSERT_ROWS"),
}
_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0", ""})


@dataclass(frozen=True, slots=True)
class Call:
    """A call with everything that its method needs to answer it."""

    drive: Drive
    caller: str
    path: Mapping[str, str]
    query: Mapping[str, list[str]]
    body: Any = None
    raw: bytes = b""

    def one(self, name: str, default: str = "") -> str:
        """A parameter of the address; an enum has to be one of its words.

        Raises:
            InvalidArgument: a word that the enum doesn't have.
        """
        given = self.query.get(name)
        if not given:
            return default
        words = _ENUMS.get(name)
        if words is not None and given[-1] not in words:
            kind = name[0].upper() + name[1:]
            raise InvalidArgument(
                f"Invalid value at '{name}' (type.googleapis.com/google.apps.sheets.v4.{kind}), "
                f'"{given[-1]}"'
            )
        return given[-1]

    def many(self, name: str) -> list[str]:
        """Every value of a parameter that may be given several times."""
        return list(self.query.get(name, []))

    def flag(self, name: str) -> bool:
        """A yes-or-no parameter."""
        text = self.one(name, "false").lower()
        if text not in _TRUE | _FALSE:
            raise InvalidArgument(f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"")
        return text in _TRUE

    def given(self, name: str) -> Json:
        """The request's body as the named object of the Sheets API."""
        return accept(name, {} if self.body is None else self.body)

    def mask(self, name: str) -> Mask:
        """The `fields` parameter, for an answer that is the named object.

        Raises:
            InvalidArgument: it names a field that the answer doesn't have.
        """
        text = self.one("fields")
        try:
            mask = read_mask(text)
            check_mask(mask, name)
        except (MaskUnreadable, FieldUnknown) as error:
            path = error.path if isinstance(error, FieldUnknown) else text
            raise _bad_mask(path) from error
        return mask

    def must_know_parameters(self, names: frozenset[str]) -> None:
        """Make sure that every parameter is one of the method's, or one that all methods take."""
        for name in self.query:
            if name not in names and name not in _STANDARD:
                raise InvalidArgument(
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query '
                    f"parameter. Field '{name}' could not be found in request message."
                )

    def spreadsheet(self, *, to_edit: bool = False) -> Spreadsheet:
        """The spreadsheet of the address, if the caller may read (or edit) it.

        Raises:
            EntityNotFound: there is none.
            PermissionDenied: it isn't shared so far with the caller.
        """
        return self.spreadsheet_of(self.path["spreadsheetId"], to_edit=to_edit)

    def spreadsheet_of(self, file_id: str, *, to_edit: bool = False) -> Spreadsheet:
        """The spreadsheet with an id, if the caller may read (or edit) it."""
        try:
            found = self.drive.spreadsheet(file_id)
        except GoogleError as error:
            raise EntityNotFound from error
        sharing = found.sharing
        if not (sharing.may_edit(self.caller) if to_edit else sharing.may_read(self.caller)):
            raise PermissionDenied
        return found


def _bad_mask(path: str) -> InvalidArgument:
    complaint = "Error expanding 'fields' parameter. Cannot find matching fields for path"
    return InvalidArgument(
        "Request contains an invalid argument.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [{"field": path, "description": f"{complaint} '{path}'."}],
            }
        ],
    )


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer that is no JSON: its bytes, its type, its status."""

    content: bytes = b""
    media_type: str = "text/html"
    status: int = 200


Answer = Json | Plain


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the API: its name, its verb, the form of its address, and what answers it."""

    name: str
    verb: str
    address: str
    kind: Kind
    answer: Callable[[Call], Answer]
    #: the address parameters that it takes; None lets any through, as Drive does
    parameters: frozenset[str] | None = field(default=frozenset())
    takes_json: bool = True
