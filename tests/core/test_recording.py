"""Recording usage: what is drawn on, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core import errors
from core.actor import Actor, Role, Source
from core.adjusting import LevelChange
from core.catalogue import Period
from core.conveying import ConveyRequest
from core.policy import Policy
from core.quantity import UNLIMITED
from tests.core.building import AUDITOR, LINES, MANAGER, NOBODY, STAFF, TODAY, Office, an_office


def test_a_usage_lowers_what_remains(office: Office) -> None:
    """What was used is no longer there."""
    level = office.enroll().levels[0]
    usage = office.use(quantity="3")
    assert office.remaining(level) == 1
    assert usage.balances[0].remaining == 1


def test_date_defaults_to_today_and_quantity_to_one(office: Office) -> None:
    """The guide's defaults hold."""
    office.enroll()
    entry = office.use().entries[0]
    assert (entry.on, entry.quantity) == (TODAY, 1)


def test_today_is_that_of_the_recorder(office: Office) -> None:
    """In Auckland it is the 16th already, and recording on it is no future date."""
    office.enroll()
    auckland = Actor(
        id="U-AK", source=Source.SLACK, role=Role.STAFF, zone=ZoneInfo("Pacific/Auckland")
    )
    assert office.use(actor=auckland).entries[0].on == date(2026, 6, 16)


def test_more_than_remains_is_refused(office: Office) -> None:
    """The refusal says how much is left, and nothing is written."""
    level = office.enroll().levels[0]
    with pytest.raises(errors.NotEnoughRemaining, match=r"Only 4 left; 5 asked for\."):
        office.use(quantity="5")
    assert office.remaining(level) == 4


def test_the_last_unit_can_be_used(office: Office) -> None:
    """Exactly what remains may be taken."""
    level = office.enroll().levels[0]
    office.use(quantity="4")
    assert office.remaining(level) == 0


def test_a_future_date_is_refused(office: Office) -> None:
    """Usage is recorded when it happened."""
    office.enroll()
    with pytest.raises(errors.DateInFuture, match="16 Jun 2026 is in the future"):
        office.use(used_on=date(2026, 6, 16))


def test_a_date_outside_the_term_is_refused(office: Office) -> None:
    """The refusal names the term."""
    office.enroll()
    with pytest.raises(errors.OutsideTerm, match="1 Jan 2026 to 31 Dec 2026"):
        office.use(used_on=date(2025, 12, 31))


def test_a_date_in_closed_books_is_refused(tmp_path: Path) -> None:
    """Nothing is recorded before the day from which books are open."""
    with an_office(tmp_path, policy=Policy(open_from=date(2026, 4, 1))) as office:
        office.enroll()
        office.use(used_on=date(2026, 4, 1))
        with pytest.raises(errors.BooksClosed, match="closed before 1 Apr 2026"):
            office.use(used_on=date(2026, 3, 31))


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_a_quantity_of_nothing_is_refused(office: Office, quantity: str) -> None:
    """Taking units back is voiding, not a negative usage."""
    office.enroll()
    with pytest.raises(errors.QuantityNotPositive):
        office.use(quantity=quantity)


def test_quantity_is_a_multiple_of_the_step(office: Office) -> None:
    """Rooms are counted by the half hour, passes one by one."""
    office.enroll()
    assert office.use(benefit_type="ROOM", quantity="1.5").quantity == Decimal("1.5")
    with pytest.raises(errors.QuantityOffStep, match=r"steps of 0\.5; 0\.25 is not"):
        office.use(benefit_type="ROOM", quantity="0.25")
    with pytest.raises(errors.QuantityOffStep):
        office.use(quantity="0.5")


def test_an_unlimited_benefit_never_runs_out(office: Office) -> None:
    """Unlimited stays unlimited, and what was used is counted."""
    level = office.enroll().levels[2]
    office.use(benefit_type="NOTARY", quantity="5000")
    balance = office.desk.balance(level.key)
    assert balance.remaining is UNLIMITED
    assert balance.used == 5000


def test_an_untracked_benefit_cannot_be_recorded(office: Office) -> None:
    """A listing is shown as offered, and isn't counted."""
    office.enroll()
    with pytest.raises(errors.BenefitNotTracked):
        office.use(benefit_type="LISTNG")


def test_a_benefit_that_came_with_no_membership_is_refused(office: Office) -> None:
    """The refusal names contact and benefit."""
    office.enroll()
    with pytest.raises(errors.BenefitNotOffered, match="Zed Else has no Guest pass"):
        office.use("ZED")


def test_a_declined_benefit_cannot_be_used(office: Office) -> None:
    """A declined level has nothing available."""
    level = office.enroll(declined=frozenset({"G1"})).levels[0]
    assert office.remaining(level) == 0
    with pytest.raises(errors.BenefitDeclined):
        office.use()


def test_an_inactive_level_cannot_be_used(office: Office) -> None:
    """Making a level inactive withdraws its units."""
    level = office.enroll().levels[0]
    change = LevelChange(level=level.key, active=False)
    office.desk.change_level(change, idempotency_key="off", actor=MANAGER)
    with pytest.raises(errors.BenefitInactive):
        office.use()


