"""Enrolling from Slack: the membership, then its benefits, made in one step."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.names import Command, Field, Form
from core.catalogue import MembershipType
from core.custom import CustomField
from core.entry import EntryKind
from core.membership import TransactionKind
from playground.slack import View
from tests.bot.catalogue import many_lines
from tests.bot.office import SlackOffice, Typed, served, words_of


def first_form(office: SlackOffice, contact: str = "BOB", kind: str = "GOLD") -> View:
    """The first form, opened by May, with a contact and a membership type chosen."""
    may = office.may
    form = office.opened(
        office.manager, Form.ENROLL, lambda: may.run_command(office.channel, "/benefits", "enroll")
    )
    may.suggest(form, Field.CONTACT, contact)
    form.fill(Field.CONTACT, Field.CONTACT, contact)
    may.suggest(form, Field.MEMBERSHIP_TYPE, "")
    before = form.hash
    may.click(form, Field.MEMBERSHIP_TYPE, value=kind)
    office.slack.until(lambda: form.hash != before)
    return form


def second_form(office: SlackOffice, typed: Typed | None = None, **choice: str) -> View:
    """The second form, reached with these answers in the first."""
    first = first_form(office, **choice)
    done = office.may.submit_view(first, typed)
    assert (done.kind, done.errors) == ("pushed", {})
    assert done.view is not None
    return done.view


def memberships(office: SlackOffice, contact: str) -> Any:
    """A contact's memberships."""
    return office.desk.read(lambda books: books.memberships_of(contact))


def levels(office: SlackOffice, contact: str) -> dict[str, Any]:
    """A contact's levels, by membership benefit."""
    (membership,) = memberships(office, contact)
    found = office.desk.read(lambda books: books.levels_of(membership.key))
    return {level.membership_benefit: level for level in found}


@pytest.mark.both_ways
def test_a_member_is_enrolled_in_two_steps(office: SlackOffice) -> None:
    """Standard benefits accepted or declined, optional ones ticked, a number lowered."""
    typed: Typed = {
        Field.STARTS_ON: {Field.STARTS_ON: "2026-06-01"},
        Field.TRANSACTION: {Field.TRANSACTION: "D-77"},
        Field.TRANSACTION_KIND: {Field.TRANSACTION_KIND: "gift"},
        Field.AMOUNT: {Field.AMOUNT: "500.50"},
        Field.PAID_ON: {Field.PAID_ON: "2026-05-30"},
    }
    form = second_form(office, typed)
    assert "*Bob Bold* as *Gold*, 1 Jun 2026 to 31 May 2027" in words_of(form)
    done = office.may.submit_view(
        form,
        {
            "accepted:0": {"accepted:0": ["G1", "G3", "G4"]},
            "optional:0": {"optional:0": ["G5"]},
            "number:G1": {"number:G1": "2"},
        },
    )
    assert done.kind == "updated"
    assert "4 benefits: Guest pass, Notary service, Directory listing, Gala seat" in words_of(form)
    assert "1 benefit declined: Conference room" in words_of(form)
    assert "Added: Gala seat" in words_of(form)
    assert "Lowered: Guest pass to 2" in words_of(form)
    assert "Paid as gift: D-77, 500.50 USD, on 30 May 2026" in words_of(form)
    assert "To change it later: `/benefits adjust BOB`" in words_of(form)
    (membership,) = memberships(office, "BOB")
    assert (membership.starts_on, membership.ends_on) == (date(2026, 6, 1), date(2027, 5, 31))
    paid = membership.transaction
    assert (paid.code, paid.kind, paid.amount, paid.paid_on) == (
        "D-77",
        TransactionKind.GIFT,
        Decimal("500.50"),
        date(2026, 5, 30),
    )
    made = levels(office, "BOB")
    assert made["G1"].number == Decimal(2)
    assert [code for code, level in made.items() if not level.accepted] == ["G2"]
    assert made["G5"].accepted
    office.may.wait_for_message(office.channel, "Bob Bold")
    office.may.close_view(form)
    assert office.may.modal is None


def test_a_second_membership_is_asked_about(office: SlackOffice) -> None:
    """The second form says what there is already, and its button that another one is meant."""
    usual = second_form(office)
    assert usual.definition["submit"]["text"] == "Enroll"
    office.may.close_view(usual, all_of_them=True)
    form = second_form(office, contact="ACME")
    there = "Acme Hardware is a Gold member already, 1 Jan 2026 to 31 Dec 2026; enroll again?"
    assert there in words_of(form)
    assert form.definition["submit"]["text"] == "Enroll again"
    assert office.may.submit_view(form).kind == "updated"
    assert len(memberships(office, "ACME")) == 2


def test_a_membership_made_meanwhile_is_asked_about_at_the_end(office: SlackOffice) -> None:
    """What was chosen is kept; nothing is made until it is said to be meant."""
    form = second_form(office)
    office.enroll("BOB", starts_on=date(2026, 3, 1))
    done = office.may.submit_view(form, {"accepted:0": {"accepted:0": ["G1"]}})
    assert done.kind == "updated"
    assert "Bob Bold is a Gold member already, 1 Mar 2026 to 28 Feb 2027" in words_of(form)
    assert form.definition["submit"]["text"] == "Enroll again"
    assert len(memberships(office, "BOB")) == 1
    office.may.submit_view(form)
    made = office.desk.read(lambda books: books.levels_of(memberships(office, "BOB")[1].key))
    assert [level.membership_benefit for level in made if level.accepted] == ["G1"]


