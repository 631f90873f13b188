"""What can be wrong with the sheet, one class per cause, each with the sentence to show."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.errors import BenefitError, choices
from sheets_sync.quoting import readable


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


class TabMissing(SheetError):
    """A tab isn't in the spreadsheet."""

    def __init__(self) -> None:
        super().__init__("A tab is missing from the spreadsheet; the sync makes it anew.")


class TabStopped(SheetError):
    """One tab is left alone until somebody has looked; the others go on.

    `approvable` says whether a manager can let it through as it is, `edited` whether what people
    typed there can be put back as well.
    """

    approvable = False
    edited = False

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(readable(f"{title} was left alone: {sentence}"))
        self.title = title


class HeaderMissing(TabStopped):
    """A tab lacks a header, so its column can't be told."""

    def __init__(self, title: str, headers: Iterable[str]) -> None:
        names = choices(f"“{header}”" for header in headers)
        super().__init__(
            title,
            f"there is no column {names}. Write it into row 1, above its column, and sync again.",
        )


class HeadersElsewhere(TabStopped):
    """Most headers of a tab are missing: the row was moved, or the tab is another one."""

    def __init__(self, title: str) -> None:
        super().__init__(
            title,
            "its headers are not in row 1. Move them back there, or, where this is another tab,"
            " give it another name; then sync again.",
        )


class FormMissing(TabStopped):
    """The form's response tab isn't there, or has no headers yet."""

    def __init__(self, title: str) -> None:
        super().__init__(
            title,
            "there is no such tab with headers. Link the form to this spreadsheet, or name its tab"
            " under [sheet.form] in the settings.",
        )


class HeaderDoubled(TabStopped):
    """A tab has a header twice, so its column can't be told."""

    def __init__(self, title: str, header: str) -> None:
        super().__init__(
            title, f"the column “{header}” is there twice. Rename one of them and sync again."
        )


class KeysElsewhere(TabStopped):
    """The Keys stand in another column than the one that is called so."""

    def __init__(self, title: str, header: str) -> None:
        super().__init__(
            title,
            f"its Keys stand under “{header}”. Name that column Key again, and no other one, and"
            " sync again.",
        )


class StatusElsewhere(TabStopped):
    """The codes of rows stand under the header of Status, where they would be written over."""

    def __init__(self, title: str) -> None:
        super().__init__(
            title,
            "its codes stand under “Status”. Name both columns as they were, and sync again.",
        )


class TooManyMissing(TabStopped):
    """So many rows disappeared that somebody should look first."""

    approvable = True

    def __init__(self, title: str, missing: int, known: int, new: int = 0) -> None:
        """`new` are rows that would be recorded then as well."""
        also = ""
        if new == 1:
            also = (
                " 1 new row stands there, which is recorded then as well: if it is one of those,"
                " undo first what was done to it."
            )
        elif new:
            also = (
                f" {new} new rows stand there, which are recorded then as well: if they are among"
                " those, undo first what was done to them."
            )
        super().__init__(
            title,
            f"{missing} of {known} rows have disappeared. Nothing was deleted in Benefit Desk; a"
            f" manager can have them put back.{also}",
        )


class TooManyChanged(TabStopped):
    """So many rows were changed that somebody should look first."""

    approvable = True

    def __init__(self, title: str, changed: int, known: int, examples: Sequence[str] = ()) -> None:
        """`examples` are changes in words; without them, there is nothing to be put back."""
        self.edited = bool(examples)
        such = f" For example: {'; '.join(examples)}." if examples else ""
        choice = "let it through or put it back" if examples else "let it through"
        super().__init__(
            title,
            f"{changed} of {known} rows were changed since the last sync.{such} Nothing of it was"
            f" taken; a manager can {choice}.",
        )


class CellBlank(BenefitError):
    """A cell can't be left blank."""

    def __init__(self, header: str) -> None:
        super().__init__(f"{header} can't be blank.")


class NoSuchConflict(BenefitError):
    """Somebody decides about a conflict that isn't known."""

    def __init__(self) -> None:
        super().__init__("There is no such conflict any more.")


class AlreadyDecided(BenefitError):
    """Somebody decides about a conflict that is settled."""

    def __init__(self) -> None:
        super().__init__("this conflict is settled already.")


class NotADecision(BenefitError):
    """A decision names neither side."""

    def __init__(self, sides: Iterable[str]) -> None:
        super().__init__(f"please pick {choices(f'“{side}”' for side in sides)}.")


class TransactionMissing(BenefitError):
    """An amount was given, and no transaction that it belongs to."""

    def __init__(self) -> None:
        super().__init__("an amount or a day of payment needs the number of its Transaction.")


class CodeWasChanged(BenefitError):
    """A cell of a row whose Code says that it is another one's."""

    def __init__(self) -> None:
        super().__init__("nothing of this row is taken while its Code is another.")


class CodeStays(BenefitError):
    """A code can't be changed: everything refers to it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"a code stays as it is. Write {code} here again; for another code, add a row."
        )


class CodeThere(BenefitError):
    """A new row has a code that is taken."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is there already.")


class RowNotReadable(BenefitError):
    """A cell of a row doesn't hold what its column is for."""


class DateInWords(RowNotReadable):
    """A day is told by another day, and the row may be read on a later one."""

    def __init__(self, header: str, text: str) -> None:
        super().__init__(
            f"{header}: “{text}” is no date here, for a row may be read a day later; write it as"
            " 2026-11-03."
        )


class AmbiguousBenefit(BenefitError):
    """A member has several benefits of that name."""

    def __init__(self, text: str, labels: Iterable[str]) -> None:
        super().__init__(f"Several benefits are called “{text}”: please write {choices(labels)}.")


class LooksOtherwise(RowNotReadable):
    """A text column has a number that its cell may show as something else."""

    def __init__(self, header: str, number: str, look: str) -> None:
        super().__init__(
            f"{header}: the cell holds the number {number}, though it may show {look}; write"
            f" '{look} or '{number}, with the apostrophe, to have it as you see it."
        )


class NumberNotCounted(BenefitError):
    """A counted benefit can't be made unlimited by hand."""

    field = "number"

    def __init__(self) -> None:
        super().__init__("a benefit is unlimited by its membership only; please give a number.")


class RecordedElsewhere(BenefitError):
    """A row was refused once, and the same usage was recorded elsewhere meanwhile."""

    def __init__(self, when: str) -> None:
        super().__init__(
            f"the same was recorded elsewhere {when}. If this is another use, say so in the Note."
        )
