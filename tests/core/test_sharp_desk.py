"""The desk, to the letter: going on after a joint change, repetition, who may, what is answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.actor import Action, Actor, Role, Source
from core.adjusting import LevelChange
from core.bulk import BulkRequest, record_bulk
from core.clock import KeyMaker, StoppedClock
from core.contact import Contact
from core.custom import CustomField, typed
from core.errors import LooksRecordedTwice, NotAllowed, NotEnoughRemaining, TooLateToVoid
from core.event import Event, RegistrationType
from core.policy import Policy
from core.quantity import UNLIMITED
from core.registering import RegisterRequest
from core.renewing import NotBegunYet, RenewRequest
from core.verify import verify
from tests.core.building import AUDITOR, MANAGER, NEW_YEAR, NOBODY, STAFF, Office

AUCKLAND = replace(MANAGER, zone=ZoneInfo("Pacific/Auckland"))
"""For them it is the 16th of June already."""
BOTH = BulkRequest(contacts=("ACME", "ZED"), benefit_type="PASS", idempotency_key="bulk")


def test_the_desk_goes_on_after_a_joint_change(office: Office) -> None:
    """Late usages are checked against what was written together, and keys go on from there."""
    office.enroll()
    office.enroll("ZED")
    office.use(used_on=date(2026, 3, 1))
    record_bulk(office.desk, BOTH, actor=STAFF)
    with pytest.raises(
        NotEnoughRemaining,
        match=r"^Only 2 can be used on 1 Apr 2026, .* the rest; 3 asked for\.$",
    ):
        office.use(quantity="3", used_on=date(2026, 4, 1))
    office.use(quantity="2", used_on=date(2026, 4, 1))
    keys = [entry.key for entry in office.store.entries()]
    assert keys == sorted(set(keys))
    assert keys[-1] == keys[-2] + 1
    assert verify(office.desk).content


def test_units_that_came_later_are_known_after_a_joint_change(office: Office) -> None:
    """Whether a late usage may draw on them is looked up in the ledger, not in the draft's."""
    level = office.enroll().levels[0]
    office.enroll("ZED")
    office.set_number(level, "6")
    record_bulk(office.desk, BOTH, actor=STAFF)
    with pytest.raises(
        NotEnoughRemaining, match=r"^Only 4 left on 1 Apr 2026, for what was added later "
    ):
        office.use(quantity="5", used_on=date(2026, 4, 1))
    office.use(quantity="4", used_on=date(2026, 4, 1))


def test_looking_beforehand_is_done_on_the_day_of_whoever_looks(office: Office) -> None:
    """What a renewal or a registration would come to, as it then does."""
    membership = office.enroll(starts_on=date(2026, 6, 16)).membership.key
    renewal = RenewRequest(membership=membership, idempotency_key="renewal")
    assert office.desk.plan_renewal(renewal, actor=AUCKLAND).old.key == membership
    with pytest.raises(NotBegunYet):
        office.desk.plan_renewal(renewal, actor=MANAGER)
    dinner = (
        Event(code="DINNER", name="Dinner"),
        RegistrationType(event="DINNER", code="PLAIN", name="Plain"),
    )
    office.desk.put(dinner, idempotency_key="dinner", actor=MANAGER)
    request = RegisterRequest(
        event="DINNER", registration_type="PLAIN", contact="ACME", idempotency_key="registration"
    )
    assert office.desk.quote(request, actor=AUCKLAND).registered_on == date(2026, 6, 16)
    assert office.desk.quote(request, actor=MANAGER).registered_on == date(2026, 6, 15)


def test_an_answer_tells_what_is_left(office: Office) -> None:
    """Of every level that was drawn on, today; a request told twice is answered twice."""
    office.enroll()
    once = office.use(quantity="3", idempotency_key="once")
    again = office.use(quantity="3", idempotency_key="once")
    assert (once.repeated, again.repeated) == (False, True)
    assert once.entries == again.entries
    for usage in (once, again):
        (left,) = usage.balances
        assert (left.remaining, left.used, left.on) == (1, 3, date(2026, 6, 15))
    enrolled = office.enroll("ZED", idempotency_key="zed")
    repeated = office.enroll("ZED", idempotency_key="zed")
    assert (enrolled.repeated, repeated.repeated) == (False, True)
    assert replace(repeated, repeated=False) == enrolled


