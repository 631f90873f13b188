"""A tab that a sync leaves alone."""

from collections.abc import Iterable, Sequence

from core.errors import choices
from sheets_sync.errors.whole import SheetError
from sheets_sync.quoting import readable


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