def test_the_same_submission_twice_is_one_membership(office: SlackOffice) -> None:
    """A redelivered submission is told the same."""
    form = second_form(office)
    office.may.submit_view(form)
    delivery = office.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    again = office.slack.redeliver(delivery)
    assert "enrolled already" in f"{again.payload}"
    assert len(memberships(office, "BOB")) == 1


def test_the_end_is_asked_for_where_the_type_has_no_term(office: SlackOffice) -> None:
    """The field appears with the type, and an end before the start is told under it."""
    form = first_form(office, kind="SPONS")
    block = f"{Field.ENDS_ON}:SPONS"
    refused = office.may.submit_view(form, {block: {Field.ENDS_ON: "2026-06-01"}})
    assert "is before the start" in refused.errors[block]
    assert office.may.submit_view(form, {block: {Field.ENDS_ON: "2026-12-31"}}).kind == "pushed"
    assert Field.ENDS_ON not in words_of(first_form(office, kind="GOLD"))


def test_a_number_may_be_lowered_not_raised(office: SlackOffice) -> None:
    """Each wrong number is told under its own field, all at once; nothing is made."""
    form = second_form(office)
    typed = {
        "number:G1": {"number:G1": "5"},
        "number:G2": {"number:G2": "1.3"},
        "number:G5": {"number:G5": "1"},
    }
    refused = office.may.submit_view(form, typed)
    assert list(refused.errors) == ["number:G1", "number:G2", "number:G5"]
    assert "Tick the benefit to add it" in refused.errors["number:G5"]
    assert "Guest pass: the package has 4; 5 would be" in refused.errors["number:G1"]
    assert "steps of 0.5" in refused.errors["number:G2"]
    assert memberships(office, "BOB") == []


def test_an_amount_without_its_transaction_is_told(office: SlackOffice) -> None:
    """Under the field that is missing."""
    form = first_form(office)
    refused = office.may.submit_view(form, {Field.AMOUNT: {Field.AMOUNT: "10"}})
    assert "transaction's code" in refused.errors[Field.TRANSACTION]


def test_declining_everything_is_possible(office: SlackOffice) -> None:
    """Nothing ticked is an answer too."""
    form = second_form(office)
    assert office.may.submit_view(form, {"accepted:0": {"accepted:0": []}}).kind == "updated"
    assert not any(level.accepted for level in levels(office, "BOB").values())
    assert "No payment was entered." in words_of(form)


def next_page(office: SlackOffice, form: View, typed: Typed | None = None) -> None:
    """Leave a page for the next one."""
    assert form.definition["submit"]["text"] == "Next page"
    done = office.may.submit_view(form, typed)
    assert (done.kind, done.errors) == ("updated", {})


def test_a_long_package_comes_in_pages(office: SlackOffice) -> None:
    """Each number has its field; what is chosen on one page is kept while others are turned."""
    office.put(many_lines(100))
    office.put(many_lines(9, standard=False, code="MANY"))
    form = second_form(office, kind="MANY")
    assert "*Benefits 1 to 30 of 100*" in words_of(form)
    first = [f"ML{n}" for n in range(9, 19)]
    lowered = {"number:ML20": {"number:ML20": "1.5"}}
    refused = office.may.submit_view(form, {"accepted:0": {"accepted:0": first[1:]}, **lowered})
    assert list(refused.errors) == ["number:ML20"]
    next_page(office, form, {"number:ML20": {"number:ML20": "2"}})
    assert "*Benefits 31 to 60 of 100*" in words_of(form)
    before = form.hash
    office.may.click(form, "enroll_page_back", typed={"number:ML40": {"number:ML40": "7"}})
    office.slack.until(lambda: form.hash != before)
    assert form.values()["number:ML20"]["number:ML20"]["value"] == "2"
    for _ in range(3):
        next_page(office, form)
    assert "*Benefits 91 to 100 of 100*" in words_of(form)
    assert len(form.blocks) <= 100
    done = office.may.submit_view(form, {"optional:0": {"optional:0": ["ML0", "ML8"]}})
    assert done.kind == "updated"
    made = levels(office, "BOB")
    assert len(made) == 93
    assert [code for code, level in made.items() if not level.accepted] == ["ML9"]
    lowered_to = {code: level.number for code, level in made.items() if level.number != 1000}
    assert lowered_to == {"ML20": 2, "ML40": 7}


CUSTOM = {
    each.slot: each
    for each in (
        CustomField(slot="date1", label="Card sent"),
        CustomField(slot="lookup2", label="Any code"),
        CustomField(slot="text1", label="Greeting"),
    )
}


def custom(code: str = "", **texts: str) -> Typed:
    """Texts in the custom fields of a benefit, or of every one."""
    return {f"custom:{slot}:{code}": {f"custom:{slot}": text} for slot, text in texts.items()}


