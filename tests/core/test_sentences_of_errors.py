"""What people read when something is refused: every error's whole sentence, word for word."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import core
from core import errors
from core.actor import Role
from core.bulk import BulkOutcome, NotRecordedInBulk, Refusal, SomeRefused, TooManyContacts
from core.cells import CellUnreadable
from core.clock import Key
from core.columns import Kind
from core.custom import NotInLookup, UnknownSlot
from core.exporting import StoreNotEmpty
from core.file_rows import CellMissing, CellsWrong, FileUnreadable, TooManyCells, UnknownColumns
from core.importers import NotAChoice, OnTwoLines
from core.importing import BadRow, BadRows
from core.past import PastIsFixed
from core.registering import AlreadyCancelled, EventOver, UnknownRegistration
from core.renewing import NotBegunYet, RenewsTooEarly, UsedAfterwards
from core.store import AlreadyStored, DecideAgain, LedgerBroken, StoreError
from core.stores import failures

ONE, TWO, HALF = Decimal(1), Decimal("2.00"), Decimal("0.50")
SPRING, SUMMER, AUTUMN = date(2026, 3, 9), date(2026, 7, 14), date(2026, 11, 3)
STORE = Path("desk.db")
REFUSAL = Refusal("BOB", "Bob Bold has no Guest pass with any membership.")

SENTENCES: list[tuple[Callable[[], errors.BenefitError], str]] = [
    (
        lambda: errors.NotAllowed("change a number", Role.STAFF),
        "As staff you may not change a number. Please ask a manager.",
    ),
    (
        lambda: errors.NotAllowed("record usage", Role.AUDITOR, "somebody of the staff"),
        "As auditor you may not record usage. Please ask somebody of the staff.",
    ),
    (
        lambda: errors.NotAllowed("record usage", None),
        (
            "You have no role in Benefit Desk yet, so you may not record usage. "
            "An administrator can give you one."
        ),
    ),
    (
        lambda: errors.TransactionDiffers("D-1", "gift", Decimal("125.5"), SPRING),
        (
            "D-1 is known as a gift of 125.50, paid on 9 Mar 2026. Please give the same, or"
            " another code."
        ),
    ),
    (
        lambda: errors.TransactionDiffers("D-1", "dues", None, None),
        (
            "D-1 is known as dues of no known amount, paid on no known day. Please give the same,"
            " or another code."
        ),
    ),
    (
        lambda: errors.LineIsAnother("G1", "Gold", "Guest pass"),
        "G1 is Guest pass with Gold already, and stays that: another line needs another code.",
    ),
    (lambda: errors.UnknownContact("Acne"), "There is no contact “Acne”."),
    (
        lambda: errors.UnknownContact("Acne", ["Acme", "Acre", "Ace"]),
        "There is no contact “Acne”. Did you mean Acme, Acre or Ace?",
    ),
    (
        lambda: errors.AmbiguousContact("Ann", ["Ann Able", "Ann Archer"]),
        "Several contacts match “Ann”: Ann Able or Ann Archer?",
    ),
    (lambda: errors.UnknownCode("membership type", "GLD"), "There is no membership type “GLD”."),
    (
        lambda: errors.UnknownCode("membership type", "GLD", ["GOLD"]),
        "There is no membership type “GLD”. There is GOLD.",
    ),
    (
        lambda: errors.UnknownCode("event", "X", "abcdefgh"),
        "There is no event “X”. There is a, b, c, d, e, f, g or h.",
    ),
    (lambda: errors.UnknownCode("event", "X", "abcdefghi"), "There is no event “X”."),
    (
        lambda: errors.UnknownBenefit("pas", ["Guest pass", "Room hours"]),
        "There is no benefit type “pas”. There is Guest pass or Room hours.",
    ),
    (lambda: errors.UnknownEntry(7), "There is no entry 7 in the ledger."),
    (lambda: errors.UnknownLevel(7), "There is no benefit level 7."),
    (lambda: errors.UnknownMembership(7), "There is no membership 7."),
    (
        lambda: errors.BenefitNotOffered("Acme", "Guest pass"),
        "Acme has no Guest pass with any membership.",
    ),
    (
        lambda: errors.BenefitNotTracked("Directory listing"),
        "Directory listing is not counted, so there is no use of it to record.",
    ),
    (lambda: errors.BenefitDeclined("Acme", "Guest pass"), "Acme declined Guest pass."),
    (
        lambda: errors.BenefitInactive("Acme", "Guest pass"),
        "Guest pass of Acme has been made inactive.",
    ),
    (
        lambda: errors.OutsideTerm(AUTUMN, [(SPRING, SUMMER), (SUMMER, SUMMER)]),
        (
            "3 Nov 2026 is outside the membership, which runs 9 Mar 2026 to 14 Jul 2026 "
            "or 14 Jul 2026 to 14 Jul 2026."
        ),
    ),
    (
        lambda: errors.DateInFuture(AUTUMN, SUMMER),
        "3 Nov 2026 is in the future; today is 14 Jul 2026.",
    ),
    (
        lambda: errors.BooksClosed(SPRING, SUMMER),
        "The books are closed before 14 Jul 2026; 9 Mar 2026 is too early.",
    ),
    (
        lambda: errors.QuantityNotPositive(Decimal("-2.50")),
        "A quantity has to be more than 0; -2.5 was given.",
    ),
    (
        lambda: errors.QuantityOffStep(TWO, HALF, "Room hours"),
        "Room hours is counted in steps of 0.5; 2 is not.",
    ),
    (lambda: errors.NotEnoughRemaining(TWO, HALF), "Only 0.5 left; 2 asked for."),
    (lambda: errors.NotEnoughRemaining(TWO, Decimal(0)), "None left; 2 asked for."),
    (
        lambda: errors.NotEnoughRemaining(TWO, Decimal(0), SPRING),
        "None can be used on 9 Mar 2026, for later days need them; 2 asked for.",
    ),
    (
        lambda: errors.NotEnoughRemaining(TWO, HALF, SPRING, added_later=True),
        (
            "Only 0.5 left on 9 Mar 2026, for what was added later counts from its own day;"
            " 2 asked for."
        ),
    ),
    (
        lambda: errors.OverageUnconfirmed(TWO, Decimal(0), SPRING, added_later=True),
        (
            "None left on 9 Mar 2026, for what was added later counts from its own day;"
            " 2 asked for. A manager can confirm the overage."
        ),
    ),
    (
        lambda: errors.NotEnoughRemaining(TWO, HALF, SPRING),
        "Only 0.5 can be used on 9 Mar 2026, for later days need the rest; 2 asked for.",
    ),
    (
        lambda: errors.OverageUnconfirmed(TWO, HALF, SPRING),
        (
            "Only 0.5 can be used on 9 Mar 2026, for later days need the rest; 2 asked for."
            " A manager can confirm the overage."
        ),
    ),
    (
        lambda: errors.NotConveyable("Acme declined them."),
        "These units can't be conveyed. Acme declined them.",
    ),
    (lambda: errors.NothingToRecall("Ann Able"), "Ann Able holds no unused units of this benefit."),
    (
        lambda: errors.ConveyedSoNotDeclinable(TWO),
        "2 are conveyed; recall them before declining this.",
    ),
    (
        errors.UnitsInUse,
        "Some of those units were used or recalled since; recall the others instead.",
    ),
    (
        lambda: errors.CapReached("Guest pass", TWO, "on 9 Mar 2026"),
        "At most 2 of Guest pass may be used on 9 Mar 2026.",
    ),
    (
        lambda: errors.HolderNotEntitled("Bob Bold", "Acme"),
        "Bob Bold is not authorised to use the benefits of Acme.",
    ),
    (
        lambda: errors.AuthorityEnded("Ann Able", "Acme", SPRING),
        "The authority of Ann Able to use the benefits of Acme ended on 9 Mar 2026.",
    ),
    (
        lambda: errors.AuthorityUsedUp("Ann Able", TWO, "Guest pass", "Acme", Decimal(0)),
        "Ann Able may use at most 2 of Guest pass of Acme.",
    ),
    (
        lambda: errors.AuthorityUsedUp("Ann Able", TWO, "Guest pass", "Acme", HALF),
        "Ann Able may use at most 2 of Guest pass of Acme; 0.5 used already.",
    ),
    (
        lambda: errors.LooksRecordedTwice("May", datetime(2026, 3, 9, 8, 5, tzinfo=UTC)),
        "Already recorded by May at 08:05 on 09 Mar 2026; record again?",
    ),
    (
        lambda: errors.LooksEnrolledTwice("Acme", "Gold", SPRING, SUMMER),
        "Acme is a Gold member already, 9 Mar 2026 to 14 Jul 2026; enroll again?",
    ),
    (
        lambda: errors.LooksRegisteredTwice("Acme", "Gala", SPRING),
        "Acme is already registered for Gala, on 9 Mar 2026; register once more?",
    ),
    (lambda: errors.TextTooLong("note", 300, 255), "The note has 300 characters; at most 255 fit."),
    (errors.AlreadyVoided, "That was taken back already; nothing more to undo."),
    (
        errors.BelongsToRegistration,
        "That came with a registration; cancel the registration instead.",
    ),
    (
        errors.BelongsToRenewal,
        "Those units rolled over with a renewal; change the new number instead.",
    ),
    (lambda: errors.NotVoidable("contact"), "A contact entry can't be taken back."),
    (
        lambda: errors.NotVoidable("membership"),
        (
            "A membership entry can't be taken back."
            " To withdraw what it gave, make its benefits inactive."
        ),
    ),
    (
        lambda: errors.NotVoidable("grant"),
        "A grant entry can't be taken back. To withdraw it, make the benefit inactive.",
    ),
    (
        lambda: errors.NotVoidable("registration"),
        "A registration entry can't be taken back. Cancel the registration instead.",
    ),
    (
        lambda: errors.NotVoidable("recall"),
        "A recall entry can't be taken back. Convey the units anew.",
    ),
    (
        lambda: errors.CodeTaken("acme", "ACME"),
        "“acme” is taken: there is “ACME”, and capitals make no difference.",
    ),
    (
        lambda: errors.StillHasAffiliates("Acme", 1),
        "Acme has to stay an organisation: 1 contact belongs to it.",
    ),
    (
        lambda: errors.StillHasAffiliates("Acme", 2),
        "Acme has to stay an organisation: 2 contacts belong to it.",
    ),
    (
        lambda: errors.TextUnreadable("note"),
        "The note has characters that can't be seen; please type it anew.",
    ),
    (
        lambda: errors.TooLateToVoid(24),
        "That was recorded more than 24 hours ago; a manager can take it back.",
    ),
    (
        lambda: errors.NumberRaised("Guest pass", TWO, ONE),
        "Guest pass: the package has 1; 2 would be more than that.",
    ),
    (
        lambda: errors.NumberNotPossible(Decimal(-1), TWO),
        "-1 is not possible: a number can't be below 0.",
    ),
    (lambda: errors.NumberNotPossible(Decimal(0), TWO), "0 is not possible: 2 are used already."),
    (lambda: errors.NumberNotPossible(ONE, TWO), "1 is not possible: 2 are used already."),
    (
        lambda: errors.NumberNotPossible(Decimal(0), Decimal(0), ONE),
        "0 is not possible: 1 is conveyed already.",
    ),
    (
        lambda: errors.NumberNotPossible(ONE, ONE, TWO),
        "1 is not possible: 3 are used or conveyed already.",
    ),
    (
        lambda: errors.NumberNotPossible(TWO, TWO),
        "2 is not possible: on another day less than nothing would be left.",
    ),
    (errors.NumberUnlimited, "This benefit is unlimited, so it has no number to change."),
    (errors.ReasonMissing, "Please say why: a changed number needs a reason."),
    (
        lambda: OnTwoLines("BLUE", 3),
        "BLUE is on line 3 too, and differs. Please leave one of them.",
    ),
    (lambda: errors.AmountNegative(-TWO), "An amount paid can't be below 0; -2 was given."),
    (
        lambda: errors.DateNotPossible(date(1, 2, 3), 1900, 2199),
        "0001-02-03 is not possible: the year has to be 1900 to 2199.",
    ),
    (
        lambda: errors.FigureNotPossible("G1", "number", "0 or more"),
        "G1: number has to be 0 or more.",
    ),
    (lambda: errors.NameNotUsable("ACME", "is too long"), "The name of ACME is too long."),
    (
        lambda: errors.NotDeclinable("G1", "an optional"),
        "G1 is not an optional benefit of this membership type.",
    ),
    (
        lambda: errors.UsedSoNotDeclinable(TWO),
        "2 are used already, so this benefit can't be declined.",
    ),
    (
        lambda: errors.EndMissing("Sponsor"),
        "Sponsor has no fixed term: please give the date it ends.",
    ),
    (
        lambda: errors.EndsBeforeStart(SUMMER, SPRING),
        "The end, 9 Mar 2026, is before the start, 14 Jul 2026.",
    ),
    (
        lambda: errors.NotOffered("contact", "Acme"),
        "The contact Acme has been retired and can't be chosen any more.",
    ),
    (lambda: CellUnreadable("used_on", "“x” is no date."), "used_on: “x” is no date."),
    (lambda: TooManyCells(5, 3), "has 5 cells, but there are only 3 columns."),
    (lambda: CellMissing("contact"), "contact is missing."),
    (
        lambda: CellsWrong([CellUnreadable("used_on", "“x” is no date."), CellMissing("contact")]),
        "used_on: “x” is no date. contact is missing.",
    ),
    (lambda: BadRows([BadRow(2, "x")]), "Nothing was imported: 1 row is not right."),
    (lambda: BadRows([BadRow(2, "x")] * 3), "Nothing was imported: 3 rows are not right."),
    (
        lambda: BadRows([BadRow(2, "x", Kind.EVENTS)] * 3 + [BadRow(3, "x", Kind.CONTACTS)] * 2),
        (
            "Nothing was imported: 5 rows are not right. What they refer to may be in a file of"
            " events: import that first."
        ),
    ),
    (
        lambda: UnknownColumns("fairs.csv", ["when"], Kind.EVENTS),
        "fairs.csv: a file of events has no column “when”; it may have code, name or held_on.",
    ),
    (
        lambda: UnknownColumns("fairs.csv", ["when", "where"], Kind.EVENTS),
        (
            "fairs.csv: a file of events has no column “when” or “where”; it may have code, name"
            " or held_on."
        ),
    ),
    (
        lambda: SomeRefused(BulkOutcome((), (REFUSAL, REFUSAL))),
        "Nothing was recorded: 2 of 2 would be refused.",
    ),
    (NotRecordedInBulk, "That was not recorded in bulk; take it back by itself."),
    (lambda: TooManyContacts(5001), "5001 contacts are too many at once; choose 5000 or fewer."),
    (lambda: RenewsTooEarly(SPRING, SUMMER), "9 Mar 2026 is not after the old start, 14 Jul 2026."),
    (
        lambda: NotBegunYet(SUMMER),
        "That membership only begins on 14 Jul 2026; renew it after that.",
    ),
    (
        lambda: UsedAfterwards(SPRING),
        "The old membership was used on 9 Mar 2026; start after that day.",
    ),
    (lambda: UnknownSlot("shoe", []), "There is no custom field “shoe”."),
    (
        lambda: UnknownSlot("shoe", ["Size", "Colour"]),
        "There is no custom field “shoe”. There is Size or Colour.",
    ),
    (lambda: NotInLookup("Size", "XS", ["M", "L", "XL"]), "Size: “XS” is not M, L or XL."),
    (
        lambda: NotAChoice("kind", "x", ["person", "organisation"]),
        "kind: “x” is not person or organisation.",
    ),
    (
        lambda: errors.NotAnOrganisation("Ann Able"),
        "affiliated_to: Ann Able is a person; only organisations have affiliates.",
    ),
    (
        StoreNotEmpty,
        "This store has entries already; a whole ledger goes into an empty store only.",
    ),
    (lambda: UnknownRegistration(Key(7)), "There is no registration 7."),
    (AlreadyCancelled, "That registration was cancelled already."),
    (lambda: EventOver("Spring gala"), "Spring gala is over by that date."),
    (PastIsFixed, "The books as they were can be read, not written."),
    (lambda: AlreadyStored("r1"), "The request r1 was carried out before."),
    (
        lambda: LedgerBroken(7, "it can't be read"),
        (
            "Entry 7 of the ledger is damaged (it can't be read). "
            "Put a backup in its place with: benefit-desk restore FILE"
        ),
    ),
    (
        lambda: failures.CannotOpen(STORE, "no such folder"),
        (
            "desk.db can't be opened (no such folder). "
            "Check that its folder exists and that you may read and write there."
        ),
    ),
    (
        lambda: failures.DiskFailing(STORE, "disk I/O error"),
        (
            "desk.db can't be opened (disk I/O error). "
            "Check its disk, and whether that is full, then try again."
        ),
    ),
    (
        lambda: failures.StoreInUse(STORE),
        (
            "desk.db is in use by another Benefit Desk. Stop that one first, "
            "or only read: report, check and backup work beside it."
        ),
    ),
    (
        lambda: failures.NotAStore(STORE, "it is torn"),
        (
            "desk.db is not a store that Benefit Desk can read (it is torn). "
            "Put a backup in its place with: benefit-desk restore FILE"
        ),
    ),
    (
        lambda: failures.NewerStore(STORE, found=3, known=1),
        (
            "desk.db was written by a newer Benefit Desk (its layout is 3, this one knows "
            "up to 1). Install that newer version to open it; nothing in it was changed."
        ),
    ),
    (
        lambda: failures.ReadFailed(STORE, "disk I/O error"),
        "desk.db can't be read (disk I/O error). Check its disk, then try again.",
    ),
    (
        lambda: failures.RowDamaged(STORE, "entries", 7),
        (
            "Row 7 of entries in desk.db is damaged: it is not what was written there. "
            "Put a backup in its place with: benefit-desk restore FILE"
        ),
    ),
    (
        lambda: failures.WriteFailed(STORE, "disk full"),
        "Nothing was written to desk.db (disk full). Put that right, then try again.",
    ),
    (
        lambda: failures.WritingStopped(STORE),
        (
            "Nothing was written to desk.db: an earlier write ended in doubt. "
            "Start Benefit Desk again; it then reads what was really written."
        ),
    ),
    (
        lambda: failures.FoundDamaged(STORE, "entries 7 is not what was written"),
        (
            "Nothing was written to desk.db: it is damaged (entries 7 is not what was written). "
            "Put a backup in its place with: benefit-desk restore FILE"
        ),
    ),
    (
        lambda: failures.OutcomeUnknown(STORE, "disk I/O error"),
        (
            "It is not known whether the last write reached desk.db (disk I/O error). "
            "Nothing more is written until Benefit Desk is started again; "
            "look then before recording it again."
        ),
    ),
    (DecideAgain, "Others were writing at this moment; nothing was written. Try again."),
    (
        lambda: failures.Unreachable("postgresql://db/desk", "no route"),
        (
            "postgresql://db/desk can't be reached (no route). Check BENEFIT_DESK_STORE, "
            "the network and the database server; nothing was written."
        ),
    ),
    (
        lambda: failures.NoLedger("postgresql://db/desk"),
        (
            "There is no store in postgresql://db/desk yet: the first import or put makes it, "
            "or BENEFIT_DESK_STORE names another one."
        ),
    ),
    (
        lambda: failures.HeldElsewhere("postgresql://db/desk"),
        (
            "Another Benefit Desk has been writing to postgresql://db/desk for long, "
            "an import perhaps. Nothing was written; try again in a minute."
        ),
    ),
    (
        lambda: failures.AnswerLost("postgresql://db/desk"),
        (
            "The connection to postgresql://db/desk broke, so it is not known whether the last "
            "write is there. Look before recording it again."
        ),
    ),
    (
        lambda: failures.DuplicateValue("entries", "key", "k1"),
        "entries already has an entry whose key is 'k1'.",
    ),
]
TOLD_BY_THEIR_CAUSE = {StoreError, FileUnreadable}
"""Their sentence comes from whoever raises them."""


def kinds_below(kind: type[errors.BenefitError]) -> Iterator[type[errors.BenefitError]]:
    """Every error of the rules and the stores."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("core."):
            yield below
            yield from kinds_below(below)


