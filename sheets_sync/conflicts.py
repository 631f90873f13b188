"""The conflicts between sheet and ledger, and what managers decided about them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any, Final

from core.columns import Cell as CellKind
from core.columns import Column
from core.desk import Desk
from sheets_sync.errors import AlreadyDecided, NoSuchConflict, NotADecision, RowNotReadable
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.notes import Documents
from sheets_sync.plan import DOUBLED
from sheets_sync.rows import content_of
from sheets_sync.sheet import Content
from sheets_sync.usage_rows import moment

TITLE: Final = "Conflicts"
MOST_SETTLED: Final = 500
"""How many settled conflicts are shown; the oldest beyond that are forgotten."""


class Choice(StrEnum):
    """Which side a manager picks."""

    SHEET = "sheet"
    DESK = "Benefit Desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A cell that was changed on both sides, differently. Neither is lost.

    `now` and `held` are the contents, `typed` and `ledger` the same in words; `row` names the row.
    """

    title: str
    key: str
    header: str
    now: Content
    held: Content
    typed: str
    ledger: str
    row: str = ""

    @property
    def id(self) -> str:
        """By this it is decided; another value on either side makes another conflict."""
        said = repr((self.title, self.key, self.header, self.now, self.held))
        return "C" + hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def sentence(self) -> str:
        """What the Status of its row says."""
        return (
            f"Conflict ({self.header}): {self.typed} here, {self.ledger} in Benefit Desk; both"
            f" stay. A manager picks one in the tab {TITLE} or in Slack."
        )


@dataclass(frozen=True, slots=True)
class KnownConflict:
    """A conflict since when, who picked which side, and what came of it.

    It is `under_way` once a sync makes the other side equal: nobody picks anew then, though only
    the next one sees that what was sent to the sheet arrived.
    """

    conflict: Conflict
    since: str
    choice: Choice | None = None
    by: str = ""
    outcome: str = ""
    under_way: bool = False

    @property
    def id(self) -> str:
        """By this it is decided."""
        return self.conflict.id


class ConflictBook:
    """Every conflict that is open or was settled lately, kept beside the ledger."""

    def __init__(self, store: Documents, identity: str) -> None:
        self._store = store
        self._name = f"sheet:{identity}:conflicts"
        self._kept = store.document(self._name) or {"conflicts": []}
        self.known = {each.id: each for each in map(_known, self._kept["conflicts"])}

    @property
    def open(self) -> list[KnownConflict]:
        """Those that wait for a decision, or for it to be carried out."""
        return [each for each in self.known.values() if not each.outcome]

    def decide(self, id: str, choice: Choice, *, by: str = "") -> KnownConflict:  # noqa: A002
        """Pick a side, `by` somebody or in the tab itself; the next sync carries it out.

        Raises:
            NoSuchConflict, AlreadyDecided: there is nothing to decide.
        """
        known = self.known.get(id)
        if known is None:
            raise NoSuchConflict
        if known.outcome or known.under_way:
            raise AlreadyDecided
        self.known[id] = replace(known, choice=choice, by=by)
        return self.known[id]

    def choice(self, conflict: Conflict) -> Choice | None:
        """Which side was picked for exactly this conflict."""
        known = self.known.get(conflict.id)
        return known.choice if known and not known.outcome else None

    def begin(self, decided: Iterable[Conflict]) -> None:
        """Note that the side that was picked for each of these is about to be carried out."""
        for conflict in decided:
            self.known[conflict.id] = replace(self.known[conflict.id], under_way=True)

    def chosen_in(self, title: str) -> bool:
        """Whether anything was decided about a tab."""
        return any(each.choice and each.conflict.title == title for each in self.open)

    def update(
        self, found: Iterable[Conflict], looked_at: Collection[str], now: datetime, zone: tzinfo
    ) -> None:
        """Add new ones; those that are gone from the tabs that were looked at are settled.

        One that is there though the sheet's side was picked was refused by the rules: it can be
        picked anew.
        """
        there = {each.id: each for each in found}
        for known in self.open:
            if known.id not in there and known.conflict.title in looked_at:
                outcome = _outcome(known, moment(now, zone))
                self.known[known.id] = replace(known, outcome=outcome)
            elif known.id in there and known.choice is Choice.SHEET:
                self.known[known.id] = replace(known, under_way=False)
        for id_, conflict in there.items():
            known_now = self.known.get(id_)
            if known_now is None or known_now.outcome:
                self.known.pop(id_, None)
                self.known[id_] = KnownConflict(conflict, moment(now, zone))
        settled = [each.id for each in self.known.values() if each.outcome]
        for id_ in settled[: max(0, len(settled) - MOST_SETTLED)]:
            del self.known[id_]

    def keep(self) -> None:
        """Write it down."""
        document = {"conflicts": [_document(each) for each in self.known.values()]}
        if document != self._kept:
            self._store.keep(self._name, document)
            self._kept = document


