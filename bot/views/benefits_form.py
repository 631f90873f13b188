"""The form in which the benefits of a membership are chosen, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    NumberInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.drafts.benefits import PAGE, BenefitsDraft, OfferLine, is_last, page_of
from bot.names import PART, Act, Field, Form
from bot.slips import BenefitsSlip
from bot.views import parts
from bot.views.custom_fields import custom_field
from bot.views.parts import (
    OPTION_TEXT,
    button,
    context,
    cut,
    escaped,
    modal,
    option,
    plain_text,
    section,
)
from bot.views.sentences import amount, quantity_of, renewing
from bot.views.sentences import enrolling as said
from core.custom import CustomField
from core.quantity import plain

CHECKBOXES: Final = 10
EVERY_LINE: Final = "every"
NAME: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitsContent:
    """What is shown: the offer, what is chosen of it, and which page and custom fields.

    `title` is mrkdwn.
    """

    title: str
    lines: Sequence[OfferLine]
    draft: BenefitsDraft
    place: BenefitsSlip
    fields: Mapping[str, CustomField] = field(default_factory=dict)
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitsLabels:
    """What such a form is for: its name, its button to the page before, and its buttons' texts."""

    form: Form
    back: Act
    title: str
    submit: str
    close: str


ENROLLING: Final = BenefitsLabels(
    form=Form.ENROLL_BENEFITS,
    back=Act.ENROLL_BACK,
    title=said.BENEFITS,
    submit=said.ENROLL,
    close=said.BACK,
)
ENROLLING_AGAIN: Final = replace(ENROLLING, submit=said.ENROLL_AGAIN)

RENEWING: Final = BenefitsLabels(
    form=Form.RENEW_BENEFITS,
    back=Act.RENEW_BACK,
    title=said.BENEFITS,
    submit=renewing.TO_PREVIEW,
    close=said.TO_FIRST_FORM,
)


def benefits_form(slip: str, content: BenefitsContent, labels: BenefitsLabels) -> View:
    """What is accepted, what is added, which numbers are lowered; custom fields below them.

    A `question` stands above them. On every page but the last the button leads to the next one.
    """
    lines, page = content.lines, content.place.page
    here = page_of(lines, page)
    blocks: list[Block] = [section(content.title)]
    if content.question:
        blocks.append(section(f":warning: {escaped(content.question)}"))
    blocks += _pages(content, labels)
    for standard in (True, False):
        alike = [each for each in lines if each.line.standard is standard]
        some = [each for each in here if each.line.standard is standard]
        blocks += _checkboxes(content.draft, alike, some)
    counted = [each for each in here if each.counts]
    if counted:
        blocks.append(context(said.LOWER))
    blocks += [_number_field(each, content.draft) for each in counted]
    blocks += _custom(content, here)
    last = is_last(lines, page)
    return modal(
        labels.title,
        blocks,
        form=labels.form,
        submit=labels.submit if last else said.NEXT_PAGE,
        close=labels.close if len(lines) <= PAGE else said.TO_FIRST_FORM,
        slip=slip,
    )


def _pages(content: BenefitsContent, labels: BenefitsLabels) -> Iterator[Block]:
    """Where in a long offer this page is, with the way back to the one before."""
    page, lines = content.place.page, content.lines
    if len(lines) <= PAGE:
        return
    first, last = page * PAGE + 1, min(len(lines), (page + 1) * PAGE)
    back = button(said.PAGE_BACK, labels.back) if page else None
    yield section(said.PAGE.format(first=first, last=last, count=len(lines)), back)


def _checkboxes(
    draft: BenefitsDraft, alike: Sequence[OfferLine], here: Sequence[OfferLine]
) -> Iterator[Block]:
    """The boxes of those lines, standard or optional ones alike, that are on this page."""
    for begin in range(0, len(here), CHECKBOXES):
        some = here[begin : begin + CHECKBOXES]
        first = alike.index(some[0])
        standard = some[0].line.standard
        name = Field.ACCEPTED if standard else Field.OPTIONAL
        label = said.STANDARD if standard else said.OPTIONAL
        hint = said.DECLINE if standard else said.TICK
        options = {each.code: option(_offered(each), each.code, each.line.note) for each in some}
        ticked = [options[each.code] for each in some if _is_ticked(draft, each)]
        element = CheckboxesElement(
            action_id=f"{name}{PART}{first}",
            options=list(options.values()),
            initial_options=ticked or None,
        )
        yield parts.field(
            name,
            said.CONTINUED.format(label=label) if first else label,
            element,
            hint="" if begin else hint,
            optional=True,
            only_for=str(first),
        )


def _is_ticked(draft: BenefitsDraft, each: OfferLine) -> bool:
    return each.code not in draft.declined if each.line.standard else each.code in draft.optional


def _offered(each: OfferLine) -> str:
    number = quantity_of(each.line.number, each.benefit) if each.benefit.tracked else said.INCLUDED
    value = each.line.single_value
    state = number
    if value is not None and each.benefit.tracked:
        state = said.WORTH.format(number=number, value=amount(value))
    return f"{cut(each.benefit.name, max(1, OPTION_TEXT - len(state) - 3))} — {state}"


def _number_field(each: OfferLine, draft: BenefitsDraft) -> Block:
    number, lowered = quantity_of(each.line.number, each.benefit), draft.numbers.get(each.code)
    return parts.field(
        Field.NUMBER,
        f"{cut(each.benefit.name, NAME)} ({each.code})",
        NumberInputElement(
            action_id=f"{Field.NUMBER}{PART}{each.code}",
            is_decimal_allowed=True,
            initial_value=None if lowered is None else plain(lowered),
            placeholder=plain_text(said.ALL_OF.format(number=number), OPTION_TEXT),
        ),
        optional=True,
        only_for=each.code,
    )


def _custom(content: BenefitsContent, here: Sequence[OfferLine]) -> Iterator[Block]:
    """The labelled slots: of every benefit, or of the one that is chosen in the menu above them."""
    if not content.fields:
        return
    code = content.place.fields_of
    names = {PART + each.code: f"{each.benefit.name} ({each.code})" for each in here}
    options = {
        value: option(name, value) for value, name in {EVERY_LINE: said.EVERY, **names}.items()
    }
    menu = StaticSelectElement(
        action_id=Field.FIELDS_OF,
        options=list(options.values()),
        initial_option=options.get(PART + code) if code else options[EVERY_LINE],
    )
    yield parts.field(
        Field.FIELDS_OF, said.FIELDS_OF, menu, hint=said.FIELDS_OF_HINT, tells_choice=True
    )
    texts = content.draft.texts_of(code)
    for slot, each in content.fields.items():
        yield custom_field(each, texts.get(slot, ""), code)


def chosen_line(value: str) -> str:
    """The line that a choice of the menu names; blank where it names them all."""
    return value.removeprefix(PART) if value.startswith(PART) else ""
