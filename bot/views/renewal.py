"""Renewing: the form, the preview with what is lost, the confirmation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from slack_sdk.models.blocks import Block, StaticSelectElement
from slack_sdk.models.views import View

from bot.names import Act, Field, Form
from bot.slips import RenewalSlip, written
from bot.views.membership_form import transaction_fields
from bot.views.parts import (
    Message,
    as_many_as_fit,
    bold,
    button,
    context,
    cut,
    date_picker,
    escaped,
    field,
    menu_alone,
    menu_by_typing,
    modal,
    option,
    paragraphs,
    section,
)
from bot.views.sentences import amount, counted, dates, quantity_of
from bot.views.sentences import renewing as said
from bot.views.usage_form import contact_option
from core.catalogue import BenefitType, MembershipType
from core.contact import Contact
from core.errors import day
from core.membership import Membership
from core.quantity import ZERO, Unlimited
from core.renewing import Ending

MOST: Final = 100
ROOM: Final = 7000
"""Characters that tell what becomes of what is left; more is only counted."""
NAME: Final = 60
TYPE_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class RenewalContent:
    """What is shown in the form: the member, and their memberships with the names of the types."""

    contact: Contact | None = None
    memberships: Sequence[tuple[Membership, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalTold:
    """A renewal in names: the new membership, and what becomes of what is left of the old one.

    `declined` and `added` name benefits; `today` tells whether what is left can still be used.
    """

    contact: Contact
    kind: MembershipType
    new: Membership
    old: Membership
    levels: int
    declined: Sequence[str]
    added: Sequence[str]
    endings: Sequence[tuple[Ending, BenefitType]]
    currency: str
    today: date

    @property
    def old_last_day(self) -> date:
        """The last day of the old membership, which a new start may bring forward."""
        return min(self.old.ends_on, self.new.starts_on - timedelta(days=1))


def renewal_form(slip: RenewalSlip, content: RenewalContent) -> View:
    """The form: which membership, as what, from when, paid by what."""
    chosen = contact_option(content.contact) if content.contact else None
    member = menu_by_typing(Field.RENEWS, said.TYPE_A_NAME, chosen)
    nothing = content.contact is not None and not content.memberships
    blocks: list[Block] = [field(Field.RENEWS, said.MEMBER, member, tells_choice=True)]
    if nothing:
        blocks = [*menu_alone(said.MEMBER, member)]
    blocks += _about(content)
    if content.memberships:
        kind = menu_by_typing(Field.RENEWED_AS, said.SAME)
        starts, ends = date_picker(Field.STARTS_ON), date_picker(Field.ENDS_ON)
        blocks += [
            field(Field.RENEWED_AS, said.AS, kind, hint=said.AS_HINT, optional=True),
            field(Field.STARTS_ON, said.STARTS_ON, starts, hint=said.STARTS_HINT, optional=True),
            field(Field.ENDS_ON, said.ENDS_ON, ends, hint=said.ENDS_HINT, optional=True),
            *transaction_fields(slip.payment),
        ]
    return modal(
        said.TITLE,
        blocks,
        form=Form.RENEW,
        submit="" if nothing else said.PREVIEW,
        close=said.CANCEL,
        slip=written(slip),
    )


def _about(content: RenewalContent) -> Iterator[Block]:
    contact = content.contact
    if contact is None:
        yield context(said.CHOOSE_MEMBER)
    elif not content.memberships:
        yield section(said.NO_MEMBERSHIP.format(name=bold(contact.name)))
    else:
        options = [
            option(_membership(each, name), str(each.key))
            for each, name in content.memberships[:MOST]
        ]
        menu = StaticSelectElement(
            action_id=Field.MEMBERSHIP,
            placeholder=said.CHOOSE_MEMBERSHIP,
            options=options,
            initial_option=options[0],
        )
        yield field(Field.MEMBERSHIP, said.MEMBERSHIP, menu, only_for=contact.code)


def _membership(membership: Membership, name: str) -> str:
    return f"{cut(name, TYPE_NAME)}, {dates(membership.starts_on, membership.ends_on)}"


def renewal_preview(slip: RenewalSlip, told: RenewalTold, question: str = "") -> View:
    """What the renewal would make, roll over and let expire; its button renews.

    Beside the benefits that are declined or added is a button to change that.
    """
    blocks: list[Block] = [section(f":warning: {escaped(question)}")] if question else []
    change = button(said.CHANGE_BENEFITS, Act.RENEW_CHOOSE)
    blocks += [section(_what(told)), section(_choices(told), change)]
    if not slip.benefits.draft:
        blocks.append(context(said.AS_SO_FAR))
    blocks += [*_left_over(told), context(said.NOT_YET)]
    return modal(
        said.TITLE,
        blocks,
        form=Form.RENEW_PREVIEW,
        submit=said.RENEW_AGAIN if question else said.RENEW,
        close=said.BACK,
        slip=written(slip),
    )


def renewed(told: RenewalTold, *, repeated: bool) -> Message:
    """The confirmation."""
    text = said.RENEWED.format(what=_what(told))
    above = [section(text), section(_choices(told))]
    below = [section(said.REPEATED)] if repeated else list(_left_over(told))
    return Message(text, as_many_as_fit(above, below))


def renewed_in_form(message: Message) -> View:
    """The same in place of the preview; closing it closes the form below too."""
    return modal(said.TITLE, message.blocks, close=said.DONE, closes_all=True)


def _what(told: RenewalTold) -> str:
    what = said.WOULD.format(
        contact=escaped(told.contact.name).strip(),
        kind=escaped(told.kind.name).strip(),
        term=dates(told.new.starts_on, told.new.ends_on),
        benefits=counted(told.levels, "benefit"),
    )
    if told.old.ends_on < told.new.starts_on:
        return what
    return f"{what}\n{said.OLD_ENDS.format(day=day(told.old_last_day))}"


def _choices(told: RenewalTold) -> str:
    """Which benefits are declined, and which are added."""
    lines = [
        sentence.format(names=", ".join(escaped(name) for name in names))
        for sentence, names in ((said.DECLINED, told.declined), (said.ADDED, told.added))
        if names
    ]
    return "\n".join(lines) or said.ALL_ACCEPTED


def _left_over(told: RenewalTold) -> Iterator[Block]:
    lines = [_line(ending, benefit, told.currency) for ending, benefit in _ending(told)]
    if not lines:
        yield section(said.NOTHING_LEFT)
        return
    yield section(said.LEFT_OVER)
    yield from paragraphs(lines, said.AND_MORE, ROOM)
    yield section(_lost_in_all(told))


def _ending(told: RenewalTold) -> list[tuple[Ending, BenefitType]]:
    """The old levels of which something is left that can end."""
    return [
        (ending, benefit)
        for ending, benefit in told.endings
        if not isinstance(ending.balance.remaining, Unlimited) and ending.balance.remaining > ZERO
    ]


def _line(ending: Ending, benefit: BenefitType, currency: str) -> str:
    fates = []
    if ending.rolls_over:
        fates.append(said.ROLLING_OVER.format(quantity=quantity_of(ending.rolls_over, benefit)))
    if ending.expires:
        fates.append(_expiring(ending, benefit, currency))
    return said.LINE.format(
        benefit=escaped(cut(benefit.name, NAME)),
        left=quantity_of(ending.balance.remaining, benefit),
        fate=", ".join(fates),
    )


def _expiring(ending: Ending, benefit: BenefitType, currency: str) -> str:
    quantity, worth = quantity_of(ending.expires, benefit), ending.value_lost
    if worth is None:
        return said.WORTH_UNKNOWN.format(quantity=quantity)
    return said.WORTH.format(quantity=quantity, value=amount(worth), currency=currency)


def _lost_in_all(told: RenewalTold) -> str:
    lost = [ending.value_lost for ending, _ in _ending(told) if ending.expires]
    known = [value for value in lost if value is not None]
    sentence = said.LOST if len(known) == len(lost) else said.LOST_BESIDES
    last = told.old_last_day
    unless = said.UNLESS_USED.format(day=day(last)) if lost and last >= told.today else ""
    return sentence.format(value=amount(sum(known, ZERO)), currency=told.currency, unless=unless)
