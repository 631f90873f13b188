"""One sync: read, compare, carry out in the ledger, read again, write what differs then."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta, tzinfo
from typing import Final

from core.actor import Action, Actor, Role, Source
from core.clock import Clock
from core.desk import Desk
from core.store import DecideAgain
from sheets_sync.assignments import Assignments
from sheets_sync.before_images import SentFile
from sheets_sync.conflicts import Choice, ConflictBook, ConflictSide, KnownConflict
from sheets_sync.difference import difference
from sheets_sync.errors import SyncRunning, TabMissing
from sheets_sync.formulas import FormulaFile
from sheets_sync.hidden_tab import HiddenTab
from sheets_sync.history_tab import HistoryTab
from sheets_sync.in_step import Asked, Basis, InStep
from sheets_sync.intake_tab import IntakeTab
from sheets_sync.kept_tab import KeptTab
from sheets_sync.keyed_tab import KeyedTab
from sheets_sync.layout import SheetRow
from sheets_sync.lease import Lease, LeasedSheet
from sheets_sync.ledger_side import LedgerSide
from sheets_sync.membership_acts import MembershipActs
from sheets_sync.notes import Notes
from sheets_sync.outcome import SyncOutcome
from sheets_sync.quid_pro_quo_page import QuidProQuoPage
from sheets_sync.record_side import RECORD_KINDS, RecordSide
from sheets_sync.registration_acts import Form, RegistrationActs
from sheets_sync.renamed_tabs import RenamedTabs
from sheets_sync.sending import MOST_READS, Sending
from sheets_sync.settling import STILL, NewRows
from sheets_sync.sheet import Sheet, Tab
from sheets_sync.start_here import StartHere
from sheets_sync.structure import StructureFile, found_tabs
from sheets_sync.trash import check_kept, is_to_be_asked
from sheets_sync.usage_acts import UsageActs
from sheets_sync.usage_report import UsageReport
from sheets_sync.visit import Visit
from sheets_sync.written_tab import WrittenTab

EVERY: Final = timedelta(minutes=5)
SHEET: Final = "sheet"
"""The id of the actor that stands for whoever edits the sheet."""


class Sync:
    """The ledger and one spreadsheet. `every` is how often it is meant to run, for people to read.

    Dates and times are written in `zone`; edits have a manager's rights, for the spreadsheet is
    shared with managers.
    """

    def __init__(
        self,
        desk: Desk,
        sheet: Sheet,
        *,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
        every: timedelta = EVERY,
        form: Form | None = None,
        still: timedelta = STILL,
    ) -> None:
        """`still` is how long new rows have to stand there unchanged where a sync is patient."""
        self._desk = desk
        self._clock = clock or desk.clock
        self._lease = Lease(desk.store, sheet.identity, self._clock)
        self._sheet = LeasedSheet(sheet, self._lease)
        self._zone = zone or desk.policy.zone
        self._every = every
        self._form = form
        self._running = threading.Lock()
        self._actor = Actor(
            id=SHEET, source=Source.SHEET, role=Role.MANAGER, name="Google Sheet", zone=self._zone
        )
        self._assignments = self._new_assignments()
        self._in_step: InStep | None = None
        self._new_rows = NewRows(still)

    def run(
        self,
        *,
        dry_run: bool = False,
        approve: Collection[str] = (),
        thorough: bool = False,
        put_back: Collection[str] = (),
        patient: bool = False,
    ) -> SyncOutcome:
        """Make both sides equal, or say what that would come to.

        `approve` names tabs whose mass changes a manager has let through, `put_back` those in which
        the ledger's values are to stand again in place of what was typed. `thorough` looks at
        protections and colours too, as happens by itself once an hour. `patient` leaves new rows
        alone that somebody may still be typing; the outcome says how many.

        Raises:
            NoSuchTab: there is no tab that `approve` or `put_back` names; nothing was done.
            SyncRunning: another sync is at it, in this process or another.
            SheetError: the sheet can't be read or written; what the ledger took is safe.
            StoreError: the ledger can't be written.
        """
        with self._alone(trial=dry_run):
            notes = Notes(self._desk.store, self._sheet.identity, trial=dry_run)
            structure = StructureFile(notes, f"sheet:{self._sheet.identity}:tabs")
            sheet = RenamedTabs(self._sheet, structure)
            basis, known = self._basis(notes), self._in_step
            as_ever = not (dry_run or approve or put_back or thorough)
            if not (as_ever and known and known.holds(basis, self._clock.now())):
                known = None
            asked = _ask(sheet, known) if known else None
            if known and asked and asked.reading.mark == known.mark:
                return known.outcome
            visit = self._visit(notes, structure, trial=dry_run, patient=patient)
            visit.see_named(approve, put_back)
            visit.reads = 1 if known or structure.thrown_away else 0
            if structure.thrown_away:
                check_kept(sheet, structure, visit.now)
            _read(sheet, visit, asked, thorough=thorough or bool(known and not asked))
            visit.examine(self._desk, {*approve, *put_back})
            if dry_run:
                return self._try_out(visit)
            visit.carry_out(self._desk, trial=False)
            sent = Sending(self._desk, sheet, visit).send()
            if visit.reads < MOST_READS and is_to_be_asked(structure, visit.now):
                check_kept(sheet, structure, visit.now)
            outcome = visit.outcome()
            idle = as_ever and not (sent or notes.changed or outcome.unsettled)
            self._in_step = visit.in_step(basis) if idle else None
            return outcome

    def conflicts(self) -> list[KnownConflict]:
        """The conflicts that wait for a manager, as of the last sync."""
        book = ConflictBook(self._notes(), self._sheet.identity)
        return [each for each in book.open if each.choice is None]

    def decide(self, conflict: str, choice: Choice, *, actor: Actor) -> KnownConflict:
        """Pick a side of the conflict of this id; the next sync makes the other one equal.

        Raises:
            BenefitError: the actor may not, or there is nothing to decide any more.
        """
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        with self._alone():
            book = ConflictBook(self._notes(), self._sheet.identity)
            known = book.decide(conflict, choice, by=actor.name)
            book.keep()
        return known

    def _notes(self) -> Notes:
        return Notes(self._desk.store, self._sheet.identity)

    def _basis(self, notes: Notes) -> Basis:
        """What a sync depends on beside the sheet."""
        desk = self._desk
        ledger = desk.read(lambda books: (books.revision, books.last))
        return (*ledger, desk.today(), desk.today(self._actor), notes.last_change)

    @contextmanager
    def _alone(self, *, trial: bool = False) -> Iterator[None]:
        """A trial changes nothing, so it may be made beside another process's sync."""
        if not self._running.acquire(blocking=False):
            raise SyncRunning
        try:
            with nullcontext() if trial else self._lease.held():
                yield
        finally:
            self._running.release()

    def _new_assignments(self) -> Assignments:
        return Assignments(self._actor, self._desk.policy.custom_fields.values())

    def _unsettled(self, title: str, rows: list[SheetRow]) -> list[SheetRow]:
        return self._new_rows.unsettled(title, rows, self._clock.now())

    def _visit(
        self, store: Notes, structure: StructureFile, *, trial: bool, patient: bool
    ) -> Visit:
        """The tabs as they were left by the last sync.

        What was worked out from the ledger serves the next sync too, but a draft's must not.
        """
        assignments = self._new_assignments() if trial else self._assignments
        identity = self._sheet.identity
        currency, zone = self._desk.policy.currency, self._zone
        patience = self._unsettled if patient else None
        start_here = StartHere(store, identity, self._every, zone)
        book = ConflictBook(store, identity)
        sides: tuple[LedgerSide, ...] = (
            ConflictSide(book),
            *(RecordSide(of, self._actor) for of in RECORD_KINDS),
        )
        tabs: tuple[KeptTab, ...] = (
            WrittenTab(start_here, store, identity, currency),
            *(KeyedTab(side, store, identity, currency, book) for side in sides),
            *(
                IntakeTab(acts, store, identity, currency, actor=self._actor, patience=patience)
                for acts in (
                    MembershipActs(self._actor, zone),
                    RegistrationActs(self._actor, zone),
                    *([RegistrationActs(self._actor, zone, self._form)] if self._form else ()),
                )
            ),
            KeyedTab(assignments, store, identity, currency, book),
            IntakeTab(
                UsageActs(self._actor, zone),
                store,
                identity,
                currency,
                actor=self._actor,
                patience=patience,
            ),
            WrittenTab(UsageReport(store, identity), store, identity, currency),
            HistoryTab(store, identity, currency, zone),
            WrittenTab(QuidProQuoPage(store, identity), store, identity, currency),
            HiddenTab(currency),
        )
        return Visit(
            {tab.title: tab for tab in tabs},
            start_here,
            structure,
            SentFile(store, identity),
            book,
            FormulaFile(store, identity),
            zone,
            self._clock.now(),
            self._sheet.address,
        )

    def _try_out(self, visit: Visit) -> SyncOutcome:
        """What a sync would come to, tried out on a draft of the ledger."""

        def trial(draft: Desk) -> None:
            if visit.difference or visit.written:
                raise DecideAgain  # what was tried out once can't be tried out anew
            visit.carry_out(draft, trial=True)
            for title, writes in visit.writes(draft, unbounded=True).items():
                if visit.tells_of(title):
                    visit.difference += difference(title, visit.read[title], writes)
                visit.count(title, writes)

        self._desk.together(trial, dry_run=True)
        return visit.outcome(dry_run=True)


