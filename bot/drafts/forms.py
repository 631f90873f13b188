"""Forms: from what stands in their fields to requests, and from errors to the field at fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.calls import Call, OpenView
from bot.names import PART, Field, field_of
from bot.slips import (
    FormOutOfDate,
    MembershipSlip,
    PaymentSlip,
    UndoSlip,
    UsageSlip,
    read_slip,
    request_key,
)
from core.enrolling import EnrolRequest
from core.errors import BenefitError, TextTooLong
from core.membership import TransactionKind
from core.quantity import LARGEST, ONE, decimal_of, plain
from core.recording import UsageRequest

STANDS_FOR: Final[Mapping[str, str]] = {
    "numbers": Field.NUMBER,
    "period": Field.MEMBERSHIP_TYPE,
    "holder": Field.TO,
    Field.LEVEL: Field.HELD,
    "contact": Field.OWNER,
    Field.QUANTITY: Field.PLACES,
    Field.OWNER: Field.ATTENDEE,
    "contacts": Field.BY_HAND,
    "benefit_type": Field.BULK_BENEFIT,
    "accepted": Field.STATE,
    "used_on": Field.REGISTERED_ON,
}
"""Another field to look for where a form doesn't have the one that an error names."""
PLACES: Final = -9
"""The smallest power of ten that a typed number may reach."""
_TEXTS: Final = (Field.DESCRIPTION, Field.REASON)


class BenefitMissing(BenefitError):
    """The form was submitted before a benefit was chosen."""

    field = Field.BENEFIT_TYPE

    def __init__(self) -> None:
        super().__init__(
            "Please choose a benefit in the list, and submit again; where there is no list, choose"
            " somebody else."
        )


class NotANumber(BenefitError):
    """A text that isn't a number stands where one is needed."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text[:40]}” is not a number. Please write one such as 2 or 0.5.")


class NumberOutOfRange(BenefitError):
    """A number too large, or with too many places, to be reckoned with."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"That number doesn't fit: at most {plain(LARGEST)}, with {-PLACES} decimal places."
        )
        self.at = name


class NumberUnreadable(NotANumber):
    """The number of one benefit isn't a number; its field is one of many."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.at = name


class DateUnreadable(BenefitError):
    """A text that isn't a date stands in a field for one."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"“{text[:20]}” is not a date. Please choose one in the calendar.")
        self.at = name


class QuantityUnreadable(NotANumber):
    """The quantity isn't a number."""

    field = Field.QUANTITY


class AmountUnreadable(NotANumber):
    """The amount isn't a number."""

    field = Field.AMOUNT