def _outcome(known: KnownConflict, when: str) -> str:
    conflict = known.conflict
    if not known.under_way:
        return f"{when}: settled; the cell was changed again."
    where = f"by {known.by}" if known.by else "in this tab"
    if known.choice is Choice.SHEET:
        return f"{when}: {conflict.typed} from the sheet was taken, as picked {where}."
    return f"{when}: {conflict.ledger} from Benefit Desk was kept, as picked {where}."


def _document(known: KnownConflict) -> list[Any]:
    each = known.conflict
    return [
        [each.title, each.key, each.header, each.now, each.held, each.typed, each.ledger, each.row],
        known.since,
        known.choice.value if known.choice else None,
        known.by,
        known.outcome,
        known.under_way,
    ]


def _known(document: list[Any]) -> KnownConflict:
    about, since, choice, by, outcome, *under_way = document
    title, key, header, now, held, typed, ledger, row = about
    conflict = Conflict(
        title=title,
        key=key,
        header=header,
        now=now,
        held=held,
        typed=typed,
        ledger=ledger,
        row=row,
    )
    picked = Choice(choice) if choice else None
    return KnownConflict(conflict, since, picked, by, outcome, any(under_way))


LAYOUT: Final = Layout(
    TITLE,
    (
        SheetColumn(column=Column("tab"), width=130, note="Where the cell is."),
        SheetColumn(column=Column("row"), width=230, note="Whose row it is."),
        SheetColumn(column=Column("column"), width=110),
        SheetColumn(column=Column("in_the_sheet"), width=140),
        SheetColumn(column=Column("in_benefit_desk"), label="In Benefit Desk", width=140),
        SheetColumn(column=Column("since", CellKind.TEXT), width=130),
        SheetColumn(
            column=Column("decision"),
            editable=True,
            width=120,
            choices=tuple(Choice),
            note="Pick the side that is right; the next sync makes the other one equal.",
        ),
        SheetColumn(column=Column("outcome"), width=300),
    ),
)


class ConflictSide:
    """The conflicts as a tab in which only the decision is typed."""

    layout = LAYOUT
    index = 13
    named_by = (0, 1, 2)
    instead = ""
    doubled = DOUBLED
    keyless = "Ignored: conflicts come here by themselves."

    def __init__(self, book: ConflictBook) -> None:
        self._book = book

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - none follow it
        """None but the two sides."""
        return {}

    def rows(self, desk: Desk) -> dict[str, Contents]:  # noqa: ARG002 - they are beside the ledger
        """Every conflict, the oldest first."""
        return {
            known.id: tuple(
                content_of(text)
                for text in (
                    known.conflict.title,
                    known.conflict.row,
                    known.conflict.header,
                    known.conflict.typed,
                    known.conflict.ledger,
                    known.since,
                    str(known.choice) if known.choice else None,
                    known.outcome,
                )
            )
            for known in self._book.known.values()
        }

    def identify(self, cells: Contents) -> str | None:  # noqa: ARG002 - nothing tells it
        """A conflict is known by its Key alone."""
        return None

    def normal(self, cells: Contents) -> Contents | None:  # noqa: ARG002 - nothing tells it
        """A conflict is known by its Key alone."""
        return None

    def add(self, desk: Desk, cells: Contents) -> str:  # noqa: ARG002 - none is
        """Conflicts come by themselves."""
        raise RowNotReadable(self.keyless)

    def take(self, desk: Desk, key: str, name: str, edited: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Pick a side."""
        self._book.decide(key, choice_of(edited[name]))


def choice_of(text: str | None) -> Choice:
    """The side that somebody's words mean.

    Raises:
        NotADecision: it is neither.
    """
    for choice in Choice:
        if (text or "").strip().casefold() == choice.casefold():
            return choice
    raise NotADecision([each.value for each in Choice])
