"""What a tab with one row per record needs of the ledger."""

from collections.abc import Mapping
from typing import Any, Protocol

from core.desk import Desk
from sheets_sync.layout import Contents, Layout


class LedgerSide(Protocol):
    """What the ledger has for one tab, and how it takes an edit."""

    @property
    def layout(self) -> Layout:
        """The tab's title and columns."""

    @property
    def index(self) -> int:
        """The tab's place among the others, from 0."""

    @property
    def keyless(self) -> str:
        """The Status of a row without a Key."""

    @property
    def doubled(self) -> str:
        """The Status of a copy of a row, with its Key."""

    @property
    def named_by(self) -> tuple[int, ...]:
        """The columns that name a row for people."""

    @property
    def instead(self) -> str:
        """What to do instead of deleting a row, in a sentence; blank where there is nothing."""

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:
        """What the drop-downs offer, by the column's name, where that follows the catalogue."""

    def rows(self, desk: Desk) -> dict[str, Contents]:
        """Every row that the tab should have, by key, in the order of a new tab."""

    def identify(self, cells: Contents) -> str | None:
        """The Key that a row without one would have, by what stands in it."""

    def normal(self, cells: Contents) -> Contents | None:
        """How the ledger would write a row that says this; None where it can't be read."""

    def add(self, desk: Desk, cells: Contents) -> str:
        """Put a new row into the ledger; its Key.

        Raises:
            BenefitError: refused; the sentence says why.
        """

    def take(self, desk: Desk, key: str, name: str, edited: Mapping[str, Any]) -> None:
        """Put one edited cell into the ledger, by its column's name.

        `edited` has the values of all cells of the row that were edited, by their columns' names.

        Raises:
            BenefitError: refused; the sentence says why.
        """
