"""Conflicts of the sheet, as the desk asks managers about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from core.actor import Actor
from core.store import Store

EVERY: Final = timedelta(seconds=15)
"""How often somebody looks whether there is something new to ask about."""
ASKED: Final = "conflicts asked about"
MOST: Final = 20
"""Questions that are posted; more of them are rather decided in the sheet."""


class Side(StrEnum):
    """Which side is right."""

    SHEET = "sheet"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetConflict:
    """A cell that was changed on both sides, differently, in words."""

    id: str
    tab: str
    row: str
    header: str
    typed: str
    ledger: str


class Conflicts(Protocol):
    """What the sync knows of conflicts; the wiring has it."""

    def waiting(self) -> Sequence[SheetConflict]:
        """The conflicts that wait for a manager."""

    def decide(self, conflict: str, side: Side, actor: Actor) -> SheetConflict:
        """Pick a side; the next sync carries it out.

        Raises:
            BenefitError: the actor may not, or there is nothing to decide any more.
        """


@dataclass
class ConflictWatch:
    """The conflicts, and what is called when somebody should look for new ones."""

    conflicts: Conflicts
    look: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A conflict that managers were asked about, and where that stands."""

    conflict: SheetConflict
    posts: tuple[tuple[str, str], ...]


class AskedBook:
    """The conflicts that managers were asked about, kept beside the ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self) -> dict[str, AskedAbout]:
        """By the conflict's id."""
        kept: Mapping[str, Any] = self._store.document(ASKED) or {}
        return {
            name: AskedAbout(
                SheetConflict(**each["conflict"]), tuple((c, t) for c, t in each["posts"])
            )
            for name, each in kept.items()
        }

    def keep(self, asked: Mapping[str, AskedAbout]) -> None:
        """Write it down."""
        document = {
            name: {
                "conflict": {
                    slot: getattr(each.conflict, slot) for slot in SheetConflict.__slots__
                },
                "posts": [list(post) for post in each.posts],
            }
            for name, each in asked.items()
        }
        self._store.keep(ASKED, document)