def more_about(office: SlackOffice, form: View, value: str, typed: Typed) -> None:
    """Choose whose custom fields are shown, with these texts in those that are."""
    before = form.hash
    office.may.click(form, Field.FIELDS_OF, value=value, typed=typed)
    office.slack.until(lambda: form.hash != before)


def test_labelled_custom_fields_are_recorded(office: SlackOffice) -> None:
    """Texts of every benefit, and others of one; what is wrong is told where it stands."""
    office.desk.policy = replace(office.desk.policy, custom_fields=CUSTOM)
    form = second_form(office)
    every = custom(date1="2026-06-20", text1="Welcome", lookup2="TOO-LONG")
    more_about(office, form, ":G1", {**every, "accepted:0": {"accepted:0": ["G1", "G3"]}})
    assert form.values()["custom:text1:G1"]["custom:text1"]["value"] == "Welcome"
    refused = office.may.submit_view(form, custom("G1", text1="Two passes", lookup2="X1"))
    assert list(refused.errors) == ["fields_of"]
    assert "Every benefit: The Any code has 8 characters" in refused.errors["fields_of"]
    more_about(office, form, "every", {})
    refused = office.may.submit_view(form)
    assert list(refused.errors) == ["custom:lookup2:"]
    assert office.may.submit_view(form, custom(lookup2="A")).kind == "updated"
    made = levels(office, "BOB")
    others = {"date1": "2026-06-20", "text1": "Welcome", "lookup2": "A"}
    assert {code: dict(level.custom) for code, level in made.items()} == {
        "G1": {"date1": "2026-06-20", "text1": "Two passes", "lookup2": "X1"},
        "G2": others,
        "G3": others,
        "G4": others,
    }
    assert [code for code, level in made.items() if level.accepted] == ["G1", "G3"]


def test_custom_fields_of_a_benefit_that_is_not_ticked_are_asked_about(
    office: SlackOffice,
) -> None:
    """What was typed there would be lost; ticked, it is kept."""
    office.desk.policy = replace(office.desk.policy, custom_fields=CUSTOM)
    form = second_form(office)
    more_about(office, form, ":G5", {})
    told = "Gala seat: Tick the benefit to add it, or leave its fields blank."
    assert office.may.submit_view(form, custom("G5", text1="Table 4")).errors == {"fields_of": told}
    ticked = {"optional:0": {"optional:0": ["G5"]}}
    assert office.may.submit_view(form, ticked).kind == "updated"
    assert dict(levels(office, "BOB")["G5"].custom) == {"text1": "Table 4"}


def test_without_labels_there_are_no_custom_fields(office: SlackOffice) -> None:
    """They cost nothing while nobody labelled one."""
    form = second_form(office)
    assert "custom" not in words_of(form)
    assert Field.FIELDS_OF not in words_of(form)


def test_a_retired_membership_type_is_not_offered(office: SlackOffice) -> None:
    """What was retired can't be chosen, and is refused where it was open before."""
    form = first_form(office)
    office.put([MembershipType(code="GOLD", name="Gold", term_months=12, retired=True)])
    assert office.may.suggest(form, Field.MEMBERSHIP_TYPE, "").values == ["SPONS"]
    assert "retired" in " ".join(office.may.submit_view(form).errors.values())


@pytest.mark.parametrize("text", ["enroll Quixote Ltd", "check Quixote Ltd", "use Quixote pass"])
def test_a_manager_is_told_how_somebody_becomes_a_contact(office: SlackOffice, text: str) -> None:
    """In the sheet where there is one, else on the command line."""
    told = words_of(office.says(office.manager, Command.PANEL, text, words="There is no contact"))
    assert "Add them in the sheet, in *Contacts*" in told
    with served(office, has_sheet=False):
        told = words_of(office.says(office.manager, Command.PANEL, text, words="no contact"))
        assert "`benefit-desk put contacts`" in told


def test_staff_are_told_whom_to_ask(office: SlackOffice) -> None:
    """They add nobody; and where a name fits several contacts, nobody is missing."""
    told = words_of(office.says(office.staff, Command.CHECK, "Quixote", words="no contact"))
    assert "Please ask a manager" in told
    for text in ("a", "acme qqqqq"):
        told = words_of(office.says(office.staff, Command.USE, text, words="“"))
        assert "ask a manager" not in told


def test_a_member_who_is_named_is_chosen_already(office: SlackOffice) -> None:
    """The subcommand takes a name."""
    form = office.opened(
        office.manager,
        Form.ENROLL,
        lambda: office.may.run_command(office.channel, Command.PANEL, "enroll bob"),
    )
    assert form.values()[Field.CONTACT][Field.CONTACT]["selected_option"]["value"] == "BOB"


def test_staff_may_not_enroll(office: SlackOffice) -> None:
    """Neither opening nor submitting; the sentence says who can change that."""
    office.says(office.staff, Command.PANEL, "enroll", words="you may not enroll")
    assert office.sam.modal is None
    assert len(office.entries(EntryKind.MEMBERSHIP)) == 1
