"""What became of pasted rows, kept beside the ledger so that none is ever recorded twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_sync.layout import Contents
from sheets_sync.notes import Documents


@dataclass(frozen=True, slots=True)
class Recorded:
    """A pasted row that is in the ledger: what stood in it then, and its Status.

    While its Key wasn't seen beside it, `row` is where it stood (-1 where that isn't known), and
    `sent` says that Google confirmed the writing.
    """

    contents: Contents
    status: str
    taken_back: bool = False
    row: int = -1
    sent: bool = False

    def settled(self) -> "Recorded":
        """The same, now that its Key was seen beside it."""
        return Recorded(self.contents, self.status, self.taken_back)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row wasn't recorded, the ledger's last key then, and the day (as in 2026-11-22)."""

    sentence: str
    as_of: int | None
    day: str


@dataclass(slots=True)
class Journal:
    """The rows by the key of their usage.

    `kept` are rows whose Key was seen in the sheet. `landing` are recorded, but their Key wasn't
    seen beside them yet. `planned` is what is about to be recorded, by idempotency key. `refused`
    goes by what stands in a row. `typed` has what people made of recorded rows since. With
    `refill` the tab was made anew, and all rows are to be put into it.
    """

    kept: dict[str, Recorded] = field(default_factory=dict)
    landing: dict[str, Recorded] = field(default_factory=dict)
    planned: dict[str, Contents] = field(default_factory=dict)
    refused: dict[Contents, Refused] = field(default_factory=dict)
    typed: dict[str, Contents] = field(default_factory=dict)
    refill: bool = False

    def copy(self) -> "Journal":
        """The same journal, to be changed on its own."""
        return Journal(
            dict(self.kept),
            dict(self.landing),
            dict(self.planned),
            dict(self.refused),
            dict(self.typed),
            self.refill,
        )

    def recorded(self, key: str) -> Recorded | None:
        """The recorded row of this key."""
        return self.kept.get(key) or self.landing.get(key)

    def everything(self) -> dict[str, Recorded]:
        """All recorded rows, by key."""
        return self.kept | self.landing

    def land(self, key: str, recorded: Recorded) -> None:
        """A row is in the ledger; its Key is to be written and seen beside it."""
        if self.recorded(key) is None:
            self.landing[key] = recorded

    def change(self, key: str, recorded: Recorded) -> None:
        """Put another state in place of a recorded row's."""
        (self.kept if key in self.kept else self.landing)[key] = recorded


class JournalFile:
    """The journal's two documents: the many rows that are settled, and the few that are not."""

    def __init__(self, store: Documents, name: str) -> None:
        self._store = store
        self._name = name
        self._stored = _journal(store.document(name), store.document(self._open_name))

    @property
    def _open_name(self) -> str:
        return f"{self._name}:open"

    def read(self) -> Journal:
        """The journal as it was kept last."""
        return self._stored.copy()

    def keep(self, journal: Journal) -> None:
        """Write down what has changed, settled rows before those that were open."""
        if _settled(journal) != _settled(self._stored):
            self._store.keep(self._name, _settled(journal))
        if _open(journal) != _open(self._stored):
            self._store.keep(self._open_name, _open(journal))
        self._stored = journal.copy()


def _settled(journal: Journal) -> dict[str, Any]:
    return {
        "rows": {key: _cells(row) for key, row in journal.kept.items()},
        "typed": journal.typed,
        "refill": journal.refill,
    }


def _open(journal: Journal) -> dict[str, Any]:
    return {
        "planned": journal.planned,
        "landing": {key: _cells(row) for key, row in journal.landing.items()},
        "refused": [
            [contents, each.sentence, each.as_of, each.day]
            for contents, each in journal.refused.items()
        ],
    }


def _journal(settled: Mapping[str, Any] | None, unsettled: Mapping[str, Any] | None) -> Journal:
    """The journal in its documents. A crash between the two can leave a row in both."""
    kept = _rows(settled["rows"]) if settled else {}
    landing = _rows(unsettled["landing"]) if unsettled else {}
    return Journal(
        kept=kept,
        landing={key: row for key, row in landing.items() if key not in kept},
        planned=_contents(unsettled["planned"]) if unsettled else {},
        refused={
            tuple(contents): Refused(sentence, as_of, day)
            for contents, sentence, as_of, day in (unsettled["refused"] if unsettled else ())
        },
        typed=_contents(settled["typed"]) if settled else {},
        refill=bool(settled and settled["refill"]),
    )


def _rows(rows: Mapping[str, Any]) -> dict[str, Recorded]:
    return {
        key: Recorded(tuple(contents), status, taken_back, row, sent)
        for key, (contents, status, taken_back, row, sent) in rows.items()
    }


def _cells(row: Recorded) -> list[Any]:
    return [row.contents, row.status, row.taken_back, row.row, row.sent]


def _contents(rows: Mapping[str, Any]) -> dict[str, Contents]:
    return {key: tuple(contents) for key, contents in rows.items()}