class TransactionMissing(BenefitError):
    """An amount or a day of payment without the transaction that they belong to."""

    field = Field.TRANSACTION

    def __init__(self) -> None:
        super().__init__("Please give the transaction's code too, or leave amount and date blank.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageDraft:
    """A usage as it stands in its form, complete or not."""

    contact: str = ""
    benefit_type: str = ""
    used_on: date | None = None
    quantity: str = "1"
    description: str = ""
    holder: str = ""
    slip: UsageSlip = field(default_factory=UsageSlip)

    @property
    def sameness(self) -> tuple[str, ...]:
        """What makes it the same usage as another one."""
        used_on = str(self.used_on or "")
        return (self.contact, self.benefit_type, used_on, self.quantity, self.holder)

    def asked_about(self) -> "UsageDraft":
        """The same draft, noting that "record again?" was asked about it."""
        return replace(self, slip=replace(self.slip, again=self.sameness))

    def told_over(self) -> "UsageDraft":
        """The same draft, noting that it was said to be more than is left."""
        return replace(self, slip=replace(self.slip, over=self.sameness))

    def request(self, user: str) -> UsageRequest:
        """What `user` asks to record; the same opened form makes the same request only once.

        Raises:
            BenefitMissing, QuantityUnreadable, NumberOutOfRange: the form isn't complete.
        """
        if not self.benefit_type:
            raise BenefitMissing
        quantity = decimal_of(self.quantity)
        if quantity is None:
            raise QuantityUnreadable(self.quantity)
        must_fit(quantity, Field.QUANTITY)
        narrowed = self.slip.meant == (self.contact, self.benefit_type)
        return UsageRequest(
            contact=self.contact,
            benefit_type=self.benefit_type,
            idempotency_key=request_key(user, self.slip.nonce),
            used_on=self.used_on,
            quantity=quantity,
            description=self.description,
            holder=self.holder or None,
            level=self.slip.level if narrowed else None,
            again=self.slip.again == self.sameness,
        )


def read_usage(call: Call) -> UsageDraft:
    """What stands in the form that records usage."""
    return UsageDraft(
        contact=call.one(Field.CONTACT),
        benefit_type=call.one(Field.BENEFIT_TYPE),
        used_on=date_in(call, Field.USED_ON),
        quantity=call.one(Field.QUANTITY) or plain(ONE),
        description=call.one(Field.DESCRIPTION),
        holder=call.one(Field.HOLDER),
        slip=read_slip(UsageSlip, view_of(call).slip),
    )


def read_undo(call: Call) -> tuple[UndoSlip, str]:
    """What is to be taken back, and why."""
    return read_slip(UndoSlip, view_of(call).slip), call.one(Field.REASON)


def read_membership(call: Call) -> MembershipSlip:
    """What stands in the first form that enrolls.

    Raises:
        AmountUnreadable, NumberOutOfRange, TransactionMissing: the payment isn't whole.
    """
    return replace(membership_so_far(call), payment=read_payment(call))


def membership_so_far(call: Call) -> MembershipSlip:
    """What stands in the first form that enrolls, complete or not."""
    return replace(
        read_slip(MembershipSlip, view_of(call).slip),
        contact=call.one(Field.CONTACT),
        membership_type=call.one(Field.MEMBERSHIP_TYPE),
        starts_on=date_in(call, Field.STARTS_ON),
        ends_on=date_in(call, Field.ENDS_ON),
        payment=_payment_so_far(call),
    )


def read_payment(call: Call) -> PaymentSlip:
    """What stands in the fields of a payment.

    Raises:
        AmountUnreadable, NumberOutOfRange: the amount isn't a number that can be.
        TransactionMissing: an amount or a date stands there for no transaction.
    """
    payment, typed = _payment_so_far(call), call.one(Field.AMOUNT)
    if typed and payment.amount is None:
        raise AmountUnreadable(typed)
    if payment.amount is not None:
        must_fit(payment.amount, Field.AMOUNT)
    if not payment.code and (typed or payment.paid_on):
        raise TransactionMissing
    return payment


def _payment_so_far(call: Call) -> PaymentSlip:
    amount = call.one(Field.AMOUNT)
    return PaymentSlip(
        code=call.one(Field.TRANSACTION),
        kind=TransactionKind(call.one(Field.TRANSACTION_KIND) or TransactionKind.DUES),
        amount=decimal_of(amount) if amount else None,
        paid_on=date_in(call, Field.PAID_ON),
    )


def enrolment_request(slip: MembershipSlip, user: str) -> EnrolRequest:
    """What `user` asks for; the same opened form makes the same request only once."""
    if slip.starts_on is None:
        raise FormOutOfDate
    return EnrolRequest(
        contact=slip.contact,
        membership_type=slip.membership_type,
        starts_on=slip.starts_on,
        idempotency_key=request_key(user, slip.nonce),
        ends_on=slip.ends_on,
        transaction=slip.payment.transaction,
        again=slip.again,
    )


def place(error: BenefitError, view: OpenView) -> dict[str, str]:
    """The error under the field at fault; under the first field where it is about none of them."""
    at_fault = _field_at_fault(error)
    wanted = (at_fault, STANDS_FOR.get(at_fault, ""), at_fault.partition(PART)[0])
    blocks = {field_of(block): block for block in reversed(view.inputs)}
    blocks |= {block: block for block in view.inputs}
    found = next((blocks[name] for name in wanted if name in blocks), view.inputs[0])
    return {found: str(error)}


def must_fit(number: Decimal, name: str) -> None:
    """Raise `NumberOutOfRange` for the field `name` where nothing can be reckoned with `number`."""
    exponent = number.as_tuple().exponent
    # No arithmetic yet: it would round such a number, or fail.
    if number.copy_abs() > LARGEST or not isinstance(exponent, int) or exponent < PLACES:
        raise NumberOutOfRange(name)


def _field_at_fault(error: BenefitError) -> str:
    if isinstance(error, NumberOutOfRange | NumberUnreadable | DateUnreadable):
        return error.at
    if isinstance(error, TextTooLong):
        # The error tells the kind of text only in its sentence; fields are called the same.
        return next((kind for kind in _TEXTS if f"The {kind} " in str(error)), "")
    return error.field


def view_of(call: Call) -> OpenView:
    """The modal that was acted in. Raises `FormOutOfDate` where there is none."""
    if call.view is None:
        raise FormOutOfDate
    return call.view


def date_in(call: Call, name: Field) -> date | None:
    """The date in a field. Raises `DateUnreadable` where it is none."""
    text = call.one(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DateUnreadable(name, text) from None
