"""Changing what a level holds: its number, its flags, its comment."""

from decimal import Decimal

import pytest

from core import errors
from core.adjusting import LevelChange
from core.clock import Key
from core.contact import Contact
from core.entry import EntryKind
from core.reports.quid_pro_quo import quid_pro_quo
from tests.core.building import MANAGER, STAFF, TODAY, Office


def test_a_number_is_raised_or_lowered_with_a_reason(office: Office) -> None:
    """The ledger keeps by how much, and why."""
    level = office.enroll().levels[0]
    (entry,) = office.set_number(level, "6", "goodwill")
    assert (entry.kind, entry.quantity, entry.note) == (EntryKind.ADJUSTMENT, 2, "goodwill")
    office.set_number(level, "3")
    assert office.remaining(level) == 3


def test_a_number_needs_its_reason(office: Office) -> None:
    """A changed number without one is refused."""
    level = office.enroll().levels[0]
    with pytest.raises(errors.ReasonMissing):
        office.set_number(level, "6", "  ")
    with pytest.raises(errors.TextTooLong):
        office.set_number(level, "6", "x" * 256)


def test_a_number_cannot_fall_below_what_was_used(office: Office) -> None:
    """Three used leave three at least."""
    level = office.enroll().levels[0]
    office.use(quantity="3")
    with pytest.raises(errors.NumberNotPossible, match=r"2 is not possible: 3 are used already\."):
        office.set_number(level, "2")
    office.set_number(level, "3")
    assert office.remaining(level) == 0


def test_a_number_keeps_its_step_and_sign(office: Office) -> None:
    """Half a pass or less than none is no number."""
    level = office.enroll().levels[0]
    with pytest.raises(errors.QuantityOffStep):
        office.set_number(level, "2.5")
    with pytest.raises(errors.NumberNotPossible, match="can't be below 0"):
        office.set_number(level, "-1")


def test_an_unlimited_level_has_no_number(office: Office) -> None:
    """It can't be counted down."""
    level = office.enroll().levels[2]
    with pytest.raises(errors.NumberUnlimited):
        office.set_number(level, "3")


def test_the_same_number_writes_nothing(office: Office) -> None:
    """No entry where nothing differs, and no reason is asked."""
    level = office.enroll().levels[0]
    assert office.set_number(level, "4", "") == []


def test_the_same_change_twice_is_answered_alike(office: Office) -> None:
    """The second time nothing differs any more, and the answer is still the entry."""
    change = LevelChange(level=office.enroll().levels[0].key, number=Decimal(6), reason="agreed")
    first, second = (
        office.desk.change_level(change, idempotency_key="change", actor=MANAGER) for _ in range(2)
    )
    assert len(first) == 1
    assert second == first
    put_once, put_twice = (
        office.desk.put([Contact(code="NEW", name="New")], idempotency_key="put", actor=MANAGER)
        for _ in range(2)
    )
    assert put_twice == put_once


def test_a_usage_dated_ahead_of_the_manager_counts(office: Office) -> None:
    """What a colleague further east recorded for tomorrow is used already."""
    level = office.enroll().levels[0]
    office.clock.pass_time(days=1)
    office.use(quantity="3")
    office.clock.pass_time(days=-1)
    with pytest.raises(errors.NumberNotPossible):
        office.set_number(level, "2")


def test_flags_and_comment_are_kept_with_before_and_after(office: Office) -> None:
    """History says who changed what from what."""
    level = office.enroll().levels[0]
    change = LevelChange(level=level.key, active=False, comment="on hold", reason="unpaid")
    (entry,) = office.desk.change_level(change, idempotency_key="c", actor=MANAGER)
    assert entry.before == {"active": True, "comment": ""}
    assert entry.after == {"active": False, "comment": "on hold"}
    assert (entry.actor, entry.on, entry.note) == ("U-MAY", TODAY, "unpaid")
    assert office.remaining(level) == 0


def test_number_and_flags_change_in_one_step(office: Office) -> None:
    """A refused number leaves the comment as it was, too."""
    level = office.enroll().levels[0]
    office.use(quantity="3")
    change = LevelChange(level=level.key, number=Decimal(2), comment="new", reason="r")
    with pytest.raises(errors.NumberNotPossible):
        office.desk.change_level(change, idempotency_key="c", actor=MANAGER)
    assert office.desk.read(lambda books: books.levels[level.key].comment) == ""


def test_a_level_can_be_declined_later_and_accepted_again(office: Office) -> None:
    """The quid pro quo row follows the flag."""
    level = office.enroll().levels[0]
    no = LevelChange(level=level.key, accepted=False)
    office.desk.change_level(no, idempotency_key="no", actor=MANAGER)
    assert quid_pro_quo(office.desk) == []
    yes = LevelChange(level=level.key, accepted=True)
    office.desk.change_level(yes, idempotency_key="yes", actor=MANAGER)
    assert len(quid_pro_quo(office.desk)) == 1


def test_a_level_with_usage_cannot_be_declined(office: Office) -> None:
    """What was enjoyed was accepted."""
    level = office.enroll().levels[0]
    office.use()
    change = LevelChange(level=level.key, accepted=False)
    with pytest.raises(errors.UsedSoNotDeclinable, match="1 is used already"):
        office.desk.change_level(change, idempotency_key="no", actor=MANAGER)


def test_a_comment_has_to_fit_its_column(office: Office) -> None:
    """255 characters."""
    level = office.enroll().levels[0]
    change = LevelChange(level=level.key, comment="x" * 256)
    with pytest.raises(errors.TextTooLong):
        office.desk.change_level(change, idempotency_key="c", actor=MANAGER)


def test_levels_are_a_managers_to_change(office: Office) -> None:
    """Staff may change neither number nor flags."""
    level = office.enroll().levels[0]
    changes = (
        LevelChange(level=level.key, number=Decimal(9), reason="r"),
        LevelChange(level=level.key, active=False),
    )
    for change in changes:
        with pytest.raises(errors.NotAllowed):
            office.desk.change_level(change, idempotency_key="c", actor=STAFF)


def test_an_unknown_level_is_told(office: Office) -> None:
    """A key that isn't there."""
    with pytest.raises(errors.UnknownLevel, match="There is no benefit level 7"):
        office.desk.change_level(LevelChange(level=Key(7)), idempotency_key="c", actor=MANAGER)


def test_a_source_is_a_code_of_six_characters(office: Office) -> None:
    """As its column in the benefit level description."""
    level = office.enroll().levels[0]
    change = LevelChange(level=level.key, source="WEBSITE")
    with pytest.raises(errors.TextTooLong, match="The source has 7 characters; at most 6 fit"):
        office.desk.change_level(change, idempotency_key="x", actor=MANAGER)
