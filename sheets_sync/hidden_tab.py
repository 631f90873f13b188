"""The hidden tab with the before-images: made and protected like the others, and left alone."""

from collections.abc import Mapping

from core.desk import Desk
from sheets_sync.before_images import TITLE, Fate
from sheets_sync.fitting import ColumnDress, TabDress
from sheets_sync.kept_tab import Counts
from sheets_sync.layout import Writes
from sheets_sync.sheet import Tab


class HiddenTab:
    """What is in it is written together with other tabs' cells, and read by the next sync."""

    title = TITLE
    owned = True
    tells_by_contents = False
    guarded = False

    def __init__(self, currency: str) -> None:
        self.counts = Counts()
        self._currency = currency

    span = None
    grid = 0
    drop_rows = 0

    @property
    def key_column(self) -> int:
        """There are no Keys."""
        return 0

    def learn(self, token: str, fates: Mapping[str, Fate]) -> None:
        """Nothing is kept of rows."""

    def examine(self, desk: Desk, tab: Tab, *, approved: bool) -> None:
        """Nothing that people do here is taken."""

    def carry_out(self, desk: Desk, *, trial: bool) -> None:
        """Nothing goes into the ledger."""

    def writes(self, desk: Desk, tab: Tab) -> Writes:  # noqa: ARG002 - the same for all
        """Nothing is written here by itself."""
        return Writes()

    def dress(self, desk: Desk) -> TabDress:  # noqa: ARG002 - it never changes
        """How the tab is to look, if anybody makes it visible."""
        return TabDress(
            title=self.title,
            index=0,
            columns=(ColumnDress(place=0),),
            currency=self._currency,
            frozen_rows=0,
            all_protected=True,
            header=False,
            hidden=True,
        )

    def keep(self, token: str) -> None:
        """Nothing is kept beside the ledger."""

    def confirm(self) -> None:
        """Nothing was sent."""
