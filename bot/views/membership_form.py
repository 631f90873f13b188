"""The two forms that enroll: the membership, then its benefits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.names import PART, Field, Form
from bot.slips import MembershipSlip, written
from bot.views.parts import (
    OPTION_TEXT,
    Message,
    bold,
    context,
    cut,
    date_picker,
    escaped,
    field,
    menu_by_typing,
    modal,
    option,
    plain_text,
    section,
)
from bot.views.sentences import counted, dates, quantity_of
from bot.views.usage_form import contact_option
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.membership import TransactionKind
from core.quantity import Number, Unlimited, money, plain

CHECKBOXES: Final = 10
VIEW_BLOCKS: Final = 100
CODE: Final = 60
NO_TERM: Final = "This type has no fixed term, so please say when the membership ends."
DECLINE: Final = "Untick what the member declines."
TICK: Final = "Tick what is added; it counts as accepted."
LOWER: Final = "A number can be lowered, not raised. Leave it blank to give all."
LOWER_BY_CODE: Final = "One line for each number that is lowered: MB002=2"


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A catalogue line and its benefit type."""

    line: MembershipBenefit
    benefit: BenefitType

    @property
    def counts(self) -> bool:
        """Whether it has a number that could be lowered."""
        return self.benefit.tracked and not isinstance(self.line.number, Unlimited)


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
            "Member",
            menu_by_typing(Field.CONTACT, "Type a name or a code", chosen_contact),
        ),
        field(
            Field.MEMBERSHIP_TYPE,
            "Membership type",
            menu_by_typing(Field.MEMBERSHIP_TYPE, "Type a name or a code", chosen_kind),
            tells_choice=True,
        ),
        field(Field.STARTS_ON, "Starts on", date_picker(Field.STARTS_ON, slip.starts_on)),
        *_end_field(slip, kind),
        *transaction_fields(slip.transaction, slip.amount, slip.paid_on, slip.transaction_kind),
    ]
    return modal(
        "Enroll a member",
        blocks,
        form=Form.ENROLL,
        submit="Next: benefits",
        close="Cancel",
        slip=written(slip),
    )


def membership_type_option(kind: MembershipType) -> Option:
    """A membership type as a choice."""
    months = f"{kind.term_months} months" if kind.term_months else "no fixed term"
    price = f", {money(kind.price)} {kind.currency}".rstrip() if kind.price is not None else ""
    return option(kind.name, kind.code, f"{kind.code} · {months}{price}")


def _end_field(slip: MembershipSlip, kind: MembershipType | None) -> Iterator[Block]:
    if kind and kind.term_months is None:
        picker = date_picker(Field.ENDS_ON, slip.ends_on)
        yield field(Field.ENDS_ON, "Ends on", picker, hint=NO_TERM, only_for=kind.code)


def transaction_fields(
    transaction: str,
    amount: Decimal | None,
    paid_on: date | None,
    kind: TransactionKind = TransactionKind.DUES,
) -> Iterator[Block]:
    """The fields for the payment that a membership is linked to."""
    kinds = [option(each.value.capitalize(), each.value) for each in TransactionKind]
    yield field(
        Field.TRANSACTION,
        "Transaction",
        PlainTextInputElement(
            action_id=Field.TRANSACTION, initial_value=transaction or None, max_length=CODE
        ),
        hint="The code of the payment in your accounts.",
        optional=True,
    )
    yield field(
        Field.TRANSACTION_KIND,
        "Paid as",
        StaticSelectElement(
            action_id=Field.TRANSACTION_KIND,
            options=kinds,
            initial_option=kinds[list(TransactionKind).index(kind)],
        ),
    )
    amount_paid = NumberInputElement(
        action_id=Field.AMOUNT,
        is_decimal_allowed=True,
        initial_value=None if amount is None else plain(amount),
    )
    yield field(Field.AMOUNT, "Amount", amount_paid, optional=True)
    yield field(Field.PAID_ON, "Paid on", date_picker(Field.PAID_ON, paid_on), optional=True)


