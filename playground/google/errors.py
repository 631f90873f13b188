"""What goes wrong, as Google's API tells it and as a person at the grid is told."""

from __future__ import annotations

from typing import Any

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class GoogleError(Exception):
    """A refusal in Google's form: an HTTP code, a status word and a sentence."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str = "",
        details: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or _STATUS[code]
        self.details = details or []


class InvalidArgument(GoogleError):
    """The request breaks a rule of the API (400)."""

    def __init__(self, message: str, *, details: list[dict[str, Any]] | None = None) -> None:
        super().__init__(400, message, details=details)


class EntityNotFound(GoogleError):
    """No such spreadsheet (404)."""

    def __init__(self, message: str = "Requested entity was not found.") -> None:
        super().__init__(404, message)


class PermissionDenied(GoogleError):
    """The caller may not do this (403)."""

    def __init__(self, message: str = "The caller does not have permission") -> None:
        super().__init__(403, message)


class EditRefused(Exception):
    """A person's edit in the grid was refused; the text says why."""


class RangeIsProtected(EditRefused):
    """The cell is protected from this person."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is protected. Ask the sheet's owner if it must change.")


class PastedRowTooWide(RangeIsProtected):
    """A cell of a pasted row would go into one that is protected; rows are counted from 1."""

    def __init__(self, row: int, cells: int, cell: int, place: str) -> None:
        many = "1 cell" if cells == 1 else f"{cells} cells"
        EditRefused.__init__(
            self,
            f"Row {row} has {many}; cell {cell} would go into {place}, which is protected. Nothing "
            "was pasted: take out what is too much, or begin at another column.",
        )


class PastedRowNotAllowed(EditRefused):
    """A cell of a pasted row breaks a strict validation rule; rows are counted from 1."""

    def __init__(self, row: int, refused: EditRefused) -> None:
        super().__init__(f"Row {row}: {refused} Nothing was pasted.")


class NotAnEditor(EditRefused):
    """The person may at most look at the spreadsheet."""

    def __init__(self, user: str, title: str) -> None:
        super().__init__(f"{user} may not edit “{title}”. Ask its owner for edit access.")


class NotAllowedByValidation(EditRefused):
    """The typed value breaks a strict validation rule of the cell."""

    def __init__(self, place: str, hint: str) -> None:
        super().__init__(f"{place} doesn't take that value. {hint}".rstrip())