def test_an_authorised_affiliate_uses_the_organisations_benefit(office: Office) -> None:
    """The usage stays on the organisation's record, in the person's hands."""
    office.enroll()
    entry = office.use("ANN").entries[0]
    assert (entry.contact, entry.holder) == ("ACME", "ANN")
    assert office.use("ACME", holder="ANN").entries[0].holder == "ANN"


def test_an_affiliate_without_authority_is_refused(office: Office) -> None:
    """Belonging to an organisation isn't enough."""
    office.enroll()
    with pytest.raises(errors.HolderNotEntitled, match="Bob Bold is not authorised"):
        office.use("ACME", holder="BOB")
    with pytest.raises(errors.BenefitNotOffered):
        office.use("BOB")


def test_the_level_that_ends_first_is_drawn_first(office: Office) -> None:
    """One usage may draw on several levels, the sooner to end before the later."""
    late = office.enroll().levels[0]
    early = office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1)).levels[0]
    usage = office.use(quantity="3")
    assert [(entry.level, entry.quantity) for entry in usage.entries] == [
        (early.key, 2),
        (late.key, 1),
    ]
    assert usage.quantity == 3


def test_of_levels_that_end_together_the_older_is_drawn_first(office: Office) -> None:
    """Equal ends are settled by age."""
    older = office.enroll().levels[0]
    office.enroll()
    assert office.use().entries[0].level == older.key


def test_a_backdated_usage_leaves_no_later_day_below_zero(office: Office) -> None:
    """What a later day has used is not there to be used earlier."""
    level = office.enroll().levels[0]
    office.use(quantity="3", used_on=date(2026, 5, 1))
    with pytest.raises(
        errors.NotEnoughRemaining,
        match=r"Only 1 can be used on 1 Mar 2026",
    ):
        office.use(quantity="2", used_on=date(2026, 3, 1))
    office.use(quantity="1", used_on=date(2026, 3, 1))
    assert office.remaining(level) == 0


def test_units_added_later_cannot_be_used_before(office: Office) -> None:
    """An adjustment of today gives nothing to a date before it."""
    level = office.enroll().levels[0]
    office.set_number(level, "6")
    with pytest.raises(errors.NotEnoughRemaining):
        office.use(quantity="5", used_on=date(2026, 3, 1))
    assert office.use(quantity="5").quantity == 5


def test_the_same_again_asks_first(office: Office) -> None:
    """The question names who recorded it; saying that it is meant records it."""
    office.enroll()
    office.use()
    with pytest.raises(errors.LooksRecordedTwice, match=r"Already recorded by U-SAM at 15:00"):
        office.use(again=False)
    office.use(quantity="2", again=False)
    assert office.use(again=True).quantity == 1


def test_the_same_again_asks_whatever_became_of_its_levels(office: Office) -> None:
    """Three over two levels, one of them inactive since; another level that is named."""
    gold = office.enroll().levels[0]
    level = office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1)).levels[0]
    office.use(quantity="3")
    change = LevelChange(level=level.key, active=False)
    office.desk.change_level(change, idempotency_key="off", actor=MANAGER)
    with pytest.raises(errors.LooksRecordedTwice, match="Already recorded by U-SAM"):
        office.use(quantity="3", again=False)
    with pytest.raises(errors.LooksRecordedTwice):
        office.use(quantity="3", level=gold.key, again=False)


def test_the_same_again_is_asked_of_who_has_a_level_of_their_own_by_now(office: Office) -> None:
    """Ann used one of Acme's and joined the same day: the same again would be of her own."""
    office.enroll()
    office.use("ANN")
    own = office.enroll("ANN").levels[0]
    with pytest.raises(errors.LooksRecordedTwice):
        office.use("ANN", again=False)
    assert office.use("ANN").entries[0].level == own.key


def test_what_others_used_or_another_day_is_not_asked_about(office: Office) -> None:
    """One day, one holder and one act count; several acts aren't added up."""
    office.enroll()
    first, second = date(2026, 5, 1), date(2026, 5, 2)
    for holder, quantity, on in (("ANN", "1", first), ("ACME", "1", second), ("ANN", "2", second)):
        office.use("ACME", "ROOM", quantity, holder=holder, used_on=on)
    office.use("ACME", "ROOM", "1", used_on=first, again=False)
    office.use("ACME", "ROOM", "1", used_on=second)
    office.use("ACME", "ROOM", "2", used_on=second, again=False)
    with pytest.raises(errors.LooksRecordedTwice):
        office.use("ACME", "ROOM", "2", used_on=second, again=False)


def test_a_voided_usage_is_not_asked_about(office: Office) -> None:
    """What was taken back may be recorded rightly at once."""
    office.enroll()
    office.void(office.use())
    assert office.use(again=False).quantity == 1


def test_the_same_request_twice_has_one_effect(office: Office) -> None:
    """A retry is answered like the first time, even when nothing is left by then."""
    level = office.enroll().levels[0]
    first = office.use(quantity="4", idempotency_key="once")
    second = office.use(quantity="4", idempotency_key="once")
    assert second.entries == first.entries
    assert (first.repeated, second.repeated) == (False, True)
    assert office.remaining(level) == 0


