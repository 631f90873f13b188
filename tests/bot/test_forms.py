"""Forms without Slack: what stands in them, and where an error goes."""

from decimal import Decimal
from typing import Any

import pytest

from bot.calls import OpenView, read_call
from bot.drafts import forms
from bot.drafts.benefits import PAGE, BenefitsDraft, OfferLine, digest_of, read_page
from bot.names import Field
from bot.slips import (
    BenefitsSlip,
    FormOutOfDate,
    MembershipSlip,
    PaymentSlip,
    UndoSlip,
    UsageSlip,
    read_slip,
    written,
)
from core.catalogue import BenefitType, MembershipBenefit
from core.clock import Key
from core.custom import CustomField
from core.errors import BenefitError, NotEnoughRemaining, NumberRaised, TextTooLong, UnknownContact

VIEW = OpenView("V1", "modal", "hash", "", ("contact", "benefit_type:ACME", "quantity"))


def submitted(slip: str, answers: dict[str, Any]) -> dict[str, Any]:
    """A submission as Slack sends it, with these elements by action id."""
    values = {f"block-{name}": {name: element} for name, element in answers.items()}
    return {
        "type": "view_submission",
        "user": {"id": "U1"},
        "trigger_id": "1.2.3",
        "view": {
            "id": "V1",
            "type": "modal",
            "hash": "h",
            "private_metadata": slip,
            "blocks": [],
            "state": {"values": values},
        },
    }


def test_an_error_stands_under_the_field_at_fault() -> None:
    """The field that the error names is found, whatever its block is further called."""
    error = NotEnoughRemaining(Decimal(3), Decimal(1))
    assert forms.place(error, VIEW) == {"quantity": "Only 1 left; 3 asked for."}
    narrowed = forms.BenefitMissing()
    assert list(forms.place(narrowed, VIEW)) == ["benefit_type:ACME"]


def test_an_error_about_no_field_stands_under_the_first() -> None:
    """No sentence is lost because the form has no place for it."""
    assert list(forms.place(BenefitError("Full disk."), VIEW)) == ["contact"]
    assert list(forms.place(UnknownContact("x"), VIEW)) == ["contact"]


def test_a_lowered_number_stands_under_a_number() -> None:
    """Where the sentence alone tells which one, the error goes under the first."""
    view = OpenView("V", "modal", "h", "", ("accepted:0", "number:MB0", "number:MB1"))
    error = NumberRaised("MB1", Decimal(9), Decimal(4))
    assert list(forms.place(error, view)) == ["number:MB0"]


def test_the_same_opened_form_makes_one_request_for_one_person() -> None:
    """The nonce of the form and the person make the idempotency key."""
    draft = forms.UsageDraft(contact="ACME", benefit_type="PASS")
    first, second = draft.request("U1"), draft.request("U1")
    assert first.idempotency_key == second.idempotency_key
    assert first.idempotency_key != draft.request("U2").idempotency_key
    assert (
        first.idempotency_key
        != forms.UsageDraft(contact="ACME", benefit_type="PASS").request("U1").idempotency_key
    )
    assert "#" not in first.idempotency_key


def test_record_again_is_meant_for_the_usage_it_was_asked_about() -> None:
    """Another date or contact in the same form is asked about anew."""
    draft = forms.UsageDraft(contact="ACME", benefit_type="PASS").asked_about()
    assert draft.request("U1").again
    changed = forms.UsageDraft(contact="ANN", benefit_type="PASS", slip=draft.slip)
    assert not changed.request("U1").again


def test_a_line_narrows_the_draw_while_it_is_still_meant() -> None:
    """Another contact in the form opened from one line draws as usual."""
    slip = UsageSlip(level=Key(7), meant=("ACME", "PASS"))
    assert forms.UsageDraft(contact="ACME", benefit_type="PASS", slip=slip).request("U").level == 7
    other = forms.UsageDraft(contact="ANN", benefit_type="PASS", slip=slip)
    assert other.request("U").level is None


@pytest.mark.parametrize("quantity", ["9" * 40, "-1000000000", "0.0000000001"])
def test_a_number_that_nobody_can_reckon_with_is_told(quantity: str) -> None:
    """Under the quantity, before any rule tries to divide it or a sentence to write it out."""
    draft = forms.UsageDraft(contact="ACME", benefit_type="PASS", quantity=quantity)
    with pytest.raises(forms.NumberOutOfRange, match="at most 999999999") as raised:
        draft.request("U1")
    assert list(forms.place(raised.value, VIEW)) == ["quantity"]


@pytest.mark.parametrize("typed", ["1e400", "9" * 40])
def test_a_number_of_a_benefit_stands_under_its_own_field(typed: str) -> None:
    """There are many numbers in the form that enrolls, and none is passed over in silence."""
    view = OpenView("V", "modal", "h", "", ("accepted:0", "number:G1", "number:G2"))
    body = submitted("", {"number:G2": {"type": "number_input", "value": typed}})
    with pytest.raises((forms.NumberUnreadable, forms.NumberOutOfRange)) as raised:
        read_page(read_call(body), BenefitsDraft(), [], BenefitsSlip(), {})
    assert list(forms.place(raised.value, view)) == ["number:G2"]