@pytest.mark.parametrize(("error", "sentence"), SENTENCES, ids=map(str, range(len(SENTENCES))))
def test_an_error_says_what_is_wrong(
    error: Callable[[], errors.BenefitError], sentence: str
) -> None:
    """The whole sentence, as people read it."""
    assert str(error()) == sentence


def test_every_error_stands_in_the_table() -> None:
    """An error without its sentence here would go unread."""
    for module in walk_packages(core.__path__, "core."):
        import_module(module.name)
    told = {type(error()) for error, _ in SENTENCES}
    assert set(kinds_below(errors.BenefitError)) - told == TOLD_BY_THEIR_CAUSE


def test_what_an_error_knows_besides() -> None:
    """A form offers the names again; a caller compares the figures."""
    assert errors.UnknownContact("x", ["Acme"]).suggestions == ["Acme"]
    assert errors.AmbiguousContact("x", iter(["Ann", "Anna"])).suggestions == ["Ann", "Anna"]
    shortage = errors.OverageUnconfirmed(TWO, HALF)
    assert (shortage.asked, shortage.remaining) == (TWO, HALF)
    twice = errors.LooksRecordedTwice("May", datetime(2026, 3, 9, 8, 5, tzinfo=UTC))
    assert (twice.actor, twice.at.hour) == ("May", 8)
    assert CellUnreadable("used_on", "x").column == "used_on"
    assert BadRows([BadRow(2, "x")]).rows == [BadRow(2, "x")]
    assert AlreadyStored("r1").idempotency_key == "r1"
    taken = failures.DuplicateValue("entries", "key", 4)
    assert (taken.table, taken.document_field, taken.value) == ("entries", "key", 4)


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_choices_end_a_sentence(names: list[str], text: str) -> None:
    """Commas between, and an or before the last."""
    assert errors.choices(names) == text
