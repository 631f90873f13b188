"""Taking back: the entry and its reversal both stay."""

from datetime import date
from decimal import Decimal

import pytest

from core import errors
from core.clock import Key
from core.entry import EntryKind
from tests.core.building import AUDITOR, MANAGER, STAFF, Office


def test_a_voided_usage_gives_its_units_back(office: Office) -> None:
    """Voiding keeps the record and frees its units."""
    level = office.enroll().levels[0]
    usage = office.use(quantity="2")
    (void,) = office.void(usage)
    assert office.remaining(level) == 4
    kinds = [entry.kind for entry in office.store.entries_of_level(level.key)]
    assert kinds == [EntryKind.GRANT, EntryKind.USAGE, EntryKind.VOID]
    assert (void.reverses, void.note) == (usage.key, "wrong member")


def test_a_usage_over_several_levels_is_taken_back_whole(office: Office) -> None:
    """Naming any part takes back all of it."""
    late = office.enroll().levels[0]
    early = office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1)).levels[0]
    usage = office.use(quantity="5")
    office.desk.void(usage.entries[1].key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert (office.remaining(early), office.remaining(late)) == (2, 4)


def test_nothing_is_taken_back_twice(office: Office) -> None:
    """A second void is refused; the same request again is answered like the first."""
    level = office.enroll().levels[0]
    usage = office.use()
    first = office.desk.void(usage.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    again = office.desk.void(usage.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert again == first
    with pytest.raises(errors.AlreadyVoided):
        office.void(usage)
    assert office.remaining(level) == 4


def test_staff_take_back_their_own_for_a_day(office: Office) -> None:
    """After 24 hours it takes a manager."""
    office.enroll()
    soon, late = office.use(actor=STAFF), office.use(actor=STAFF)
    office.clock.pass_time(hours=24)
    office.void(soon, actor=STAFF)
    office.clock.pass_time(seconds=1)
    with pytest.raises(errors.TooLateToVoid, match="more than 24 hours ago"):
        office.void(late, actor=STAFF)
    assert office.void(late, actor=MANAGER)


def test_staff_do_not_take_back_what_others_recorded(office: Office) -> None:
    """Neither do auditors, not even their own."""
    office.enroll()
    usage = office.use(actor=MANAGER)
    for actor in (STAFF, AUDITOR):
        with pytest.raises(errors.NotAllowed):
            office.void(usage, actor=actor)


def test_an_adjustment_can_be_taken_back_by_a_manager_only(office: Office) -> None:
    """Its units go, as if it had not been."""
    level = office.enroll().levels[0]
    (entry,) = office.set_number(level, "6")
    with pytest.raises(errors.NotAllowed):
        office.desk.void(entry.key, reason="Wrong", idempotency_key="v1", actor=STAFF)
    office.desk.void(entry.key, reason="Wrong", idempotency_key="v2", actor=MANAGER)
    assert office.remaining(level) == 4


def test_an_adjustment_whose_units_were_used_stays(office: Office) -> None:
    """Taking it back would leave less than was used."""
    level = office.enroll().levels[0]
    (entry,) = office.set_number(level, "6")
    office.use(quantity="5")
    with pytest.raises(errors.NumberNotPossible, match="5 are used already"):
        office.desk.void(entry.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert office.remaining(level) == 1


def test_a_lowering_can_be_taken_back(office: Office) -> None:
    """The units are there again."""
    level = office.enroll().levels[0]
    (entry,) = office.set_number(level, "1")
    office.desk.void(entry.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert office.remaining(level) == 4
    assert office.desk.balance(level.key).adjusted == Decimal(0)


def test_only_usages_and_adjustments_can_be_taken_back(office: Office) -> None:
    """A grant is not; a key that isn't there is told."""
    level = office.enroll().levels[0]
    with pytest.raises(errors.NotVoidable, match="A grant entry"):
        office.desk.void(level.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    with pytest.raises(errors.UnknownEntry):
        office.desk.void(Key(7), reason="Wrong", idempotency_key="w", actor=MANAGER)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_what_is_taken_back_needs_a_reason(office: Office, reason: str) -> None:
    """Whoever reads the history is told why."""
    office.enroll()
    usage = office.use()
    sentence = r"^Please say why: what is taken back needs a reason\.$"
    with pytest.raises(errors.ReasonMissing, match=sentence):
        office.desk.void(usage.key, reason=reason, idempotency_key="v", actor=MANAGER)
    assert usage.key not in office.desk.read(lambda books: books.voided)
