"""The two forms that enroll: the membership, then its benefits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.names import Field, Form
from bot.slips import MembershipSlip, PaymentSlip, written
from bot.views.parts import (
    Message,
    bold,
    date_picker,
    escaped,
    field,
    menu_by_typing,
    modal,
    option,
    section,
)
from bot.views.sentences import amount, counted, dates
from bot.views.sentences import enrolling as said
from bot.views.usage_form import contact_option
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.errors import day
from core.membership import Membership, Transaction, TransactionKind
from core.quantity import Number, plain

CODE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledBenefit:
    """A catalogue line, and what became of it in a membership."""

    line: MembershipBenefit
    benefit: BenefitType
    number: Number
    accepted: bool


def membership_form(
    slip: MembershipSlip, contact: Contact | None, kind: MembershipType | None
) -> View:
    """The first form; the end of the term is asked for where the type has none."""
    chosen_contact = contact_option(contact) if contact else None
    chosen_kind = membership_type_option(kind) if kind else None
    blocks = [
        field(
            Field.CONTACT,
            said.MEMBER,
            menu_by_typing(Field.CONTACT, said.TYPE_A_NAME, chosen_contact),
            hint=said.MEMBER_HINT,
        ),
        field(
            Field.MEMBERSHIP_TYPE,
            said.MEMBERSHIP_TYPE,
            menu_by_typing(Field.MEMBERSHIP_TYPE, said.TYPE_A_NAME, chosen_kind),
            tells_choice=True,
        ),
        field(Field.STARTS_ON, said.STARTS_ON, date_picker(Field.STARTS_ON, slip.starts_on)),
        *_end_field(slip, kind),
        *transaction_fields(slip.payment),
    ]
    return modal(
        said.TITLE,
        blocks,
        form=Form.ENROLL,
        submit=said.NEXT,
        close=said.CANCEL,
        slip=written(slip),
    )


def membership_type_option(kind: MembershipType) -> Option:
    """A membership type as a choice."""
    months = said.MONTHS.format(months=kind.term_months) if kind.term_months else said.NO_FIXED_TERM
    price = f", {amount(kind.price)} {kind.currency}".rstrip() if kind.price is not None else ""
    return option(kind.name, kind.code, f"{kind.code} · {months}{price}")


def _end_field(slip: MembershipSlip, kind: MembershipType | None) -> Iterator[Block]:
    if kind and kind.term_months is None:
        picker = date_picker(Field.ENDS_ON, slip.ends_on)
        yield field(Field.ENDS_ON, said.ENDS_ON, picker, hint=said.NO_TERM, only_for=kind.code)


def transaction_fields(payment: PaymentSlip) -> Iterator[Block]:
    """The fields for the payment that a membership is linked to."""
    kinds = [option(each.value.capitalize(), each.value) for each in TransactionKind]
    yield field(
        Field.TRANSACTION,
        said.TRANSACTION,
        PlainTextInputElement(
            action_id=Field.TRANSACTION, initial_value=payment.code or None, max_length=CODE
        ),
        hint=said.TRANSACTION_HINT,
        optional=True,
    )
    yield field(
        Field.TRANSACTION_KIND,
        said.PAID_AS,
        StaticSelectElement(
            action_id=Field.TRANSACTION_KIND,
            options=kinds,
            initial_option=kinds[list(TransactionKind).index(payment.kind)],
        ),
    )
    amount_paid = NumberInputElement(
        action_id=Field.AMOUNT,
        is_decimal_allowed=True,
        initial_value=None if payment.amount is None else plain(payment.amount),
    )
    yield field(Field.AMOUNT, said.AMOUNT, amount_paid, optional=True)
    yield field(
        Field.PAID_ON, said.PAID_ON, date_picker(Field.PAID_ON, payment.paid_on), optional=True
    )


def about_membership(contact: Contact, kind: MembershipType, since: date, until: date) -> str:
    """Who is a member of what, in mrkdwn."""
    term = dates(since, until)
    return said.MEMBER_AS.format(contact=bold(contact.name), kind=bold(kind.name), term=term)


def enrolled(
    title: str,
    made: Membership,
    benefits: Sequence[EnrolledBenefit],
    currency: str,
    *,
    repeated: bool,
) -> Message:
    """What is said once the membership is made: what is given, added, lowered, declined and paid.

    And what can be changed about it later; `currency` is that of the payment.
    """
    given = [each for each in benefits if each.accepted]
    declined = [each for each in benefits if not each.accepted]
    added = [each for each in given if not each.line.standard]
    lowered = [each for each in given if each.benefit.tracked and each.number != each.line.number]
    count = counted(len(given), "benefit")
    texts = [f":white_check_mark: {title}", said.GIVEN.format(count=count, names=_names(given))]
    if added:
        texts.append(said.ADDED.format(names=_names(added)))
    if lowered:
        told = (
            said.LOWERED_TO.format(benefit=escaped(each.benefit.name), number=plain(each.number))
            for each in lowered
        )
        texts.append(said.LOWERED.format(names=", ".join(told)))
    if declined:
        count = counted(len(declined), "benefit")
        texts.append(said.DECLINED.format(count=count, names=_names(declined)))
    texts.append(_payment(made.transaction, currency))
    if repeated:
        texts.append(said.REPEATED)
    texts.append(said.LATER.format(code=escaped(made.contact)))
    return Message("\n".join(texts), tuple(section(text) for text in texts))


def _payment(paid: Transaction | None, currency: str) -> str:
    """Such as “Paid as dues: D-77, 500.00 USD, on 30 May 2026”."""
    if paid is None:
        return said.NOT_PAID
    parts = [escaped(paid.code)]
    if paid.amount is not None:
        parts.append(said.AMOUNT_PAID.format(amount=amount(paid.amount), currency=currency))
    if paid.paid_on is not None:
        parts.append(said.PAID_ON_DAY.format(day=day(paid.paid_on)))
    return said.PAID.format(kind=paid.kind.value, payment=", ".join(parts))


def _names(benefits: Sequence[EnrolledBenefit]) -> str:
    return ", ".join(escaped(each.benefit.name) for each in benefits)


def enrolled_in_form(message: Message) -> View:
    """The same in place of the form; closing it closes the first form too."""
    return modal(said.ENROLLED, message.blocks, close=said.DONE, closes_all=True)