def test_an_unknown_contact_or_benefit_is_told(office: Office) -> None:
    """The sentence repeats what was asked for."""
    office.enroll()
    with pytest.raises(errors.UnknownContact, match="There is no contact “NIX”"):
        office.use("NIX")
    with pytest.raises(errors.UnknownBenefit, match="There is no benefit type “NIX”"):
        office.use(benefit_type="NIX")
    with pytest.raises(errors.UnknownContact):
        office.use(holder="NIX")


def test_a_level_may_be_named(office: Office) -> None:
    """Only that level is drawn on, and a wrong one is told."""
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    level = office.enroll().levels[0]
    assert office.use(level=level.key).entries[0].level == level.key
    with pytest.raises(errors.UnknownLevel):
        office.use(level=1)


def test_a_text_has_to_fit_its_column(office: Office) -> None:
    """255 characters, as in the benefit level description."""
    office.enroll()
    office.use(description="x" * 255)
    with pytest.raises(errors.TextTooLong, match="256 characters; at most 255"):
        office.use(description="x" * 256)


@pytest.mark.parametrize("actor", [AUDITOR, NOBODY])
def test_who_may_not_record_is_refused(office: Office, actor: Actor) -> None:
    """An auditor reads; whoever isn't named may do nothing."""
    level = office.enroll().levels[0]
    with pytest.raises(errors.NotAllowed, match="may not record usage"):
        office.use(actor=actor)
    assert office.remaining(level) == 4


def test_staff_may_record(office: Office) -> None:
    """Recording is what staff are for."""
    office.enroll()
    assert office.use(actor=STAFF).entries[0].actor == "U-SAM"


@pytest.mark.parametrize("text", ["half a letter \udcff", "a bell \x07", "an escape \x1b[31m"])
@pytest.mark.parametrize("what", ["description", "note"])
def test_texts_that_no_file_can_hold_are_refused(office: Office, what: str, text: str) -> None:
    """They would spoil every export to come; line ends, tabs and emoji are fine."""
    bad: dict[str, Any] = {what: text}
    fine: dict[str, Any] = {what: "first line\n\tsecond \U0001f389"}
    office.enroll()
    with pytest.raises(errors.TextUnreadable, match=f"The {what} has characters"):
        office.use(**bad)
    assert office.use(**fine).quantity == 1


def test_a_reason_that_no_file_can_hold_is_refused(office: Office) -> None:
    """Nothing is taken back then."""
    office.enroll()
    usage = office.use()
    with pytest.raises(errors.TextUnreadable):
        office.desk.void(usage.key, reason="\udcff", idempotency_key="void", actor=MANAGER)
    assert office.desk.read(lambda books: books.voided) == set()


def test_a_refusal_says_what_a_past_day_lacks(office: Office) -> None:
    """Units that came later, units that later days need, or any at all."""
    level = office.enroll().levels[0]
    office.use(quantity="4", used_on=date(2026, 5, 1))
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None left; 1 asked for\.$"):
        office.use(used_on=date(2026, 5, 1))
    office.set_number(level, "9")
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None left on 1 May 2026, for what was "):
        office.use(used_on=date(2026, 5, 1))
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None can be used on 30 Apr 2026, for "):
        office.use(used_on=date(2026, 4, 30))
    office.use(quantity="5")
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None left; 1 asked for\.$"):
        office.use(used_on=date(2026, 5, 2))


def test_a_refusal_says_what_a_holder_s_day_lacks(office: Office) -> None:
    """Of units that were conveyed, as of those that are nobody's."""
    level = office.enroll().levels[0]
    for on, quantity in ((date(2026, 5, 1), 1), (date(2026, 6, 1), 2)):
        given = ConveyRequest(
            level=level.key,
            holder="BOB",
            quantity=Decimal(quantity),
            conveyed_on=on,
            idempotency_key=str(on),
        )
        office.desk.convey(given, actor=MANAGER)
    with pytest.raises(errors.NotEnoughRemaining, match=r"^Only 1 left on 5 May 2026, for what "):
        office.use(holder="BOB", quantity="2", used_on=date(2026, 5, 5))
    office.use(holder="BOB", quantity="3")
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None can be used on 5 May 2026, for "):
        office.use(holder="BOB", used_on=date(2026, 5, 5))


def test_a_refusal_says_what_a_past_day_of_a_month_lacks(office: Office) -> None:
    """Within its month: what came on the 15th isn't there on the 14th, nor what July has."""
    line = replace(LINES[0], period=Period.MONTH)
    office.desk.put([line], idempotency_key="monthly", actor=MANAGER)
    level = office.enroll().levels[0]
    office.use(quantity="4", used_on=date(2026, 6, 10))
    office.set_number(level, "6")
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None left on 14 Jun 2026, for what "):
        office.use(used_on=date(2026, 6, 14))
    office.use(quantity="2")
    with pytest.raises(errors.NotEnoughRemaining, match=r"^None left; 1 asked for\.$"):
        office.use(used_on=date(2026, 6, 14))
