"""Taking back, renewing and trying out, to the letter: nothing is lost on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.actor import Role
from core.adjusting import LevelChange
from core.catalogue import Period
from core.clock import Key
from core.conveying import ConveyRequest
from core.enrolling import LevelRequest
from core.entry import EntryKind
from core.errors import BenefitError, NotAllowed, UsedSoNotDeclinable
from core.policy import Policy
from core.quantity import UNLIMITED
from core.recording import UsageRequest
from core.renewing import RenewRequest
from core.stores.failures import WriteFailed
from core.stores.files import restore
from core.usage_days import Look, UsageDays
from tests.core.building import AUDITOR, LINES, MANAGER, STAFF, TODAY, Office
from tests.core.entries import LEVEL, used, void


def test_somebody_else_s_usage_is_a_manager_s_to_take_back(office: Office) -> None:
    """So is whatever isn't a usage; the sentence says what may not be done."""
    level = office.enroll().levels[0]
    theirs = office.use(actor=MANAGER).key
    number = office.set_number(level, "3")[0].key
    for key, deed in ((theirs, "somebody else's usage"), (number, "a changed number")):
        with pytest.raises(NotAllowed) as refused:
            office.desk.void(key, reason="Wrong", idempotency_key="v", actor=STAFF)
        assert str(refused.value) == (
            f"As staff you may not take back {deed}. Please ask a manager."
        )
    with pytest.raises(
        NotAllowed, match=r"^As auditor you may not take back usage\. Please ask a m"
    ):
        office.desk.void(theirs, reason="Wrong", idempotency_key="v", actor=AUDITOR)
    with pytest.raises(NotAllowed) as refused:
        office.use(actor=AUDITOR)
    assert str(refused.value) == (
        "As auditor you may not record usage. Please ask somebody of the staff."
    )


def test_who_gave_and_lost_the_right_is_told_what_it_is(office: Office) -> None:
    """Their own conveyance is not somebody else's usage."""
    level = office.enroll().levels[0]
    request = ConveyRequest(level=level.key, holder="ANN", quantity=Decimal(1), idempotency_key="c")
    given = office.desk.convey(request, actor=MANAGER)
    was_manager = replace(MANAGER, role=Role.STAFF)
    with pytest.raises(NotAllowed, match=r"not take back a conveyance\. Please ask a manager"):
        office.desk.void(given.key, reason="Wrong", idempotency_key="v", actor=was_manager)


@pytest.mark.parametrize(("minutes", "hours"), [(90, 1), (60, 1), (2880, 48)])
def test_the_hours_are_told_whole(office: Office, minutes: int, hours: int) -> None:
    """Whatever the organisation's policy is."""
    office.enroll()
    office.desk.policy = Policy(void_own_within=timedelta(minutes=minutes))
    usage = office.use()
    office.clock.pass_time(minutes=minutes + 1)
    with pytest.raises(BenefitError, match=f"more than {hours} hours ago"):
        office.void(usage, actor=STAFF)


def test_what_is_not_there_is_named_by_its_key(office: Office) -> None:
    """An entry, a membership."""
    added = LevelRequest(membership=Key(7), membership_benefit="G5", idempotency_key="a")
    renewed = RenewRequest(membership=Key(7), idempotency_key="n")
    acts: list[tuple[Callable[[], object], str]] = [
        (
            lambda: office.desk.void(Key(7), reason="Wrong", idempotency_key="v", actor=MANAGER),
            "There is no entry 7 in the ledger.",
        ),
        (lambda: office.desk.add_level(added, actor=MANAGER), "There is no membership 7."),
        (lambda: office.desk.renew(renewed, actor=MANAGER), "There is no membership 7."),
    ]
    for act, sentence in acts:
        with pytest.raises(BenefitError) as refused:
            act()
        assert str(refused.value) == sentence


def test_a_confirmed_overage_is_taken_back_as_what_it_was(office: Office) -> None:
    """What was for its period only, for that period only; a lasting change lastingly."""
    line = replace(LINES[0], number=Decimal(1), period=Period.MONTH, overage=True)
    office.desk.put([line], idempotency_key="p", actor=MANAGER)
    level = office.enroll().levels[0]
    request = UsageRequest(
        contact="ACME", benefit_type="PASS", quantity=Decimal(3), idempotency_key="r"
    )
    usage = office.desk.record(request, actor=STAFF, approver=MANAGER)
    lasting = office.set_number(level, "5")[0]
    voids = [
        *office.void(usage),
        *office.desk.void(lasting.key, reason="Wrong", idempotency_key="v", actor=MANAGER),
    ]
    taken_back = {void.reverses: void.once for void in voids}
    told = {entry.key: entry.once for entry in office.store.entries()}
    assert taken_back == {key: told[key] for key in taken_back if key is not None}
    assert any(taken_back.values())
    assert office.remaining(level) == 1


