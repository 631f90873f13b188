"""Acts that are pasted into a tab, a row each: what a row asks for, and what became of it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core.desk import Desk
from core.entry import Entry
from sheets_sync.journal import Recorded
from sheets_sync.layout import Contents, Layout


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is in the ledger: its key, and the Status of its row."""

    key: str
    status: str


class Acts(Protocol):
    """What a tab of acts is about: usages, memberships, registrations."""

    @property
    def layout(self) -> Layout:
        """The tab's title and columns."""

    @property
    def index(self) -> int:
        """The tab's place among the others, from 0."""

    @property
    def named_by(self) -> tuple[int, ...]:
        """The columns that name a row for people."""

    @property
    def to_correct(self) -> str:
        """What to do where a row was edited after it was recorded, for its Status."""

    @property
    def instead(self) -> str:
        """What to do instead of deleting a row, for the Status of one that is put back."""

    @property
    def owned(self) -> bool:
        """Whether the tab is Benefit Desk's: made when missing, its rows put back."""

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:
        """What the drop-downs offer, by the column's name."""

    def read(self, desk: Desk, contents: Contents, idempotency_key: str) -> Any:
        """The request that a row makes.

        Raises:
            BenefitError: a cell doesn't hold what its column is for, or names nobody.
        """

    def carry_out(self, desk: Desk, request: Any, *, refused_before: bool) -> Done:
        """Put one act into the ledger.

        Raises:
            BenefitError: refused; the sentence says why.
        """

    def status(self, desk: Desk, entries: Sequence[Entry]) -> str:
        """The Status of a row whose act is in the ledger."""

    def pasted(self, entry: Entry) -> bool:
        """Whether the entry is such an act, and came from the sheet."""

    def elsewhere(self, desk: Desk, known: Container[str]) -> Mapping[str, Recorded]:
        """Acts from elsewhere that the tab shows too, by key, without those that are known."""

    def taken_back(self, desk: Desk) -> set[str]:
        """The keys of acts that were taken back."""

    def taken_back_status(self, desk: Desk, key: str) -> str:
        """When an act was taken back, and why."""
