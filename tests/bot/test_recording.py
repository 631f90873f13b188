"""Recording usage in the form: from what a person does to the entry in the ledger."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.names import Act, Command, Field, Form, Shortcut
from core.contact import Contact
from playground.slack import Fault
from tests.bot.catalogue import many_lines
from tests.bot.office import (
    TODAY,
    SlackOffice,
    Typed,
    answers,
    choose_contact,
    usage_form,
    words_of,
)


@pytest.mark.both_ways
def test_a_use_is_recorded_in_the_form(office: SlackOffice) -> None:
    """The benefit is chosen, the use recorded as Slack's, and what is left is confirmed."""
    form = usage_form(office, office.sam)
    done = office.sam.submit_view(form, answers(benefit_type="PASS", description="Board"))
    assert done.kind == "updated"
    assert "3 of 4 left" in words_of(done.view)
    (usage,) = office.usages
    assert (usage.contact, usage.quantity, usage.on) == ("ACME", Decimal(1), TODAY)
    assert (usage.description, usage.actor) == ("Board", office.staff.id)
    told = office.sam.wait_for_message(office.channel, "3 of 4 left")
    assert told.ephemeral_to == office.staff.id
    assert Act.UNDO in words_of(told)


def test_the_form_shows_what_the_contact_has_left(office: SlackOffice) -> None:
    """Left, used up, unlimited; what isn't counted is not offered."""
    office.use(quantity="4")
    shown = words_of(usage_form(office, office.sam))
    assert "Guest pass — used up, all 4, ends 31 Dec 2026" in shown
    assert "Conference room — 10 of 10 hours left, ends 31 Dec 2026" in shown
    assert "Notary service — unlimited, ends 31 Dec 2026" in shown
    assert "Directory listing" not in shown
    assert "The member may see this" in shown


def test_a_contact_is_found_with_mistakes_forgiven(office: SlackOffice) -> None:
    """A letter too many or too few finds them all the same; nothing typed lists everybody."""
    form = office.opened(
        office.staff, Form.RECORD, lambda: office.sam.run_command(office.channel, Command.USE)
    )
    assert office.sam.suggest(form, Field.CONTACT, "acme hardwear").values == ["ACME"]
    assert office.sam.suggest(form, Field.CONTACT, "an").values[0] == "ANN"
    assert len(office.sam.suggest(form, Field.CONTACT, "").values) == 4


def test_many_contacts_are_offered_a_hundred_at_a_time(office: SlackOffice) -> None:
    """Slack shows a hundred choices, and refuses more."""
    office.put(Contact(code=f"C{n}", name=f"Contact {n}") for n in range(150))
    form = office.opened(
        office.staff, Form.RECORD, lambda: office.sam.run_command(office.channel, Command.USE)
    )
    found = office.sam.suggest(form, Field.CONTACT, "contact")
    assert not found.trouble
    assert len(found.values) == 100


def test_choosing_the_contact_keeps_what_was_typed(office: SlackOffice) -> None:
    """The benefits appear; date, quantity and description stay."""
    sam = office.sam
    form = office.opened(
        office.staff, Form.RECORD, lambda: sam.run_command(office.channel, Command.USE)
    )
    typed = answers(quantity="3", used_on="2026-06-01", description="Tour")
    choose_contact(office, sam, form, "ACME", typed)
    assert form.values()[Field.QUANTITY][Field.QUANTITY]["value"] == "3"
    sam.submit_view(form, answers(benefit_type="PASS"))
    (usage,) = office.usages
    assert (usage.quantity, usage.on, usage.description) == (Decimal(3), date(2026, 6, 1), "Tour")


def test_another_contact_forgets_the_benefit_chosen_before(office: SlackOffice) -> None:
    """A benefit belongs to the contact for whom it was chosen."""
    form = usage_form(office, office.sam)
    form.fill("benefit_type:ACME", Field.BENEFIT_TYPE, "PASS")
    choose_contact(office, office.sam, form, "ANN")
    assert "benefit_type:ACME" not in form.values()
    assert form.values()["benefit_type:ANN"][Field.BENEFIT_TYPE]["selected_option"] is None