def test_one_use_of_several_levels_is_repeated_as_a_whole(office: Office) -> None:
    """Its parts are added up; uses of their own are not."""
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.enroll()
    office.use(quantity="3", again=False)
    with pytest.raises(LooksRecordedTwice) as asked:
        office.use(quantity="3", again=False)
    assert (asked.value.actor, asked.value.at) == ("U-SAM", office.clock.now())
    office.use(quantity="1", again=False)
    office.use(quantity="1", again=True)
    office.enroll("ZED")
    office.use("ZED", again=False)
    office.use("ZED", used_on=date(2026, 6, 14), again=False)
    office.use("ZED", quantity="2", again=False)


def test_two_single_uses_are_not_one_of_two(office: Office) -> None:
    """Two passes at once are asked for after one and one."""
    office.enroll()
    office.use()
    office.use()
    office.use(quantity="2", again=False)


def test_what_was_taken_back_may_be_recorded_again(office: Office) -> None:
    """Without a question; the same by another holder too."""
    office.enroll()
    office.void(office.use())
    office.use(again=False)
    office.use(holder="ANN", again=False)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (None, set()),
        (Role.AUDITOR, {Action.READ}),
        (
            Role.STAFF,
            {Action.READ, Action.RECORD, Action.VOID_OWN, Action.REGISTER, Action.SYNC},
        ),
        (Role.MANAGER, set(Action)),
        (Role.ADMIN, set(Action)),
    ],
)
def test_what_each_role_may(role: Role | None, allowed: set[Action]) -> None:
    """And nothing else."""
    actor = Actor(id="U", source=Source.SLACK, role=role)
    assert {action for action in Action if actor.may(action)} == allowed


def test_who_may_not_is_told_what(office: Office) -> None:
    """The role that they have, what it doesn't allow, and whom to ask."""
    made = office.enroll()
    change = LevelChange(level=made.levels[0].key, comment="x")
    renewal = RenewRequest(membership=made.membership.key, idempotency_key="r")
    refusals: list[tuple[Callable[[], object], str]] = [
        (
            lambda: office.use(actor=AUDITOR),
            "As auditor you may not record usage. Please ask somebody of the staff.",
        ),
        (
            lambda: office.use(actor=NOBODY),
            (
                "You have no role in Benefit Desk yet, so you may not record usage. An"
                " administrator can give you one."
            ),
        ),
        (
            lambda: office.desk.change_level(change, idempotency_key="c", actor=STAFF),
            "As staff you may not edit a benefit level. Please ask a manager.",
        ),
        (
            lambda: office.desk.change_level(
                replace(change, comment=None, number=Decimal(1)),
                idempotency_key="c",
                actor=STAFF,
            ),
            "As staff you may not change a number. Please ask a manager.",
        ),
        (
            lambda: office.desk.renew(renewal, actor=STAFF),
            "As staff you may not renew a membership. Please ask a manager.",
        ),
        (
            lambda: office.desk.plan_renewal(renewal, actor=STAFF),
            "As staff you may not renew a membership. Please ask a manager.",
        ),
    ]
    for act, sentence in refusals:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert str(refused.value) == sentence


def test_staff_may_take_back_until_the_hour(office: Office) -> None:
    """Just a day later they still may, and after that the sentence counts the hours."""
    office.enroll()
    first, second = office.use(), office.use(quantity="2")
    office.clock.pass_time(hours=24)
    office.void(first, actor=STAFF)
    office.clock.pass_time(seconds=1)
    with pytest.raises(TooLateToVoid) as refused:
        office.void(second, actor=STAFF)
    assert str(refused.value) == (
        "That was recorded more than 24 hours ago; a manager can take it back."
    )


