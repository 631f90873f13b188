"""The files of Google Drive that one service account can meet, and who shares them."""

from __future__ import annotations

import secrets
import string
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

from playground.google.cells import Json
from playground.google.errors import GoogleError
from playground.google.sharing import Sharing
from playground.google.spreadsheet import Spreadsheet

SPREADSHEET_TYPE = "application/vnd.google-apps.spreadsheet"
FOLDER_TYPE = "application/vnd.google-apps.folder"
_ID_LETTERS = string.ascii_letters + string.digits + "-_"


class FileNotFound(GoogleError):
    """No file of that id that the caller may see (Drive's 404)."""

    def __init__(self, file_id: str) -> None:
        super().__init__(404, f"File not found: {file_id}.")


@dataclass(slots=True)
class DriveFile:
    """A file of Drive: its name, its kind, its folders, who may use it; perhaps a spreadsheet."""

    id: str
    name: str
    kind: str
    sharing: Sharing
    spreadsheet: Spreadsheet | None = None
    parents: list[str] = field(default_factory=list)
    #: further properties of Drive's File object: description, appProperties …
    properties: Json = field(default_factory=dict)
    comments: list[Json] = field(default_factory=list)
    is_in_trash: bool = False
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def title(self) -> str:
        """The file's name; a spreadsheet's is its title."""
        return self.spreadsheet.title if self.spreadsheet is not None else self.name

    @property
    def changed_at(self) -> datetime:
        """When the file's content changed last."""
        if self.spreadsheet is None:
            return self.created_at
        return max(self.created_at, self.spreadsheet.changed_at)


class Drive:
    """All files, whoever owns them; a caller meets those shared with them.

    ``account`` is the service account's e-mail address: the caller of the API.
    """

    def __init__(self, account: str = "benefit-desk@playground.iam.gserviceaccount.com") -> None:
        self.account = account
        self._files: dict[str, DriveFile] = {}
        self._lock = threading.RLock()

    def create_spreadsheet(
        self, title: str, *, owner: str | None = None, editors: tuple[str, ...] = ()
    ) -> Spreadsheet:
        """A new spreadsheet with one empty sheet, owned by the service account unless told."""
        created = self.create_file(title, SPREADSHEET_TYPE, owner=owner or self.account)
        assert created.spreadsheet is not None
        for editor in editors:
            created.sharing.share("user", "writer", email=editor)
        return created.spreadsheet

    def create_file(
        self, name: str, kind: str, *, owner: str, parents: list[str] | None = None
    ) -> DriveFile:
        """A new file; one of the spreadsheet kind has one empty sheet, `Sheet1`."""
        file_id, sharing = _new_file_id(), Sharing(owner)
        spreadsheet = Spreadsheet(file_id, name, sharing) if kind == SPREADSHEET_TYPE else None
        if spreadsheet is not None:
            spreadsheet.add_sheet("Sheet1")
        created = DriveFile(file_id, name, kind, sharing, spreadsheet, parents or ["root"])
        with self._lock:
            self._files[file_id] = created
        return created

    def files(self) -> list[DriveFile]:
        """Every file, the one changed last first."""
        with self._lock:
            return sorted(self._files.values(), key=lambda file: file.changed_at, reverse=True)

    def file(self, file_id: str) -> DriveFile:
        """The file with that id.

        Raises:
            FileNotFound: there is none.
        """
        with self._lock:
            found = self._files.get(file_id)
        if found is None:
            raise FileNotFound(file_id)
        return found

    def spreadsheet(self, file_id: str) -> Spreadsheet:
        """The spreadsheet with that id.

        Raises:
            FileNotFound: there is none.
        """
        found = self.file(file_id).spreadsheet
        if found is None:
            raise FileNotFound(file_id)
        return found

    def delete(self, file_id: str) -> None:
        """Take a file away for good."""
        with self._lock:
            self._files.pop(file_id, None)


def _new_file_id() -> str:
    return "1" + "".join(secrets.choice(_ID_LETTERS) for _ in range(43))
