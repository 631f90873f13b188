"""The question to managers about an overage, and what is said once it is decided."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.approvals import Approval, Decision
from bot.names import Act
from bot.receipts import Receipt
from bot.views.parts import Message, button, context, escaped, modal, row, section
from bot.views.receipt import usage_recorded
from bot.views.sentences import approval as said
from bot.views.sentences import number_of
from bot.views.usage_form import who_acted
from core.actor import Action, Actor
from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import day


class Asked(NamedTuple):
    """What is asked for, in names."""

    contact: Contact
    holder: Contact
    benefit: BenefitType
    quantity: Decimal
    on: date
    description: str


def what(asked: Asked) -> str:
    """What is asked for, in mrkdwn."""
    told = said.WHAT.format(
        quantity=number_of(asked.quantity, asked.benefit),
        benefit=escaped(asked.benefit.name).strip(),
        contact=escaped(asked.contact.name).strip(),
        on=day(asked.on),
    )
    if asked.holder != asked.contact:
        told = said.HELD.format(what=told, holder=escaped(asked.holder.name))
    about = escaped(" ".join(asked.description.split()))
    return f"{told}\n> {about}" if about else told


def can_ask(shortage: str, actor: Actor) -> tuple[str, str]:
    """What is said of more than is left, and on the button: to ask a manager, or to be the one."""
    shortage = escaped(shortage)
    if actor.may(Action.CONFIRM_OVERAGE):
        return said.CAN_CONFIRM.format(shortage=shortage), said.CONFIRM
    return said.CAN_ASK.format(shortage=shortage), said.ASK_A_MANAGER


def question(approval: Approval, asked: Asked) -> Message:
    """The question, with a button for each answer."""
    text = told(approval, asked)
    return Message(text, (section(text), buttons(approval)))


def told(approval: Approval, asked: Asked) -> str:
    """The question in mrkdwn."""
    who = who_acted(approval.asker)
    return said.QUESTION.format(who=who, what=what(asked), shortage=escaped(approval.shortage))


def buttons(approval: Approval) -> Block:
    """A button for each answer."""
    return row(
        button(said.APPROVE, Act.APPROVE, approval.key, style="primary"),
        button(said.DECLINE, Act.DECLINE, approval.key),
    )


_DECIDED: Mapping[Decision, str] = {
    Decision.APPROVED: said.APPROVED,
    Decision.DECLINED: said.DECLINED,
}


def decided(approval: Approval, asked: Asked) -> Message:
    """What takes the question's place."""
    text = _DECIDED[approval.decision].format(
        what=what(asked), who=who_acted(approval.asker), by=who_acted(approval.by)
    )
    return Message(text, (section(text),))


def approved(approval: Approval, receipt: Receipt) -> Message:
    """What the asker is told once it is recorded."""
    message = usage_recorded(receipt)
    by = said.TOLD_APPROVED.format(by=who_acted(approval.by))
    first, *others = message.blocks
    return Message(f"{message.text}\n{by}", (first, context(by), *others))


def declined(approval: Approval, asked: Asked) -> Message:
    """What the asker is told where a manager doesn't approve."""
    text = said.TOLD_DECLINED.format(by=who_acted(approval.by), what=what(asked))
    return Message(text, (section(text),))


def waiting(asked: Asked) -> Message:
    """What the asker is told until then."""
    text = said.ASKED.format(what=what(asked))
    return Message(text, (section(text),))


def waiting_in_form(asked: Asked) -> View:
    """The same in place of the form."""
    return modal(said.ASKED_TITLE, waiting(asked).blocks, close=said.DONE)