COLOUR = CustomField(slot="text1", label="Colour")
SIZE = CustomField(slot="lookup1", label="Size", codes={"MEDIUM": "Medium"})
PRICE = CustomField(slot="money1", label="Price")


def test_a_slot_may_be_filled_to_its_end_and_emptied(office: Office) -> None:
    """255 characters of text, 6 of a code; blank empties, and other slots stay."""
    office.desk.policy = Policy(custom_fields={each.slot: each for each in (COLOUR, SIZE, PRICE)})
    level = office.enroll().levels[0]

    def fill(**custom: str) -> dict[str, str]:
        change = LevelChange(level=level.key, custom=custom)
        office.desk.change_level(change, idempotency_key=office.request_key(), actor=MANAGER)
        return dict(office.desk.read(lambda books: books.levels[level.key].custom))

    long = "x" * 255
    assert fill(text1=f" {long} ", lookup1="MEDIUM") == {"text1": long, "lookup1": "MEDIUM"}
    assert fill(money1="12.50") == {"text1": long, "lookup1": "MEDIUM", "money1": "12.50"}
    assert fill(text1="  ") == {"lookup1": "MEDIUM", "money1": "12.50"}
    assert typed(PRICE, "12.50") == Decimal("12.50")
    assert typed(COLOUR, "12.50") == "12.50"


def test_texts_may_be_filled_to_their_end(office: Office) -> None:
    """255 characters of a description, a note, a comment, a reason; 6 of a source."""
    long = "x" * 255
    level = office.enroll().levels[0]
    usage = office.use(description=long, note=long)
    assert (usage.entries[0].description, usage.entries[0].note) == (long, long)
    change = LevelChange(
        level=level.key, comment=long, source="SOURCE", number=Decimal(3), reason=long
    )
    office.desk.change_level(change, idempotency_key="c", actor=MANAGER)
    changed = office.desk.read(lambda books: books.levels[level.key])
    assert (changed.comment, changed.source) == (long, "SOURCE")
    contact = Contact(code="LONG", name=long)
    office.desk.put([contact], idempotency_key="l", actor=MANAGER)


def test_keys_are_milliseconds_or_the_next(office: Office) -> None:
    """Never one that was given or seen."""
    keys, now = KeyMaker(), office.clock.now()
    first = keys.next(now)
    assert first == int(now.timestamp() * 1000) == 1781535600000
    assert keys.next(now) == first + 1
    keys.saw(first + 10)
    keys.saw(first + 5)
    assert keys.next(now) == first + 11
    assert keys.next(now + timedelta(milliseconds=20)) == first + 20
    assert KeyMaker(first + 7).next(now) == first + 8
    assert len(str(KeyMaker().next())) == 13
    assert StoppedClock(now).now() == now


def test_first_and_last_days_are_in_the_term(office: Office) -> None:
    """A use on either is recorded, and today's is not in the future."""
    office.enroll(ends_on=date(2026, 6, 15))
    for day in (NEW_YEAR, date(2026, 6, 15)):
        assert office.use(used_on=day).entries[0].on == day


def test_the_books_are_open_from_their_first_day(office: Office) -> None:
    """The day itself can be recorded."""
    office.enroll()
    office.desk.policy = Policy(open_from=date(2026, 3, 1))
    assert office.use(used_on=date(2026, 3, 1)).quantity == 1


def test_years_of_a_membership_reach_from_first_to_last(office: Office) -> None:
    """1900 and 2199 are years that a membership may have."""
    made = office.enroll(starts_on=date(1900, 1, 1), ends_on=date(2199, 12, 31))
    assert (made.membership.starts_on.year, made.membership.ends_on.year) == (1900, 2199)


def test_a_membership_may_last_a_day_and_offer_nothing(office: Office) -> None:
    """Its end may be its start, and a number may be lowered to 0, or left as it is."""
    numbers = {"G1": Decimal(0), "G2": Decimal(10)}
    made = office.enroll(starts_on=NEW_YEAR, ends_on=NEW_YEAR, numbers=numbers)
    assert [level.number for level in made.levels[:3]] == [0, 10, UNLIMITED]
