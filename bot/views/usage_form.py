"""The form that records usage, and what it turns into."""

from collections.abc import Sequence
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

from bot.drafts.choices import BenefitChoice
from bot.drafts.forms import UsageDraft
from bot.names import Field, Form
from bot.slips import written
from bot.views.parts import (
    OPTION_TEXT,
    OPTION_VALUE,
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
from bot.views.sentences import MEMBER_MAY_SEE, beside_name, left
from bot.views.sentences import recording as said
from core.contact import Contact
from core.errors import day
from core.quantity import decimal_of
from core.recording import TEXT_LIMIT

MOST_CHOICES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageFormContent:
    """What is shown beside the draft: the contact chosen, their benefits, who may hold them."""

    contact: Contact | None = None
    organisation: Contact | None = None
    choices: Sequence[BenefitChoice] = ()
    holders: Sequence[Contact] = ()
    question: str = ""
    submit: str = said.RECORD_AGAIN
    """What stands on the button below a question."""


def usage_form(draft: UsageDraft, content: UsageFormContent) -> View:
    """The form. `content.question` is asked above it, and its button then says what it does."""
    blocks: list[Block] = []
    if content.question:
        blocks.append(section(f":warning: {content.question}"))
    blocks.append(_contact_field(content))
    blocks += _about_contact(draft, content)
    blocks += [_date_field(draft), _quantity_field(draft), _description_field(draft)]
    return modal(
        said.TITLE,
        blocks,
        form=Form.RECORD,
        submit=content.submit if content.question else said.RECORD,
        close=said.CANCEL,
        slip=written(draft.slip),
    )


def contact_option(contact: Contact, organisation: Contact | None = None) -> Option | None:
    """A contact as a choice; None where the code is longer than Slack sends."""
    if len(contact.code) > OPTION_VALUE:
        return None
    return option(contact.name, contact.code, beside_name(contact, organisation))


def _contact_field(content: UsageFormContent) -> Block:
    contact = content.contact
    chosen = contact_option(contact, content.organisation) if contact else None
    return field(
        Field.CONTACT,
        said.MEMBER,
        menu_by_typing(Field.CONTACT, said.TYPE_A_NAME, chosen),
        hint=said.BOOKED_TO_MEMBER,
        tells_choice=True,
    )


def _about_contact(draft: UsageDraft, content: UsageFormContent) -> list[Block]:
    if content.contact is None:
        return [context(said.WHOSE)]
    if not content.choices:
        return [section(said.NO_BENEFITS.format(name=bold(content.contact.name)))]
    blocks = [_benefit_field(draft, content.contact, content.choices[:MOST_CHOICES])]
    if len(content.choices) > MOST_CHOICES:
        blocks.append(context(said.MORE_BENEFITS))
    if content.holders:
        blocks.append(_holder_field(draft, content.contact, content.holders))
    return blocks


def _benefit_field(draft: UsageDraft, contact: Contact, choices: Sequence[BenefitChoice]) -> Block:
    options = {choice.code: option(benefit_line(choice), choice.code) for choice in choices}
    return field(
        Field.BENEFIT_TYPE,
        said.BENEFIT,
        StaticSelectElement(
            action_id=Field.BENEFIT_TYPE,
            placeholder=said.CHOOSE_BENEFIT,
            options=list(options.values()),
            initial_option=options.get(draft.benefit_type),
        ),
        only_for=contact.code,
    )


def benefit_line(choice: BenefitChoice) -> str:
    """A benefit and what is left of it, the name cut where the line is too long for a choice."""
    if choice.ended:
        state = said.ENDED.format(end=day(choice.ends_on))
    else:
        remains = left(choice.remaining, choice.number, choice.benefit)
        state = said.LEFT_UNTIL.format(left=remains, end=day(choice.ends_on))
    return f"{cut(choice.name, max(1, OPTION_TEXT - len(state) - 3))} — {state}"


def _holder_field(draft: UsageDraft, contact: Contact, holders: Sequence[Contact]) -> Block:
    code = draft.holder or contact.code
    chosen = next((one for one in holders if one.code == code), contact)
    return field(
        Field.HOLDER,
        said.USED_BY,
        menu_by_typing(Field.HOLDER, said.TYPE_A_HOLDER, contact_option(chosen)),
        only_for=contact.code,
    )


def _date_field(draft: UsageDraft) -> Block:
    return field(Field.USED_ON, said.DATE, date_picker(Field.USED_ON, draft.used_on))


def _quantity_field(draft: UsageDraft) -> Block:
    known = draft.quantity if decimal_of(draft.quantity) is not None else None
    element = NumberInputElement(
        action_id=Field.QUANTITY, is_decimal_allowed=True, initial_value=known
    )
    return field(Field.QUANTITY, said.QUANTITY, element)


def _description_field(draft: UsageDraft) -> Block:
    element = PlainTextInputElement(
        action_id=Field.DESCRIPTION,
        initial_value=draft.description or None,
        multiline=False,
        max_length=TEXT_LIMIT,
        placeholder=plain_text(said.EXAMPLE, OPTION_TEXT),
    )
    return field(Field.DESCRIPTION, said.DESCRIPTION, element, hint=MEMBER_MAY_SEE, optional=True)


def recorded_twice(who: str, when: str, used_on: date) -> str:
    """The question whether an equal usage is meant; `who` is a mention, or a name escaped."""
    return said.TWICE.format(on=day(used_on), who=who, when=when)


def who_acted(actor: str) -> str:
    """An actor as mrkdwn: a mention where it is somebody in Slack."""
    in_slack = actor[:1] in {"U", "W"} and actor.isalnum() and actor.isupper()
    return f"<@{actor}>" if in_slack else escaped(actor)
