"""The spreadsheet as a whole: reached, signed in to, one sync at a time."""

from collections.abc import Iterable
from pathlib import Path

from core.errors import BenefitError, choices


class SheetError(BenefitError):
    """The spreadsheet can't be kept equal just now. The ledger is not harmed by it."""


class SyncRunning(SheetError):
    """One sync at a time."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or "A sync is running already. Please look again in a minute.")


class AnotherSync(SyncRunning):
    """Another process that shares the store is at it."""

    def __init__(self) -> None:
        super().__init__(
            "Another process is in the middle of a sync with this sheet. Please look again in a"
            " minute; one that broke off is given up after five minutes."
        )


class SyncOvertaken(SheetError):
    """Another process has begun a sync, for this one seemed to be gone."""

    def __init__(self) -> None:
        super().__init__(
            "This sync stood still for so long that another process has begun one. It was broken"
            " off; the other one goes on from where it was."
        )


class SheetUnreachable(SheetError):
    """Google doesn't answer, or answers that it has a fault."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Google Sheets can't be reached ({why}). Nothing is lost: the next sync tries again."
        )
        self.why = why


class SheetBusy(SheetError):
    """Google asks for fewer requests, for longer than a sync waits."""

    def __init__(self) -> None:
        super().__init__(
            "Google Sheets asks for fewer requests just now. Nothing is lost: the next sync tries"
            " again."
        )


class QuotaSpent(SheetError):
    """This process has made as many requests as it may, for longer than a sync waits."""

    def __init__(self) -> None:
        super().__init__(
            "Benefit Desk has asked Google Sheets as often as one may in a minute. Nothing is lost:"
            " the next sync tries again."
        )


class SheetNotShared(SheetError):
    """The spreadsheet isn't shared with the service account."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"The spreadsheet is not shared with Benefit Desk: share it with {address} as Editor."
        )


class SheetNotFound(SheetError):
    """There is no spreadsheet of that id."""

    def __init__(self, identity: str) -> None:
        super().__init__(
            f"There is no spreadsheet {identity}: GOOGLE_SHEET_ID is the long id in its address."
        )


class SheetLoginFailed(SheetError):
    """Google doesn't accept the service account."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Google does not accept the service account: {why} Check the file that"
            " GOOGLE_SERVICE_ACCOUNT_FILE names."
        )


class KeyFileUnreadable(SheetError):
    """The service account's file isn't there, or may not be read; Google was never asked."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"The service account's file {file} can't be read ({why}):"
            " GOOGLE_SERVICE_ACCOUNT_FILE has to be the path of its JSON key file."
        )


class NoKeyFile(SheetError):
    """The file is there, and is no key of a service account; Google was never asked."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is not the JSON key file of a service account: make a key for the account in"
            " the Google Cloud console, and name its file in GOOGLE_SERVICE_ACCOUNT_FILE."
        )


class NoSuchTab(SheetError):
    """A tab is to be let through, or put back, that isn't one for that."""

    def __init__(self, title: str, titles: Iterable[str], what: str = "let through") -> None:
        super().__init__(f"There is no tab “{title}” to {what}; there is {choices(titles)}.")


class SheetApiOff(SheetError):
    """The Sheets API isn't switched on for the service account's project."""

    def __init__(self) -> None:
        super().__init__(
            "The Google Sheets API is switched off for the service account's project: switch it on"
            " in the Google Cloud console, under “APIs & Services”."
        )


class SheetRefused(SheetError):
    """Google refused a request; nothing of it was done.

    `place` says what the part was about that it stumbled over, where that is known.
    """

    def __init__(self, why: str, place: str = "", sentence: str = "") -> None:
        about = f"what was to be done in {place}" if place else "a request"
        super().__init__(sentence or f"Google Sheets refused {about}: {why}")
        self.why = why


class OutcomeUnknown(SheetError):
    """A write was sent, and its answer never came: it may have been done or not."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Google Sheets did not confirm what was written ({why}). The next sync looks what"
            " became of it."
        )