@pytest.mark.parametrize(("kind", "block"), [("description", "description"), ("note", "contact")])
def test_a_text_too_long_stands_under_its_own_field(kind: str, block: str) -> None:
    """Where the form has a field for that kind of text; else under the first."""
    view = OpenView("V", "modal", "h", "", ("contact", "description", "reason"))
    assert list(forms.place(TextTooLong(kind, 300, 255), view)) == [block]


def test_a_date_that_is_none_stands_under_its_own_field() -> None:
    """The form of a client that lets anything be typed."""
    view = OpenView("V", "modal", "h", "", ("contact", "starts_on", "paid_on"))
    picked = {"type": "datepicker", "selected_date": "2026-02-31"}
    body = submitted(written(MembershipSlip()), {Field.PAID_ON: picked})
    with pytest.raises(forms.DateUnreadable, match="“2026-02-31” is not a date") as raised:
        forms.read_membership(read_call(body))
    assert list(forms.place(raised.value, view)) == ["paid_on"]


@pytest.mark.parametrize("quantity", ["many", "1e", "--1", "1e400", "1e-99999999", "0,5"])
def test_a_quantity_that_is_no_number_is_told(quantity: str) -> None:
    """The sentence says what a quantity looks like."""
    draft = forms.UsageDraft(contact="ACME", benefit_type="PASS", quantity=quantity)
    with pytest.raises(forms.QuantityUnreadable, match="is not a number"):
        draft.request("U1")


def test_a_form_before_the_benefits_came_asks_for_one() -> None:
    """Somebody may press Record before the list has arrived."""
    with pytest.raises(forms.BenefitMissing, match="choose a benefit"):
        forms.UsageDraft(contact="ACME").request("U1")


@pytest.mark.parametrize(
    "slip",
    [
        UsageSlip(reply_to="https://hooks.slack.com/x", level=Key(3), meant=("A", "B")),
        MembershipSlip(contact="ACME", payment=PaymentSlip(amount=Decimal("10.50"))),
        UndoSlip(key=Key(1)),
    ],
)
def test_a_slip_comes_back_as_it_was_written(
    slip: UsageSlip | MembershipSlip | UndoSlip,
) -> None:
    """What a modal carries is the same at its submit, the nonce above all."""
    assert read_slip(type(slip), written(slip)) == slip


def test_a_form_of_an_earlier_version_is_told_so() -> None:
    """A modal that was open during an update asks to be opened anew."""
    with pytest.raises(FormOutOfDate):
        read_slip(UsageSlip, '{"other": 1}x')


def line(code: str, *, standard: bool = True) -> OfferLine:
    """A line of an offer."""
    benefit = BenefitType(code="B", name="Benefit")
    return OfferLine(
        MembershipBenefit(
            code=code,
            membership_type="T",
            benefit_type="B",
            number=Decimal(9),
            standard=standard,
        ),
        benefit,
    )


def test_a_page_changes_what_it_shows_and_nothing_else() -> None:
    """Ticks, numbers and custom fields of its lines are taken; those of other pages stay."""
    lines = [*(line(f"L{n}") for n in range(PAGE + 2)), line("EXTRA", standard=False)]
    before = BenefitsDraft(
        declined=frozenset({"L0", f"L{PAGE}"}),
        optional=frozenset({"EXTRA"}),
        numbers={"L1": Decimal(1), f"L{PAGE + 1}": Decimal(5)},
        custom={"text1": "for all"},
        custom_of={"L0": {"text1": "its own"}},
    )
    slip = BenefitsSlip(page=1, offered=digest_of(lines), fields_of="EXTRA")
    boxes = {"type": "checkboxes", "selected_options": [{"value": f"L{PAGE}"}]}
    body = submitted(
        "",
        {
            "accepted:30": boxes,
            "optional:0": {"type": "checkboxes", "selected_options": []},
            f"number:L{PAGE}": {"type": "number_input", "value": "2"},
            f"number:L{PAGE + 1}": {"type": "number_input", "value": None},
            "custom:text1": {"type": "plain_text_input", "value": "another"},
        },
    )
    fields = {"text1": CustomField(slot="text1", label="Greeting")}
    assert read_page(read_call(body), before, lines, slip, fields) == BenefitsDraft(
        declined=frozenset({"L0", f"L{PAGE + 1}"}),
        numbers={"L1": Decimal(1), f"L{PAGE}": Decimal(2)},
        custom={"text1": "for all"},
        custom_of={"L0": {"text1": "its own"}, "EXTRA": {"text1": "another"}},
    )


def test_a_page_of_another_offer_is_out_of_date() -> None:
    """A line that came in while the form was open was shown to nobody, so nobody declined it."""
    slip = BenefitsSlip(offered=digest_of([line("L1")]))
    with pytest.raises(FormOutOfDate):
        read_page(read_call(submitted("", {})), BenefitsDraft(), [line("L1"), line("L2")], slip, {})


def test_an_amount_without_a_transaction_is_told() -> None:
    """A payment that nobody can find in the accounts is of no use."""
    amount = {"type": "number_input", "value": "50"}
    body = submitted(written(MembershipSlip()), {Field.AMOUNT: amount})
    with pytest.raises(forms.TransactionMissing, match="code"):
        forms.read_membership(read_call(body))


def test_a_form_without_its_start_makes_no_request() -> None:
    """The second form always carries the first one's answers."""
    with pytest.raises(FormOutOfDate):
        forms.enrolment_request(MembershipSlip(), "U1")
