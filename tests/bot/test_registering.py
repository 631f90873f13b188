"""Registering somebody for an event from Slack: the price beforehand, and the way back."""

from datetime import date
from decimal import Decimal

import pytest

from bot.names import Act, Command, Field, Form
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit
from core.entry import EntryKind
from core.event import Event, RegistrationType
from playground.slack import View
from tests.bot.office import SlackOffice, words_of


@pytest.fixture
def gala(office: SlackOffice) -> SlackOffice:
    """A dinner; Zed's Gold membership has two half-price seats."""
    office.put(
        [
            BenefitType(
                code="SEAT", name="Dinner seat", kind=BenefitKind.EVENT, discount="50%", unit="seat"
            ),
            MembershipBenefit(
                code="G9", membership_type="GOLD", benefit_type="SEAT", number=Decimal(2)
            ),
            Event(code="DINNER", name="Annual <dinner>", held_on=date(2026, 9, 1)),
            Event(code="PICNIC", name="Picnic", held_on=date(2026, 5, 1)),
            Event(code="OLD", name="Old event", retired=True),
            RegistrationType(
                event="DINNER",
                code="MEM",
                name="Member",
                price=Decimal(60),
                benefit_types=("SEAT",),
            ),
            RegistrationType(event="DINNER", code="ASK", name="Guest of honour"),
        ]
    )
    office.enroll("ZED")
    return office


def registration_form(office: SlackOffice, text: str = "zed") -> View:
    """The form, opened by Sam for Zed."""
    return office.opened(
        office.staff,
        Form.REGISTER,
        lambda: office.sam.run_command(office.channel, Command.PANEL, f"register {text}"),
    )


def choose(office: SlackOffice, form: View, name: str, value: str) -> None:
    """Choose something in the form, and wait until the form shows what comes of it."""
    if name in (Field.EVENT, Field.ATTENDEE):
        office.sam.suggest(form, name, "")
    before = form.hash
    office.sam.click(form, name, value=value)
    office.slack.until(lambda: form.hash != before)


def filled(office: SlackOffice, kind: str = "MEM") -> View:
    """The form with event and type chosen."""
    form = registration_form(office)
    choose(office, form, Field.EVENT, "DINNER")
    choose(office, form, Field.REGISTRATION_TYPE, kind)
    return form


def test_the_price_is_shown_before_anybody_registers(gala: SlackOffice) -> None:
    """List price, discount, what is to pay, and the units drawn; nothing is written."""
    form = filled(gala)
    assert "*30.00 USD to pay*\\nList price 60.00, discount 30.00." in words_of(form)
    assert "Draws 1 × *Dinner seat* of Zed" in words_of(form)
    choose(gala, form, Field.PLACES, "3")
    assert "*120.00 USD to pay*\\nList price 180.00, discount 60.00." in words_of(form)
    assert "Draws 2 × *Dinner seat*" in words_of(form)
    assert gala.entries(EntryKind.REGISTRATION) == []


@pytest.mark.both_ways
def test_registering_draws_and_tells_the_price(gala: SlackOffice) -> None:
    """Confirmed with what was drawn, and cancelled from there with a reason."""
    form = filled(gala)
    done = gala.sam.submit_view(form, {Field.PLACES: {Field.PLACES: "2"}})
    assert done.kind == "updated"
    assert "is registered for *Annual &lt;dinner&gt;*" in words_of(form)
    assert "2 places as Member, registered on 15 Jun 2026" in words_of(form)
    told = gala.sam.wait_for_message(gala.channel, "is registered for")
    assert "*60.00 USD to pay*" in words_of(told)
    assert "Draws 2 × *Dinner seat*" in words_of(told)
    why = gala.opened(gala.staff, Form.CANCEL, lambda: gala.sam.click(told, Act.CANCEL))
    assert gala.sam.submit_view(why, {"reason": {"reason": "They are ill"}}).kind == "closed"
    gala.slack.until(lambda: "is cancelled" in words_of(told))
    assert "Cancel registration" not in words_of(told)
    assert "Given back: 2 × *Dinner seat*" in words_of(told)
    assert "Reason: They are ill" in words_of(told)
    level = gala.level("SEAT", "ZED")
    assert gala.desk.balance(level.key).remaining == 2


def test_the_same_submission_twice_registers_once(gala: SlackOffice) -> None:
    """A redelivered submission is told the same."""
    gala.sam.submit_view(filled(gala))
    delivery = gala.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert "is registered for" in f"{gala.slack.redeliver(delivery).payload}"
    assert len(gala.entries(EntryKind.REGISTRATION)) == 1