def test_more_than_is_left_is_told_under_the_quantity(office: SlackOffice) -> None:
    """The form stays as it was typed, and nothing is recorded; a smaller quantity then is."""
    form = usage_form(office, office.sam)
    typed = answers(benefit_type="PASS", quantity="5", description="Too many")
    refused = office.sam.submit_view(form, typed)
    assert refused.errors == {Field.QUANTITY: "Only 4 left; 5 asked for."}
    assert office.usages == []
    assert form.values()[Field.DESCRIPTION][Field.DESCRIPTION]["value"] == "Too many"
    office.sam.submit_view(form, answers(quantity="4"))
    (usage,) = office.usages
    assert (usage.quantity, usage.description) == (Decimal(4), "Too many")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"used_on": "2026-06-16"}, Field.USED_ON, "in the future"),
        ({"used_on": "2025-12-31"}, Field.USED_ON, "outside the membership"),
        ({"quantity": "0"}, Field.QUANTITY, "more than 0"),
        ({"quantity": "1.5"}, Field.QUANTITY, "steps of 1"),
        ({"quantity": "1e400"}, Field.QUANTITY, "is not a number"),
        ({"quantity": "9" * 40}, Field.QUANTITY, "at most 999999999"),
        ({"used_on": "2026-02-31"}, Field.USED_ON, "is not a date"),
    ],
)
def test_each_refusal_stands_under_its_field(
    office: SlackOffice, typed: dict[str, str], field: Field, sentence: str
) -> None:
    """A future date, a date outside the term, a quantity that can't be."""
    form = usage_form(office, office.sam)
    refused = office.sam.submit_view(form, answers(benefit_type="PASS", **typed))
    assert list(refused.errors) == [field]
    assert sentence in refused.errors[field]
    assert office.usages == []


def test_the_same_submission_twice_is_one_entry(office: SlackOffice) -> None:
    """A redelivered submission is told the same, and says that nothing was doubled."""
    form = usage_form(office, office.sam)
    first = office.sam.submit_view(form, answers(benefit_type="PASS"))
    assert first.kind == "updated"
    (delivery,) = office.slack.workspace.recorder.deliveries_of("view_submission")
    again = office.slack.redeliver(delivery)
    assert again.payload["response_action"] == "update"
    assert "3 of 4 left" in f"{again.payload}"
    assert "recorded already" in f"{again.payload}"
    assert len(office.usages) == 1
    told = office.sam.wait_for_message(office.channel, "recorded already")
    assert "nothing was recorded twice: 1 × *Guest pass* for *Acme Hardware* on" in words_of(told)
    assert ":white_check_mark:" not in words_of(told)
    assert Act.UNDO not in words_of(told)


@pytest.mark.both_ways
def test_an_equal_use_is_asked_about_and_recorded_again(office: SlackOffice) -> None:
    """Who recorded the first, and when; pressing the button again means a second use."""
    office.sam.submit_view(usage_form(office, office.sam), answers(benefit_type="PASS"))
    form = usage_form(office, office.may)
    asked = office.may.submit_view(form, answers(benefit_type="PASS"))
    assert asked.kind == "updated"
    assert f"<@{office.staff.id}>" in words_of(form)
    assert "at 11:00 on 15 Jun 2026" in words_of(form)
    assert form.submit == "Record again"
    assert len(office.usages) == 1
    assert office.may.submit_view(form).kind == "updated"
    assert len(office.usages) == 2


def test_the_question_is_about_the_usage_it_was_asked_about(office: SlackOffice) -> None:
    """Changing the date after the question makes another usage, which may be asked about too."""
    for day in ("2026-06-01", "2026-06-02"):
        form = usage_form(office, office.sam)
        office.sam.submit_view(form, answers(benefit_type="PASS", used_on=day))
    form = usage_form(office, office.sam)
    office.sam.submit_view(form, answers(benefit_type="PASS", used_on="2026-06-01"))
    asked = office.sam.submit_view(form, answers(used_on="2026-06-02"))
    assert asked.kind == "updated"
    assert "2 Jun 2026" in words_of(form)
    assert len(office.usages) == 2


def test_an_organisation_names_who_used_it(office: SlackOffice) -> None:
    """The owner and the authorised are offered, nobody else; a person needs no such field."""
    form = usage_form(office, office.sam)
    assert office.sam.suggest(form, Field.HOLDER, "").values == ["ACME", "ANN"]
    typed = answers(benefit_type="PASS") | {"holder:ACME": {Field.HOLDER: "ANN"}}
    office.sam.submit_view(form, typed)
    (usage,) = office.usages
    assert (usage.contact, usage.holder) == ("ACME", "ANN")
    assert f"{Field.HOLDER}:" not in words_of(usage_form(office, office.sam, "ANN"))


