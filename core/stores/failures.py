"""What can go wrong with a store on disk; each error writes the sentence that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.store import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class CannotOpen(StoreError):
    """The file could not be opened, for a reason outside the file itself."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} can't be opened ({why}). "
            "Check that its folder exists and that you may read and write there."
        )


class DiskFailing(CannotOpen):
    """The disk did not give or take what opening the file needs."""

    def __init__(self, path: Path, why: str) -> None:
        StoreError.__init__(
            self,
            f"{path} can't be opened ({why}). Check its disk, and whether that is full, then try "
            "again.",
        )


class StoreInUse(StoreError):
    """A second writer asked for a store that already has one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is in use by another Benefit Desk. Stop that one first, "
            "or only read: report, check and backup work beside it."
        )


class NotAStore(StoreError):
    """The file is missing, torn, or was made by another program."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} is not a store that Benefit Desk can read ({why}). "
            "Put a backup in its place with: benefit-desk restore FILE"
        )


class NewerStore(StoreError):
    """The file was written by a later version, in a layout that this one does not know."""

    def __init__(self, path: Path | str, *, found: int, known: int) -> None:
        super().__init__(
            f"{path} was written by a newer Benefit Desk (its layout is {found}, this one knows "
            f"up to {known}). Install that newer version to open it; nothing in it was changed."
        )


class ReadFailed(StoreError):
    """The store could not be read."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path} can't be read ({why}). Check its disk, then try again.")


class RowDamaged(StoreError):
    """A row is not what was written: a disk or a program changed it."""

    def __init__(self, path: Path, table: str, row: object) -> None:
        super().__init__(
            f"Row {row} of {table} in {path} is damaged: it is not what was written there. "
            "Put a backup in its place with: benefit-desk restore FILE"
        )


class WriteFailed(StoreError):
    """Nothing of this write reached the store: that much is certain."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"Nothing was written to {path} ({why}). Put that right, then try again.")


class WritingStopped(WriteFailed):
    """A write was refused because an earlier one ended in doubt."""

    def __init__(self, path: Path) -> None:
        StoreError.__init__(
            self,
            f"Nothing was written to {path}: an earlier write ended in doubt. "
            "Start Benefit Desk again; it then reads what was really written.",
        )


class FoundDamaged(WriteFailed):
    """A write was refused because a look through the file found it damaged."""

    def __init__(self, path: Path, why: str) -> None:
        StoreError.__init__(
            self,
            f"Nothing was written to {path}: it is damaged ({why}). "
            "Put a backup in its place with: benefit-desk restore FILE",
        )


class OutcomeUnknown(StoreError):
    """A commit broke off: the write may be there, or not."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"It is not known whether the last write reached {path} ({why}). Nothing more is "
            "written until Benefit Desk is started again; look then before recording it again."
        )


class Unreachable(StoreError):
    """The database server doesn't answer, or doesn't let us in."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"{where} can't be reached ({why}). Check BENEFIT_DESK_STORE, the network and the "
            "database server; nothing was written."
        )


class NoLedger(StoreError):
    """The database is there, and no ledger was ever begun in it."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"There is no store in {where} yet: the first import or put makes it, or "
            "BENEFIT_DESK_STORE names another one."
        )


class HeldElsewhere(StoreError):
    """Another process has been deciding for longer than anybody should wait."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"Another Benefit Desk has been writing to {where} for long, an import perhaps. "
            "Nothing was written; try again in a minute."
        )


class AnswerLost(StoreError):
    """The connection broke while a write was being confirmed, and nobody can be asked."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"The connection to {where} broke, so it is not known whether the last write is "
            "there. Look before recording it again."
        )


class DuplicateValue(StoreError):
    """A document carries a value that may occur only once in its table, and it is taken.

    Nothing of the write that it came with was kept.
    """

    def __init__(self, table: str, field: str, value: Any) -> None:
        super().__init__(f"{table} already has an entry whose {field} is {value!r}.")
        self.table = table
        self.document_field = field
        self.value = value