def test_a_number_may_be_lowered_to_nothing(office: Office) -> None:
    """Where nothing was used."""
    level = office.enroll().levels[0]
    office.set_number(level, "0")
    assert office.remaining(level) == 0


def test_monthly_units_that_were_used_keep_a_level_from_being_declined(office: Office) -> None:
    """Of every month together, less what was taken back."""
    line = replace(LINES[0], period=Period.MONTH)
    office.desk.put([line], idempotency_key="p", actor=MANAGER)
    level = office.enroll().levels[0]
    office.use(quantity="2", used_on=date(2026, 2, 1))
    office.use(quantity="3", used_on=date(2026, 3, 1))
    office.void(office.use(used_on=date(2026, 3, 2)))
    with pytest.raises(UsedSoNotDeclinable, match=r"^5 are used already"):
        office.desk.change_level(
            LevelChange(level=level.key, accepted=False), idempotency_key="d", actor=MANAGER
        )
    balance = office.desk.balance(level.key, date(2026, 2, 28))
    assert (balance.used, balance.conveyed, balance.remaining) == (2, 0, 2)


def test_an_unlimited_monthly_level_counts_its_uses(office: Office) -> None:
    """And has nothing conveyed."""
    line = replace(LINES[2], period=Period.MONTH)
    office.desk.put([line], idempotency_key="p", actor=MANAGER)
    level = office.enroll().levels[2]
    office.use(benefit_type="NOTARY", quantity="3")
    balance = office.desk.balance(level.key)
    assert (balance.number, balance.used, balance.conveyed) == (UNLIMITED, 3, 0)
    assert (balance.available, balance.rolled_over) == (UNLIMITED, 0)


def test_what_is_tried_out_leaves_the_books_alone(office: Office) -> None:
    """Units in a holder's hands, too."""
    key = office.enroll().levels[0].key

    def convey(units: int) -> ConveyRequest:
        return ConveyRequest(
            level=key,
            holder="ZED",
            quantity=Decimal(units),
            idempotency_key=office.request_key(),
        )

    office.desk.convey(convey(1), actor=MANAGER)
    office.desk.together(lambda draft: draft.convey(convey(2), actor=MANAGER), dry_run=True)
    tally = office.desk.read(lambda books: books.tallies[key])
    assert (tally.held, tally.conveyed) == ({"ZED": 1}, 1)


def test_a_renewal_is_dated_where_its_actor_is(office: Office) -> None:
    """What rolls over leaves the old level on the day that it is there."""
    line = replace(LINES[0], rollover_max=Decimal(2))
    office.desk.put([line], idempotency_key="p", actor=MANAGER)
    old = office.enroll()
    request = RenewRequest(
        membership=old.membership.key, optional=frozenset({"G5"}), idempotency_key="n"
    )
    there = replace(MANAGER, zone=ZoneInfo("Pacific/Auckland"))
    made = office.desk.renew(request, actor=there).enrolment
    assert [level.membership_benefit for level in made.levels] == ["G1", "G2", "G3", "G4", "G5"]
    moved = [each for each in office.store.entries() if each.kind is EntryKind.ADJUSTMENT]
    assert [entry.on for entry in moved] == [TODAY + timedelta(days=1), date(2027, 1, 1)]


def test_parts_of_uses_are_taken_out_one_by_one() -> None:
    """Of the act that they are of; the other parts and acts stay."""
    days = UsageDays()
    for entry in (used(1), used(2, part_of=1), used(3), used(4, part_of=3), used(5)):
        days.add(entry, LEVEL)

    def times(units: int) -> int:
        return days.looks(TODAY)[Look("ACME", "PASS", Decimal(units))]

    assert (times(1), times(2)) == (1, 2)
    days.take_out(void(3), LEVEL)
    assert (times(1), times(2)) == (2, 1)
    days.take_out(void(5), LEVEL)
    assert (times(1), times(2)) == (1, 1)
    days.take_out(void(4), LEVEL)
    assert (times(1), times(2)) == (0, 1)
    days.take_out(void(9), LEVEL)
    assert (times(1), times(2)) == (0, 1)


def test_a_store_is_no_copy_of_itself(office: Office, tmp_path: Path) -> None:
    """The sentence says so; a backup that was restored is as it was."""
    path = tmp_path / "office.db"
    with pytest.raises(WriteFailed) as refused:
        office.store.backup(path)
    assert str(refused.value) == (
        f"Nothing was written to {path} (it is the store itself). Put that right, then try again."
    )
    copy = tmp_path / "copy.db"
    office.store.backup(copy)
    before = copy.read_bytes()
    restore(copy, tmp_path / "other.db")
    assert copy.read_bytes() == before