def _ask(sheet: Sheet, known: InStep) -> Asked | None:
    """Ask for what was asked for when both sides were in step; None where a tab is gone."""
    titles, spans = known.titles, known.spans
    with suppress(TabMissing):
        return Asked(titles, spans, sheet.read(titles, spans))
    return None


def _read(sheet: Sheet, visit: Visit, asked: Asked | None, *, thorough: bool) -> None:
    """Read every tab once; with its structure where that is due, or a tab is missing."""
    if not (thorough or visit.structure.due(visit.now)):
        visit.leave_out_unknown()
        with suppress(TabMissing):
            if asked is None:
                visit.reads += 1
                reading = sheet.read(visit.titles, visit.spans)
                asked = Asked(visit.titles, visit.spans, reading)
            visit.take_in(asked)
            return
    titles = list(visit.tabs)
    visit.reads += 1
    found = found_tabs(sheet.survey(), titles, visit.structure.ids)
    visit.structures = {title: structure for title, (_, structure) in found.items()}
    visit.found_again(
        {title: found[title][0] if title in found else Tab(title, (), 0, 0) for title in titles}
    )
    if not visit.structure.ids:
        visit.structure.kept_at = visit.now  # a sheet that is only now set up is wanted
    visit.recognise()
    visit.structure.looked_at = visit.now
