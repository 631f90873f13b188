"""Why a tab, or all, is closed to Benefit Desk: copied, protected, renamed, thrown away."""

from sheets_sync.errors import SheetError, SheetRefused, TabStopped


class SheetInTrash(SheetError):
    """Somebody threw the spreadsheet away; it works on for thirty days, and is gone then."""

    def __init__(self) -> None:
        super().__init__(
            "The spreadsheet is in the trash, so nothing is synced. Take it out again in Google"
            " Drive, or name another one in GOOGLE_SHEET_ID."
        )


class TabReplaced(SheetRefused):
    """A tab isn't the one any more that it was taken for, so nothing was written."""

    def __init__(self, title: str, why: str = "") -> None:
        sentence = (
            f"Another tab is called “{title}” since the tabs were looked at, so nothing was"
            " written. The next sync looks at them anew."
        )
        super().__init__(why, title, sentence)


class TabLocked(SheetRefused):
    """Somebody has kept Benefit Desk out of a tab since the tabs were looked at."""

    def __init__(self, title: str, why: str = "") -> None:
        sentence = (
            f"“{title}” has been protected against Benefit Desk, so nothing was written. The next"
            " sync leaves that tab alone, says whom to let in, and goes on with the others."
        )
        super().__init__(why, title, sentence)


class TabProtected(TabStopped):
    """Somebody protected a tab, or cells that Benefit Desk writes to, and didn't let it in."""

    def __init__(self, title: str, address: str) -> None:
        super().__init__(
            title,
            f"it is protected, and Benefit Desk is kept out. Let {address} edit it under Data,"
            " “Protect sheets and ranges”, or remove that protection.",
        )


class TabOfOthers(TabStopped):
    """A tab that Benefit Desk writes alone was there before it, with something else in it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            title,
            "something else stands in it. Benefit Desk needs a tab of this name for itself: rename"
            " yours, and sync again.",
        )


class NameOfAnother(TabStopped):
    """A tab bears the name of another one of ours."""

    def __init__(self, title: str, other: str) -> None:
        super().__init__(
            title,
            f"the tab of this name is “{other}”, renamed. Give it its own name again, and sync"
            " again.",
        )


class HeadersLower(TabStopped):
    """The headers are in a lower row: rows were put in above them, or they were sorted."""

    def __init__(self, title: str, row: int) -> None:
        super().__init__(
            title,
            f"its headers are in row {row}, not in row 1. Move that row to the top, and sync"
            " again.",
        )