def test_a_second_registration_is_asked_about(gala: SlackOffice) -> None:
    """The form says since when they are registered; pressed again, one more is made."""
    gala.sam.submit_view(filled(gala))
    gala.sam.close_view(gala.sam.wait_for_modal())
    form = filled(gala, "ASK")
    assert gala.sam.submit_view(form).kind == "updated"
    asked = "is already registered for Annual &lt;dinner&gt;, on 15 Jun 2026; register once more?"
    assert asked in words_of(form)
    assert form.definition["submit"]["text"] == "Register once more"
    assert len(gala.entries(EntryKind.REGISTRATION)) == 1
    assert gala.sam.submit_view(form).kind == "updated"
    assert "is registered for" in words_of(form)
    assert len(gala.entries(EntryKind.REGISTRATION)) == 2


def test_the_question_is_about_whom_it_was_asked(gala: SlackOffice) -> None:
    """Somebody else in the same form, who is registered too, is asked about anew."""
    for _ in range(2):
        form = registration_form(gala, '"bob bold"')
        choose(gala, form, Field.EVENT, "DINNER")
        choose(gala, form, Field.REGISTRATION_TYPE, "ASK")
        gala.sam.submit_view(form)
        gala.sam.close_view(gala.sam.wait_for_modal())
    gala.sam.submit_view(filled(gala))
    gala.sam.close_view(gala.sam.wait_for_modal())
    form = filled(gala)
    gala.sam.submit_view(form)
    choose(gala, form, Field.ATTENDEE, "BOB")
    assert gala.sam.submit_view(form).kind == "updated"
    assert "Bob Bold is already registered" in words_of(form)
    assert len(gala.entries(EntryKind.REGISTRATION)) == 2


def test_an_unknown_price_is_told(gala: SlackOffice) -> None:
    """No figure is made up."""
    form = filled(gala, "ASK")
    assert "so neither is the price to pay" in words_of(form)
    assert "No benefit covers it." in words_of(form)


def test_an_event_without_types_says_so(gala: SlackOffice) -> None:
    """And one that is over by that day is refused under its date."""
    form = registration_form(gala)
    choose(gala, form, Field.EVENT, "PICNIC")
    assert "There is no way to register for *Picnic* yet." in words_of(form)


def test_another_event_forgets_the_type(gala: SlackOffice) -> None:
    """The type of one event means nothing at another."""
    form = filled(gala)
    choose(gala, form, Field.EVENT, "PICNIC")
    assert "There is no way" in words_of(form)
    assert "to pay" not in words_of(form)


def test_events_to_come_are_offered_first(gala: SlackOffice) -> None:
    """Then the past ones; retired ones not at all."""
    form = registration_form(gala)
    assert gala.sam.suggest(form, Field.EVENT, "").values == ["DINNER", "PICNIC"]
    assert gala.sam.suggest(form, Field.EVENT, "picn").values == ["PICNIC"]


def test_a_day_after_the_event_is_refused(gala: SlackOffice) -> None:
    """In the form, beside the price; and under its field at the submit."""
    gala.clock.pass_time(days=100)
    form = filled(gala)
    assert "is over by that date" in words_of(form)
    refused = gala.sam.submit_view(form)
    assert "is over by that date" in refused.errors[Field.REGISTERED_ON]


def test_no_places_are_told_under_their_field(gala: SlackOffice) -> None:
    """Nothing is written."""
    refused = gala.sam.submit_view(filled(gala), {Field.PLACES: {Field.PLACES: "0"}})
    assert "more than 0" in refused.errors[Field.PLACES]


def test_registrations_are_listed_to_be_cancelled(gala: SlackOffice) -> None:
    """By name; those that are cancelled are gone from the list at once, what was done is above."""
    gala.sam.submit_view(filled(gala))
    listed = gala.says(gala.staff, Command.PANEL, "cancel zed", words="Registrations of")
    assert "*Annual &lt;dinner&gt;*: 1 place as Member" in words_of(listed)
    why = gala.opened(gala.staff, Form.CANCEL, lambda: gala.sam.click(listed, Act.CANCEL))
    listed_too = gala.says(gala.staff, Command.PANEL, "cancel zed", words="Registrations of")
    gala.sam.submit_view(why, {"reason": {"reason": "Twice"}})
    gala.slack.until(lambda: "is registered for no event" in words_of(listed))
    assert "is cancelled.\\nReason: Twice" in words_of(listed)
    assert "Cancel registration" not in words_of(listed)
    gala.sam.click(listed_too, Act.CANCEL)
    gala.sam.wait_for_message(gala.channel, "cancelled already")
    gala.says(gala.staff, Command.PANEL, "cancel", words="Please name who is registered")


def test_what_a_registration_drew_is_taken_back_with_it_alone(gala: SlackOffice) -> None:
    """It is in no list that offers Undo; cancelling gives it back."""
    gala.sam.submit_view(filled(gala))
    gala.says(gala.staff, Command.PANEL, "undo", words="You recorded nothing")


def test_an_auditor_may_not(gala: SlackOffice) -> None:
    """Neither register nor cancel."""
    for text in ("register", "cancel zed"):
        gala.says(gala.auditor, Command.PANEL, text, words="you may not register somebody")