def test_an_authorised_person_uses_what_the_organisation_has(office: SlackOffice) -> None:
    """The usage is on the organisation's record, held by the person."""
    form = usage_form(office, office.sam, "ANN")
    office.sam.submit_view(form, {"benefit_type:ANN": {Field.BENEFIT_TYPE: "ROOM"}})
    (usage,) = office.usages
    assert (usage.contact, usage.holder) == ("ACME", "ANN")


def test_a_contact_without_benefits_is_told_so(office: SlackOffice) -> None:
    """There is nothing to choose, and pressing Record says so under a field."""
    form = usage_form(office, office.sam, "BOB")
    assert "Choose somebody else; a manager can enroll them." in words_of(form)
    refused = office.sam.submit_view(form)
    assert "choose a benefit" in refused.errors[Field.CONTACT]


def test_what_ended_can_still_be_recorded_for_its_days(office: SlackOffice) -> None:
    """The choice says when it ended, and a date within the term is taken."""
    office.enroll("BOB", starts_on=date(2025, 3, 1))
    form = usage_form(office, office.sam, "BOB")
    assert "Guest pass — ended 28 Feb 2026" in words_of(form)
    typed: Typed = {"benefit_type:BOB": {Field.BENEFIT_TYPE: "PASS"}}
    refused = office.sam.submit_view(form, typed)
    assert "outside the membership" in refused.errors[Field.USED_ON]
    assert office.sam.submit_view(form, answers(used_on="2026-02-28")).kind == "updated"


def test_today_is_where_the_person_is(office: SlackOffice) -> None:
    """At 02:00 in London it is still yesterday in New York."""
    office.clock.at = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
    london = usage_form(office, office.sam).values()[Field.USED_ON][Field.USED_ON]
    new_york = usage_form(office, office.may).values()[Field.USED_ON][Field.USED_ON]
    assert (london["selected_date"], new_york["selected_date"]) == ("2026-06-15", "2026-06-14")


def test_the_lightning_menu_opens_the_form_and_confirms_by_direct_message(
    office: SlackOffice,
) -> None:
    """A global shortcut happens in no channel."""
    sam = office.sam
    form = office.opened(office.staff, Form.RECORD, lambda: sam.global_shortcut(Shortcut.RECORD))
    choose_contact(office, sam, form, "ACME")
    sam.submit_view(form, answers(benefit_type="PASS"))
    direct = office.slack.workspace.direct_channel(office.staff)
    assert "3 of 4 left" in words_of(sam.wait_for_message(direct, "left"))


def test_a_message_becomes_the_description(office: SlackOffice) -> None:
    """Its line breaks are taken out, and its escapes undone; it is cut to what the column holds."""
    sam = office.sam
    said = sam.say(office.channel, "Tour & lunch\n" + "x" * 300)
    form = office.opened(
        office.staff,
        Form.RECORD,
        lambda: sam.message_shortcut(said, Shortcut.RECORD_FROM_MESSAGE),
    )
    choose_contact(office, sam, form, "ACME")
    sam.submit_view(form, answers(benefit_type="PASS"))
    (usage,) = office.usages
    assert usage.description == ("Tour & lunch " + "x" * 300)[:255]


def test_more_benefits_than_slack_shows_still_make_a_form(office: SlackOffice) -> None:
    """A menu takes a hundred choices; a note says that there are more."""
    office.put(many_lines(120))
    office.enroll("BOB", "MANY")
    assert "There are more benefits" in words_of(usage_form(office, office.sam, "BOB"))


def test_words_of_members_never_call_anybody(office: SlackOffice) -> None:
    """A mention in a name or a description is shown as it is written."""
    office.enroll("ZED")
    form = usage_form(office, office.sam, "ZED")
    typed: Typed = {"benefit_type:ZED": {Field.BENEFIT_TYPE: "PASS"}}
    office.sam.submit_view(form, typed | answers(description="<!here> *x*"))
    told = words_of(office.sam.wait_for_message(office.channel, "left"))
    assert "Zed &lt;!channel&gt; &amp; Sons" in told
    assert "&lt;!here&gt;" in told
    assert "<!" not in told


def test_a_confirmation_that_can_t_be_sent_leaves_the_entry(office: SlackOffice) -> None:
    """What is in the ledger stays there, and the form says so itself."""
    sam = office.sam
    form = office.opened(office.staff, Form.RECORD, lambda: sam.global_shortcut(Shortcut.RECORD))
    choose_contact(office, sam, form, "ACME")
    office.slack.workspace.faults.order("chat.postMessage", Fault(error="fatal_error"), times=2)
    done = sam.submit_view(form, answers(benefit_type="PASS"))
    assert done.kind == "updated"
    assert len(office.usages) == 1