def benefits_form(
    slip: MembershipSlip,
    title: str,
    standard: Sequence[OfferLine],
    optional: Sequence[OfferLine],
    *,
    question: str = "",
) -> View:
    """The second form: what is accepted, what is added, which numbers are lowered.

    A `question` stands above them, and the button then says "Enroll again".
    Each number has a field of its own as long as they all fit; else one field takes them all.
    """
    blocks: list[Block] = [section(title), *([section(question)] if question else [])]
    blocks += _checkboxes(Field.ACCEPTED, "Standard benefits", DECLINE, standard, ticked=True)
    blocks += _checkboxes(Field.OPTIONAL, "Optional benefits", TICK, optional, ticked=False)
    counted = [each for each in (*standard, *optional) if each.counts]
    if len(blocks) + 1 + len(counted) <= VIEW_BLOCKS:
        if counted:
            blocks.append(context(LOWER))
        blocks += [_number_field(each) for each in counted]
    else:
        blocks.append(_numbers_field())
    return modal(
        "Benefits",
        blocks,
        form=Form.ENROLL_BENEFITS,
        submit="Enroll again" if question else "Enroll",
        close="Back",
        slip=written(slip),
    )


def _checkboxes(
    name: Field, label: str, hint: str, lines: Sequence[OfferLine], *, ticked: bool
) -> Iterator[Block]:
    for begin in range(0, len(lines), CHECKBOXES):
        options = [
            option(_offered(each), each.line.code, each.line.note)
            for each in lines[begin : begin + CHECKBOXES]
        ]
        part = f"{name}{PART}{begin}"
        element = CheckboxesElement(
            action_id=part, options=options, initial_options=options if ticked else None
        )
        title = f"{label}, continued" if begin else label
        hint_once = "" if begin else hint
        yield field(name, title, element, hint=hint_once, optional=True, only_for=str(begin))


def _offered(each: OfferLine) -> str:
    number = quantity_of(each.line.number, each.benefit) if each.benefit.tracked else "included"
    value = each.line.single_value
    worth = f", worth {money(value)} each" if value is not None and each.benefit.tracked else ""
    state = f"{number}{worth}"
    return f"{cut(each.benefit.name, max(1, OPTION_TEXT - len(state) - 3))} — {state}"


def _number_field(each: OfferLine) -> Block:
    number = quantity_of(each.line.number, each.benefit)
    return field(
        Field.NUMBER,
        f"{cut(each.benefit.name, 80)} ({each.line.code})",
        NumberInputElement(
            action_id=f"{Field.NUMBER}{PART}{each.line.code}",
            is_decimal_allowed=True,
            placeholder=plain_text(f"all {number}", OPTION_TEXT),
        ),
        optional=True,
        only_for=each.line.code,
    )


def _numbers_field() -> Block:
    element = PlainTextInputElement(action_id=Field.NUMBERS, multiline=True)
    return field(Field.NUMBERS, "Numbers", element, hint=LOWER_BY_CODE, optional=True)


def about_membership(contact: Contact, kind: MembershipType, since: date, until: date) -> str:
    """Who is a member of what, in mrkdwn."""
    return f"{bold(contact.name)} as {bold(kind.name)}, {dates(since, until)}"


def enrolled_twice(twin: str) -> str:
    """The question about a second membership of the same type, in mrkdwn."""
    return f":warning: There is one already: {twin}. Press *Enroll again* if a second one is meant."


def enrolled(title: str, benefits: Sequence[EnrolledBenefit], *, repeated: bool) -> Message:
    """What is said once the membership is made: what is given, added, lowered and declined."""
    given = [each for each in benefits if each.accepted]
    declined = [each for each in benefits if not each.accepted]
    added = [each for each in given if not each.line.standard]
    lowered = [each for each in given if each.benefit.tracked and each.number != each.line.number]
    texts = [f":white_check_mark: {title}", f"{counted(len(given), 'benefit')}: {_names(given)}"]
    if added:
        texts.append(f"Added: {_names(added)}")
    if lowered:
        told = (f"{escaped(each.benefit.name)} to {plain(each.number)}" for each in lowered)
        texts.append(f"Lowered: {', '.join(told)}")
    if declined:
        texts.append(f"{counted(len(declined), 'benefit')} declined: {_names(declined)}")
    if repeated:
        texts.append("It had been enrolled already, so nothing was made twice.")
    return Message("Enrolled.", tuple(section(text) for text in texts))


def _names(benefits: Sequence[EnrolledBenefit]) -> str:
    return ", ".join(escaped(each.benefit.name) for each in benefits)


def enrolled_in_form(message: Message) -> View:
    """The same in place of the form; closing it closes the first form too."""
    return modal("Enrolled", message.blocks, close="Done", closes_all=True)
