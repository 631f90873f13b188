"""That both sides were found in step, and how to see at a glance that they still are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sheets_sync.outcome import SyncOutcome
from sheets_sync.sheet import Reading
from sheets_sync.structure import LOOK_AGAIN, within

Basis: TypeAlias = tuple[object, ...]
"""Everything beside the sheet that a sync depends on: the ledger's state, the day, the notes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tabs and rows were asked for, and what was read."""

    titles: list[str]
    spans: Mapping[str, tuple[int, int]]
    reading: Reading


@dataclass(frozen=True, slots=True)
class InStep:
    """What a sync had read that sent nothing and noted nothing.

    One that reads the same again, on the same basis, has nothing to do either: what it does
    depends on nothing else. Of what was read only the mark is kept.
    """

    basis: Basis
    looked_at: datetime
    titles: list[str]
    spans: Mapping[str, tuple[int, int]]
    mark: bytes
    outcome: SyncOutcome

    def holds(self, basis: Basis, now: datetime) -> bool:
        """Whether the cells are all that may differ; the structure isn't due to be looked at."""
        return self.basis == basis and within(LOOK_AGAIN, self.looked_at, now)
